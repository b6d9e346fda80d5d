"""The moves of a case by the pure rules of flow alone: where a log says that a case stands must follow from them.

What the engine does by itself is written down anew: automatic steps, sub-processes, and steps that are put off.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from liuwan_process.definition import conditions, flow
from liuwan_process.definition.flow import Move, State, Token
from liuwan_process.definition.model import ROUTING_KINDS, Definition, Step
from tests.machine.flows import NO_PROCESS

SMALL = 3  # the sub-process of these tests ends at once up to this amount
NO_REASON = "none"  # what is taken from it: nobody fills its reason in


@dataclass
class Replay:
	"""`values`: the form. `passed` counts, by step, how often the log says that a step passed by itself.

	An `urgent` case puts steps off; `making_up` names its end while these are made up.
	"""

	definition: Definition
	values: dict[str, Any]
	passed: Counter[str] = field(default_factory=Counter)
	urgent: bool = False
	put_off: tuple[str, ...] = ()
	making_up: str = ""
	ended: str = ""

	def begin(self, action: str) -> State:
		return self.leave(flow.begin(self.definition), 1, action)

	def leave(self, state: State, token: int, action: str) -> State:
		step = state.token(token).step
		if self.making_up:
			refused = self.definition.actions(step).get(action) != "approve"
			return self.follow(self._made_up(state, state.token(token), refused))
		if action not in self.definition.actions(step):  # refused, and nothing is drawn for it
			self.ended = "Refused"
			return State((), state.next)
		return self.follow(self._leave(state, token, action))

	def send_back(self, state: State, token: int, step: str, frames: tuple[str, ...]) -> State:
		return self.follow(flow.send_back(self.definition, state, token, step, frames))

	def open_again(self, state: State, token: int) -> State:
		"""What had failed is tried once more."""
		return self.follow(Move(state, (state.token(token),)))

	def approving(self, step: str) -> str:
		return next(a for a, decision in self.definition.actions(step).items() if decision == "approve")

	def scope(self) -> dict[str, Any]:
		return conditions.scope(self.definition, self.values, {})

	def take(self, values: dict[str, Any]) -> None:
		self.values = self.values | values

	def _leave(self, state: State, token: int, action: str) -> Move:
		def is_true(text: str) -> bool:
			return conditions.evaluate(text, self.scope())

		targets = flow.choose(self.definition, state.token(token).step, action, is_true)
		return flow.leave(self.definition, state, token, targets)

	def follow(self, move: Move) -> State:
		todo, state = self._reached(move)
		while todo and not self.ended:
			token = todo.pop(0)
			if state.token(token.id) and self._passes(self.definition.by_id[token.step]):
				if self.making_up:
					move = self._made_up(state, token, refused=False)
				else:
					move = self._leave(state, token.id, self.approving(token.step))
				opened, state = self._reached(move)
				todo += opened
		return state

	def _reached(self, move: Move) -> tuple[list[Token], State]:
		"""Tokens to open, and where the case stands: what was put off opens once the main flow has ended."""
		if move.ended != "Completed" or not self.put_off or self.making_up:
			self.ended = move.ended
			return list(move.opened), move.state
		self.making_up = move.end
		wanted = [step.id for step in self.definition.steps if step.id in self.put_off]
		tokens = [Token(move.state.next + i, step) for i, step in enumerate(wanted)]
		return tokens, State(tuple(tokens), move.state.next + len(tokens))

	def _made_up(self, state: State, token: Token, refused: bool) -> Move:
		"""Done; or, refused, asked once more."""
		rest = tuple(each for each in state.tokens if each.id != token.id)
		if refused:
			new = Token(state.next, token.step)
			return Move(State((*rest, new), state.next + 1), (new,))
		self.put_off = tuple(step for step in self.put_off if step != token.step)
		return Move(State(rest, state.next), ended="" if rest else "Completed", end=self.making_up)

	def _passes(self, step: Step) -> bool:
		if step.kind in ROUTING_KINDS:
			return self._done(step)
		if step.kind == "notice":
			return True
		if self.urgent and step.deferrable and not self.making_up:
			self.put_off = tuple(dict.fromkeys((*self.put_off, step.id)))
			return True
		self.passed[step.id] -= 1
		return self.passed[step.id] >= 0

	def _done(self, step: Step) -> bool:
		"""Whether a step that nobody does is done at once."""
		self.take({row.target: conditions.value_of(row.value, self.scope()) for row in step.sets})
		if step.call:
			return False
		if not step.subprocess or step.subprocess.process == NO_PROCESS:
			return not step.subprocess
		[amount] = [conditions.value_of(row.value, self.scope()) for row in step.subprocess.give]
		if step.subprocess.wait and amount <= SMALL:
			self.take({row.target: NO_REASON for row in step.subprocess.take})
		return amount <= SMALL or not step.subprocess.wait
