"""The working copy of one process; published, it becomes a running flow."""

import re

import frappe
from frappe import _
from frappe.utils.nestedset import NestedSet

from liuwan_process.process_library import hierarchy, knowledge_rows, rows, view
from liuwan_process.process_library.governance import gate, levels, review, states
from liuwan_process.process_library.permission import own_staff

CODE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
# Written by publication, retirement, releases and reviews alone.
PUBLISHED_FACTS = ("status", "current_version", "workflow", *states.FACTS)


class Process(NestedSet):
	nsm_parent_field = "parent_process"

	def onload(self):
		self.set_onload("may_change", self.has_permission("write"))
		if not self.is_group:
			self.set_onload("view", view.of(self))
			self.set_onload("release", gate.offer(self) | states.note(self))
			self.set_onload("may_review", self.status == "Published" and review.may_review(self))

	def before_validate(self):
		self.keep_published_facts()
		self.set_unit()
		self.keep_number()
		rows.complete(self)

	def _validate_links(self):
		"""Frappe looks at links before any hook runs, and needs the DocType of each record."""
		knowledge_rows.complete(self)
		super()._validate_links()

	def validate(self):
		levels.check_save(self)
		self.validate_code()
		self.validate_parent()
		hierarchy.validate(self)
		rows.validate(self)

	def keep_published_facts(self):
		"""Nobody sets the status or the version by a form, REST or an import."""
		if self.flags.by_compiler:
			return
		before = self.get_doc_before_save()
		for fieldname in PUBLISHED_FACTS:
			self.set(fieldname, before.get(fieldname) if before else None)
		self.status = self.status or "Draft"
		if before and before.current_version:
			self.form_source, self.document_type = before.form_source, before.document_type
		elif self.form_source != "Linked DocType":
			self.document_type = None

	def keep_number(self):
		"""Numbers follow the tree; who comes below another process comes last there."""
		before = self.get_doc_before_save()
		self.number = before.number if before else None
		if before and before.parent_process != self.parent_process and before.place == self.place:
			self.place = 0

	def set_unit(self):
		"""A new process belongs to the unit of its author unless another one is named."""
		staff = own_staff(frappe.session.user) if self.is_new() and not self.org_unit else None
		if staff:
			self.org_unit = staff.org_unit

	def validate_code(self):
		if not CODE.fullmatch(self.code or ""):
			frappe.throw(_("The code {0} may hold letters, digits and single hyphens only").format(self.code))

	def validate_parent(self):
		"""Only a group has processes below it; a group has no flow of its own."""
		if self.parent_process and not frappe.db.get_value("Process", self.parent_process, "is_group"):
			frappe.throw(_("{0} has no processes below it").format(self.parent_process))
		if self.is_group and self.current_version:
			frappe.throw(_("A published process cannot become a group"))

	def on_update(self):
		super().on_update()
		if self.is_new_here():
			hierarchy.renumber(moved=self.name)
			self.number, self.place = frappe.db.get_value("Process", self.name, ["number", "place"])

	def is_new_here(self) -> bool:
		"""Whether it has come to where it stands, or has become something else there."""
		before = self.get_doc_before_save()
		return not before or any(self.has_value_changed(f) for f in ("parent_process", "place", "level"))

	def on_trash(self):
		levels.require(self.level, levels.RETIRE)
		if self.current_version:
			frappe.throw(_("A process that was published is retired, not deleted"))
		if self.release:
			frappe.throw(_("A process that is in a release is not deleted"))
		super().on_trash()

	def after_delete(self):
		hierarchy.renumber()
