"""Transitions: every way from one step to the next, through the gateways and events between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from liuwan_process.definition import usual
from liuwan_process.definition.bpmn import known
from liuwan_process.definition.bpmn.notes import APPROXIMATED, LEFT_OUT, TAKEN, _
from liuwan_process.definition.bpmn.source import CHOICES, Node, Source, Way
from liuwan_process.definition.model import DefinitionError

MOST_VISITS = 20_000  # flows passed while the ways are followed: gateways behind gateways multiply them
LONGEST = 140  # characters of an action

Trail = tuple[Way, ...]


class Trails:
	"""`steps` maps nodes to the rows that they became."""

	def __init__(self, source: Source, steps: dict[str, dict[str, Any]], names: set[str]) -> None:
		self.source, self.steps, self.names = source, steps, names
		self.leaving: dict[str, list[Way]] = {}
		for way in source.ways:
			self.leaving.setdefault(way.source, []).append(way)
		self.visits = 0
		self.chosen: dict[str, list[str]] = {}  # gateway -> the actions that its ways became
		self.origins: list[int | None] = []  # of each row the place that it had when it was exported
		self.seen: set[int] = set()  # exported flows of which a row was made

	def rows(self) -> list[dict[str, Any]]:
		"""Rows of transitions: those that an export of ours numbered in that order, then the others."""
		trails = [trail for node in self.steps for trail in self._from(node, ())]
		rows = [(_number(trail), n, self._row(trail)) for n, trail in enumerate(trails)]
		self._report_choices()
		self._report_conditions()
		rows.sort(key=lambda each: each[:2])
		self.origins = list(origins([number for number, _n, _row in rows]))
		return [row for _number_, _n, row in rows]

	def _from(self, here: str, before: Trail) -> Iterator[Trail]:
		for way in self.leaving.get(here, ()):
			if any(way is passed for passed in before):
				continue
			self.visits += 1
			if self.visits > MOST_VISITS:
				raise DefinitionError(_("There are too many ways from step to step through gateways"))
			trail = (*before, way)
			if way.target in self.steps:
				yield trail
			elif len(trail) < 50:
				yield from self._from(way.target, trail)

	def _row(self, trail: Trail) -> dict[str, Any]:
		ends = {"from": self.steps[trail[0].source]["id"], "to": self.steps[trail[-1].target]["id"]}
		own = next((way for way in reversed(trail) if way.own is not None), None)
		if own is not None:
			return self._own(own, trail, ends)
		row = {**ends, "action": self._action(trail)}
		if _decision(trail) == "refuse":
			row["decision"] = "refuse"
		conditions = [way.condition for way in trail if self._readable(way)]
		if conditions:
			row["condition"] = " and ".join(f"({c})" if len(conditions) > 1 else c for c in conditions)
		return row

	def _own(self, way: Way, trail: Trail, ends: dict[str, str]) -> dict[str, Any]:
		"""As it was exported, but for what was changed since."""
		row = {**way.own, **ends}
		action = self._renamed(way) or self._renamed_before(trail) or self._chosen_since(way, trail)
		if action:
			row["action"] = action[:LONGEST]
			self.source.report.add(way.element, TAKEN, _("The action is called {0} now"), action)
		if way.decision and way.decision != row.get("decision", "approve"):
			row["decision"] = way.decision
		if way.condition != (known.note_of(way).get("condition") or "").strip():
			self._changed_condition(way, row)
		return row

	def _renamed(self, way: Way) -> str:
		"""The action that somebody typed at the flow; behind it may stand the condition in words."""
		noted, action = known.plain(known.note_of(way).get("name")), known.plain(way.own.get("action"))
		if not way.name or way.name == noted:
			return ""
		if noted not in ("", action) and not noted.startswith(f"{action}: "):
			return self._left_out(way)
		if not noted and self.source.nodes[way.source].part == "split":
			return self._left_out(way)
		return way.name.removesuffix(noted[len(action) :]) if noted else way.name

	def _renamed_before(self, trail: Trail) -> str:
		"""The action at the flow before a gateway, of all ways behind it."""
		for way in trail:
			noted = known.note_of_part(way).get("name")
			if noted and way.name and way.name != known.plain(noted):
				return way.name
		return ""

	def _chosen_since(self, way: Way, trail: Trail) -> str:
		"""A gateway that was put into the flow makes several actions of one."""
		new = [
			each for each in trail if each.own is None and not known.is_ours(each) and self._is_choice(each)
		]
		first, _ = id(way) not in self.seen, self.seen.add(id(way))
		names = [each.name for each in new if each.name]
		if names or (new and not first):
			return ", ".join(names) or self.steps[trail[-1].target]["title"]
		return ""

	def _left_out(self, way: Way) -> str:
		message = _(
			"The words at the flow: they stand for its condition, or all its neighbours are taken too"
		)
		self.source.report.add(way.element, LEFT_OUT, message)
		return ""

	def _changed_condition(self, way: Way, row: dict[str, Any]) -> None:
		if not way.condition or self._readable(way):
			row["condition"] = way.condition
			self._tell(way, _("The condition is {0} now"), way.condition or "-")
		else:
			self.source.report.add(
				way.element, LEFT_OUT, _("The condition {0}: it is not one of ours"), way.condition
			)

	def _tell(self, way: Way, message: str, *args: str) -> None:
		self.source.report.add(way.element, APPROXIMATED, message, *args)

	def _readable(self, way: Way) -> bool:
		return bool(way.condition) and known.is_condition(way.condition, self.names)

	# The word on the button

	def _action(self, trail: Trail) -> str:
		step = self.steps[trail[0].source]
		parts = [part for way in trail if (part := self._part(way, trail))]
		action = ", ".join(dict.fromkeys(parts))
		for way in trail:
			if self._is_choice(way) and way.source not in self.steps:
				self.chosen.setdefault(way.source, []).append(action or "-")
		return action[:LONGEST] or usual.ACTIONS.get((step["kind"], _decision(trail)), "Continue")

	def _part(self, way: Way, trail: Trail) -> str:
		"""What a flow adds: its name where people choose by it, or where it is the only one."""
		if self._readable(way):
			return ""
		if self._is_choice(way):
			return way.name or self.steps[trail[-1].target]["title"]
		alone = len(self.leaving[way.source]) == 1
		if way.name and not alone:
			self._left_out(way)
		return way.name if alone else ""

	def _is_choice(self, way: Way) -> bool:
		"""Whether it is one of several, of which one is taken."""
		if way.choice:
			return True
		node = self.source.nodes[way.source]
		return _chooses(node) and len(self.leaving[way.source]) > 1

	# Report

	def _report_choices(self) -> None:
		for gateway, actions in self.chosen.items():
			node = self.source.nodes[gateway]
			if node.kind in CHOICES:
				words = ", ".join(dict.fromkeys(actions))
				message = _(
					"People choose; its ways are actions: {0}. All count as approval: say which refuse"
				)
				self.source.report.add(node.element, APPROXIMATED, message, words)

	def _report_conditions(self) -> None:
		for way in self.source.ways:
			if way.condition and not known.is_ours(way) and not self._readable(way):
				message = _("The condition {0}: it is not one of ours")
				self.source.report.add(way.element, LEFT_OUT, message, way.condition)


def _chooses(node: Node) -> bool:
	"""Arrows that leave a step of ours are its actions; behind the gateway of its split they are not."""
	if node.own is not None:
		return True
	return node.kind in CHOICES and node.part != "split"


def origins(numbers: list[int]) -> Iterator[int | None]:
	"""Of several ways that one flow became, the first stands for it."""
	for number, before in zip(numbers, [None, *numbers], strict=False):
		yield None if number == known.NOWHERE or number == before else number


def _decision(trail: Trail) -> str:
	return "refuse" if any(way.decision == "refuse" for way in trail) else "approve"


def _number(trail: Trail) -> int:
	numbers = [known.number(known.note_of(way)) for way in trail if way.own is not None]
	return numbers[-1] if numbers else known.NOWHERE
