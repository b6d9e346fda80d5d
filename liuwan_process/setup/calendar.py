"""The work calendar that a new site starts with; editable, and never touched again."""

import frappe

from liuwan_process.process_organization.statutory_days import statutory_days

STANDARD = "Standard"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
# Seed 003, branch office rules: work from 8:30 to 17:30, break from 12:00 to 13:00.
HOURS = (("08:30:00", "12:00:00"), ("13:00:00", "17:30:00"))
YEARS = (2024, 2025, 2026)


def make_standard_calendar() -> None:
	"""Creates "Standard" on a site that has no calendar at all; leaves every other site as it is."""
	if frappe.db.count("Work Calendar"):
		return
	hours = [
		{"weekday": weekday, "from_time": start, "to_time": end}
		for weekday in WEEKDAYS
		for start, end in HOURS
	]
	days = [day for year in YEARS for day in statutory_days(year)]
	frappe.get_doc(
		doctype="Work Calendar", calendar_name=STANDARD, is_default=1, hours=hours, days=days
	).insert(ignore_permissions=True)  # installation runs without a user of its own
