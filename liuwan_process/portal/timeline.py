"""What happened in a run, in words: who did what, when, what it changed, how long it had waited."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from markupsafe import Markup, escape

from liuwan_process.definition.model import Definition
from liuwan_process.portal import parts, rows, times, values
from liuwan_process.process_organization.calendar import get_calendar

Row = dict[str, Any]
OPINIONS = ("Decide", "Return", "Comment", "Transfer", "Start", "Add Signer", "Pause")
OWN_WORDS = (
	"Pass",
	"Skip",
	"Escalate",
	"Remind",
)  # acts of the clock and the engine: their comment is a reason
TONES = {
	"Return": "near",
	"Withdraw": "none",
	"Terminate": "late",
	"Escalate": "near",
	"Jump": "near",
	"Suspend": "near",
	"Pause": "near",
	"Call Failed": "late",
	"Sub-process Failed": "late",
}


def opinions(instance: str, now: datetime) -> list[Row]:
	"""What people said before, in order."""
	filters = {"instance": instance, "act": ("in", OPINIONS), "comment": ("is", "set")}
	fields = ["act", "action", "actor_name", "step_title", "comment", "creation"]
	found = frappe.get_all("Process Log", filters, fields, order_by="creation, idx")
	return [
		{
			"who": row.actor_name,
			"what": _(row.action) if row.action and row.act != "Add Signer" else act_word(row.act),
			"step": _(row.step_title) if row.step_title else "",
			"comment": row.comment,
			"when": times.when(row.creation, now),
			"exact": times.exact(row.creation),
		}
		for row in found
	]


def entries(progress: dict[str, Any], definition: Definition, hidden: set[str], now: datetime) -> list[Row]:
	"""The log of a run, newest last; changes of hidden fields are left out."""
	done = {task.name: task for task in progress["done"]}
	names = names_in(progress["log"])
	titles = _titles_of_changes(progress["log"], definition, hidden)
	made = parts.made(progress["log"])
	return [
		_entry(row, done.get(row.task), definition, hidden, names, titles, now, made)
		for row in progress["log"]
	]


def _entry(row, task, definition, hidden, names, titles, now, made) -> Row:
	automatic = row.act in OWN_WORDS
	return {
		"name": row.name,
		"act": row.act,
		"tone": tone(row, task),
		"sentence": sentence(row, names, made),
		"behalf": "" if row.act in ("Delegate", "Hand Over") else names.get(row.on_behalf_of) or "",
		"comment": "" if automatic else row.comment,
		"mentions": rows.joined(names.get(user, user) for user in (row.mentions or "").split("\n") if user),
		"files": _files(row.attachment),
		"changes": changes(row, definition, hidden, titles),
		"times": _times(task) if row.act in ("Decide", "Return", "Transfer") else [],
		"late": bool(task and task.late),
		"when": times.when(row.creation, now),
		"exact": times.exact(row.creation),
	}


def _files(addresses: str | None) -> list[Row]:
	return [{"url": url, "name": values.file_name(url)} for url in (addresses or "").split("\n") if url]


def sentence(row: Row, names: dict[str, str], made: dict[str, Markup] | None = None) -> Markup:
	"""One act as a sentence; names and titles are escaped, the person stands in bold."""
	step, to = _(row.step_title or ""), names.get(row.to_user) or row.to_user or ""
	action = _(row.action) if row.action else ""
	next_steps = _next(row.to_steps)
	template = _of_the_run(row.act) if not row.step else ""
	return Markup(escape(template or (_SENTENCES() | parts.sentences()).get(row.act, "{who}: {act}"))).format(
		who=Markup("<b>{}</b>").format(row.actor_name),
		act=act_word(row.act),
		action=action,
		step=step,
		to=to,
		next=next_steps,
		behalf=names.get(row.on_behalf_of) or "",
		made=(made or {}).get(row.get("reference_name")) or "",
	)


def _of_the_run(act: str) -> str:
	"""What the clock says of the whole run's limit, not of a step's."""
	words = {
		"Delegate": _("{to} stands in for {behalf} while away"),
		"Skip": _("Nobody can stand in during the absence"),
		"Remind": _("A reminder of the whole run's limit was sent"),
		"Escalate": _("Those who answer for it were told of the whole run's limit"),
	}
	return words.get(act, "")


def _SENTENCES() -> dict[str, str]:
	return {
		"Start": _("{who} started this request"),
		"Decide": _("{who}: {action} – {step}"),
		"Return": _("{who} returned it to “{next}”"),
		"Withdraw": _("{who} withdrew the request"),
		"Transfer": _("{who} gave “{step}” to {to}"),
		"Comment": _("{who} wrote"),
		"Edit": _("{who} changed the form"),
		"Urge": _("{who} asked to hurry"),
		"Copy": _("Sent to {to} for information"),
		"Pass": _("“{step}” passed automatically: whoever decides there has decided before"),
		"Skip": _("“{step}” was skipped: nobody was found for it"),
		"Escalate": _("“{step}” went to the process office: nobody was found for it"),
		"Remind": _("A reminder of “{step}” was sent"),
		"Terminate": _("{who} ended this request for the process office"),
		"Suspend": _("{who} suspended this request"),
		"Resume": _("{who} resumed this request"),
		"Postpone": _("“{step}” was put off: green channel"),
		"Make Up": _("“{step}” is now to be made up"),
		"Name Lead Person": _("{who} named {to} lead person"),
		"Move": _("{who} moved this request to the new version of the process"),
		**_OFFICE_SENTENCES(),
		"Add Signer": _("{who} asked {to} to decide on “{step}” too"),
		"Remove Signer": _("{who} no longer asks {to} about “{step}”"),
		"Take Back": _("{who} took back the decision on “{step}”"),
		"Pause": _("{who} waits for an answer before deciding on “{step}”"),
		"Continue": _("{who} went on with “{step}”"),
		"Delegate": _("“{step}” went to {to}, who stands in for {behalf}"),
	}


def _OFFICE_SENTENCES() -> dict[str, str]:
	return {
		"Hand Over": _("“{step}” of {behalf} was handed over to {to}"),
		"Jump": _("{who} put the request from “{step}” into “{next}”"),
		"Leave Out": _("{who} left out “{step}”"),
		"Insert": _("{who} put the step “{next}” before “{step}”"),
	}


def act_word(act: str) -> str:
	words = {
		"Start": _("Started"),
		"Return": _("Returned"),
		"Transfer": _("Transferred"),
		"Add Signer": _("Asked others"),
		"Comment": _("Comment"),
		"Edit": _("Changed"),
	}
	return words.get(act) or _(act)


def changes(row: Row, definition: Definition, hidden: set[str], titles: values.Titles) -> list[Row]:
	"""Fields that an act changed: label, what stood there before, what stands there now."""
	if row.act == "Start":
		return []
	return [
		{"label": _(field.label), "old": old, "new": new}
		for field, old, new in _changed(row, definition, hidden, titles)
	]


def _changed(row, definition, hidden, titles):
	for name, (old, new) in _raw(row).items():
		field = definition.fields_by_name.get(name)
		if field is None or name in hidden:
			continue
		if field.type == "Table":
			yield field, "", _("{0} rows").format(len(new or []))
		else:
			yield field, values.shown(field, old, titles), values.shown(field, new, titles)


def _raw(row: Row) -> dict[str, list]:
	return json.loads(row.changes) if isinstance(row.changes, str) else row.changes or {}


def _titles_of_changes(log: list[Row], definition: Definition, hidden: set[str]) -> values.Titles:
	asked = []
	for row in log:
		for name, pair in _raw(row).items():
			field = definition.fields_by_name.get(name)
			if field and field.type == "Link" and name not in hidden:
				asked += [(field.options, value) for value in pair]
	return values.link_titles(asked)


def names_in(log: list[Row]) -> dict[str, str]:
	"""Full names of the people to whom rows of the log send something, or for whom somebody acted."""
	users = [user for row in log for user in (row.to_user, row.on_behalf_of)]
	mentioned = [user for row in log for user in (row.mentions or "").split("\n")]
	wanted = sorted({user for user in (*users, *mentioned) if user})
	rows = frappe.get_all("User", {"name": ("in", wanted)}, ["name", "full_name"]) if wanted else []
	return {row.name: row.full_name for row in rows}


def _next(titles: str | None) -> str:
	return ", ".join(_(title) for title in (titles or "").split(", ") if title)


def _times(task: Row | None) -> list[str]:
	"""How long a task lay unopened and how long it was then worked on."""
	if not task or task.waiting_seconds is None:
		return []
	day = get_calendar().regular_day
	return [
		_("waited {0}").format(times.worked(task.waiting_seconds, day)),
		_("worked on for {0}").format(times.worked(task.working_seconds or 0, day)),
	]


def tone(row: Row, task: Row | None) -> str:
	"""The colour of an act: late for a refusal, good for an approval."""
	if row.act == "Decide":
		return "late" if task and task.get("decision") == "refuse" else "good"
	return TONES.get(row.act, "")
