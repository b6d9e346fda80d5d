"""Processes that are set up, changed or retired together; the engine runs it, `governance/course.py` follows the run."""

import frappe
from frappe import _
from frappe.model.document import Document

# What the course of a release writes; a copy or an import begins without it.
OF_THE_COURSE = {"how_far": None, "sent_on": None, "released_by": None, "released_on": None}
NAMED = 3  # processes in a title that nobody has given
OF_ITEMS = ("status", "level", "version_before", "candidate", "version", "error")


class ProcessRelease(Document):
	def before_insert(self):
		self.begin_anew()

	def before_validate(self):
		if not self.get("process_instance"):
			self.complete()

	def validate(self):
		self.check_processes()

	def begin_anew(self):
		self.update({"status": "Draft", **OF_THE_COURSE})
		for item in self.processes:
			item.update(dict.fromkeys(OF_ITEMS))

	def complete(self):
		"""A draft gets the title and the unit that nobody has given it."""
		facts = self.facts()
		if not self.org_unit:
			self.org_unit = next(
				(facts[i.process_code].org_unit for i in self.processes if i.process_code in facts), None
			)
		if not self.title:
			self.title = _in_short(
				[_(facts[i.process_code].title) for i in self.processes if i.process_code in facts]
			)

	def check_processes(self):
		"""Groups have no flow: nothing of them is released."""
		groups = [row.title for row in self.facts().values() if row.is_group]
		if groups:
			message = _("{0} has no flow of its own, so that there is nothing to release")
			frappe.throw(message.format(", ".join(map(_, groups))))

	def facts(self) -> dict:
		names = [item.process_code for item in self.processes]
		fields = ["name", "title", "org_unit", "is_group"]
		rows = frappe.get_all("Process", {"name": ("in", names or [""])}, fields)
		return {row.name: row for row in rows}


def _in_short(titles: list[str]) -> str:
	"""The first few of many, as a person would put it."""
	shown = ", ".join(titles[:NAMED])
	more = len(titles) - NAMED
	return (_("{0} and {1} more processes").format(shown, more) if more > 0 else shown)[:140]
