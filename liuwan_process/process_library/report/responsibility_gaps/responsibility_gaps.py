"""Where responsibility is missing or doubled: nobody accountable, several accountable, nobody behind a party."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _

from liuwan_process.analytics.columns import card, column
from liuwan_process.definition.knowledge import Responsibility
from liuwan_process.definition.model import Step
from liuwan_process.process_library import basis, labels
from liuwan_process.process_library.basis import Subject
from liuwan_process.process_library.raci import ANYBODY, Raci, needs_somebody, stated

NOBODY_ACCOUNTABLE = "Nobody Accountable"
SEVERAL = "Several Accountable"
NOBODY_RESPONSIBLE = "Nobody Does It"
UNFILLED = "Role That Nobody Fills"
GAPS = (NOBODY_ACCOUNTABLE, SEVERAL, NOBODY_RESPONSIBLE, UNFILLED)
Row = dict[str, Any]


def execute(filters: Row | None = None) -> tuple:
	"""Columns, rows, a note, chart, cards."""
	chosen = frappe._dict(filters or {})
	rows = get_data(chosen)
	return get_columns(), rows, get_message(rows), get_chart(rows), get_summary(rows)


def get_columns() -> list[Row]:
	return [
		column("gap_title", _("Gap"), width=170),
		column("process_title", _("Process"), width=220, link=("Process", "process")),
		column("step_title", _("Step"), width=190),
		column("detail", _("Details"), width=340),
		column("unit_title", _("Responsible Unit"), width=150, align="left"),
		column("domain", _("Domain"), width=140),
	]


def get_data(filters: Row) -> list[Row]:
	"""Filters of `basis.read`, and `gap`."""
	raci = Raci()
	return [
		{
			"gap": gap,
			"gap_title": _(gap),
			"process": subject.code,
			"process_title": subject.title,
			"step": step.id,
			"step_title": _(step.title),
			"detail": detail,
			"unit_title": _(subject.unit) if subject.unit else "",
			"domain": subject.domain,
		}
		for subject in basis.read(filters)
		for step in subject.definition.steps
		for gap, detail in gaps(raci, subject, step)
		if filters.get("gap") in (None, "", gap)
	]


def gaps(raci: Raci, subject: Subject, step: Step) -> Iterator[tuple[str, str]]:
	"""(gap, what it is about) of one step."""
	definition = subject.definition
	if needs_somebody(step):
		yield from _accountable(raci, subject, step)
		if not raci.of_step(definition, step)["R"]:
			yield NOBODY_RESPONSIBLE, _("No rule of the step finds anybody")
	for row in _parties(step):
		if not raci.behind(definition, step, row):
			yield UNFILLED, words(row)


def _accountable(raci: Raci, subject: Subject, step: Step) -> Iterator[tuple[str, str]]:
	said = stated(subject.definition, step)["A"]
	if not said:
		yield NOBODY_ACCOUNTABLE, _("The step names nobody")
		return
	behind = [raci.behind(subject.definition, step, row) for row in said]
	if not any(behind):
		yield NOBODY_ACCOUNTABLE, _("Nobody is behind {0}").format(", ".join(map(words, said)))
	elif len(said) > 1:
		yield SEVERAL, ", ".join(map(words, said))
	elif said[0].party in ("process_role", "position"):
		posts = sorted(entity.name for entity in behind[0] if entity.kind != ANYBODY)
		if len(posts) > 1:
			yield SEVERAL, _("{0}: {1} positions or people").format(words(said[0]), len(posts))


def _parties(step: Step) -> list[Responsibility]:
	"""Named roles and positions of the step: those of its rules, and those that have a letter."""
	rules = [
		Responsibility("R", rule.rule, rule.role or rule.position)
		for rule in step.participants
		if rule.rule in ("process_role", "position")
	]
	said = [row for row in step.responsibilities if row.party in ("process_role", "position") and row.name]
	by_name = {(row.party, row.name): row for row in (*rules, *said)}
	return list(by_name.values())


def words(row: Responsibility) -> str:
	"""A party as people read it."""
	return _(row.name) if row.name else _(labels.label_of(labels.PARTIES, row.party))


def get_chart(rows: list[Row]) -> Row | None:
	if not rows:
		return None
	found = Counter(row["gap"] for row in rows)
	kinds = [gap for gap in GAPS if found[gap]]
	return {
		"data": {
			"labels": [_(gap) for gap in kinds],
			"datasets": [{"name": _("Steps"), "values": [found[gap] for gap in kinds]}],
		},
		"type": "bar",
		"fieldtype": "Int",
		"colors": ["#e24c4c"],
	}


def get_summary(rows: list[Row]) -> list[Row]:
	found = Counter(row["gap"] for row in rows)
	cards = [card(_("Processes with gaps"), len({row["process"] for row in rows}), "Int")]
	return cards + [card(_(gap), found[gap], "Int", "Red" if found[gap] else "Green") for gap in GAPS]


def get_message(rows: list[Row]) -> str | None:
	return None if rows else _("No gap found with these filters.")
