"""A task that waits for the applicant: its clock stands until whoever has it goes on, or the applicant answers."""

from __future__ import annotations

import frappe
from frappe import _

from liuwan_process.engine import acts, pauses
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.run import Run


def pause(task: str, comment: str, key: str = "") -> acts.Answer:
	"""Stop the clock of one's own task and tell the applicant what is missing."""

	def act(run: Run) -> None:
		mine = acts.own_task(run, task)
		acts.require_comment(comment, _("Please say what you are waiting for"))
		if mine.paused_on:
			frappe.throw(_("This task is paused already"), EngineError)
		pauses.pause(run, mine)
		run.told.append((run.instance.initiator, "pause", task))
		run.note("Pause", task=task, step=mine.step, comment=comment)

	return acts.perform(act, key, closes=False, task=task)


def go_on(task: str, comment: str = "", key: str = "") -> acts.Answer:
	"""Let the clock of one's own paused task go on."""

	def act(run: Run) -> None:
		mine = acts.own_task(run, task)
		if not mine.paused_on:
			frappe.throw(_("This task is not paused"), EngineError)
		pauses.resume(run, mine)
		run.note("Continue", task=task, step=mine.step, comment=comment)

	return acts.perform(act, key, closes=False, task=task)
