"""Who stands behind a step's rules, without a run: the positions and people who may get its tasks, as the organisation is now.

A rule that looks at the initiator, the form or the run finds everybody whom it could find for any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import frappe

from liuwan_process.definition.model import Definition, Participant, Step
from liuwan_process.process_library.organisation import Organisation

Line = list[tuple[str, str]]  # (unit, its head), nearest first
SURE = ("process_role", "position", "process_owner", "users")  # find the same people for every run


@dataclass(frozen=True)
class Doers:
	"""`posts`: names of Position; `staff`: names of Staff Member; `everybody`: it may be any employee."""

	posts: frozenset[str] = frozenset()
	staff: frozenset[str] = frozenset()
	everybody: bool = False

	def __or__(self, other: Doers) -> Doers:
		return Doers(self.posts | other.posts, self.staff | other.staff, self.everybody or other.everybody)

	def __bool__(self) -> bool:
		return bool(self.posts or self.staff or self.everybody)


NOBODY, ANYBODY = Doers(), Doers(everybody=True)


class Registry:
	"""Answers for many steps from one reading of the organisation and of the processes' owners."""

	def __init__(self, organisation: Organisation | None = None) -> None:
		self.organisation = organisation or Organisation.read()
		rows = frappe.get_all("Process", fields=["name", "process_owner"], limit=0)
		self.owners = {row.name: row.process_owner or "" for row in rows}
		self._found: dict[tuple[str, int, str], Doers] = {}
		self._busy: set[tuple[str, int, str]] = set()

	def doers(self, definition: Definition, step: Step) -> Doers:
		"""Of the rules in their order up to the first that finds the same people for every run; of all when weighted."""
		key = (definition.process, definition.version, step.id)
		if key in self._busy:  # a rule that leads back to its own step adds nobody
			return NOBODY
		if key not in self._found:
			self._busy.add(key)
			try:
				self._found[key] = self._of(definition, step)
			finally:
				self._busy.discard(key)
		return self._found[key]

	def positions(self, definition: Definition, step: Step) -> list[str]:
		return sorted(self.doers(definition, step).posts)

	def staff(self, definition: Definition, step: Step) -> list[str]:
		return sorted(self.doers(definition, step).staff)

	def everybody(self, definition: Definition, step: Step) -> bool:
		return self.doers(definition, step).everybody

	def _of(self, definition: Definition, step: Step) -> Doers:
		found = NOBODY
		for rule in step.participants:
			behind = RULES[rule.rule](self, rule, definition, step)
			found |= behind
			if behind.staff and _is_sure(rule) and step.completion.rule != "weighted":
				break
		return found

	def members(self, names: set[str], unit: str = "") -> Doers:
		"""People as themselves, with the positions in which they act."""
		known = {name for name in names if name in self.organisation.people}
		return Doers(frozenset(self.organisation.main_posts(known, unit)), frozenset(known))

	def holders(self, posts: list[str]) -> Doers:
		"""Positions, with whoever holds them."""
		staff = {member for post in posts for member in self.organisation.by_post.get(post, ())}
		return Doers(frozenset(posts), frozenset(staff))

	def heads(self, lines: Iterable[Line], pick: Callable[[Line], Line]) -> Doers:
		"""The heads that `pick` takes out of each line, as people and in the positions of the unit they head."""
		found = {head for line in lines for head in pick(line)}
		return _joined(self.members({head}, unit) for unit, head in found)

	@cached_property
	def lines(self) -> list[Line]:
		"""The heads above each unit, nearest first."""
		return [list(self.organisation.heads_above(unit)) for unit in self.organisation.units]

	@cached_property
	def lines_of_people(self) -> list[Line]:
		"""The heads whom people have above them, each line once: nobody is above themselves."""
		above = {unit: list(self.organisation.heads_above(unit)) for unit in self.organisation.units}
		found: dict[tuple[tuple[str, str], ...], None] = {}
		for person in self.organisation.people.values():
			line = above.get(person.unit, []) if person.user else []
			found[tuple(row for row in line if row[1] != person.name)] = None
		return [list(line) for line in found]


def _joined(several) -> Doers:
	posts: set[str] = set()
	staff: set[str] = set()
	for doers in several:
		posts |= doers.posts
		staff |= doers.staff
	return Doers(frozenset(posts), frozenset(staff))


def _is_sure(rule: Participant) -> bool:
	return rule.rule in SURE and not (
		rule.rule == "process_role" and rule.scope in ("initiator_unit", "field")
	)


def _process_role(registry: Registry, rule: Participant, *_of) -> Doers:
	organisation = registry.organisation
	posts = [(post, organisation.posts[post].unit) for post in organisation.by_role.get(rule.role, ())]
	people = organisation.people
	named = [
		(name, unit or people[name].unit)
		for name, unit in organisation.named.get(rule.role, ())
		if name in people
	]
	if rule.scope == "unit":
		near = _nearest(organisation, rule.unit, [*_held(organisation, posts), *named])
		posts, named = ([row for row in rows if row[1] == near] for rows in (posts, named))
	chosen = Doers(staff=frozenset(name for name, _unit in named))
	return registry.holders([post for post, _unit in posts]) | chosen


def _held(organisation: Organisation, posts: list[tuple[str, str]]) -> list[tuple[str, str]]:
	"""(staff member, unit) of the positions that somebody holds."""
	return [(member, unit) for post, unit in posts for member in organisation.by_post.get(post, ())]


def _nearest(organisation: Organisation, unit: str, holding: list[tuple[str, str]]) -> str:
	"""`unit`, or the nearest above it in which somebody is who can be given a task."""
	units = {held_in for member, held_in in holding if organisation.people[member].user}
	return next((above for above in organisation.upwards(unit) if above in units), "")


def _position(registry: Registry, rule: Participant, *_of) -> Doers:
	return registry.holders([rule.position]) if rule.position in registry.organisation.posts else NOBODY


def _head(registry: Registry, rule: Participant, *_of) -> Doers:
	return registry.heads(registry.lines_of_people, lambda line: line[rule.levels - 1 : rule.levels])


def _heads_up_to(registry: Registry, rule: Participant, *_of) -> Doers:
	holding = set(registry.organisation.by_post.get(rule.position, ()))

	def upto(line: Line) -> Line:
		last = next((i for i, (_unit, head) in enumerate(line) if head in holding), -1)
		return line[: last + 1]

	return registry.heads(registry.lines_of_people, upto)


def _superior(registry: Registry, rule: Participant, *_of) -> Doers:
	starters = registry.organisation.by_user.values()
	return registry.members({registry.organisation.superior(one.name, rule.levels) for one in starters})


def _superior_of_last(registry: Registry, rule: Participant, definition: Definition, step: Step) -> Doers:
	"""Superiors of whoever may have acted in any step from which this one is reached."""
	before = [other for other in definition.steps if step.id in definition.reach[other.id]]
	doers = [registry.doers(definition, other) for other in before]
	if any(one.everybody for one in doers):
		return _superior(registry, rule)
	last = {name for one in doers for name in one.staff}
	return registry.members({registry.organisation.superior(name, rule.levels) for name in last})


def _owner(registry: Registry, _rule: Participant, definition: Definition, _step: Step) -> Doers:
	return registry.members({registry.owners.get(definition.process, "")})


def _actor_of(registry: Registry, rule: Participant, definition: Definition, _step: Step) -> Doers:
	step = definition.by_id.get(rule.step)
	return registry.doers(definition, step) if step else NOBODY


def _users(registry: Registry, rule: Participant, *_of) -> Doers:
	by_user = registry.organisation.by_user
	return registry.members({by_user[user].name for user in rule.users if user in by_user})


def _anybody(*_of) -> Doers:
	return ANYBODY


RULES: dict[str, Callable[..., Doers]] = {
	"process_role": _process_role,
	"position": _position,
	"initiator": _anybody,
	"head_of_initiator_unit": _head,
	"superior_of_initiator": _superior,
	"superior_of_last_actor": _superior_of_last,
	"heads_up_to": _heads_up_to,
	"user_field": _anybody,
	"unit_field_head": lambda registry, rule, *_of: registry.heads(registry.lines, lambda line: line[:1]),
	"lead_person": _anybody,
	"process_owner": _owner,
	"actor_of_step": _actor_of,
	"users": _users,
}
