"""A rule or standard in one of its versions; when a new one comes into force the old one is kept as superseded."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from liuwan_process.process_library import coded, regulations, where_used


class Regulation(Document):
	def autoname(self):
		self.number = (self.number or "").strip()
		if not self.flags.keep_version:
			self.version = regulations.next_version(self.number)
		self.name = regulations.name_of(self.number, self.version)

	def onload(self):
		self.set_onload("where_used", where_used.html(self))

	def validate(self):
		self.validate_clauses()
		self.validate_dates()
		self.validate_only_one_in_force()

	def validate_clauses(self):
		"""Steps name clauses by their number: each is there once."""
		seen = set()
		for row in self.clauses:
			row.clause_no = (row.clause_no or "").strip()
			if row.clause_no in seen:
				self.refuse("clauses", _("row {0}: {1} is listed twice.").format(row.idx, row.clause_no))
			seen.add(row.clause_no)

	def validate_dates(self):
		if self.status == "In Force" and not self.effective_from:
			self.effective_from = getdate()
		if self.effective_until and getdate(self.effective_until) < getdate(self.effective_from):
			self.refuse("effective_until", _("The end must be after the beginning"))

	def validate_only_one_in_force(self):
		"""Of the versions of one number at most one is in force, but for the one that this one is to replace."""
		if self.status != "In Force":
			return
		others = {
			"number": self.number,
			"status": "In Force",
			"name": ("not in", [self.name, self.supersedes or ""]),
		}
		if other := frappe.db.get_value("Regulation", others):
			self.refuse("status", _("{0} is in force already").format(other))

	def on_update(self):
		if self.status == "In Force" and self.supersedes:
			regulations.supersede(self.supersedes, add_days(self.effective_from, -1))

	def on_trash(self):
		coded.refuse_if_used(self)

	def refuse(self, field: str, message: str):
		frappe.throw(f"{frappe.bold(_(self.meta.get_label(field)))}: {message}")
