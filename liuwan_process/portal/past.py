"""The form of a run as it was at one of its acts; the address of the run's page names the act by `at`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import frappe

from liuwan_process.definition.model import Definition
from liuwan_process.engine import changes, history, reading
from liuwan_process.portal import forms, timeline, times

Row = dict[str, Any]


def form(definition: Definition, found: Row) -> forms.View:
	"""The form as it is now, or as it was after the act that the address names, with what that act changed.

	`found`: what `history.progress` says of the run.
	"""
	data, hidden = history.form(definition, found["run"].document_name), frozenset(found["hidden"])
	row = _asked(found)
	if row is None:
		return forms.View(definition, data, hidden=hidden)
	present = reading.seen(changes.plain(definition, data), hidden)
	data = changes.at(present, found["log"], row.name)
	was = {name: old for name, (old, _new) in changes.of(row).items()}
	return forms.View(definition, data, hidden=hidden, was=was)


def moment(found: Row, now: datetime) -> Row | None:
	"""The act after which the form is shown: a sentence and its time."""
	row = _asked(found)
	if row is None:
		return None
	return {
		"sentence": timeline.sentence(row, timeline.names_in([row])),
		"when": times.when(row.creation, now),
		"exact": times.exact(row.creation),
	}


def _asked(found: Row) -> Row | None:
	asked = frappe.form_dict.get("at")
	return next((row for row in found["log"] if row.name == asked), None) if asked else None
