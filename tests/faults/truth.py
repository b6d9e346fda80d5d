"""What the database says after a fault: of every act that was answered, and of everything that was begun."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe

from tests.faults.crowd import CODE, Tally
from tests.machine.case import Case
from tests.machine.checks import faults


def check(site: str, tally: Tally, round_: str) -> dict[str, int]:
	"""Figures of a round. Raises AssertionError when an answered act is lost, done twice or half written."""
	assert not tally.wrong, tally.wrong[:5]
	with ThreadPoolExecutor(1) as pool:  # a thread of its own: Frappe's connection belongs to a thread
		return pool.submit(_check, site, tally, round_).result()


def _check(site: str, tally: Tally, round_: str) -> dict[str, int]:
	frappe.init(site=site, sites_path=".", force=True)
	frappe.connect()
	try:
		written = _written(round_)
		_answers_are_kept(tally, written)
		cases = _cases_are_whole(written)
	finally:
		frappe.destroy()
	answered = len(tally.answers)
	figures = {"sent": tally.sent, "repeated": tally.repeated, "acknowledged": answered}
	return figures | {"cases": cases, "lost": 0, "twice": 0, "half": 0}


def _written(round_: str) -> list[dict[str, Any]]:
	fields = ["name", "instance", "act", "task", "key", "answer"]
	return frappe.get_all("Process Log", {"key": ("like", f"%:{round_}-%")}, fields)


def _answers_are_kept(tally: Tally, written: list[dict[str, Any]]) -> None:
	kept = Counter(row.key for row in written)
	answers = {row.key: json.loads(row.answer) for row in written}
	lost = [key for key in tally.answers if not kept[key]]
	assert not lost, f"{len(lost)} answered acts are lost: {lost[:5]}"
	twice = [key for key, count in kept.items() if count > 1]
	assert not twice, f"done twice: {twice[:5]}"
	other = [key for key, answer in tally.answers.items() if answers[key] != answer]
	assert not other, f"answered otherwise than written: {other[:5]}"
	decided = Counter(row.task for row in written if row.act == "Decide")
	assert not [task for task, count in decided.items() if count > 1], "a task was decided twice"


def _cases_are_whole(written: list[dict[str, Any]]) -> int:
	names = sorted({row.instance for row in written})
	found = {}
	for name in names:
		if problems := faults(*Case.find(name)):
			found[name] = problems
	assert not found, found
	_nothing_stands_alone(names)
	return len(names)


def _nothing_stands_alone(names: list[str]) -> None:
	"""No form without its case, no task or participant of a case that is not there."""
	form = frappe.db.get_value("Process Instance", names[0], "document_type")
	forms = frappe.get_all(form, {"process_instance": ("is", "not set")}, pluck="name")
	assert not forms, f"forms without a case: {forms[:5]}"
	cases = set(frappe.get_all("Process Instance", {"process_code": CODE}, pluck="name"))
	for doctype in ("Process Task", "Process Log"):
		filters = {"process_code": CODE} if doctype == "Process Task" else {"instance": ("in", names)}
		assert set(frappe.get_all(doctype, filters, pluck="instance", distinct=True)) <= cases
