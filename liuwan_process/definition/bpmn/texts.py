"""Limits and rules as other modellers show or read them."""

from __future__ import annotations

import re
from dataclasses import fields

from liuwan_process.definition.model import Limit, Participant

# Unit: letter of ISO 8601 and whether it stands behind the T. BPMN knows no working time.
LETTERS = {
	"seconds": ("S", True),
	"minutes": ("M", True),
	"hours": ("H", True),
	"days": ("D", False),
	"working_hours": ("H", True),
	"working_days": ("D", False),
}
SECONDS = {
	"seconds": 1,
	"minutes": 60,
	"hours": 3600,
	"days": 86400,
	"working_hours": 3600,
	"working_days": 86400,
}
UNITS_OF = {("S", True): "seconds", ("M", True): "minutes", ("H", True): "hours", ("D", False): "days"}
WEEK = ("W", False)
DURATION = re.compile(r"P(?:\d+(?:\.\d+)?[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?")
PART = re.compile(r"(T)|(\d+(?:\.\d+)?)([A-Z])")


def duration(limit: Limit) -> str:
	"""ISO 8601: `P2D`, `PT30M`; parts of a unit in seconds."""
	letter, timely = LETTERS[limit.unit]
	if limit.amount != int(limit.amount):
		return f"PT{round(limit.amount * SECONDS[limit.unit])}S"
	return f"P{'T' if timely else ''}{int(limit.amount)}{letter}"


def limit(given: Limit) -> str:
	return f"{given.amount:g} {given.unit.replace('_', ' ')}, then {given.then.replace('_', ' ')}"


def read_duration(text: str) -> tuple[float, str] | None:
	"""Amount and unit of an ISO 8601 duration; several parts become the smallest unit. None for what has no length
	(`P1M` has not: months differ) or is no duration."""
	text = (text or "").strip()
	if len(text) < 3 or not DURATION.fullmatch(text):
		return None
	parts, timely = [], False
	for found in PART.finditer(text):
		timely = timely or bool(found[1])
		if found[2]:
			parts.append((float(found[2]), (found[3], timely)))
	parts = [(amount * 7, ("D", False)) if key == WEEK else (amount, key) for amount, key in parts]
	if not parts or any(key not in UNITS_OF for _, key in parts):
		return None
	return _together([(amount, UNITS_OF[key]) for amount, key in parts])


def _together(parts: list[tuple[float, str]]) -> tuple[float, str] | None:
	unit = parts[-1][1]
	amount = sum(amount * SECONDS[each] for amount, each in parts) / SECONDS[unit]
	return (amount, unit) if amount > 0 else None


def rule(participant: Participant) -> str:
	"""`process role: role Clerk, scope anywhere`."""
	plain = Participant(participant.rule)
	given = [
		f"{each.name} {_plain(getattr(participant, each.name))}"
		for each in fields(Participant)
		if each.name != "rule" and getattr(participant, each.name) != getattr(plain, each.name)
	]
	name = participant.rule.replace("_", " ")
	return f"{name}: {', '.join(given)}" if given else name


def _plain(value: object) -> str:
	return ", ".join(value) if isinstance(value, tuple) else str(value)
