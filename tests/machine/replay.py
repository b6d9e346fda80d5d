"""The moves of a case by the pure rules of flow alone: where a log says that a case stands must follow from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from liuwan_process.definition import flow
from liuwan_process.definition.flow import Move, State
from liuwan_process.definition.model import Definition


@dataclass
class Replay:
	"""`is_true` evaluates a condition; `passed` counts, by step, how often the log says that a step passed by itself."""

	definition: Definition
	is_true: Callable[[str], bool]
	passed: Counter[str] = field(default_factory=Counter)
	ended: str = ""

	def begin(self, action: str) -> State:
		return self.leave(flow.begin(self.definition), 1, action)

	def leave(self, state: State, token: int, action: str) -> State:
		step = state.token(token).step
		if action not in self.definition.actions(step):  # refused, and nothing is drawn for it
			self.ended = "Refused"
			return State((), state.next)
		return self._follow(self._leave(state, token, action))

	def send_back(self, state: State, token: int, step: str, frames: tuple[str, ...]) -> State:
		return self._follow(flow.send_back(self.definition, state, token, step, frames))

	def approving(self, step: str) -> str:
		return next(a for a, decision in self.definition.actions(step).items() if decision == "approve")

	def _leave(self, state: State, token: int, action: str) -> Move:
		targets = flow.choose(self.definition, state.token(token).step, action, self.is_true)
		return flow.leave(self.definition, state, token, targets)

	def _follow(self, move: Move) -> State:
		todo = list(move.opened)
		while todo and not move.ended:
			token = todo.pop(0)
			if move.state.token(token.id) and self._passes(token.step):
				move = self._leave(move.state, token.id, self.approving(token.step))
				todo += move.opened
		self.ended = move.ended
		return move.state

	def _passes(self, step: str) -> bool:
		if self.definition.by_id[step].kind == "notice":
			return True
		self.passed[step] -= 1
		return self.passed[step] >= 0
