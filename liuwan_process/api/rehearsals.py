"""Test runs of a draft: for whoever may change the process. Nothing is written into real runs, tasks and forms."""

from typing import Any

import frappe
from frappe import _

from liuwan_process.api.tasks import given_values
from liuwan_process.definition.model import Definition, DefinitionError
from liuwan_process.definition.soundness import errors
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.rehearsal import auto, play, record
from liuwan_process.engine.rehearsal.case import Rehearsal
from liuwan_process.engine.rehearsal.case import begin as begin_case
from liuwan_process.process_library import rehearsal_view


@frappe.whitelist()
def show(process: str, test_run: str | None = None) -> dict[str, Any]:
	"""The page of a draft: drawing, coverage, and a test run of it with its open tasks."""
	definition = _draft(process, must_be_sound=False)
	if not test_run:
		return rehearsal_view.of(definition) | {"problems": [p.text(_) for p in errors(definition)]}
	kept, run = _load(test_run)
	return _shown(kept, run)


@frappe.whitelist()
def summary(process: str) -> str:
	"""What was tried of a draft, as HTML."""
	return rehearsal_view.summary(_draft(process, must_be_sound=False))


@frappe.whitelist(methods=["POST"])
def begin(
	process: str, initiator: str, lead_person: str | None = None, urgent: bool = False
) -> dict[str, Any]:
	"""Begin a test run as if a member of the staff had opened the start page."""
	definition = _draft(process)
	lead = _user(lead_person) if lead_person else None
	with play.dry():
		run = begin_case(definition, _user(initiator), lead, bool(urgent))
	kept = record.new(run)
	record.write(kept, run)
	return _shown(kept, run)


@frappe.whitelist(methods=["POST"])
def decide(
	test_run: str, task: str, action: str, values: dict | str | None = None, comment: str = ""
) -> dict[str, Any]:
	"""Take an action as the person who has a task of the test run."""
	return _act(test_run, task, lambda run: play.decide(run, task, action, given_values(values), comment))


@frappe.whitelist(methods=["POST"])
def send_back(test_run: str, task: str, step: str) -> dict[str, Any]:
	"""Return the test run to an earlier step."""
	return _act(test_run, task, lambda run: play.send_back(run, task, step))


@frappe.whitelist(methods=["POST"])
def play_automatically(process: str, initiator: str, tries: int = 50) -> dict[str, Any]:
	"""Walk through the draft until everything was tried, at most so many times."""
	definition, user = _draft(process), _user(initiator)
	with play.dry():
		played = auto.play_all(definition, user, int(tries))
	return rehearsal_view.of(definition, record.played(definition, user, played))


def _act(test_run: str, task: str, act: Any) -> dict[str, Any]:
	"""Do an act; one that the process itself stops is kept as a finding, one that the person can mend is refused."""
	kept, run = _load(test_run)
	try:
		with play.dry():
			act(run)
	except EngineError as error:
		if run.task(task):
			raise
		frappe.clear_messages()
		record.note(kept, str(error))
		kept, run = _load(test_run)
		return _shown(kept, run)
	record.write(kept, run)
	return _shown(kept, run)


def _shown(kept: Any, run: Rehearsal) -> dict[str, Any]:
	return rehearsal_view.of(run.definition, kept, run if not kept.automatic else None)


def _load(test_run: str) -> tuple[Any, Rehearsal]:
	process = frappe.db.get_value(record.DOCTYPE, test_run, "process_code")
	_require(process)
	return record.load(test_run)


def _draft(process: str, must_be_sound: bool = True) -> Definition:
	_require(process)
	try:
		definition = record.draft(process)
	except DefinitionError as error:
		frappe.throw(f"{error.where}: {_(str(error))}", title=_("Cannot be tested"))
	found = errors(definition) if definition.steps else [None]
	if must_be_sound and found:
		texts = [p.text(_) for p in found if p] or [_("The process has no steps yet")]
		frappe.throw(texts, title=_("Cannot be tested"), as_list=True)
	return definition


def _require(process: str | None) -> None:
	if not process or not frappe.db.exists("Process", process):
		frappe.throw(_("There is no such process"), frappe.DoesNotExistError)
	frappe.get_doc("Process", process).check_permission("write")


def _user(staff: str) -> str:
	"""The account of a member of the staff; an account is taken as it is."""
	return frappe.db.get_value("Staff Member", staff, "user") or staff
