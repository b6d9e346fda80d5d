"""Hypothesis strategies: definitions that are sound by the way they are built."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from liuwan_process.definition.model import (
	ROUTING_KINDS,
	Completion,
	Definition,
	FormField,
	Participant,
	Step,
	Transition,
)
from liuwan_process.definition.work import Assignment, Call, Subprocess

ANYBODY = (Participant("initiator"),)
FIELDS = (FormField("amount", "Amount", "Int"), FormField("reason", "Reason"))
REASON = Assignment("reason", "lower(reason) or 'none'")
AUTOMATIC = (
	{"sets": (REASON, Assignment("amount", "min(amount + 1, 12)"))},
	{"call": Call("https://service.example/answer", (REASON,), (Assignment("reason", "answer"),))},
)
# Of another process, which those who run these definitions provide: its form has the field "amount".
CHILD = "T-CHILD"
SUBPROCESSES = (
	{"subprocess": Subprocess(CHILD, (Assignment("amount", "amount"),), (REASON,))},
	{"subprocess": Subprocess(CHILD, (Assignment("amount", "0"),), wait=False, starter="last_actor")},
)


@dataclass
class _Builder:
	draw: st.DrawFn
	steps: list[Step] = field(default_factory=list)
	transitions: list[Transition] = field(default_factory=list)

	def step(self, kind: str = "task", **more) -> str:
		number = len(self.steps)
		people = ANYBODY if kind in ("task", "approval", "notice") else ()
		lane = self.draw(st.sampled_from(("Office", "Finance", "Mine")))
		self.steps.append(Step(f"s{number}", f"Step {number}", kind, lane=lane, participants=people, **more))
		return f"s{number}"

	def link(self, sources: list[str], target: str) -> None:
		self.transitions += [Transition(source, target, "Approve") for source in sources]

	def block(self, depth: int) -> tuple[str, list[str]]:
		"""Add a block; returns its first step and the steps that lead out of it."""
		kinds = ["work", "work", "sequence", "choice", "parallel", "loop"] if depth else ["work"]
		return getattr(self, f"_{self.draw(st.sampled_from(kinds))}")(depth)

	def _work(self, _depth: int) -> tuple[str, list[str]]:
		kind = self.draw(st.sampled_from(("task", "approval", "notice", "automatic", "subprocess")))
		if kind in ROUTING_KINDS:
			return self._without_people(kind)
		rule = self.draw(st.sampled_from(("any", "all", "in_turn")))
		step = self.step(kind, completion=Completion(rule))
		return step, [step]

	def _without_people(self, kind: str) -> tuple[str, list[str]]:
		work = AUTOMATIC if kind == "automatic" else SUBPROCESSES
		step = self.step(kind, **self.draw(st.sampled_from(work)))
		return step, [step]

	def _sequence(self, depth: int) -> tuple[str, list[str]]:
		first, out = self.block(depth - 1)
		for _ in range(self.draw(st.integers(1, 3))):
			entry, following = self.block(depth - 1)
			self.link(out, entry)
			out = following
		return first, out

	def _choice(self, depth: int) -> tuple[str, list[str]]:
		fork = self.step()
		out: list[str] = []
		for i, way in enumerate(self._ways(depth)):
			entry, leaving = way
			condition = f"amount > {10 - i}" if i == 0 else ""
			self.transitions.append(
				Transition(fork, entry, "Approve" if i < 2 else f"Other {i}", "approve", condition)
			)
			out += leaving
		return fork, out

	def _parallel(self, depth: int) -> tuple[str, list[str]]:
		split = self.draw(st.sampled_from(("some", "all")))
		fork = self.step(split=split)
		ways = self._ways(depth)
		for i, (entry, _out) in enumerate(ways):
			condition = "amount > 5" if split == "some" and i else ""
			self.transitions.append(Transition(fork, entry, "Approve", "approve", condition))
		join = self.step(join=self.draw(st.sampled_from(("any", "all"))))
		for _entry, out in ways:
			self.link(out, join)
		return fork, [join]

	def _loop(self, depth: int) -> tuple[str, list[str]]:
		first, out = self.block(depth - 1)
		check = self.step("approval")
		self.link(out, check)
		self.transitions.append(Transition(check, first, "Again", "refuse"))
		return first, [check]

	def _ways(self, depth: int) -> list[tuple[str, list[str]]]:
		return [self.block(depth - 1) for _ in range(self.draw(st.integers(2, 3)))]


@st.composite
def sound_definitions(draw: st.DrawFn, depth: int = 3, outer: str = "block") -> Definition:
	"""A definition of nested sequences, choices, loops and parallel branches; `outer="_parallel"` for one split."""
	builder = _Builder(draw)
	start = builder.step("start")
	entry, out = getattr(builder, outer)(depth)
	builder.link([start], entry)
	builder.link(out, builder.step("end"))
	return Definition(
		process="T",
		title="Test",
		version=1,
		doctype="Test",
		fields=FIELDS,
		steps=tuple(builder.steps),
		transitions=tuple(builder.transitions),
	)
