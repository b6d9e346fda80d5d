"""Thirty processes as a workbook that an office would fill in: one row a step."""

from __future__ import annotations

from io import BytesIO

import openpyxl

HEAD = (
	"Process Code",
	"Process Title",
	"Level",
	"Part Of",
	"Step No",
	"Step",
	"Kind",
	"Lane",
	"Who",
	"Process Role",
	"Limit",
	"Limit Unit",
	"Action",
	"Decision",
	"Next Step",
	"Method",
)
GROUPS = {"SAF-HAZ": "Hazard", "SAF-TRA": "Course", "PRD-MAT": "Material"}
ACTS = ("Report", "Review", "Notice", "Plan", "Check", "Record", "Permit", "Handover", "Issue", "Return")
CHECKS = ("Unit Head", "Safety Inspector", "Process Office", "Director")


def workbook() -> bytes:
	"""Ten processes in each of three groups, of three to six steps each."""
	made = openpyxl.Workbook()
	sheet = made.active
	sheet.title = "Steps"
	sheet.append(HEAD)
	for number, (group, about) in enumerate(GROUPS.items()):
		for place, act in enumerate(ACTS):
			for row in _process(f"{group}-{place + 1:02}", f"{about} {act}", group, 1 + (number + place) % 4):
				sheet.append(row)
	units, fields = made.create_sheet("Processes"), made.create_sheet("Fields")
	units.append(("Process Code", "Responsible Unit"))
	fields.append(("Process Code", "Label", "Type"))
	for group in GROUPS:
		for place in range(len(ACTS)):
			units.append((f"{group}-{place + 1:02}", "Safety Section"))
			fields.append((f"{group}-{place + 1:02}", "What it is about", "Small Text"))
	out = BytesIO()
	made.save(out)
	return out.getvalue()


def _process(code: str, title: str, group: str, checks: int):
	"""A start, `checks` approvals of which the last may refuse, and the ends."""
	last = checks + 2
	yield (code, title, "Process", group, 1, "Fill in", "Start", "Applicant", "Initiator")
	for place in range(checks):
		role, number = CHECKS[place], place + 2
		step = (None, None, None, None, number, f"{role} decides", "Approval", role, None, role)
		yield (*step, 2, "Working days", "Approve", "Approve", number + 1, f"Look at what {title} asks for")
	yield (None, None, None, None, checks + 1, *[None] * 7, "Refuse", "Refuse", last + 1)
	yield (None, None, None, None, last, "Completed", "End")
	yield (None, None, None, None, last + 1, "Refused", "End")
