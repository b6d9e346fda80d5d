"""Turns what the engine and the portal read into the shapes of the interface."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils.data import get_system_timezone

from liuwan_process.api.rest import problems, shapes
from liuwan_process.definition import model
from liuwan_process.permissions import runs
from liuwan_process.portal import forms, values

Row = dict[str, Any]


def require_run(name: str) -> None:
	"""Raises a problem 404 for a run that is not there and for one that the caller may not see."""
	if not runs.may_see(name):
		raise problems.not_found()


def run_of_task(task: str) -> str:
	"""The run of a task that the caller may see; raises a problem 404."""
	instance = frappe.db.get_value("Process Task", task, "instance")
	if not instance:
		raise problems.not_found()
	require_run(instance)
	return instance


def moment(value: datetime | None) -> datetime | None:
	"""A time of the database, which is the site's own, with its offset."""
	return value.replace(tzinfo=ZoneInfo(get_system_timezone())) if value else None


def moments(row: Row, *names: str) -> dict[str, datetime | None]:
	return {name: moment(row.get(name)) for name in names}


def titles(text: str | None) -> list[str]:
	"""Titles that the engine keeps joined."""
	return [_(title) for title in (text or "").split(", ") if title]


def form(view: forms.View) -> list[shapes.FormField]:
	"""Fields that hold values; headings and hidden fields are left out."""
	return [
		_field(item, _value(view, item)) for item in view.items if item.type not in model.NO_VALUE_FIELDTYPES
	]


def _value(view: forms.View, item: forms.Item) -> Any:
	if item.type != "Table":
		return plain(view.data.get(item.name))
	columns = [column.name for column in item.columns]
	return [{name: plain(row.get(name)) for name in columns} for row in view.data.get(item.name) or []]


def _field(item: forms.Item, value: Any) -> shapes.FormField:
	return shapes.FormField(
		name=item.name,
		label=item.label or "",
		type=item.type,
		description=item.description,
		editable=item.editable,
		required=item.required,
		choices=[shapes.Choice(value=value, title=title) for value, title in item.options],
		link=item.link,
		value=value,
		text=item.text,
		columns=[_field(column, None) for column in item.columns],
	)


def plain(value: Any) -> Any:
	"""A value of the database as JSON has it: dates and times in ISO 8601, numbers as numbers."""
	if isinstance(value, timedelta):
		return values.clock(value)
	if isinstance(value, date | datetime):
		return value.isoformat()
	if isinstance(value, Decimal):
		return float(value)
	return None if value == "" else value


def step(found: model.Step) -> shapes.Step:
	return shapes.Step(
		id=found.id, title=_(found.title), kind=found.kind, lane=_(found.lane) if found.lane else ""
	)


def event(row: Row, instance: str) -> dict[str, Any]:
	"""A row of the log, as keyword arguments of an Event. What it changed in the form is not told."""
	same = ("act", "action", "task", "step", "actor", "actor_name", "on_behalf_of", "to_user", "comment")
	return {name: row.get(name) or None for name in same} | {
		"id": row["name"],
		"run": instance,
		"at": moment(row["creation"]),
		"step_title": _(row["step_title"]) if row.get("step_title") else None,
		"to_steps": ", ".join(titles(row.get("to_steps"))) or None,
	}
