"""Somebody's tasks go to somebody else for a time: for some processes and units, or for all."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import get_datetime

MANAGES_ALL = "Process Administrator"


class Delegation(Document):
	def before_validate(self):
		self.delegator = self.delegator or frappe.session.user
		self.process_codes = " ".join(sorted(row.process_code for row in self.processes))

	def validate(self):
		self.require_own()
		self.require_people()
		self.require_period()
		if self.enabled:
			self.refuse_overlap()
			self.refuse_circle()

	def on_update(self):
		before = self.get_doc_before_save()
		if self.enabled and self.open_tasks_too and not (before and before.open_tasks_too):
			for method in frappe.get_hooks("liuwan_delegation_begun"):
				frappe.enqueue(method, queue="long", enqueue_after_commit=True, delegation=self.name)

	def after_insert(self):
		if not self.flags.by_engine:  # the engine tells of what comes of its own acts
			for method in frappe.get_hooks("liuwan_delegation_made"):
				frappe.call(method, delegation=self)

	def on_trash(self):
		self.require_own()

	def end(self, now):
		"""From now on it holds no longer; one that has not begun yet never does."""
		if get_datetime(self.from_time) < now < get_datetime(self.to_time):
			self.to_time = now
		self.enabled = 0
		self.save()

	def require_own(self):
		"""Everybody gives away one's own tasks only; the process office anybody's."""
		if frappe.session.user in (self.delegator, "Administrator") or self.flags.by_engine:
			return
		if MANAGES_ALL not in frappe.get_roles():
			frappe.throw(_("You can only give away tasks of your own"), frappe.PermissionError)

	def require_people(self):
		if self.delegator == self.delegate:
			self.refuse("delegate", _("Please choose somebody else to stand in"))
		for field in ("delegator", "delegate"):
			user = self.get(field)
			if user in ("Guest", "Administrator") or not frappe.db.get_value("User", user, "enabled"):
				self.refuse(field, _("{0} has no account that is in use").format(user))

	def require_period(self):
		if get_datetime(self.to_time) <= get_datetime(self.from_time):
			self.refuse("to_time", _("The end must be after the beginning"))

	def refuse_overlap(self):
		"""At any moment, one person stands in for each of somebody's requests."""
		for other in self.others(DocType("Delegation").delegator == self.delegator):
			if self.shares_scope(other):
				message = _("{0} already stands in for {1} from {2} to {3}")
				period = (frappe.format(other[side], "Datetime") for side in ("from_time", "to_time"))
				self.refuse("delegate", message.format(other.delegate_name, other.delegator_name, *period))

	def refuse_circle(self):
		"""Tasks must not come back to whoever is away."""
		reached, todo = {self.delegator}, [self.delegate]
		while todo:
			user = todo.pop()
			if user == self.delegator:
				self.refuse(
					"delegate",
					_("{0} is away too, and the tasks would come back").format(self.name_of(self.delegate)),
				)
			if user not in reached:
				reached.add(user)
				onward = self.others(DocType("Delegation").delegator == user)
				todo += [other.delegate for other in onward if self.shares_scope(other)]

	def others(self, condition) -> list[dict]:
		"""Other delegations in force in the same period."""
		table = DocType("Delegation")
		query = frappe.qb.from_(table).select("*").where(condition & (table.enabled == 1))
		query = query.where((table.from_time < self.to_time) & (table.to_time > self.from_time))
		return query.where(table.name != (self.name or "")).run(as_dict=True)

	def shares_scope(self, other: dict) -> bool:
		mine, theirs = set((self.process_codes or "").split()), set((other.process_codes or "").split())
		if mine and theirs and not mine & theirs:
			return False
		return not self.org_unit or not other.org_unit or self.units_meet(self.org_unit, other.org_unit)

	def units_meet(self, one: str, other: str) -> bool:
		"""Whether one of two units is the other or above it."""
		rows = frappe.get_all("Org Unit", {"name": ("in", (one, other))}, ["lft", "rgt"], order_by="lft")
		return len(rows) < 2 or rows[1].rgt <= rows[0].rgt

	def name_of(self, user: str) -> str:
		return frappe.db.get_value("User", user, "full_name") or user

	def refuse(self, field: str, message: str):
		label = _(self.meta.get_label(field))
		frappe.throw(f"{label}: {message}", title=label)


def query_conditions(user: str | None = None) -> str:
	"""Everybody sees the delegations that they gave or that were given to them; the process office all."""
	user = user or frappe.session.user
	if user == "Administrator" or MANAGES_ALL in frappe.get_roles(user):
		return ""
	mine = frappe.db.escape(user)
	return f"(`tabDelegation`.`delegator` = {mine} or `tabDelegation`.`delegate` = {mine})"


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	user = user or frappe.session.user
	if user == "Administrator" or MANAGES_ALL in frappe.get_roles(user):
		return True
	if ptype in ("read", "select", "print"):
		return user in (doc.delegator, doc.delegate)
	return not doc.delegator or user == doc.delegator


def on_doctype_update() -> None:
	frappe.db.add_index(
		"Delegation", ["delegator", "enabled", "from_time"], index_name="delegator_enabled_from"
	)
