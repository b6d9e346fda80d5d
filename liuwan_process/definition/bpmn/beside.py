"""What a file holds beside the flow: data, annotations, other pools; and everything of which nothing was made."""

from __future__ import annotations

from typing import Any

from lxml import etree

from liuwan_process.definition.bpmn.names import BPMN, BPMNDI, OURS, XSI, tag
from liuwan_process.definition.bpmn.notes import APPROXIMATED, LEFT_OUT, NOT_UNDERSTOOD, _
from liuwan_process.definition.bpmn.source import Source, children, local, text_of

DATA = ("dataObjectReference", "dataStoreReference", "dataObject", "dataStore", "dataInput", "dataOutput")
# Names what other elements say anyway, or what those of the list above hold.
FORMAL = (
	"incoming",
	"outgoing",
	"flowNodeRef",
	"laneSet",
	"lane",
	"childLaneSet",
	"conditionExpression",
	"import",
)
Steps = dict[str, dict[str, Any]]


def take(source: Source, root: Any, steps: Steps) -> None:
	"""Data and annotations that stand at a step go into what is said of the step."""
	_data(source, root, steps)
	_annotations(source, steps)


def _know(row: dict[str, Any], key: str, text: str) -> None:
	knowledge = row.setdefault("knowledge", {})
	if text not in knowledge.get(key, "").split("\n"):
		knowledge[key] = "\n".join(filter(None, (knowledge.get(key), text)))


def _data(source: Source, root: Any, steps: Steps) -> None:
	things = {each.get("id"): each for kind in DATA for each in root.iter(tag(f"bpmn:{kind}"))}
	for node_id, row in steps.items():
		node = source.nodes[node_id]
		if node.own is not None or node.element is source.process:
			continue
		for name, key, end in (
			("dataInputAssociation", "input", "sourceRef"),
			("dataOutputAssociation", "output", "targetRef"),
		):
			for element in children(node.element, name):
				source.used.update(element.iter())
				for reference in children(element, end):
					_named(source, things.get((reference.text or "").strip()), row, key)


def _named(source: Source, thing: Any, row: dict[str, Any], key: str) -> None:
	name = " ".join((thing.get("name") or "").split()) if thing is not None else ""
	if not name:
		return
	_know(row, key, name)
	source.used.update(thing.iter())
	message = _("Its name stands at the steps that it is connected with, as input or output")
	source.report.add(thing, APPROXIMATED, message)


def _annotations(source: Source, steps: Steps) -> None:
	texts = {each.get("id"): each for each in source.process.iter(tag("bpmn:textAnnotation"))}
	for element in source.process.iter(tag("bpmn:association")):
		ends = (element.get("sourceRef"), element.get("targetRef"))
		note = next((texts[end] for end in ends if end in texts), None)
		row = next((steps[end] for end in ends if end in steps), None)
		if note is not None and row is not None and text_of(note, "text"):
			_know(row, "method", text_of(note, "text"))
			source.used.update((element, *note.iter()))
			message = _("Its words stand in the method of “{0}”")
			source.report.add(note, APPROXIMATED, message, row["title"])


# What is left


def report_rest(source: Source, root: Any) -> None:
	"""Whatever nothing was made of is named; parts of what is named are not named again."""
	source.used.add(root)
	for process in root.iter(tag("bpmn:process")):
		if process is not source.process:
			_other_process(source, process)
	_visit(source, root)


def _other_process(source: Source, process: Any) -> None:
	names = [each.get("name") for each in process.iter() if each.get("name")]
	message = _("Another pool or process of the file; a process is made of one: {0}")
	source.report.add(process, LEFT_OUT, message, ", ".join(names[:20]) or "-")
	source.used.update(process.iter())


def _visit(source: Source, element: Any) -> None:
	_foreign_attributes(source, element)
	for child in element:
		if child in source.used:
			_visit(source, child)
		elif etree.QName(child).namespace == BPMNDI:
			_drawing(source, child)
		else:
			_left(source, child)


def _foreign_attributes(source: Source, element: Any) -> None:
	names = [etree.QName(name) for name in element.attrib]
	foreign = [name.localname for name in names if name.namespace not in (None, BPMN, BPMNDI, OURS, XSI)]
	if foreign:
		message = _("Attributes of another program: {0}")
		source.report.add(element, NOT_UNDERSTOOD, message, ", ".join(sorted(foreign)))


def _drawing(source: Source, element: Any) -> None:
	if source.rest is None:
		source.report.add(element, LEFT_OUT, _("Places and sizes: the drawing is laid out anew"))


def _left(source: Source, element: Any) -> None:
	name = local(element)
	if name == "extensionElements":
		_extension(source, element)
	elif (name == "participant" and _is_ours(source, element)) or name == "collaboration":
		_visit(source, element)
	elif name not in FORMAL:
		_leave_out(source, element)


def _is_ours(source: Source, participant: Any) -> bool:
	return (participant.get("processRef") or "").rpartition(":")[2] == source.process.get("id")


def _extension(source: Source, element: Any) -> None:
	foreign = [local(child) for child in element if etree.QName(child).namespace != OURS]
	if foreign:
		message = _("Notes of another program: {0}")
		source.report.add(element.getparent(), NOT_UNDERSTOOD, message, ", ".join(dict.fromkeys(foreign)))


def _leave_out(source: Source, element: Any) -> None:
	said = " ".join("".join(element.itertext()).split())
	named = element if element.get("id") or element.get("name") else element.getparent()
	if named is element:
		source.report.add(element, LEFT_OUT, _("A process has nothing like it: {0}"), said[:200] or "-")
	else:
		source.report.add(named, LEFT_OUT, _("Its part {0}: {1}"), local(element), said[:200] or "-")
