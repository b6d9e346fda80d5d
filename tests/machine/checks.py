"""What must be true of a case after every act, whatever people did. Each check names what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from liuwan_process.compiler.states import ENDED, PARALLEL
from liuwan_process.definition import insertion
from liuwan_process.definition.model import Definition
from liuwan_process.process_organization.calendar import get_calendar
from tests.machine.case import Case, Row, state_of

OVER = ("Completed", "Refused", "Withdrawn", "Terminated")


def faults(case: Case, definition: Definition) -> list[str]:
	"""Every invariant that a case breaks; empty: the case is whole."""
	found = [*_tokens(case), *_tasks(case), *_end(case), *_form(case, definition)]
	return [*found, *_times(case), *_limits(case), *_log(case)]


def _tokens(case: Case) -> Iterator[str]:
	standing = [token for token in case.state.tokens if not token.waiting]
	kinds = (
		{task.token for task in case.live},
		{call.token for call in case.open_calls()},
		{child.parent_token for child in case.below()},
	)
	if Counter(number for kind in kinds for number in kind) != Counter(token.id for token in standing):
		yield f"tokens {standing} but tasks, calls and runs below of {kinds}"
	yield from _waiting(case)
	places = Counter((token.step, token.frames) for token in standing)
	yield from (f"two tokens in {place}" for place, count in places.items() if count > 1)
	for task in case.live:
		token = case.state.token(task.token)
		if token and token.step != task.step:
			yield f"task in {task.step}, token in {token.step}"
	if case.running and not standing:
		yield "the run goes on, and stands nowhere"


def _waiting(case: Case) -> Iterator[str]:
	"""Nothing goes on for a step that the case has left."""
	for call in case.calls:
		if (call.status in ("Waiting", "Answered")) != bool(call.next_on) and call.status != "Failed":
			yield f"a call is {call.status}, next on {call.next_on}"
	for child in case.below():
		token = case.state.token(child.parent_token)
		if token is None or token.step != child.parent_step:
			yield f"a run below waits to be taken up in {child.parent_step}, the case stands in {case.state}"
	if case.over and any(child.parent_waits for child in case.children):
		yield "the case is over, and waits for a run below"


def _tasks(case: Case) -> Iterator[str]:
	# whoever takes over what a colleague has in a step keeps it apart from a task of one's own there
	apart = [] if any(row.act == "Hand Over" for row in case.log) else case.live
	seats = Counter((task.token, task.assignee, task.on_behalf_of) for task in apart)
	yield from (f"one task twice: {seat}" for seat, count in seats.items() if count > 1)
	for task in apart:
		asked = [t for t in case.of_token(task.token) if t.added == "Before" and t.added_by == task.assignee]
		if (task.status == "Waiting") != bool(asked):
			yield f"{task.assignee} is {task.status} and has asked {[t.assignee for t in asked]} before"
	for task in case.tasks:
		if (task.closed_on is None) != (task.status in ("Open", "Waiting")):
			yield f"{task.status}, closed on {task.closed_on}"
		if task.status == "Done" and not (task.acted_by and task.action and task.decision):
			yield f"done, but by {task.acted_by}, {task.action}, {task.decision}"
	if not all(
		key in {str(token.id) for token in case.state.tokens}
		for kept in ("queues", "held", "back")
		for key in case.memory.get(kept, {})
	):
		yield f"remembers tokens that are gone: {case.memory}"


def _end(case: Case) -> Iterator[str]:
	if case.over and (case.run.status not in OVER or case.live or case.state.tokens):
		yield f"ended as {case.run.status} with {len(case.live)} tasks and {case.state.tokens}"
	if bool(case.run.ended_on) != case.over:
		yield f"{case.run.status}, ended on {case.run.ended_on}"
	if case.over and case.run.warn_on:
		yield "the clock of an ended run still goes"


def _form(case: Case, definition: Definition) -> Iterator[str]:
	if case.form.process_instance != case.run.name:
		yield f"the form belongs to {case.form.process_instance}"
	if case.form.workflow_state not in _states(case, definition):
		yield f"the form shows {case.form.workflow_state}, not one of {_states(case, definition)}"
	if case.form.docstatus != (case.run.status == "Completed"):
		yield f"{case.run.status}, and the form's docstatus is {case.form.docstatus}"


def _states(case: Case, definition: Definition) -> set[str]:
	if case.run.status in ENDED:
		return {ENDED[case.run.status]}
	if case.run.status == "Completed":
		return {step.title for step in definition.steps if step.kind == "end"}
	shown = {insertion.shown_as(definition, token.step) for token in case.state.tokens}
	return {PARALLEL} if len(shown) > 1 else {definition.by_id[step].title for step in shown}


def _times(case: Case) -> Iterator[str]:
	for task in case.tasks:
		if task.closed_on:
			yield from _time(task)
	if case.run.working_seconds is not None and case.run.working_seconds < 0:
		yield f"the run took {case.run.working_seconds} s"


def _time(task: Row) -> Iterator[str]:
	spent = (task.waiting_seconds, task.working_seconds, task.paused_seconds)
	whole = get_calendar(task.assignee_unit).between(task.opened_on, task.closed_on)
	if min(spent) < 0 or whole < 0:
		yield f"{task.step}: less than no time, {spent} of {whole}"
	if abs(sum(spent) - whole) > 3:  # each part is rounded down to whole seconds
		yield f"{task.step}: waited, worked, paused {spent} of {whole} seconds"


def _limits(case: Case) -> Iterator[str]:
	"""An open task with a limit that nobody was reminded of yet is still looked at by the clock."""
	stopped = not case.running
	for task in case.live:
		ticking = bool(task.warn_on)
		if ticking and (stopped or task.paused_on or task.status == "Waiting"):
			yield f"{task.step}: the clock goes although it was stopped"
		due = task.due_on and not task.reminders and task.opened_on != task.due_on
		if due and not (
			ticking or stopped or task.paused_on or task.status == "Waiting" or _has_passed(case, task)
		):
			yield f"{task.step}: due on {task.due_on}, and nobody looks"


def _has_passed(case: Case, task: Row) -> bool:
	"""Whether the limit of a task has passed before, for somebody else: then it may have said its last word."""
	return task.due_on <= max(row.creation for row in case.log)


def _log(case: Case) -> Iterator[str]:
	keys = [row.key for row in case.log if row.key]
	if len(keys) != len(set(keys)):
		yield "one key twice in the log"
	last = [row.state for row in case.log if row.state]
	if not last or state_of(last[-1]) != case.state:
		yield f"the log's last state is {last[-1:]}, the run's {case.run.state}"
	if case.log[0].act != "Start":
		yield f"the log begins with {case.log[0].act}"
