"""When a step is decided, written down anew and apart from the engine: what the tests hold the engine to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from liuwan_process.definition.model import Step

Decided = tuple[str, str]


@dataclass
class Visit:
	"""One visit of a step: how many were asked (or with what weight in all), and what they said so far."""

	step: Step
	order: tuple[str, ...]  # actions in the author's order
	asked: Fraction
	said: list[tuple[str, str, Fraction]] = field(default_factory=list)  # action, decision, weight
	held: Decided | None = None

	def copy(self) -> Visit:
		return replace(self, said=list(self.said))

	def say(self, action: str, decision: str, weight: float, signers_left: bool) -> Decided | None:
		"""Somebody whom the step asked decides; `signers_left`: an added signer's yes is still awaited."""
		self.said.append((action, decision, Fraction(weight) if self.weighs else Fraction(1)))
		decided = self._decided()
		if decided and decided[1] == "approve" and signers_left:
			self.held = decided
			return None
		return decided

	def signer_says(self, action: str, decision: str, signers_left: bool) -> Decided | None:
		"""Somebody added beside or after decides."""
		if decision == "refuse":
			return action, "refuse"
		return self.signer_gone(signers_left)

	def signer_gone(self, signers_left: bool) -> Decided | None:
		return None if signers_left else self.held

	@property
	def weighs(self) -> bool:
		return self.step.completion.rule == "weighted"

	def _decided(self) -> Decided | None:
		action, decision, _weight = self.said[-1]
		rule = self.step.completion
		if rule.rule == "any" or (decision == "refuse" and rule.refusal == "decides"):
			return action, decision
		yes = self._sum("approve")
		if yes >= self._needed():
			return self._favourite("approve"), "approve"
		if self.asked - self._sum("refuse") < self._needed():
			return self._favourite("refuse"), "refuse"
		return None

	def _needed(self) -> Fraction:
		rule, value = self.step.completion.rule, Fraction(self.step.completion.value)
		if rule == "at_least":
			return min(value, self.asked)
		share = self.asked * value / 100
		if rule == "percent":
			return Fraction(max(1, -(-share.numerator // share.denominator)))
		return share if rule == "weighted" else self.asked

	def _sum(self, decision: str) -> Fraction:
		return sum((weight for _a, said, weight in self.said if said == decision), Fraction(0))

	def _favourite(self, decision: str) -> str:
		"""Most votes; of equals, what the author drew first."""
		votes = [action for action, said, _weight in self.said if said == decision]
		order = [*self.order, *votes]
		return min(votes, key=lambda action: (-votes.count(action), order.index(action)))
