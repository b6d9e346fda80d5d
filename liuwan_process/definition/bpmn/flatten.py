"""Makes one level of a process: sub-processes, boundary and intermediate events, several starts, ends that are not drawn."""

from __future__ import annotations

from typing import Any

from liuwan_process.definition.bpmn import known, texts
from liuwan_process.definition.bpmn.notes import APPROXIMATED, LEFT_OUT, TAKEN, _
from liuwan_process.definition.bpmn.source import (
	FORKS,
	SUBPROCESSES,
	TASKS,
	Node,
	Source,
	Way,
	children,
	local,
)
from liuwan_process.definition.model import Limit

REMOVED = {
	"split": _("It goes on by one way: the gateway behind it was taken out"),
	"join": _("It waits for no other way: the gateway before it was taken out"),
	"limit": _("It has no limit: the timer was taken out"),
}
END_OF = "#end"  # behind the id of a sub-process: where its ends lead
EVENT_DEFINITIONS = "EventDefinition"


def flatten(source: Source) -> None:
	"""Afterwards every node is a task, a start, an end, a gateway, or passed through."""
	_own_parts(source)
	for node in list(source.nodes.values()):
		if node.kind in SUBPROCESSES and node.id in source.nodes:
			_subprocess(source, node)
	for node in list(source.nodes.values()):
		if node.kind == "boundaryEvent":
			_boundary(source, node)
		elif node.kind.startswith("intermediate"):
			_intermediate(source, node)
	_lost_ways(source)
	_starts(source)
	_open_ends(source)


def definitions_of(element: Any) -> list[str]:
	"""`timer`, `message` and so on: what an event waits for or throws."""
	named = [
		local(c).removesuffix(EVENT_DEFINITIONS)
		for c in children(element)
		if local(c).endswith(EVENT_DEFINITIONS)
	]
	return named + ["eventDefinitionRef" for _each in children(element, "eventDefinitionRef")]


def _own_parts(source: Source) -> None:
	"""What an export of ours drew beside the steps: start events and gateways are passed, limits stand in the step."""
	_removed_parts(source)
	for node in list(source.nodes.values()):
		if node.part in ("choice", "split", "join"):
			node.through = True
		elif node.part == "opens" and _opens_own(source, node):
			_lost_starts(source, node)
			source.drop(node.id)
		elif node.part == "limit":
			_changed_limit(source, node)
			source.used.update(node.element.iter())
			source.drop(node.id)


def _removed_parts(source: Source) -> None:
	"""Where a gateway or a timer of a step is gone, the step parts, waits or is limited no more."""
	drawn = {(known.part_of(node), node.part) for node in source.nodes.values() if node.part}
	for node in source.nodes.values():
		for part in known.note_of_step(node).get("parts", "").split():
			if part in REMOVED and node.own is not None and (node.own.get("id"), part) not in drawn:
				node.own.pop(part, None)
				source.report.add(node.element, TAKEN, REMOVED[part])


def _lost_starts(source: Source, node: Node) -> None:
	for way in source.leaving(node.id):
		target = source.nodes.get(way.target)
		if not (target and target.own and target.own.get("kind") == "start"):
			source.report.add(way.element, LEFT_OUT, _("The start leads to its own step alone"))


def _opens_own(source: Source, node: Node) -> bool:
	targets = [source.nodes.get(way.target) for way in source.leaving(node.id)]
	return any(t and t.own and t.own.get("kind") == "start" for t in targets)


def _changed_limit(source: Source, node: Node) -> None:
	"""Somebody may have typed another duration elsewhere."""
	step = source.nodes.get(node.element.get("attachedToRef") or "")
	limit = (step.own or {}).get("limit") if step else None
	if not limit:
		return
	typed = _duration_text(node.element)
	if typed != texts.duration(Limit(float(limit["amount"]), limit["unit"])):
		_take_limit(source, step, node, typed, limit)


def _take_limit(source: Source, step: Node, node: Node, typed: str, limit: dict) -> None:
	read = texts.read_duration(typed)
	if read is None:
		source.report.add(
			node.element, LEFT_OUT, _("The time {0} has no length; the limit stays as it was"), typed
		)
		return
	limit["amount"], limit["unit"] = read
	source.report.add(node.element, TAKEN, _("“{0}” has another limit now: {1}"), step.name, typed)


def _duration_text(element: Any) -> str:
	for timer in children(element, "timerEventDefinition"):
		for duration in children(timer, "timeDuration"):
			return (duration.text or "").strip()
	return ""


# Sub-processes


def _subprocess(source: Source, node: Node) -> None:
	inner = [each for each in source.nodes.values() if each.inside == node.id]
	if node.element.get("triggeredByEvent") == "true":
		_leave_out_whole(source, node, _("Nothing in a run sets it off; its parts are left out with it: {0}"))
	elif node.kind == "adHocSubProcess":
		_as_one_task(source, node, inner)
	elif inner:
		_put_in_line(source, node, inner)


def _leave_out_whole(source: Source, node: Node, message: str) -> None:
	names = ", ".join(each.name or each.id for each in _all_inside(source, node))
	source.report.add(node.element, LEFT_OUT, message, names)
	_drop_inside(source, node)
	source.drop(node.id)


def _all_inside(source: Source, node: Node) -> list[Node]:
	direct = [each for each in source.nodes.values() if each.inside == node.id]
	return [deep for each in direct for deep in (each, *_all_inside(source, each))]


def _drop_inside(source: Source, node: Node) -> None:
	source.used.update(node.element.iter())
	for each in _all_inside(source, node):
		source.drop(each.id)


def _as_one_task(source: Source, node: Node, inner: list[Node]) -> None:
	names = ", ".join(each.name or each.id for each in inner)
	source.report.add(
		node.element,
		APPROXIMATED,
		_("One task, as its parts have no order; they stand in its method: {0}"),
		names,
	)
	_drop_inside(source, node)
	node.kind = "task"
	node.row["knowledge"] = {"method": names} if names else {}


def _put_in_line(source: Source, node: Node, inner: list[Node]) -> None:
	"""Its steps become steps of the process: flows into it go to its starts, its ends to what follows it."""
	message = _("Its steps were put into the process itself")
	source.report.add(node.element, APPROXIMATED, message)
	end = Node(node.id + END_OF, "passed", node.element, lane=node.lane, inside=node.inside, through=True)
	source.nodes[end.id] = end
	starts = [n for n in inner if n.kind == "startEvent"] or [n for n in inner if not source.arriving(n.id)]
	for way in source.leaving(node.id):
		way.source = end.id
	for each in inner:
		each.lane = each.lane or node.lane
		each.inside = node.inside
		if each.kind in ("startEvent", "endEvent"):
			_pass_through(source, each)
		if each.kind != "boundaryEvent" and not source.leaving(each.id):
			source.ways.append(Way(None, each.id, end.id))
	for each in starts:
		if each.kind != "boundaryEvent":
			source.ways.append(Way(None, node.id, each.id, each.name, choice=len(starts) > 1))
	node.kind, node.through = "passed", True


def _pass_through(source: Source, node: Node) -> None:
	waits = definitions_of(node.element)
	if waits:
		message = _("The flow goes straight on: {0} is not waited for, nor sent")
		source.report.add(node.element, LEFT_OUT, message, ", ".join(waits))
	elif node.name:
		source.report.add(node.element, LEFT_OUT, _("The flow goes straight on"))
	source.used.update(node.element.iter())
	node.through = True


# Events


def _boundary(source: Source, node: Node) -> None:
	"""A time becomes the step's limit; ways that leave it become ways out of the step."""
	host = source.nodes.get(node.element.get("attachedToRef") or "")
	ways = source.leaving(node.id)
	source.used.update(node.element.iter())
	typed = _duration_text(node.element)
	timed = host and not host.through and _limit(source, host, node, typed)
	if host and not host.through and ways:
		for way in ways:
			way.source, way.choice = host.id, True
			way.name = way.name or node.name or ", ".join(definitions_of(node.element))
		actions = ", ".join(way.name for way in ways)
		message = _("Its ways are actions of “{0}”, which people choose: {1}")
		source.report.add(node.element, APPROXIMATED, message, host.name or host.id, actions)
	elif not timed:
		source.report.add(node.element, LEFT_OUT, _("Nothing waits for it"))
	source.drop(node.id)


def _limit(source: Source, host: Node, node: Node, typed: str) -> bool:
	read = texts.read_duration(typed)
	if not read or (host.own or host.row).get("limit"):
		return False
	(host.own if host.own is not None else host.row)["limit"] = {
		"amount": read[0],
		"unit": read[1],
		"then": "remind",
	}
	message = _("“{0}” has the limit {1}; whoever has it is reminded")
	source.report.add(node.element, APPROXIMATED, message, host.name or host.id, typed)
	return True


def _intermediate(source: Source, node: Node) -> None:
	"""A message that is thrown is a notice; the flow passes what else happens on the way."""
	if node.own is not None:
		return
	kinds = definitions_of(node.element)
	if kinds == ["link"]:
		_link(source, node)
	elif node.kind == "intermediateThrowEvent" and kinds == ["message"]:
		source.report.add(node.element, APPROXIMATED, _("A notice; say who gets it"))
		source.used.update(node.element.iter())
		node.kind = "sendTask"
	else:
		_pass_through(source, node)


def _link(source: Source, node: Node) -> None:
	"""Links are two ends of one flow."""
	source.used.update(node.element.iter())
	node.through = True
	if node.kind == "intermediateThrowEvent":
		name = _link_name(node)
		others = [
			n for n in source.nodes.values() if n.kind == "intermediateCatchEvent" and _link_name(n) == name
		]
		source.ways += [Way(None, node.id, other.id) for other in others]


def _link_name(node: Node) -> str:
	names = [each.get("name") or "" for each in children(node.element, "linkEventDefinition")]
	return names[0] or node.name if names else ""


def _lost_ways(source: Source) -> None:
	"""Flows from or to what is not there any more."""
	for way in list(source.ways):
		if way.source not in source.nodes or way.target not in source.nodes:
			source.ways.remove(way)
			source.report.add(way.element, LEFT_OUT, _("One of its ends is not there"))


# Starts and ends


def _starts(source: Source) -> None:
	starts = [n for n in source.nodes.values() if n.kind == "startEvent" and not n.through]
	if any(n.own and n.own.get("kind") == "start" for n in source.nodes.values()):
		main = next(n for n in source.nodes.values() if n.own and n.own.get("kind") == "start")
	elif starts:
		main = min(starts, key=lambda n: bool(definitions_of(n.element)))
		_started_by_people(source, main)
	elif source.rest is None:
		main = _draw_start(source)
	else:
		return
	for other in starts:
		if other is not main:
			source.ways.append(Way(None, main.id, other.id, other.name, choice=True))
			source.used.update(other.element.iter())
			source.report.add(
				other.element, APPROXIMATED, _("An action of the only start that a process has")
			)
			other.through = True


def _started_by_people(source: Source, node: Node) -> None:
	kinds = definitions_of(node.element)
	if kinds and node.own is None:
		source.report.add(
			node.element, APPROXIMATED, _("People start the process; {0} does not"), ", ".join(kinds)
		)
		source.used.update(node.element.iter())


def _draw_start(source: Source) -> Node:
	first = [n.id for n in source.nodes.values() if not source.arriving(n.id) and n.kind != "boundaryEvent"]
	node = Node("#start", "startEvent", source.process)
	source.nodes = {node.id: node, **source.nodes}
	source.ways += [Way(None, node.id, each) for each in first]
	source.report.add(
		source.process, APPROXIMATED, _("It has no start event; a start was put before what nothing leads to")
	)
	return node


def _open_ends(source: Source) -> None:
	"""BPMN lets a task without a way out end the process."""
	kinds = (*TASKS, *SUBPROCESSES, *FORKS, "exclusiveGateway", "startEvent", "passed")
	open_ = [
		n
		for n in source.nodes.values()
		if n.own is None and not n.part and n.kind in kinds and not source.leaving(n.id)
	]
	if source.rest is not None:
		open_ = _without_gateways(source, open_)
	open_ += [
		n
		for n in source.nodes.values()
		if n.through and n.kind.startswith("intermediate") and not source.leaving(n.id)
	]
	open_ = [n for n in open_ if source.arriving(n.id) or n.kind != "passed"]
	if not open_:
		return
	node = Node("#end", "endEvent", source.process)
	source.nodes[node.id] = node
	source.ways += [Way(None, each.id, node.id) for each in open_]
	names = ", ".join(each.name or each.id for each in open_)
	source.report.add(source.process, APPROXIMATED, _("An end was put behind what leads nowhere: {0}"), names)


def _without_gateways(source: Source, nodes: list[Node]) -> list[Node]:
	"""A drawing of ours may be unfinished: a gateway that leads nowhere is told of and left out."""
	for node in nodes:
		if node.kind.endswith("Gateway"):
			source.report.add(node.element, LEFT_OUT, _("Nothing follows it"))
	return [node for node in nodes if not node.kind.endswith("Gateway")]
