"""Test runs as they are kept: one Process Test Run for each, with the draft as it was."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import frappe

from liuwan_process.compiler.plan import checksum, prepare
from liuwan_process.definition.dump import dump
from liuwan_process.definition.model import Definition
from liuwan_process.definition.parse import parse
from liuwan_process.engine.rehearsal import coverage
from liuwan_process.engine.rehearsal.auto import Played
from liuwan_process.engine.rehearsal.case import Rehearsal

DOCTYPE = "Process Test Run"


def draft(process: str) -> Definition:
	"""The working copy as it would be published, numbered. Raises DefinitionError when it cannot be read."""
	return prepare(frappe.get_doc("Process", process)).definition


def new(run: Rehearsal) -> Any:
	"""A record of a test run that has just begun."""
	return _insert(run.definition, run.instance.initiator, run.instance.initiator_name)


def load(name: str) -> tuple[Any, Rehearsal]:
	"""A record, locked, and its case."""
	record = frappe.get_doc(DOCTYPE, name, for_update=True)
	definition = parse(json.loads(record.definition))
	return record, Rehearsal(definition, json.loads(record.state))


def write(record: Any, run: Rehearsal, finding: str = "") -> None:
	"""Where the case stands now, and what happened in it: log rows, and whom the real act would tell.

	`finding`: what stopped it.
	"""
	kept = run.keep()
	log = [*json.loads(record.log or "[]"), {"rows": json.loads(frappe.as_json(run.log)), "told": run.told}]
	record.update(
		{
			"state": json.dumps(kept, ensure_ascii=False),
			"log": json.dumps(log, ensure_ascii=False),
			"status": run.instance.status,
			"current_steps": ", ".join(dict.fromkeys(task.step_title for task in run.tasks)),
			"steps_taken": json.dumps(kept["steps"]),
			"ways_taken": json.dumps(kept["ways"], ensure_ascii=False),
		}
	)
	note(record, finding)


def note(record: Any, finding: str) -> None:
	"""Keep what stopped a test run; the case itself stays where it was."""
	if finding:
		record.findings = "\n".join(filter(None, [record.findings, finding]))
	_save(record)


def played(definition: Definition, initiator: str, played: Played) -> Any:
	"""A record of walks that were played automatically."""
	name = frappe.get_cached_value("User", initiator, "full_name")
	record = _insert(definition, initiator, name, automatic=1)
	found = [f"{title}: {message} (× {count})" for (title, message), count in played.found.most_common(50)]
	record.update(
		{
			"status": "Played",
			"tries": played.tries,
			"steps_taken": json.dumps(sorted(played.steps)),
			"ways_taken": json.dumps(sorted(played.ways), ensure_ascii=False),
			"findings": "\n".join(found),
		}
	)
	_save(record)
	return record


def covered(definition: Definition) -> coverage.Coverage:
	"""What all test runs of this draft have tried so far."""
	filters = {"process_code": definition.process, "version": definition.version}
	rows = frappe.get_all(DOCTYPE, filters, ["steps_taken", "ways_taken"])
	return coverage.of(
		definition,
		_all(row.steps_taken for row in rows),
		_all(row.ways_taken for row in rows),
	)


def _all(texts: Iterable[str | None]) -> set[str]:
	return {item for text in texts for item in json.loads(text or "[]")}


def _insert(definition: Definition, initiator: str, name: str, **more: Any) -> Any:
	record = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"process_code": definition.process,
			"version": definition.version,
			"checksum": checksum(definition),
			"definition": json.dumps(dump(definition), ensure_ascii=False),
			"initiator": initiator,
			"initiator_name": name,
			"status": "Running",
			**more,
		}
	)
	record.flags.by_rehearsal = True
	record.insert(ignore_permissions=True)  # written for whoever may change the process, which was checked
	return record


def _save(record: Any) -> None:
	record.flags.by_rehearsal = True
	record.save(ignore_permissions=True, ignore_version=True)
