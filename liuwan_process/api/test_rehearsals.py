"""The test page's calls: one person in all roles, findings that are kept, rights."""

import frappe
import pytest

from liuwan_process.api import rehearsals
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.rehearsal.test_rehearsal import FIELDS, draft
from tests.factories import ensure_demo, person, signed_in, step

CODE = "T-DRAFT"


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()


@pytest.fixture
def flow():
	draft(
		[
			step("start", "start", title="Request"),
			step(
				"office",
				user="office",
				title="Office",
				limit={"amount": 2, "unit": "hours", "warn_before": 1},
			),
			step("end", "end"),
		],
		["start>office Submit", "office>end Approve if 10 / amount > 1", "office>end Approve"],
		fields=[{**FIELDS[0], "required": False}, FIELDS[1]],
	)


def miner() -> str:
	return frappe.db.get_value("Staff Member", {"user": person("miner1")}, "name")


def test_a_draft_is_played_on_its_page(flow):
	with signed_in("office"):
		shown = rehearsals.begin(CODE, miner())
		assert [(t["title"], [a["action"] for a in t["actions"]]) for t in shown["tasks"]] == [
			("Request · 常虎子", ["Submit"])
		]
		[task] = shown["tasks"]
		assert [f["fieldname"] for f in task["fields"]] == ["amount", "opinion"]
		shown = rehearsals.decide(shown["test_run"], task["name"], "Submit", {"amount": 5})
		[task] = shown["tasks"]
		assert [f["read_only"] for f in task["fields"]] == [1, 1] and task["fields"][0]["value"] == 5
		assert "2 hours" in shown["panel"] and "a task waits" in shown["panel"]
		assert 'class="step kind-approval status-current"' in shown["drawing"]
		back = rehearsals.send_back(shown["test_run"], task["name"], "start")
		assert back["tasks"][0]["title"].startswith("Request")
		shown = rehearsals.decide(back["test_run"], back["tasks"][0]["name"], "Submit", {})
		ended = rehearsals.decide(shown["test_run"], shown["tasks"][0]["name"], "Approve")
	assert ended["tasks"] == [] and ended["untried"] == [2]
	assert "83 % tried" in ended["coverage"]


def test_what_stops_the_draft_is_kept_and_the_case_stays(flow):
	with signed_in("office"):
		shown = rehearsals.begin(CODE, miner())
		shown = rehearsals.decide(shown["test_run"], shown["tasks"][0]["name"], "Submit", {"amount": 0})
		stopped = rehearsals.decide(shown["test_run"], shown["tasks"][0]["name"], "Approve")
	assert "division by zero" in stopped["panel"]
	assert stopped["tasks"][0]["name"] == shown["tasks"][0]["name"]
	assert "division" in frappe.db.get_value("Process Test Run", shown["test_run"], "findings")


def test_what_the_person_can_mend_is_refused(flow):
	with signed_in("office"):
		shown = rehearsals.begin(CODE, miner())
		with pytest.raises(EngineError, match="whole number"):
			rehearsals.decide(shown["test_run"], shown["tasks"][0]["name"], "Submit", {"amount": "many"})
	assert not frappe.db.get_value("Process Test Run", shown["test_run"], "findings")


def test_it_plays_by_itself_and_tells_what_it_found(flow):
	with signed_in("office"):
		shown = rehearsals.play_automatically(CODE, miner(), 40)
	assert "Played automatically" in shown["panel"] and "division" in shown["panel"]


def test_an_unsound_draft_is_shown_and_not_played():
	draft(
		[step("start", "start"), step("a", user="office"), step("end", "end")], ["start>end Submit", "a>end"]
	)
	with signed_in("office"):
		assert rehearsals.show(CODE)["problems"]
		with pytest.raises(frappe.ValidationError):
			rehearsals.begin(CODE, miner())


def test_only_who_may_change_the_process_plays_it(flow):
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		rehearsals.begin(CODE, miner())
	with signed_in("office"):
		shown = rehearsals.begin(CODE, miner())
	with signed_in("finance"), pytest.raises(frappe.PermissionError):
		rehearsals.show(CODE, shown["test_run"])


def test_publication_shows_what_was_never_tried(flow):
	with signed_in("office"):
		assert "0 % tried" in rehearsals.summary(CODE)
