"""Opens steps and leaves them: who gets a task, when a step is decided, and what passes without anybody."""

from __future__ import annotations

import math
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition import conditions, flow
from liuwan_process.definition.conditions import ConditionError
from liuwan_process.definition.flow import Move, NoWayOn, Token
from liuwan_process.definition.model import ROUTING_KINDS, Step
from liuwan_process.engine import absence, green, people, repair
from liuwan_process.engine.errors import EngineError, NobodyFound
from liuwan_process.engine.run import Run

MOST_PASSES = 200  # steps that one act may pass without anybody, before it is taken for a circle


def outcome(run: Run, task: dict[str, Any], step: Step) -> tuple[str, str] | None:
	"""(action, decision) of a step once enough people have decided, None while others still have to.

	`task` is the one just closed. The action with the most votes wins, the author's order breaks a tie.
	"""
	rule = step.completion
	if task["added"]:
		return (task["action"], "refuse") if task["decision"] == "refuse" else None
	if rule.rule == "any" or (task["decision"] == "refuse" and rule.refusal == "decides"):
		return task["action"], task["decision"]
	votes = [vote for vote in run.votes(task["token"]) if not vote["added"]] + [task]
	approvals = [vote for vote in votes if vote["decision"] == "approve"]
	weigh = _weight if rule.rule == "weighted" else len
	left = weigh(_still_asked(run, task["token"])) + len(run.queues.get(str(task["token"]), []))
	needed = _needed(step, weigh(votes) + left)
	if weigh(approvals) >= needed:
		return _most(run, step, approvals)
	if weigh(approvals) + left < needed:
		return _most(run, step, [vote for vote in votes if vote["decision"] == "refuse"])
	return None


def _still_asked(run: Run, token: int) -> list[dict[str, Any]]:
	return [task for task in run.tasks if task.token == token and not task.added]


def _weight(votes: list[dict[str, Any]]) -> float:
	return sum(vote["weight"] or 0 for vote in votes)


def _needed(step: Step, asked: float) -> float:
	"""How many approvals, or how much weight of them, the step needs of those asked."""
	rule, value = step.completion.rule, step.completion.value
	if rule == "at_least":
		return min(int(value), asked)
	if rule == "percent":
		return max(math.ceil(asked * value / 100), 1)
	if rule == "weighted":
		return asked * value / 100
	return asked


def _most(run: Run, step: Step, votes: list[dict[str, Any]]) -> tuple[str, str]:
	order = [*run.definition.actions(step.id), *(vote["action"] for vote in votes)]
	counts = {action: sum(v["action"] == action for v in votes) for action in order}
	best = max(counts, key=lambda action: (counts[action], -order.index(action)))
	return best, votes[0]["decision"]


def go_on(run: Run, token_id: int, action: str, decision: str) -> list[str]:
	"""Leave a step by an action; returns the titles of what comes next. Opens everything that follows."""
	from liuwan_process.engine import routing  # it walks by this file

	token = run.state.token(token_id)
	back = run.memory.get("back", {}).get(str(token_id))
	run.cancel_tokens((token,))
	if run.instance.making_up:
		settle(run, green.answered(run, token, decision), last_actor="")
		return []
	if action in repair.OFFERED and run.step(token.step).kind in ROUTING_KINDS:
		action = routing.repaired(run, token, action)
		if not action:
			return []
	if back and decision == "approve":
		return _back(run, token, back)
	if action not in run.definition.actions(token.step):
		return _refuse_run(run)
	targets = next_steps(run, token.step, action)
	move = flow.leave(run.definition, run.state, token_id, targets)
	settle(run, move, last_actor=run.last_actor or "")
	return [run.step(target).title for target in targets]


def _back(run: Run, token: Token, back: dict[str, Any]) -> list[str]:
	"""What was returned with “come back to me” goes straight to whoever returned it."""
	move = flow.send_back(run.definition, run.state, token.id, back["step"], token.frames)
	run.state = move.state
	give(run, move.opened[0], [back["user"]])
	return [run.step(back["step"]).title]


def next_steps(run: Run, step: str, action: str) -> list[str]:
	def is_true(condition: str) -> bool:
		return conditions.evaluate(condition, conditions.scope(run.definition, run.form, run.scope()))

	try:
		ways = flow.taken(run.definition, step, action, is_true)
		run.took(ways)
		return flow.targets(ways)
	except NoWayOn:
		message = _("From “{0}” there is no way on: no condition is met by this form")
	except ConditionError as error:
		message = _("From “{0}” there is no way on: a condition cannot be evaluated ({1})").format(
			"{0}", error
		)
	frappe.throw(message.format(_(run.step(step).title)), EngineError)


def _refuse_run(run: Run) -> list[str]:
	"""A refusal that the drawing does not lead anywhere ends the run."""
	finish(run, "Refused")
	return []


def finish(run: Run, status: str, end_step: str = "") -> None:
	run.cancel_tokens(run.state.tokens)
	run.state = flow.State((), run.state.next)
	run.queues.clear()
	run.instance.end_step = end_step
	run.end(status)
	if run.definition.absence and status != "Completed":
		absence.end(run)


def settle(run: Run, move: Move, last_actor: str) -> None:
	"""Take over a move and go on until every open token has somebody, or the run has ended."""
	todo = _take(run, move)
	for _pass in range(MOST_PASSES):
		if not todo or not run.running:
			return
		token = todo.pop(0)
		if run.state.token(token.id) is None:
			continue
		action = _open(run, token, last_actor)
		if action:
			todo += _take(run, _leave(run, token, action))
	if todo:
		frappe.throw(_("The process goes round in a circle in which nobody has to act"), EngineError)


def _leave(run: Run, token: Token, action: str) -> Move:
	if run.instance.making_up:
		return green.answered(run, token, "approve")
	return flow.leave(run.definition, run.state, token.id, next_steps(run, token.step, action))


def _take(run: Run, move: Move) -> list[Token]:
	run.state = move.state
	run.cancel_tokens(move.cancelled)
	if move.ended == "Completed" and run.definition.absence:
		absence.begin(run)
	if move.ended == "Completed" and (tokens := green.make_ups(run, move.end)):
		return tokens
	if move.ended:
		finish(run, move.ended, move.end)
	return list(move.opened)


def _open(run: Run, token: Token, last_actor: str) -> str:
	"""Give a step to its people. Returns the action to leave it by when nobody has to act, else ""."""
	from liuwan_process.engine import routing  # it walks by this file

	step = run.step(token.step)
	if step.kind in ROUTING_KINDS:
		return routing.open_step(run, token)
	if green.puts_off(run, step):
		return approving(run, step)
	found, weights = people_of(run, step)
	if step.kind == "notice":
		return _copy(run, step, found)
	found = found or _nobody(run, step)
	if not found:
		run.note("Skip", step=step.id, comment=_("Nobody was found for this step"))
		return approving(run, step)
	asked = [user for user in found if not _passes(run, step, user, last_actor)]
	if _is_passed(step, found, asked):
		run.note(
			"Pass",
			step=step.id,
			comment=_("Passed automatically: {0} has already decided").format(last_actor),
		)
		return approving(run, step)
	give(run, token, asked, weights)
	return ""


def people_of(run: Run, step: Step) -> tuple[list[str], dict[str, float]]:
	"""Whom a step asks, and with which weight where votes are weighed."""
	if step.kind == "start":
		return [run.instance.initiator], {}
	if step.completion.rule != "weighted":
		return people.resolve(step, run.asking()), {}
	weights = people.resolve_weighted(step, run.asking())
	return list(weights), weights


def give(run: Run, token: Token, users: list[str], weights: dict[str, float] | None = None) -> None:
	"""Open tasks for users; in turn means one after the other."""
	if run.step(token.step).completion.rule == "in_turn":
		run.queues[str(token.id)] = users[1:]
		users = users[:1]
	opened = run.open_tasks(token, users) or run.open_tasks(token, people.administrators())
	for task in opened:
		task.weight = (weights or {}).get(task.on_behalf_of or task.assignee, 1)


def approving(run: Run, step: Step) -> str:
	return next(
		action for action, decision in run.definition.actions(step.id).items() if decision == "approve"
	)


def _copy(run: Run, step: Step, users: list[str]) -> str:
	"""A notice informs its people and goes on by itself."""
	for user in users:
		run.parts.setdefault(user, "Copied")
		run.told.append((user, "copy", run.name))
		run.note("Copy", step=step.id, to_user=user)
	return approving(run, step)


def _nobody(run: Run, step: Step) -> list[str]:
	if step.nobody == "administrator":
		run.note(
			"Escalate",
			step=step.id,
			comment=_("Nobody was found for this step: it went to the process office"),
		)
		return people.administrators()
	if step.nobody == "refuse":
		message = _("Nobody is there to do “{0}”. Please ask the process office to name somebody.")
		frappe.throw(message.format(_(step.title)), NobodyFound)
	return []


def _passes(run: Run, step: Step, user: str, last_actor: str) -> bool:
	"""Whether the process's policy lets an approval by this person pass."""
	if step.kind != "approval":
		return False
	definition = run.definition
	if user == run.instance.initiator and definition.initiator_approver == "pass":
		return True
	return user == last_actor and definition.same_approver == "pass"


def _is_passed(step: Step, found: list[str], asked: list[str]) -> bool:
	if len(asked) == len(found):
		return False
	return not asked or step.completion.rule == "any"
