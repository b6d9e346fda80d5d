"""Who may begin to set up, change or retire a process of which level, and how far up that has to be approved.

Seed 003 (rules for managing processes, 3.2, 3.3 and 4.1) keeps processes of the first two levels uniform for the whole
enterprise, in the hands of its process management; a process below them begins with its owner. Seed 000 (part 4.1, the
flow of improvement and change) has the leading group release. Process Settings may say otherwise for each level.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe import _

from liuwan_process.process_library import hierarchy
from liuwan_process.process_library.permission import OFFICE as OFFICE_ROLES

SET_UP, CHANGE, RETIRE = ACTIONS = ("Set Up", "Change", "Retire")
OFFICE, UNIT = "Process Office", "Unit and Owner"  # who begins
DEPARTMENT, PROMOTION, LEADING = "Responsible Department", "Promotion Group", "Leading Group"
UP_TO = (DEPARTMENT, PROMOTION, OFFICE, LEADING)


@dataclass(frozen=True)
class Rule:
	"""`begun_by`: OFFICE, or UNIT for everybody who may change the process; `up_to`: one of UP_TO."""

	begun_by: str
	up_to: str


def shipped(level: str, action: str) -> Rule:
	depth = hierarchy.depth(level)
	if depth <= 2:
		return Rule(OFFICE, LEADING)
	if depth == 3 or (depth == 4 and action != CHANGE):
		return Rule(UNIT, LEADING)
	return Rule(UNIT, OFFICE)


def rule(level: str | None, action: str) -> Rule:
	"""What the settings say, or else what was shipped."""
	level = level or "Process"
	for row in frappe.get_cached_doc("Process Settings").get("release_rules"):
		if (row.level, row.action) == (level, action):
			return Rule(row.begun_by, row.up_to)
	return shipped(level, action)


def rows() -> list[dict[str, str]]:
	"""The shipped rules as rows of the settings' table."""
	return [
		{"level": level, "action": action, **vars(shipped(level, action))}
		for level in hierarchy.LEVELS
		for action in ACTIONS
	]


def farthest(rules: Iterable[Rule]) -> str:
	"""The highest of the groups that several processes together have to pass."""
	return max((each.up_to for each in rules), key=UP_TO.index)


def is_office(user: str | None = None) -> bool:
	user = user or frappe.session.user
	return user == "Administrator" or bool(OFFICE_ROLES & set(frappe.get_roles(user)))


def may_begin(level: str | None, action: str, user: str | None = None) -> bool:
	"""By the level alone; who may change the single process is asked beside it."""
	return rule(level, action).begun_by != OFFICE or is_office(user)


def require(level: str | None, action: str) -> None:
	"""Raises PermissionError when the session's user may not begin this at a process of the level."""
	if may_begin(level, action):
		return
	message = {
		SET_UP: _("Only the process office may set up a process of the level “{0}”"),
		CHANGE: _("Only the process office may change a process of the level “{0}”"),
		RETIRE: _("Only the process office may retire a process of the level “{0}”"),
	}[action]
	frappe.throw(message.format(_(level or "Process")), frappe.PermissionError)


def check_save(process: frappe.model.document.Document) -> None:
	"""Whether the session's user may save a process as it is now. Raises PermissionError."""
	before = process.get_doc_before_save()
	if before is not None:
		require(before.level, CHANGE)
	if before is None or before.level != process.level:
		require(process.level, SET_UP)
