"""A year's edition of the published processes; the work is done by `process_library/compendium/`."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, get_datetime, now, now_datetime

from liuwan_process.process_library.compendium import job

# Written by the job and by the release alone.
FACTS = (
	*("status", "edition_file", "made_on", "released_on", "released_by", "checksum", "seconds"),
	*("job_status", "job_key", "progress", "stage", "message"),
	*("process_count", "page_count", "new_count", "changed_count", "removed_count"),
)
# A job that has not moved for so long was lost with its worker.
LOST_AFTER_MINUTES = 5


class ProcessCompendium(Document):
	def before_insert(self):
		if not self.previous_edition:
			self.previous_edition = latest_released()

	def before_validate(self):
		self.keep_facts()

	def validate(self):
		self.refuse_released()
		self.validate_previous()
		self.validate_year()

	def on_trash(self):
		self.refuse_released()
		self.refuse_while_making()

	def before_rename(self, *_names, **_options):
		self.refuse_released()

	def keep_facts(self):
		"""Nobody sets state, file or contents by a form, REST or an import."""
		before = self.get_doc_before_save()
		for fieldname in FACTS:
			self.set(fieldname, before.get(fieldname) if before else None)
		self.status = self.status or "Draft"
		self.entries = before.entries if before else []

	def refuse_released(self):
		"""A released edition is evidence."""
		if not self.is_new() and frappe.db.get_value(self.doctype, self.name, "status") == "Released":
			frappe.throw(
				_("{0} is released: it is not changed any more. Make a new edition.").format(self.name)
			)

	def refuse_while_making(self):
		if self.is_being_made():
			frappe.throw(_("{0} is being made. Wait until it has ended, or cancel it.").format(self.name))

	def validate_previous(self):
		if self.previous_edition == self.name:
			frappe.throw(_("An edition cannot follow itself"))
		status = self.previous_edition and frappe.db.get_value(self.doctype, self.previous_edition, "status")
		if self.previous_edition and status == "Draft":
			frappe.throw(_("{0} has not been made yet").format(self.previous_edition))

	def validate_year(self):
		if not 1900 <= (self.year or 0) <= 2200:
			frappe.throw(_("Year: please enter a year of four digits"))

	def is_being_made(self) -> bool:
		state = frappe.db.get_value(self.doctype, self.name, ["job_status", "modified"])
		alive_since = add_to_date(now_datetime(), minutes=-LOST_AFTER_MINUTES)
		return bool(state) and state[0] in job.RUNNING and get_datetime(state[1]) > alive_since

	def db_update_entries(self):
		"""Write the rows of `entries` anew."""
		frappe.db.delete("Process Compendium Entry", {"parent": self.name, "parenttype": self.doctype})
		for row in self.entries:
			row.db_insert()

	@frappe.whitelist()
	def make(self) -> dict:
		"""Starts the job; returns the state. Raises ValidationError while it runs, or when it is released."""
		self.check_permission("write")
		self.refuse_released()
		self.refuse_while_making()
		key = frappe.generate_hash(length=12)
		begun = {
			"job_status": "Queued",
			"job_key": key,
			"progress": 0,
			"stage": _("Waiting"),
			"message": None,
		}
		self.db_set(begun)
		frappe.enqueue(
			"liuwan_process.process_library.compendium.job.run",
			queue="long",
			timeout=3_600,
			name=self.name,
			key=key,
			enqueue_after_commit=True,
		)
		return self.state()

	@frappe.whitelist()
	def cancel_making(self) -> dict:
		"""Stops the job; a book that was made before stays."""
		self.check_permission("write")
		state = frappe.db.get_value(self.doctype, self.name, "job_status", for_update=True)
		if state in job.RUNNING:
			self.db_set(
				{
					"job_status": "Cancelled",
					"stage": "",
					"message": _("Cancelled. What was made before is unchanged."),
				}
			)
		return self.state()

	@frappe.whitelist()
	def release(self) -> dict:
		"""Freezes the edition: everybody reads it in the portal, nobody changes it. Raises ValidationError."""
		self.check_permission("write")
		state = frappe.db.get_value(self.doctype, self.name, ["status", "job_status"], for_update=True)
		if state[0] != "Made" or state[1] in job.RUNNING:
			frappe.throw(_("Make the book first, then release it"))
		self.db_set({"status": "Released", "released_on": now(), "released_by": frappe.session.user})
		self.add_comment("Info", _("Released"))
		return self.state()

	def state(self) -> dict:
		fields = ("status", "job_status", "progress", "stage", "message")
		return {field: self.get(field) for field in fields}


def latest_released() -> str | None:
	found = frappe.get_all(
		"Process Compendium", {"status": "Released"}, pluck="name", order_by="released_on desc", limit=1
	)
	return found[0] if found else None
