"""Responsibility: who is responsible, accountable, consulted and informed in each step, as the organisation is now.

Who is responsible follows from the rules that find a step's people, unless the step says otherwise; whoever gets a
notice is informed. The others are said at the step. Parties are roles and relative ones, so that a reorganisation
changes the answers and no process.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from liuwan_process.definition.knowledge import LETTERS, Responsibility
from liuwan_process.definition.model import WORK_KINDS, Definition, Participant, Step
from liuwan_process.process_library import doers
from liuwan_process.process_library.doers import Doers, Registry

POST, PERSON, UNIT, ANYBODY = "post", "person", "unit", "anybody"
OWNER = Responsibility("A", "process_owner")


@dataclass(frozen=True, slots=True, order=True)
class Entity:
	"""Who has a letter: a Position, a Staff Member who acts in none, an Org Unit, or any employee."""

	kind: str
	name: str = ""


@dataclass
class Raci:
	"""Answers for many steps from one reading of the organisation."""

	registry: Registry = field(default_factory=Registry)

	def of_step(self, definition: Definition, step: Step) -> dict[str, set[Entity]]:
		"""Letter -> who has it; letters that nobody has are there with an empty set."""
		said = stated(definition, step)
		found = {letter: self._parties(definition, step, said[letter]) for letter in LETTERS}
		if not said["R"] and step.kind in WORK_KINDS:
			found["R"] = self._doers(definition, step)
		if step.kind == "notice":
			found["I"] |= self.entities(self.registry.doers(definition, step))
		return found

	def behind(self, definition: Definition, step: Step, row: Responsibility) -> set[Entity]:
		"""Who is behind one party."""
		if row.party == "unit":
			return {Entity(UNIT, row.name)} if row.name in self.registry.organisation.units else set()
		rule = rule_of(row)
		return self.entities(doers.RULES[rule.rule](self.registry, rule, definition, step))

	def entities(self, found: Doers) -> set[Entity]:
		organisation = self.registry.organisation
		acting = {name for post in found.posts for name in organisation.by_post.get(post, ())}
		entities = {Entity(POST, post) for post in found.posts}
		entities |= {Entity(PERSON, name) for name in found.staff - acting}
		return entities | ({Entity(ANYBODY)} if found.everybody else set())

	def unit_of(self, entity: Entity) -> str:
		"""The unit in which somebody has a letter; "" for any employee's."""
		organisation = self.registry.organisation
		if entity.kind == POST:
			return organisation.posts[entity.name].unit
		if entity.kind == PERSON:
			return organisation.people[entity.name].unit
		return entity.name

	def _doers(self, definition: Definition, step: Step) -> set[Entity]:
		if step.kind == "start" and not step.participants:
			return {Entity(ANYBODY)}
		return self.entities(self.registry.doers(definition, step))

	def _parties(self, definition: Definition, step: Step, rows: list[Responsibility]) -> set[Entity]:
		return {entity for row in rows for entity in self.behind(definition, step, row)}


def stated(definition: Definition, step: Step) -> dict[str, list[Responsibility]]:
	"""Letter -> what the step says, with the process's own rule for who is accountable."""
	found = {letter: [row for row in step.responsibilities if row.letter == letter] for letter in LETTERS}
	if not found["A"] and definition.accountable == "process_owner" and needs_somebody(step):
		found["A"] = [OWNER]
	return found


def needs_somebody(step: Step) -> bool:
	"""Whether somebody should be accountable: people work in the step. A start belongs to whoever starts."""
	return step.kind in ("task", "approval")


def rule_of(row: Responsibility) -> Participant:
	"""A party as a rule that finds people."""
	return Participant(
		row.party,
		role=row.name if row.party == "process_role" else "",
		position=row.name if row.party == "position" else "",
	)
