"""What the process office does with the random cases."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from liuwan_process.definition import branches, paths
from liuwan_process.definition.flow import Token
from liuwan_process.definition.model import Definition
from liuwan_process.engine import move, office
from tests.factories import person
from tests.machine import versions
from tests.machine.flows import OFFICE, POOL
from tests.machine.people import WHY
from tests.machine.world import counts

some = st.integers(0, 11)
logins = st.sampled_from(POOL)
running = precondition(lambda self: self.world.case.running)
started = precondition(lambda self: not self.world.case.over)


class Office:
	"""Rules of the machine."""

	def token(self, number: int) -> Token:
		"""One of the places where the case stands."""
		return self.world.case.standing[number % len(self.world.case.standing)]

	@started
	@rule(who=st.sampled_from(OFFICE))
	def suspend_or_resume(self, who):
		world = self.world
		call = office.suspend if world.case.running else office.resume
		world.act(call.__name__, person(who), lambda key: call(world.name, WHY, key=key))
		world.stays()

	@running
	@rule(number=some, to=some)
	def jump(self, number, to):
		world, token = self.world, self.token(number)
		step = world.definition.steps[to % len(world.definition.steps)].id
		call = lambda key: office.jump(world.name, step, WHY, token.step, key)  # noqa: E731
		rows = world.act("jump", person("office"), call, may_fail=True)
		if rows:
			state = world.before[world.now].case.state
			frames = kept_frames(world.definition, token, step)
			replay = world.replay(rows)
			world.expect(replay.send_back(state, token.id, step, frames), replay)

	@running
	@rule(number=some)
	def leave_out(self, number):
		world, token = self.world, self.token(number)
		call = lambda key: office.leave_out(world.name, token.step, WHY, key)  # noqa: E731
		rows = world.act("leave out", person("office2"), call, may_fail=self.made_up)
		if rows:
			world.decided(token.id, (world.replay([]).approving(token.step), "approve"), rows)

	@running
	@rule(
		number=some,
		others=st.lists(logins, min_size=1, max_size=2, unique=True),
		kind=st.sampled_from(office.KINDS),
	)
	def insert(self, number, others, kind):
		world = self.world
		step, title = (
			world.definition.steps[number % len(world.definition.steps)].id,
			f"One more {world.number}",
		)
		users = [person(other) for other in others]
		call = lambda key: office.insert(world.name, step, title, users, WHY, kind, key)  # noqa: E731
		if world.act("insert", person("office"), call, may_fail=True):
			world.stays()

	@running
	@rule(who=logins, to=logins)
	def hand_over(self, who, to):
		world = self.world
		call = lambda key: office.hand_over(world.name, person(who), person(to), WHY, key)  # noqa: E731
		if world.act("hand over", person("office"), call, may_fail=True):
			world.stays()

	@started
	@rule(number=some, kind=st.sampled_from(versions.KINDS), named=st.booleans())
	def move(self, number, kind, named):
		"""To a version that is like the case's own; what stands in the way is said beforehand."""
		world = self.world
		new, steps = versions.like(world, kind, number)
		steps = steps if named else {}
		version, new = versions.publish(new)
		movable = versions.is_movable(world, new, steps)
		call = lambda key: move.move(world.name, version, steps, WHY, key)  # noqa: E731
		rows = world.act("move", person("office"), call, may_fail=True)
		assert (rows is not None) == movable, (kind, steps, world.case.state)
		counts[f"move {kind}{', named' if steps else ''}: {'done' if movable else 'refused'}"] += 1
		if rows:
			versions.judge(world, new, steps, rows)


def kept_frames(definition: Definition, token: Token, step: str) -> tuple[str, ...]:
	"""As many of a token's frames as a case that stands in `step`, in the token's own branch, has."""
	mine = paths.splits_of(token)
	fitting = [
		shape
		for shape in paths.shapes(definition)[step]
		if mine[: len(shape)] == shape and branches.lies_in_branch(definition, token, step, shape)
	]
	return token.frames[: max(map(len, fitting))]
