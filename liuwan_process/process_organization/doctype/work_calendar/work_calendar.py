"""Working hours, holidays and make-up days; the arithmetic is in `process_organization/calendar.py`."""

from itertools import pairwise

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from liuwan_process.process_organization.calendar import clear_calendars, intervals_by_weekday
from liuwan_process.process_organization.statutory_days import statutory_days
from liuwan_process.process_organization.working_time import seconds_of


class WorkCalendar(Document):
	def validate(self):
		self.validate_hours()
		self.validate_days()

	def validate_hours(self):
		if not self.hours:
			frappe.throw(_("{0}: at least one interval is needed.").format(frappe.bold(_("Working Hours"))))
		for row in self.hours:
			start, end = seconds_of(row.from_time), seconds_of(row.to_time, end=True)
			if start >= end:
				self.refuse_row(
					"Working Hours",
					row,
					_("{0} must lie after {1}. A shift over midnight is two rows.").format(
						_("To"), _("From")
					),
				)
		self.validate_no_overlap()

	def validate_no_overlap(self):
		for intervals in intervals_by_weekday(self.hours):
			for (_start, end), (start, _end) in pairwise(intervals):
				if start < end:
					frappe.throw(_("{0}: two intervals overlap.").format(frappe.bold(_("Working Hours"))))

	def validate_days(self):
		seen = set()
		for row in self.days:
			if str(row.date) in seen:
				self.refuse_row("Holidays and Make-up Days", row, _("{0} is listed twice.").format(row.date))
			seen.add(str(row.date))

	def refuse_row(self, label: str, row: Document, reason: str):
		frappe.throw(_("{0}, row {1}: {2}").format(frappe.bold(_(label)), row.idx, reason))

	def on_update(self):
		if self.is_default:
			frappe.db.set_value(
				"Work Calendar", {"is_default": 1, "name": ("!=", self.name)}, "is_default", 0
			)
		clear_calendars()

	def on_trash(self):
		clear_calendars()

	def after_rename(self, old: str, new: str, merge: bool = False):
		clear_calendars()

	@frappe.whitelist()
	def add_statutory_days(self, year: int | str) -> int:
		"""Adds the statutory holidays and make-up days of a year that are missing; returns how many.

		Days that are already listed stay as they are. Raises ValidationError for a year that is not published yet.
		"""
		self.check_permission("write")
		listed = {str(row.date) for row in self.days}
		new = [day for day in statutory_days(cint(year)) if str(day["date"]) not in listed]
		self.extend("days", new)
		self.days.sort(key=lambda row: str(row.date))
		for position, row in enumerate(self.days, 1):
			row.idx = position
		self.save()
		return len(new)
