"""BPMN 2.0 XML -> the JSON document of a working copy, and a report of what it could not hold.

Files that Liuwan Process wrote come back whole, with what was changed elsewhere since; files of other modellers as
well as can be. The document may not be sound yet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from liuwan_process.definition import conditions
from liuwan_process.definition.bpmn import beside, forks, known
from liuwan_process.definition.bpmn.flatten import flatten
from liuwan_process.definition.bpmn.names import tag
from liuwan_process.definition.bpmn.notes import Note, Report, _
from liuwan_process.definition.bpmn.rows import steps_of
from liuwan_process.definition.bpmn.safe_xml import root_of
from liuwan_process.definition.bpmn.source import FLOW_NODES, Source, gather, text_of
from liuwan_process.definition.bpmn.trails import Trails
from liuwan_process.definition.model import SCHEMA, DefinitionError
from liuwan_process.definition.parse import parse

MOST_STEPS = 500


@dataclass(frozen=True)
class Reading:
	"""`ours`: the file was written by Liuwan Process. `origins`: for each transition the place that it had there, if any;
	`nodes`: the id in the file of each step's own element."""

	document: dict[str, Any]
	notes: tuple[Note, ...]
	ours: bool
	origins: tuple[int | None, ...] = ()
	nodes: dict[str, str] = field(default_factory=dict)


def from_bpmn(content: bytes) -> Reading:
	"""Read a file. Raises DefinitionError, which names the element at fault."""
	root = root_of(content)
	report = Report()
	source = gather(_process(root), report)
	flatten(source)
	forks.settle(source)
	steps = steps_of(source)
	if len(steps) > MOST_STEPS:
		raise DefinitionError(_("There are more than 500 steps"))
	document = _head(source, root)
	trails = Trails(source, steps, _names(document))
	transitions = trails.rows()
	beside.take(source, root, steps)
	beside.report_rest(source, root)
	document |= {"steps": list(steps.values()), "transitions": transitions}
	parse(document)
	nodes = {row["id"]: node for node, row in steps.items()}
	return Reading(document, tuple(report), source.rest is not None, tuple(trails.origins), nodes)


def _process(root: Any) -> Any:
	"""The process with the most in it."""
	processes = list(root.iter(tag("bpmn:process")))
	sized = [(sum(1 for kind in FLOW_NODES for _each in p.iter(tag(f"bpmn:{kind}"))), p) for p in processes]
	size, process = max(sized, key=lambda each: each[0], default=(0, None))
	if not size:
		raise DefinitionError(_("There is no process in this file"))
	return process


def _head(source: Source, root: Any) -> dict[str, Any]:
	"""Everything but steps and transitions."""
	process = source.process
	title = " ".join((process.get("name") or _pool_name(root, process) or process.get("id") or "").split())
	if source.rest is not None:
		noted = known.plain(source.rest.get("title"))
		return {**source.rest, "title": source.rest["title"] if title == noted else title}
	source.used.update(each for each in process if each.tag == tag("bpmn:documentation"))
	said = text_of(process, "documentation")
	code = re.sub(r"[^A-Za-z0-9]+", "-", process.get("id") or "").strip("-") or "IMPORTED"
	head = {"schema": SCHEMA, "process": code, "title": (title or code)[:140], "form": {"fields": []}}
	return {**head, "description": said} if said else head


def _pool_name(root: Any, process: Any) -> str:
	for pool in root.iter(tag("bpmn:participant")):
		if (pool.get("processRef") or "").rpartition(":")[2] == process.get("id"):
			return pool.get("name") or ""
	return ""


def _names(document: dict[str, Any]) -> set[str]:
	"""What conditions may use."""
	return conditions.known(parse({**document, "steps": [], "transitions": []}))
