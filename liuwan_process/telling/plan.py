"""Who hears of an act by which channel: one row for each event, person and channel, by a name that can be made once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import frappe
from frappe.utils import now_datetime

from liuwan_process.engine import people, statements
from liuwan_process.engine.columns import STANDARD
from liuwan_process.telling import events, settings
from liuwan_process.telling.readers import Reader, readers

Row = dict[str, Any]
FIELDS = (
	"user",
	"event",
	"channel",
	"robot",
	"instance",
	"task",
	"log",
	"people",
	"reference_doctype",
	"reference_name",
	"status",
	"attempts",
	"next_try",
)
CHUNK = 200


def messages(log: Row) -> list[Row]:
	"""Rows of Process Message for a log row with `name`, `instance` and `tell`."""
	told = [tuple(each) for each in json.loads(log["tell"] or "[]")]
	found = readers(user for user, _event, _about in told)
	told = [each for each in told if each[0] in found]
	return [*_personal(log, told, found), *_by_robots(log, told)]


def _personal(log: Row, told: list[tuple[str, str, str]], found: dict[str, Reader]) -> Iterable[Row]:
	channels = open_channels()
	for user, event, about in told:
		for channel in channels:
			if found[user].wants(event, channel):
				task = about if about != log["instance"] else None
				yield row(
					log["name"],
					event,
					channel,
					user=user,
					task=task,
					log=log["name"],
					instance=log["instance"],
				)


def open_channels() -> list[str]:
	"""Channels to single persons that are switched on and ready."""
	ready = {"In the App": bool(settings.setting("desk_on")), "By E-mail": settings.mail_is_ready()}
	return [channel for channel in events.CHANNELS if ready[channel]]


def row(source: str, event: str, channel: str, **values: Any) -> Row:
	"""A message that waits. Its name says what it is about, so that the same one cannot be written twice."""
	parts = (source, event, channel, values.get("user"), values.get("robot"), values.get("task"))
	name = hashlib.sha1("|".join(str(part or "") for part in parts).encode()).hexdigest()[:20]
	return {"name": name, "event": event, "channel": channel, "status": "Waiting", "attempts": 0, **values}


def _by_robots(log: Row, told: list[tuple[str, str, str]]) -> Iterable[Row]:
	"""A group hears of an event once, whoever it concerns."""
	if not told or not settings.setting("robots_on"):
		return
	for robot in _robots(log["instance"]):
		for event in dict.fromkeys(event for _user, event, _about in told):
			if not robot.get(f"tell_{events.choice_of(event)}"):
				continue
			concerned = [user for user, each, _about in told if each == event]
			yield row(
				log["name"],
				event,
				events.ROBOT,
				robot=robot.name,
				people=json.dumps(list(dict.fromkeys(concerned))),
				log=log["name"],
				instance=log["instance"],
			)


def _robots(instance: str) -> list[Any]:
	names = frappe.get_all("Process Robot", {"enabled": 1}, pluck="name", order_by="name")
	if not names:
		return []
	run = frappe.db.get_value("Process Instance", instance, ["process_code", "initiator_unit"], as_dict=True)
	units = set(people.ancestors(run.initiator_unit))
	return [robot for robot in map(_robot, names) if _listens(robot, run.process_code, units)]


def _robot(name: str) -> Any:
	return frappe.get_cached_doc("Process Robot", name)


def _listens(robot: Any, process: str, units: set[str]) -> bool:
	processes = {each.process_code for each in robot.processes}
	wanted = {each.org_unit for each in robot.units}
	return (not processes or process in processes) and (not wanted or bool(wanted & units))


def write(rows: list[Row], now: datetime | None = None) -> None:
	"""Insert messages; those that are there already stay as they are."""
	now = now or now_datetime()
	fields = (*STANDARD, *FIELDS)
	for begin in range(0, len(rows), CHUNK):
		values: list[Any] = []
		part = rows[begin : begin + CHUNK]
		for each in part:
			values += (each["name"], "Administrator", now, now, "Administrator", 0, 0)
			values += ({"next_try": now, **each}.get(field) for field in FIELDS)
		statements.run(statements.insert("Process Message", fields, len(part), ignore=True), values)
