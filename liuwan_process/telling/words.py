"""How news sounds, in the language that is being spoken (`identity.speaking`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from liuwan_process.portal import rows, times


@dataclass(frozen=True)
class News:
	"""What a message is about. `task` and `due` are of the task that the event names, if it names one."""

	event: str
	instance: str
	title: str
	step: str
	actor: str
	comment: str = ""
	task: str = ""
	due: datetime | None = None

	@property
	def address(self) -> str:
		"""Where to read on."""
		if self.task and self.event in ("task", "urge", "near", "late"):
			return f"/process/task/{self.task}"
		return f"/process/run/{self.instance}"


def news(message: dict[str, Any]) -> News:
	"""Read what a Process Message is about; step titles in the language that is being spoken."""
	fields = ["title", "current_steps"]
	run = frappe.db.get_value("Process Instance", message["instance"], fields, as_dict=True)
	log = frappe.db.get_value("Process Log", message["log"], ["actor_name", "comment", "act"], as_dict=True)
	task = message.get("task") and frappe.db.get_value(
		"Process Task", message["task"], ["step_title", "due_on"], as_dict=True
	)
	return News(
		event=message["event"],
		instance=message["instance"],
		title=run.title,
		step=_(task.step_title) if task else rows.steps(run.current_steps),
		actor=log.actor_name or "",
		comment=log.comment
		if log.act in ("Comment", "Urge", "Return", "Decide", "Transfer", "Add Signer", "Pause")
		else "",
		task=message.get("task") or "",
		due=task.due_on if task else None,
	)


def subject(news: News) -> str:
	"""To the person whom it concerns."""
	words = {
		"task": _("{0} waits for you: {1}"),
		"copy": _("{0} was sent to you for information: {1}"),
		"urge": _("{2} asks you to hurry: {1}"),
		"ended": _("Your request has ended: {1}"),
		"near": _("{0} is due soon: {1}"),
		"late": _("{0} is overdue: {1}"),
		"comment": _("{2} wrote about: {1}"),
		"mention": _("{2} mentioned you: {1}"),
		"case_near": _("The whole run is due soon: {1}"),
		"case_late": _("The whole run is overdue: {1}"),
		"lead": _("{2} named you lead person: {1}"),
		"stand_in": _("Somebody stands in during an absence: {1}"),
		"pause": _("{2} waits for your answer about: {1}"),
		"suspended": _("{0} is suspended for now: {1}"),
		"make_up_refused": _("{0} was not accepted and has to be mended: {1}"),
	}
	return words.get(news.event, _("Something happened: {1}")).format(news.step, news.title, news.actor)


def to_group(news: News, people: str) -> str:
	"""To a group, about the people whom it concerns."""
	words = {
		"task": _("{0} waits for {3}: {1}"),
		"copy": _("{0} was sent to {3} for information: {1}"),
		"urge": _("{2} asks {3} to hurry: {1}"),
		"ended": _("The request of {3} has ended: {1}"),
		"near": _("{0} of {3} is due soon: {1}"),
		"late": _("{0} of {3} is overdue: {1}"),
		"comment": _("{2} wrote about: {1}"),
		"mention": _("{2} mentioned {3}: {1}"),
		"case_near": _("The whole run is due soon: {1}"),
		"case_late": _("The whole run is overdue: {1}"),
		"lead": _("{2} named {3} lead person: {1}"),
		"stand_in": _("Somebody stands in during an absence: {1}"),
		"pause": _("{2} waits for an answer of {3} about: {1}"),
		"suspended": _("{0} is suspended for now: {1}"),
		"make_up_refused": _("{0} was not accepted and has to be mended: {1}"),
	}
	text = words.get(news.event, _("Something happened: {1}"))
	return text.format(news.step, news.title, news.actor, people)


def due(news: News, now: datetime) -> str:
	return _("Due {0}").format(times.until(news.due, now)) if news.due else ""
