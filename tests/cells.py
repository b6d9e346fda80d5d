"""A case in which everybody of the table of acts has a part, and each act as a call of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import frappe

import liuwan_process
from liuwan_process.api import office, runs, tasks
from liuwan_process.engine.move import move
from liuwan_process.engine.versions import current_version
from tests import factories
from tests.factories import document, ensure_demo, only_task, person, step
from tests.machine.case import dump

DOCS = Path(liuwan_process.__file__).parent.parent / "docs"
CODE = "T-CELLS"
CAST = {
	"initiator": "miner1",
	"assignee": "quality",
	"before": "expert1",  # did the step before
	"lead": "information",
	"head": "team1",
	"owner": "finance",
	"office": "office",
	"supervision": "supervision",
	"unrelated": "sales1",
	"Guest": "Guest",
}
FIELDS = [
	{"name": "amount", "label": "Amount", "type": "Int"},
	{"name": "note", "label": "Note"},
]


def user(who: str) -> str:
	return "Guest" if who == "Guest" else person(CAST[who])


def publish() -> None:
	"""start (the miner) > first (an expert) > second (quality) > third; led by whoever is named, owned by finance."""
	ensure_demo()
	steps = [
		step("start", "start", user="miner1", fields={"amount": "require"}),
		step("first", user="expert1"),
		step("second", user="quality", fields={"note": "require"}),
		step("third", user="safety"),
	]
	ways = ["start>first Submit", "first>second", "second>third", "third>end"]
	for title in ("Over", "End"):  # two versions
		end = step("end", "end", title=title)
		factories.publish_process(document(CODE, [*steps, end], ways, FIELDS, policies={"lead": "optional"}))
	owner = frappe.db.get_value("Staff Member", {"user": person("finance")}, "name")
	frappe.db.set_value("Process", CODE, "process_owner", owner)
	frappe.db.commit()
	frappe.clear_document_cache("Process", CODE)


@contextmanager
def kept_apart() -> Iterator[None]:
	"""Acts commit and undo for themselves; here they undo what they began, and everything is undone at the end."""
	undo = frappe.db.rollback

	def rollback(*, save_point: str | None = None) -> None:
		undo(save_point=save_point or "cell")

	frappe.db.savepoint("cell")
	with mock.patch.multiple(frappe.db, commit=lambda: None, rollback=rollback):
		yield
	undo()


@contextmanager
def signed_in(who: str) -> Iterator[None]:
	"""As somebody of the cast, who reads Chinese."""
	frappe.set_user(user(who))
	frappe.local.lang = "zh"
	frappe.local.message_log = []
	try:
		yield
	finally:
		frappe.set_user("Administrator")
		frappe.local.lang = "en"


@dataclass
class Case:
	"""`task`: the one of the second step; `first`: the one before it, done; `added`: of an added signer."""

	instance: str
	first: str
	task: str
	added: str = ""

	@classmethod
	def standing(cls) -> Case:
		"""In the second step, and nobody has opened it."""
		with signed_in("initiator"):
			more = {"lead_person": user("lead")}
			instance = runs.start(CODE, {"amount": 1}, **more)["instance"]
		first = only_task("expert1", instance)
		with signed_in("before"):
			tasks.decide(first, "Approve")
		return cls(instance, first, only_task("quality", instance))

	def prepare(self, act: str) -> None:
		"""Bring the case where the act makes sense."""
		if act == "Remove Signer":
			self.do("Add Signer", "assignee")
			self.added = only_task("hr", self.instance)
		elif act == "Continue":
			self.do("Pause", "assignee")
		elif act == "Resume":
			self.do("Suspend", "office")
		elif act == "Move":
			self._follow_the_version_before()
		frappe.db.savepoint("cell")

	def _follow_the_version_before(self) -> None:
		before = frappe.get_all(
			"Process Version", {"process_code": CODE}, pluck="name", order_by="version desc"
		)[1]
		frappe.db.set_value("Process Instance", self.instance, "process_version", before)
		frappe.db.set_value("Process Task", {"instance": self.instance}, "process_version", before)

	def do(self, act: str, who: str) -> Any:
		with signed_in(who):
			return CALLS[act](self)

	def refused(self, act: str, who: str) -> str:
		return self.refused_to(who, CALLS[act])

	def refused_to(self, who: str, act: Callable[[Case], Any]) -> str:
		"""The words in which somebody is refused."""
		try:
			with signed_in(who):
				act(self)
		except frappe.PermissionError as error:
			return str(error) or frappe.flags.error_message
		except frappe.ValidationError as error:
			return str(error) or frappe.flags.error_message
		finally:
			frappe.db.rollback()
		raise AssertionError(f"{who} may")

	def logged(self, act: str) -> dict[str, Any]:
		filters = {"instance": self.instance, "act": act}
		return frappe.db.get_value("Process Log", filters, "*", as_dict=True, order_by="creation desc")

	def dump(self) -> list:
		return dump(self.instance, self.form[0])

	@property
	def form(self) -> tuple[str, str]:
		return frappe.db.get_value("Process Instance", self.instance, ["document_type", "document_name"])


def _edit(case: Case) -> None:
	form = frappe.get_doc(*case.form)
	form.note = "Typed"
	form.save()


def _start(case: Case) -> None:
	case.instance = runs.start(CODE, {"amount": 2})["instance"]


HR = "hr@liuwan.example"
WHY = "Why"
CALLS: dict[str, Callable[[Case], Any]] = {
	"Start": _start,
	"Decide": lambda case: tasks.decide(case.task, "Approve", WHY, {"note": "Seen"}),
	"Return": lambda case: tasks.send_back(case.task, "first", WHY),
	"Take Back": lambda case: tasks.take_back(case.first, WHY),
	"Withdraw": lambda case: runs.withdraw(case.instance, WHY),
	"Transfer": lambda case: tasks.transfer(case.task, HR, WHY),
	"Add Signer": lambda case: tasks.add_signer(case.task, [HR], "Before", WHY),
	"Remove Signer": lambda case: tasks.remove_signer(case.added, WHY),
	"Pause": lambda case: tasks.pause(case.task, WHY),
	"Continue": lambda case: tasks.go_on(case.task, WHY),
	"Comment": lambda case: runs.comment(case.instance, WHY, mentions=[user("before")]),
	"Edit": _edit,
	"Urge": lambda case: runs.urge(case.instance, WHY),
	"Hand Over": lambda case: office.hand_over_here(case.instance, user("assignee"), HR, WHY),
	"Name Lead Person": lambda case: runs.name_lead(case.instance, HR, WHY),
	"Suspend": lambda case: office.suspend(case.instance, WHY),
	"Resume": lambda case: office.resume(case.instance),
	"Jump": lambda case: office.jump(case.instance, "third", WHY),
	"Leave Out": lambda case: office.leave_out(case.instance, "second", WHY),
	"Insert": lambda case: office.insert(case.instance, "third", "Extra", [HR], WHY),
	"Terminate": lambda case: runs.terminate(case.instance, WHY),
	"Move": lambda case: move(case.instance, current_version(CODE), comment=WHY),
}
