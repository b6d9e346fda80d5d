"""Green channel and lead person on the portal's pages: what a start offers, what a run shows, who may change it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe
from babel.dates import format_skeleton
from frappe import _

from liuwan_process.definition.model import Definition
from liuwan_process.engine import clock, green, inbox, lead
from liuwan_process.engine.people import unit_of
from liuwan_process.portal import rows, times

Row = dict[str, Any]


def of_start(definition: Definition, user: str) -> Row:
	"""`lead`: none, optional or required; `green`: the quota of the person's unit, None without a green channel."""
	return {"lead": definition.lead, "green": _offer(definition, unit_of(user))}


def _offer(definition: Definition, unit: str | None) -> Row | None:
	if not definition.urgent_quota or not unit:
		return None
	use = green.usage(definition, unit)
	left = _("{0} of {1} urgent starts left for {2} in {3}")
	gone = _("All {1} urgent starts of {2} in {3} are used; {0} left")
	words = (left if use["left"] else gone).format(use["left"], use["quota"], _(unit), _month())
	put_off = [_(step.title) for step in definition.steps if step.deferrable]
	return {"left": use["left"], "words": words, "put_off": rows.joined(put_off)}


def of_run(run: Row, definition: Definition, user: str, now: datetime) -> Row:
	"""What a run's page shows beside its steps: lead person, reason, the whole run's limit; who may name another."""
	open_run = run.status in ("Running", "Suspended")
	return {
		"lead": _name_of(run.lead_person),
		"may_name_lead": run.status == "Running" and definition.lead != "none" and may_name(run, user),
		"green": run.urgent_reason if run.urgent else "",
		"limit": _limit(run, now) if open_run and not run.making_up else None,
		"was_late": bool(run.late),
	}


def may_name(run: Row, user: str) -> bool:
	"""As `engine.lead.may_name`, for a run that is only looked at."""
	names = lead.namers(run.process_code, run.initiator, run.initiator_unit, user)
	return user == run.lead_person or user in names


def may_decide(run: Row, definition: Definition, step: str, user: str) -> bool:
	"""Whether somebody may decide in a step in place of whoever has the task."""
	known = definition.by_id.get(step)
	return bool(known and known.lead_decides and run.status == "Running" and user == run.lead_person)


def _limit(run: Row, now: datetime) -> Row | None:
	run.urgency = inbox.urgency(run, now)
	return rows.time_left(run, now, rows.my_calendar())


def _name_of(user: str | None) -> str:
	return frappe.get_cached_value("User", user, "full_name") or user if user else ""


def _month() -> str:
	return format_skeleton("yMMMM", clock.now(), locale=times.locale())
