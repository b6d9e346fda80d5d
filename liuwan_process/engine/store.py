"""The statements of the engine: every read takes locks or reads what never changes, every write is one statement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

import frappe
from frappe.query_builder import DocType
from pypika.enums import Order
from pypika.terms import Case

from liuwan_process.definition.model import WORK_KINDS
from liuwan_process.engine import statements
from liuwan_process.engine.columns import (
	CALL,
	CHANGING,
	CLEARED,
	INSTANCE,
	LIVE,
	LOG,
	NUMBERS,
	OPEN_CHANGING,
	OUTCOME,
	STANDARD,
	TASK,
)

Row = dict[str, Any]


def new_name() -> str:
	return frappe.generate_hash(length=12)


def lock_instance(instance: str | None, task: str | None) -> list[Row]:
	"""Lock one Process Instance, by its name or by one of its tasks."""
	if instance is not None:
		text = statements.select("Process Instance", ("name", *INSTANCE), ("name",))
	else:
		text = _instance_of_task()
	return statements.run(text, [instance or task], as_dict=True)


@lru_cache
def _instance_of_task() -> str:
	table, tasks = DocType("Process Instance"), DocType("Process Task")
	wanted = frappe.qb.from_(tasks).select(tasks.instance).where(tasks.name == statements.VALUE)
	query = frappe.qb.from_(table).select("name", *INSTANCE).where(table.name == wanted)
	return query.for_update().get_sql()


def open_tasks(instance: str) -> list[Row]:
	"""Tasks that somebody still has to do, those that wait for an added signer included."""
	return statements.run(_live_tasks(), [instance, *LIVE], as_dict=True)


@lru_cache
def _live_tasks() -> str:
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select("name", *TASK).for_update()
	query = query.where(table.instance == statements.VALUE)
	query = query.where(table.status.isin([statements.VALUE] * len(LIVE)))
	return query.orderby(table.opened_on).orderby(table.name).get_sql()


def lock_free(names: list[str]) -> list[Row]:
	"""Lock those of many Process Instances that nobody else has locked; waits for nobody."""
	table = DocType("Process Instance")
	query = frappe.qb.from_(table).select("name", *INSTANCE).where(table.name.isin(names))
	return query.for_update(skip_locked=True).run(as_dict=True) if names else []


def lock_tasks(names: list[str]) -> list[Row]:
	"""Those of many tasks, in runs that the caller has locked, that are open."""
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select("name", *TASK).where(table.name.isin(names))
	rows = query.for_update().run(as_dict=True) if names else []
	return [row for row in rows if row.status == "Open"]


def votes(instance: str, token: int) -> list[Row]:
	"""Decisions so far of the people of one visit of a step, in the order in which they were made."""
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select(
		table.action, table.decision, table.acted_by, table.assignee, table.added, table.weight
	)
	query = query.where((table.instance == instance) & (table.token == token) & (table.status == "Done"))
	return query.orderby(table.closed_on).for_update().run(as_dict=True)


def visits(instance: str) -> list[Row]:
	"""Steps that somebody has finished in this run, latest visit of each: step, step_title, frames, acted_by."""
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select(table.step, table.step_title, table.frames, table.acted_by)
	done = (table.instance == instance) & (table.status == "Done") & table.kind.isin(WORK_KINDS)
	query = query.where(done).orderby(table.closed_on)
	return list({row.step: row for row in query.run(as_dict=True)}.values())


def done_frames(instance: str) -> list[tuple[str, str]]:
	"""(step, frames) of everything that was done in a run, each pair once."""
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select(table.step, table.frames).distinct()
	query = query.where((table.instance == instance) & (table.status == "Done") & table.frames.isnotnull())
	return [(step, frames) for step, frames in query.run()]


def set_done_frames(instance: str, frames: dict[tuple[str, str], str]) -> None:
	"""Give finished tasks, found by their step and frames, other frames; one statement."""
	if not frames:
		return
	table, new = DocType("Process Task"), Case()
	for (step, old), value in frames.items():
		new = new.when((table.step == step) & (table.frames == old), value)
	query = frappe.qb.update(table).set(table.frames, new.else_(table.frames))
	query.where((table.instance == instance) & (table.status == "Done")).run()


def last_actor(instance: str, step: str) -> str | None:
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select(table.acted_by).orderby(table.closed_on, order=Order.desc).limit(1)
	rows = query.where((table.instance == instance) & (table.step == step) & (table.status == "Done")).run(
		pluck=True
	)
	return rows[0] if rows else None


def closed_task(name: str) -> Row | None:
	"""A task with its outcome, locked."""
	fields = ("name", *dict.fromkeys((*TASK, *OUTCOME)))
	rows = statements.run(statements.select("Process Task", fields, ("name",)), [name], as_dict=True)
	return rows[0] if rows else None


def log_since(instance: str, moment: datetime) -> list[Row]:
	"""Log rows of a run from a moment on, in order."""
	table = DocType("Process Log")
	query = frappe.qb.from_(table).select(table.act, table.actor_name, table.creation)
	query = query.where((table.instance == instance) & (table.creation >= moment))
	return query.orderby(table.creation).orderby(table.idx).for_update().run(as_dict=True)


def state_before(instance: str, moment: datetime) -> str | None:
	"""The state of a run as the last act before a moment left it."""
	table = DocType("Process Log")
	query = frappe.qb.from_(table).select(table.state)
	query = query.where((table.instance == instance) & (table.creation < moment) & table.state.isnotnull())
	rows = query.orderby(table.creation, order=Order.desc).limit(1).for_update().run(pluck=True)
	return rows[0] if rows else None


def delegator(instance: str, task: str) -> str | None:
	"""For whom a task was given to a stand-in, if it was."""
	filters = {"instance": instance, "act": "Delegate", "task": task}
	return frappe.db.get_value("Process Log", filters, "on_behalf_of", for_update=True)


def reopen_tasks(instance: str, moment: datetime, user: str, now: datetime) -> list[Row]:
	"""Open again what an act at `moment` closed, and return it; what the same act opened stays closed."""
	table = DocType("Process Task")
	closed = (table.instance == instance) & (table.closed_on == moment) & (table.opened_on < moment)
	query = frappe.qb.update(table).where(closed).set(table.status, "Open")
	for field in CLEARED:
		query = query.set(table[field], 0 if field in NUMBERS else None)
	names = frappe.qb.from_(table).select(table.name).where(closed).for_update().run(pluck=True)
	query.set(table.modified, now).set(table.modified_by, user).run()
	return [task for task in open_tasks(instance) if task.name in names]


def last_person(instance: str) -> str | None:
	"""Who last closed a task of a run."""
	table = DocType("Process Task")
	query = frappe.qb.from_(table).select(table.acted_by).orderby(table.closed_on, order=Order.desc).limit(1)
	rows = query.where((table.instance == instance) & (table.status == "Done")).run(pluck=True)
	return rows[0] if rows else None


def persons(users: Iterable[str]) -> dict[str, Row]:
	"""User -> full_name, org_unit of enabled users, in the order given. Others are left out."""
	users = list(users)
	rows = statements.run(_persons(len(users)), ["Active", *users, 1], as_dict=True) if users else []
	found = {row.name: row for row in rows}
	for row in rows:
		row.full_name = row.staff_name or row.full_name
	return {name: found[name] for name in users if name in found}


def persons_now(users: list[str], now: datetime) -> dict[str, Row]:
	"""Like `persons`, each with `delegations`: rows {delegate, org_unit, processes, initiators} that hold at `now`."""
	values = ["Active", 1, now, now, *users, 1]
	rows = statements.run(_persons(len(users), delegations=True), values, as_dict=True)
	found: dict[str, Row] = {}
	for row in rows:
		person = found.setdefault(row.name, row)
		person.full_name = row.staff_name or row.full_name
		held = person.setdefault("delegations", [])
		if row.delegate:
			held.append(frappe._dict(delegate=row.delegate, processes=row.processes, unit=row.only_unit))
	return {name: found[name] for name in users if name in found}


@lru_cache
def _persons(count: int, delegations: bool = False) -> str:
	user, staff, given = DocType("User"), DocType("Staff Member"), DocType("Delegation")
	query = frappe.qb.from_(user).select(user.name, user.full_name, staff.staff_name, staff.org_unit)
	query = query.left_join(staff).on((staff.user == user.name) & (staff.status == statements.VALUE))
	if delegations:
		holds = (given.delegator == user.name) & (given.enabled == statements.VALUE)
		holds &= (given.from_time <= statements.VALUE) & (given.to_time > statements.VALUE)
		query = query.left_join(given).on(holds)
		query = query.select(
			given.delegate, given.process_codes.as_("processes"), given.org_unit.as_("only_unit")
		)
	query = query.where(user.name.isin([statements.VALUE] * count) & (user.enabled == statements.VALUE))
	return query.get_sql()


def logged(key: str, lock: bool = True) -> Row | None:
	"""The log row of an act by its key. Where there is probably none, a lock would stand in others' way."""
	text = statements.select("Process Log", ("name", "act", "answer", "task"), ("key",), lock=lock)
	rows = statements.run(text, [key], as_dict=True)
	return rows[0] if rows else None


def insert_instance(instance: Row, user: str, now: datetime) -> None:
	_insert("Process Instance", INSTANCE, [instance], user, now)


def insert_tasks(tasks: list[Row], user: str, now: datetime) -> None:
	if tasks:
		_insert("Process Task", tuple(dict.fromkeys((*TASK, *OUTCOME))), tasks, user, now)


def insert_call(call: Row, user: str, now: datetime) -> None:
	_insert("Process Call", CALL, [call], user, now)


def insert_log(rows: list[Row], now: datetime) -> None:
	"""Rows get their names here; several rows of one act keep their order by `idx`."""
	for i, row in enumerate(rows):
		row.update(name=new_name(), idx=i, actor_name=row.get("actor_name") or full_name(row["actor"]))
		row["answer"] = json.dumps(row["answer"]) if row.get("answer") else None
		row["changes"] = json.dumps(row["changes"], default=str) if row.get("changes") else None
		row["tell"] = json.dumps(row["tell"]) if row.get("tell") else None
		row["to_tell"] = int(bool(row["tell"]))
	if rows:
		_insert("Process Log", LOG, rows, rows[0]["actor"], now)


def add_changes(row: Row, made: dict[str, list]) -> None:
	"""Add to what a row of the log that was just written says of the form."""
	known = json.loads(row["changes"]) if row.get("changes") else {}
	known |= {name: [known.get(name, pair)[0], pair[1]] for name, pair in made.items()}
	row["changes"] = json.dumps(known, default=str)
	frappe.db.set_value("Process Log", row["name"], "changes", row["changes"], update_modified=False)


def full_name(user: str) -> str:
	return frappe.get_cached_value("User", user, "full_name") or user


def close_tasks(tasks: list[Row], user: str, now: datetime) -> None:
	"""Write the outcome of every task that an act closed; one statement for each group that ended alike."""
	for outcome, names in _alike(tasks, OUTCOME).items():
		text = statements.update("Process Task", ("modified", "modified_by", *OUTCOME), len(names))
		values = [_value(field, value) for field, value in zip(OUTCOME, outcome, strict=True)]
		statements.run(text, [now, user, *values, *names])


def update_tasks(tasks: list[Row], user: str, now: datetime) -> None:
	"""Write what changed of tasks that stay open."""
	for values, names in _alike(tasks, OPEN_CHANGING).items():
		text = statements.update("Process Task", ("modified", "modified_by", *OPEN_CHANGING), len(names))
		filled = [_value(field, value) for field, value in zip(OPEN_CHANGING, values, strict=True)]
		statements.run(text, [now, user, *filled, *names])


def _alike(tasks: list[Row], fields: tuple[str, ...]) -> dict[tuple, list[str]]:
	groups: dict[tuple, list[str]] = {}
	for task in tasks:
		groups.setdefault(tuple(task.get(field) for field in fields), []).append(task["name"])
	return groups


def update_instance(instance: Row, user: str, now: datetime) -> None:
	text = statements.update("Process Instance", ("modified", "modified_by", *CHANGING))
	values = [_value(field, instance.get(field)) for field in CHANGING]
	statements.run(text, [now, user, *values, instance.name])


def add_participants(instance: Row, parts: dict[str, str], now: datetime) -> None:
	"""Let people see a run and its form. Those who already do keep what they have; a task adds the right to write."""
	if not parts:
		return
	rows = [
		{"name": _id(instance.name, user), "instance": instance.name, "user": user, "part": part}
		for user, part in parts.items()
	]
	_insert(
		"Process Instance Participant",
		("instance", "user", "part"),
		rows,
		instance.initiator,
		now,
		ignore=True,
	)
	_share(instance, parts, now)


def _share(instance: Row, parts: dict[str, str], now: datetime) -> None:
	rows = [
		{
			"name": int(_id("share", instance.name, user)[:15], 16),  # this DocType counts its names
			"user": user,
			"share_doctype": instance.document_type,
			"share_name": instance.document_name,
			"read": 1,
			"write": int(part == "Task"),
		}
		for user, part in parts.items()
		if user != instance.initiator
	]
	fields = ("user", "share_doctype", "share_name", "read", "write")
	if rows:
		_insert("DocShare", fields, rows, instance.initiator, now, most="write")


def _id(*parts: str) -> str:
	return hashlib.sha1("|".join(parts).encode()).hexdigest()[:16]


def _insert(
	doctype: str, fields: Iterable[str], rows: list[Row], user: str, now: datetime, **conflict: Any
) -> None:
	"""`ignore=True` or `most="column"`: what to do about rows that are there already."""
	fields = tuple(fields)
	values: list[Any] = []
	for row in rows:
		values += (row.get("name") or new_name(), user, now, now, user, 0, row.get("idx", 0))
		values += (_value(field, row.get(field)) for field in fields)
	statements.run(statements.insert(doctype, (*STANDARD, *fields), len(rows), **conflict), values)


def _value(field: str, value: Any) -> Any:
	return 0 if value is None and field in NUMBERS else value
