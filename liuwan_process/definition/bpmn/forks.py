"""Gateways at which ways part or meet: into the step before or behind where that is the same, else a step of their own."""

from __future__ import annotations

from typing import Any

from liuwan_process.definition.bpmn import known
from liuwan_process.definition.bpmn.graph import JOINS, SPLITS
from liuwan_process.definition.bpmn.notes import APPROXIMATED, LEFT_OUT, _
from liuwan_process.definition.bpmn.source import CHOICES, FORKS, Node, Source

SPLIT = {"parallelGateway": "all", "inclusiveGateway": "some", "complexGateway": "some"}
JOIN = {"parallelGateway": "all", "inclusiveGateway": "all", "complexGateway": "any"}


def settle(source: Source) -> None:
	"""Afterwards every gateway is passed through or a step; `row` of the steps says how ways part and meet."""
	for node in source.nodes.values():
		if node.kind in CHOICES and not node.through:
			node.through = True
	_changed_own(source)
	forks = [n for n in source.nodes.values() if n.kind in FORKS and not n.through]
	for node in forks:
		_into_join(source, node)
	for node in forks:
		if not node.through:
			_into_split(source, node)
	for node in forks:
		if not node.through:
			_as_step(source, node)
	_uncontrolled(source)


def _changed_own(source: Source) -> None:
	"""Somebody made another gateway of the one at which a step's ways part or meet."""
	own = {node.own["id"]: node.own for node in source.nodes.values() if node.own and node.own.get("id")}
	for node in source.nodes.values():
		step = own.get(known.part_of(node)) if node.part in ("split", "join") else None
		if step is None:
			continue
		if node.part == "split" and SPLITS[step.get("split", "one")] != node.kind:
			step["split"] = SPLIT.get(node.kind, "one")
		if node.part == "join" and JOINS.get(step.get("join", "")) != node.kind:
			step["join"] = JOIN.get(node.kind, "")


def _into_join(source: Source, node: Node) -> None:
	arriving, leaving = source.arriving(node.id), source.leaving(node.id)
	if not arriving and source.rest is not None:
		return _unreached(source, node)
	if len(leaving) > 1:
		return
	if len(arriving) < 2:
		_passed(source, node)
		return
	target = source.nodes[leaving[0].target] if leaving else None
	if target and _may_hold(target) and len(source.arriving(target.id)) == 1:
		_row(target)["join"] = JOIN[node.kind]
		_passed(source, node)


def _unreached(source: Source, node: Node) -> None:
	"""A drawing of ours may be unfinished."""
	node.through = True
	source.report.add(node.element, LEFT_OUT, _("Nothing leads to it"))


def _into_split(source: Source, node: Node) -> None:
	"""Where one step alone leads to it, directly or by a choice."""
	owners = _owners(source, node.id, set())
	if len(source.arriving(node.id)) != 1 or len(owners) != 1:
		return
	owner = source.nodes[owners.pop()]
	if not _may_hold(owner) or _splits_otherwise(source, owner, SPLIT[node.kind]):
		return
	if (
		owner.own is None
		and source.arriving(node.id)[0].source == owner.id
		and len(source.leaving(owner.id)) > 1
	):
		return
	_row(owner)["split"] = SPLIT[node.kind]
	_passed(source, node)
	if node.kind != "parallelGateway":
		message = _("“{0}” goes on by some of its ways; say on which condition each is taken")
		source.report.add(node.element, APPROXIMATED, message, owner.name or owner.id)


def _owners(source: Source, here: str, seen: set[str]) -> set[str]:
	"""The steps from which a node is reached through what is passed."""
	found: set[str] = set()
	for way in source.arriving(here):
		if way.source in seen:
			continue
		seen.add(way.source)
		found |= _owners(source, way.source, seen) if source.nodes[way.source].through else {way.source}
	return found


def _may_hold(node: Node) -> bool:
	return not node.through and node.kind not in FORKS


def _row(node: Node) -> dict[str, Any]:
	return node.row if node.own is None else node.own


def _splits_otherwise(source: Source, owner: Node, split: str) -> bool:
	"""Whether the step's ways part in another manner already: a step has one."""
	if owner.own is None:
		return owner.row.get("split", split) != split
	shown = any(n.part == "split" and known.part_of(n) == owner.own.get("id") for n in source.nodes.values())
	return shown and owner.own.get("split", "one") != split


def _passed(source: Source, node: Node) -> None:
	node.through = True
	if node.name:
		source.report.add(node.element, LEFT_OUT, _("The words at the gateway"))


def _as_step(source: Source, node: Node) -> None:
	"""No step stands beside it alone."""
	if len(source.arriving(node.id)) > 1:
		node.row["join"] = JOIN[node.kind]
	if len(source.leaving(node.id)) > 1:
		node.row["split"] = SPLIT[node.kind]
	message = _(
		"A step of its own, as no single step leads to it or follows it; say what it does, or take it out"
	)
	source.report.add(node.element, APPROXIMATED, message)


def _uncontrolled(source: Source) -> None:
	"""Several flows out of a task without a gateway: all are taken, or those whose condition holds."""
	for node in source.nodes.values():
		ways = [way for way in source.leaving(node.id) if not way.choice]
		if node.own is None and not node.through and node.kind not in FORKS and len(ways) > 1:
			node.row.setdefault("split", "some" if any(way.condition for way in ways) else "all")
