"""Frappe's own workflow calls on compiled forms: the Actions menu, bulk approval, and forms that are none of ours."""

import frappe
import pytest

from liuwan_process.api import desk
from liuwan_process.engine.errors import EngineError, StaleTask
from liuwan_process.engine.start import start
from tests.factories import LEAVE, document, ensure_demo, person, publish_process, signed_in, step, tasks_of

FORM = "Branch Office Leave"


@pytest.fixture
def running():
	"""A form whose run waits for the office manager. The desk's calls commit."""
	ensure_demo()
	with signed_in("sales1"):
		instance = start("BO-LEAVE", LEAVE)["instance"]
	frappe.db.commit()
	return frappe.get_doc(FORM, frappe.db.get_value("Process Instance", instance, "document_name"))


def offered(who: str, doc) -> list[str]:
	with signed_in(who):
		return [row["action"] for row in desk.get_transitions(doc.as_dict())]


def test_the_menu_offers_what_the_step_offers_to_whose_turn_it_is(running):
	assert offered("branch", running) == ["Approve", "Refuse"]
	assert offered("sales1", running) == []
	assert offered("office", running) == []


def test_the_menu_starts_a_form_that_was_written_in_the_desk():
	ensure_demo()
	with signed_in("branch"):
		doc = frappe.get_doc(doctype=FORM, **{**LEAVE, "days": 1}).insert()
		assert offered("branch", doc) == ["Submit"]
		after = desk.apply_workflow(doc.as_dict(), "Submit")
		assert after.process_instance
		with pytest.raises(EngineError):
			desk.apply_workflow(doc.as_dict(), "Submit")


def test_the_menu_approves(running):
	with signed_in("branch"):
		after = desk.apply_workflow(running.as_dict(), "Approve")
	assert after.workflow_state == "Vice president decides"


def test_a_page_that_is_out_of_date_is_refused(running):
	with signed_in("branch"):
		desk.apply_workflow(running.as_dict(), "Approve")
		with pytest.raises(StaleTask, match="moved on"):
			desk.apply_workflow(running.as_dict(), "Approve")


def test_a_refusal_takes_its_reason_from_the_page(running):
	with signed_in("branch"):
		with pytest.raises(EngineError, match="why you refuse"):
			desk.apply_workflow(running.as_dict(), "Refuse")
		after = desk.apply_workflow({**running.as_dict(), "process_comment": "Too busy"}, "Refuse")
	assert after.workflow_state == "Refused"


def test_bulk_approval_says_what_could_not_be_done(running):
	with signed_in("sales1"):
		other = start("BO-LEAVE", {**LEAVE, "days": 1})["instance"]
	frappe.db.commit()
	names = [running.name, frappe.db.get_value("Process Instance", other, "document_name"), running.name]
	with signed_in("branch"):
		assert desk.get_common_transition_actions([{"name": n} for n in names], FORM) == ["Approve", "Refuse"]
		desk.bulk_workflow_approval(frappe.as_json(names), FORM, "Approve")
	assert tasks_of("sales.vp", running.process_instance)
	assert frappe.db.get_value("Process Instance", other, "status") == "Completed"
	assert "2 done, 1 not" in frappe.as_json(frappe.get_message_log())


def test_other_doctypes_keep_frappes_own_workflow():
	doc = frappe.get_doc(doctype="ToDo", description="x").insert()
	with pytest.raises(Exception) as caught:
		desk.get_transitions(doc.as_dict())
	assert not isinstance(caught.value, EngineError)


def test_a_start_in_the_desk_names_the_lead_person_and_goes_by_the_green_channel():
	ensure_demo()
	steps = [step("start", "start"), step("one", user="office"), step("end", "end")]
	policies = {"lead": "required", "urgent_quota": 500}
	publish_process(document("T-DESK", steps, ["start>one Submit", "one>end"], policies=policies))
	with signed_in("hall1"):
		options = desk.start_options("T Desk")
		assert options["lead"] == "required" and "urgent starts" in options["green"]["words"]
		doc = frappe.get_doc(doctype="T Desk", amount=1).insert()
		frappe.db.commit()  # what is refused is taken back
		with pytest.raises(EngineError, match="lead person"):
			desk.apply_workflow(doc.as_dict(), "Submit")
		more = {"lead_person": person("hall2"), "urgent": 1, "urgent_reason": "Harvest"}
		after = desk.apply_workflow({**doc.as_dict(), "process_start": more}, "Submit")
	run = frappe.get_doc("Process Instance", after.process_instance)
	assert (run.lead_person, run.urgent, run.urgent_reason) == (person("hall2"), 1, "Harvest")


def test_other_forms_ask_nothing_more_at_their_start():
	ensure_demo()
	with signed_in("sales1"):
		assert desk.start_options(FORM) == {"lead": "none", "green": None}
		assert desk.start_options("ToDo") == {"lead": "none", "green": None}
