"""Nodes -> rows of steps as packs have them."""

from __future__ import annotations

import re
from typing import Any

from liuwan_process.definition.bpmn import known
from liuwan_process.definition.bpmn.flatten import definitions_of
from liuwan_process.definition.bpmn.graph import TASKS
from liuwan_process.definition.bpmn.notes import APPROXIMATED, LEFT_OUT, _
from liuwan_process.definition.bpmn.source import FORKS, SUBPROCESSES, Node, Source, children, text_of

LONGEST = 140  # characters of a title or a lane
KINDS = {
	"startEvent": "start",
	"endEvent": "end",
	"sendTask": "notice",
	"serviceTask": "automatic",
	"scriptTask": "automatic",
	"businessRuleTask": "automatic",
	"callActivity": "subprocess",
	**dict.fromkeys(SUBPROCESSES, "subprocess"),
	**dict.fromkeys(FORKS, "automatic"),
}
TITLES = {
	"start": "Start",
	"end": "End",
	"task": "Task",
	"approval": "Approval",
	"notice": "Notice",
	"automatic": "Automatic Step",
	"subprocess": "Sub-process",
}
SAID = {
	"automatic": _("An automatic step; say anew what it does"),
	"subprocess": _("A sub-process; say which process it starts: {0}"),
	"notice": _("A notice; say who gets it"),
}
REFUSING = ("error", "cancel", "escalation")


def steps_of(source: Source) -> dict[str, dict[str, Any]]:
	"""Node -> row, in the order of an export of ours, new ones behind; ids and titles are there, once each."""
	nodes = [node for node in source.nodes.values() if not node.through]
	nodes.sort(key=lambda node: known.number(known.note_of_step(node)))
	rows: dict[str, dict[str, Any]] = {}
	taken: set[str] = {node.own["id"] for node in nodes if node.own and node.own.get("id")}
	seen: set[str] = set()
	for node in nodes:
		read = _foreign if node.own is None else _own
		row = read(source, node, {r["title"] for r in rows.values()})
		if row.get("id") in seen or not row.get("id"):
			row["id"] = _unused(_slug(row["title"]), taken)
		taken.add(row["id"])
		seen.add(row["id"])
		rows[node.id] = row
	return rows


def _own(source: Source, node: Node, titles: set[str]) -> dict[str, Any]:
	"""As it was exported, but for title and lane that were changed since, and a kind that does not fit any more."""
	row = dict(node.own)
	if node.name and node.name != known.plain(row.get("title")):
		row["title"] = node.name[:LONGEST]
	row.setdefault("kind", "task")
	if not row.get("title"):
		row["title"] = _title(source, node, row["kind"], titles)
	if node.lane != known.plain(known.note_of_step(node).get("lane")):
		row["lane"] = node.lane
	fitting = {TASKS.get(row.get("kind", "")), "scriptTask" if row.get("kind") == "automatic" else None}
	if node.kind not in fitting:
		row["kind"] = KINDS.get(node.kind, "task")
		source.report.add(node.element, APPROXIMATED, _("It was another kind of step when it was exported"))
	if row["kind"] == "end":
		_own_end(node, row)
	source.used.update(node.element.iter())
	return row


def _own_end(node: Node, row: dict[str, Any]) -> None:
	"""The sign in the circle says whether the run ends as refused."""
	refused = "terminate" in definitions_of(node.element)
	if refused != (row.get("status") == "Refused"):
		row["status"] = "Refused" if refused else "Completed"


def _foreign(source: Source, node: Node, titles: set[str]) -> dict[str, Any]:
	kind = KINDS.get(node.kind, "task")
	row: dict[str, Any] = {"id": "", "title": _title(source, node, kind, titles), "kind": kind}
	if node.lane:
		row["lane"] = node.lane[:LONGEST]
	row |= node.row
	_say_kind(source, node, kind)
	if kind == "end":
		_end(source, node, row)
	if node.element is not source.process:
		_several(source, node, row)
		_method(source, node, row)
	return row


def _title(source: Source, node: Node, kind: str, titles: set[str]) -> str:
	if len(node.name) > LONGEST:
		source.report.add(node.element, APPROXIMATED, _("The name is too long and was cut"))
	if node.name:
		return node.name[:LONGEST]
	title = _unused(TITLES[kind], titles, " ")
	if kind not in ("start", "end"):
		source.report.add(node.element, APPROXIMATED, _("It has no name and is called {0}"), title)
	return title


def _say_kind(source: Source, node: Node, kind: str) -> None:
	if node.kind == "receiveTask":
		source.report.add(node.element, APPROXIMATED, _("A task: somebody says that it has arrived"))
	elif kind in SAID and node.kind not in FORKS and node.kind != "intermediateThrowEvent":
		source.report.add(node.element, APPROXIMATED, SAID[kind], node.element.get("calledElement") or "-")


def _end(source: Source, node: Node, row: dict[str, Any]) -> None:
	kinds = definitions_of(node.element) if node.element is not source.process else []
	if any(kind in REFUSING for kind in kinds):
		row["status"] = "Refused"
		source.report.add(node.element, APPROXIMATED, _("The run ends as refused"))
	elif "terminate" in kinds:
		source.report.add(
			node.element, APPROXIMATED, _("The run is completed; other branches go on to their own end")
		)
	elif kinds:
		source.report.add(
			node.element, LEFT_OUT, _("The run is completed; nothing is sent: {0}"), ", ".join(kinds)
		)
	for each in node.element if kinds else ():
		if str(each.tag).endswith(("EventDefinition", "eventDefinitionRef")):
			source.used.update(each.iter())


def _several(source: Source, node: Node, row: dict[str, Any]) -> None:
	for element in children(node.element, "multiInstanceLoopCharacteristics"):
		in_turn = element.get("isSequential") == "true"
		row["completion"] = {"rule": "in_turn" if in_turn else "all"}
		source.used.update(element.iter())
		source.report.add(node.element, APPROXIMATED, _("All people who are named do it, in turn or at once"))
	for element in children(node.element, "standardLoopCharacteristics"):
		source.used.update(element.iter())
		source.report.add(
			node.element, LEFT_OUT, _("It is done once; draw a way back where it is to be repeated")
		)


def _method(source: Source, node: Node, row: dict[str, Any]) -> None:
	said = text_of(node.element, "documentation")
	source.used.update(children(node.element, "documentation"))
	if said:
		knowledge = row.setdefault("knowledge", {})
		knowledge["method"] = "\n".join(filter(None, (knowledge.get("method"), said)))


def _slug(title: str) -> str:
	return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:48].strip("_") or "step"


def _unused(wanted: str, taken: set[str], between: str = "_") -> str:
	number, name = 1, wanted
	while name in taken:
		number += 1
		name = f"{wanted}{between}{number}"
	return name
