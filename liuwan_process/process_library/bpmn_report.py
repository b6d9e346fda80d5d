"""The report of an import from BPMN in the reader's language: what is the same for many elements is said once."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.bpmn.notes import Note

TEMPLATE = "liuwan_process/process_library/views/bpmn_report.html"
MOST_NAMES = 8
COLOURS = {"taken over": "green", "approximated": "blue", "left out": "orange", "not understood": "red"}


def html(notes: tuple[Note, ...]) -> str:
	"""The report as a table; empty where the file could be taken as it is."""
	return frappe.render_template(TEMPLATE, {"rows": rows(notes)}) if notes else ""


def rows(notes: tuple[Note, ...]) -> list[dict[str, Any]]:
	"""`kind`, `names`, `more`, `fate`, `colour`, `text`; in the order of the file."""
	together: dict[tuple[str, str, str], list[str]] = {}
	for note in notes:
		key = (note.kind, note.fate, note.text(_))
		together.setdefault(key, []).append(f"{note.name} ({note.id})" if note.name else note.id)
	return [_row(*key, names) for key, names in together.items()]


def _row(kind: str, fate: str, text: str, names: list[str]) -> dict[str, Any]:
	return {
		"kind": kinds().get(kind, kind),
		"names": [name for name in names if name][:MOST_NAMES],
		"more": max(0, len(names) - MOST_NAMES),
		"fate": {
			"taken over": _("Taken Over"),
			"approximated": _("Approximated"),
			"left out": _("Left Out"),
			"not understood": _("Not Understood"),
		}[fate],
		"colour": COLOURS[fate],
		"text": text,
	}


def kinds() -> dict[str, str]:
	"""BPMN's names of elements as modellers show them."""
	tasks = {
		"task": _("Task"),
		"userTask": _("User Task"),
		"manualTask": _("Manual Task"),
		"serviceTask": _("Service Task"),
		"scriptTask": _("Script Task"),
		"businessRuleTask": _("Business Rule Task"),
		"sendTask": _("Send Task"),
		"receiveTask": _("Receive Task"),
		"callActivity": _("Call Activity"),
		"subProcess": _("Sub-process"),
		"adHocSubProcess": _("Ad Hoc Sub-process"),
		"transaction": _("Transaction"),
	}
	return tasks | _events() | _others()


def _events() -> dict[str, str]:
	return {
		"startEvent": _("Start Event"),
		"endEvent": _("End Event"),
		"boundaryEvent": _("Boundary Event"),
		"intermediateCatchEvent": _("Intermediate Catch Event"),
		"intermediateThrowEvent": _("Intermediate Throw Event"),
		"exclusiveGateway": _("Exclusive Gateway"),
		"inclusiveGateway": _("Inclusive Gateway"),
		"parallelGateway": _("Parallel Gateway"),
		"complexGateway": _("Complex Gateway"),
		"eventBasedGateway": _("Event-based Gateway"),
	}


def _others() -> dict[str, str]:
	return {
		"definitions": _("File"),
		"process": _("Process"),
		"participant": _("Pool"),
		"lane": _("Lane"),
		"sequenceFlow": _("Sequence Flow"),
		"messageFlow": _("Message Flow"),
		"message": _("Message"),
		"dataObject": _("Data Object"),
		"dataObjectReference": _("Data Object"),
		"dataStore": _("Data Store"),
		"dataStoreReference": _("Data Store"),
		"textAnnotation": _("Text Annotation"),
		"association": _("Association"),
		"group": _("Group"),
		"BPMNDiagram": _("Diagram"),
	}
