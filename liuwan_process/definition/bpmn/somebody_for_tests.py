"""Somebody who draws whatever comes to mind on a file, for tests with generated definitions."""

from __future__ import annotations

from hypothesis import strategies as st

from liuwan_process.definition.bpmn.hand_for_tests import Hand

KINDS = ("task", "approval", "notice", "automatic", "subprocess")
ACTS = (
	"rename", "move", "rename_lane", "add_lane", "change_kind", "take_limit_off", "delete_step", "draw_step", "connect",
	"lead_to", "drop_step_on", "delete_way", "call", "decide",
)  # fmt: skip


class Somebody:
	"""Does one thing after another, each with what is there."""

	def __init__(self, draw: st.DrawFn, hand: Hand) -> None:
		self.draw, self.hand, self.number = draw, hand, 0

	def draws(self, acts: int) -> None:
		for _ in range(acts):
			self.act()
		self.put_a_gateway()

	def act(self) -> None:
		self.number += 1
		getattr(self, f"_{self.draw(st.sampled_from(ACTS))}")()

	def one(self, choices):
		return self.draw(st.sampled_from(sorted(choices))) if choices else None

	def old_steps(self) -> list[str]:
		return [step for step in self.hand.steps if step in self.hand.definition.by_id]

	def middle_steps(self) -> list[str]:
		return [step for step in self.old_steps() if self.hand.steps[step].kind in KINDS]

	def sources(self) -> list[str]:
		return [step for step in self.old_steps() if self.hand.steps[step].kind != "end"]

	def old_way(self, plain: bool = False) -> int | None:
		ways = [number for number, _way in self.hand.ways if number is not None]
		return self.one([number for number in ways if not plain or self.hand.is_direct(number)])

	def _rename(self) -> None:
		self.hand.rename(self.one(self.old_steps()), f"Renamed {self.number}")

	def _move(self) -> None:
		if lane := self.one(self.hand.lane_names()):
			self.hand.move(self.one(self.hand.steps), lane)

	def _rename_lane(self) -> None:
		if lane := self.one(self.hand.lane_names()):
			self.hand.rename_lane(lane, f"Lane {self.number}")

	def _add_lane(self) -> None:
		if self.hand.lane_names():
			self.hand.add_lane(f"L{self.number}")

	def _change_kind(self) -> None:
		if step := self.one(self.middle_steps()):
			self.hand.change_kind(step, self.draw(st.sampled_from(KINDS)))

	def _take_limit_off(self) -> None:
		limited = [
			s for s in self.old_steps() if self.hand.steps[s].limit and self.hand.steps[s].kind != "end"
		]
		if step := self.one(limited):
			self.hand.take_limit_off(step)

	def _delete_step(self) -> None:
		if step := self.one(self.middle_steps()):
			self.hand.delete_step(step)

	def _draw_step(self) -> None:
		self.hand.draw_step(self.draw(st.sampled_from(KINDS)), self.one(self.hand.lane_names()) or "")

	def _connect(self) -> None:
		decision = self.draw(st.sampled_from(("approve", "refuse")))
		self.hand.connect(self.one(self.sources()), self.one(self.hand.steps), f"Act {self.number}", decision)

	def _lead_to(self) -> None:
		if (way := self.old_way()) is not None:
			self.hand.lead_to(way, self.one(self.hand.steps))

	def _drop_step_on(self) -> None:
		if (way := self.old_way()) is not None:
			self.hand.drop_step_on(
				way, self.draw(st.sampled_from(KINDS)), self.one(self.hand.lane_names()) or ""
			)

	def put_a_gateway(self) -> None:
		way = self.old_way(plain=True)
		kind = self.draw(st.sampled_from(("parallelGateway", "inclusiveGateway")))
		if way is not None:
			self.hand.put_gateway_on(way, kind, self.one(self.hand.steps))

	def _delete_way(self) -> None:
		if (way := self.old_way()) is not None:
			self.hand.delete_way(way)

	def _call(self) -> None:
		if (way := self.old_way()) is not None:
			self.hand.call(way, f"Called {self.number}")

	def _decide(self) -> None:
		if (way := self.old_way()) is not None:
			self.hand.decide(way, self.draw(st.sampled_from(("approve", "refuse"))))
