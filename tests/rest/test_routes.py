"""What other applications do: find a process, start it, wait, decide, follow."""

import time

import frappe
import pytest

from liuwan_process.api.rest import events
from tests.client import Client
from tests.factories import LEAVE, ensure_demo, only_task, person
from tests.rest.application import Application

ONE_DAY = {**LEAVE, "days": 1, "last_day": "2024-11-25"}


@pytest.fixture(scope="module")
def apps(base_url) -> dict[str, Application]:
	ensure_demo()
	return {login: Application(base_url, login) for login in ("sales1", "branch", "miner1", "office")}


@pytest.fixture
def run(apps) -> str:
	status, answer = apps["sales1"].post("/processes/BO-LEAVE/runs", values=ONE_DAY)
	assert status == 201, answer
	frappe.db.rollback()
	return answer["run"]


def task_in(run: str, app: Application) -> str:
	status, found = app.get(f"/runs/{run}")
	assert status == 200, found
	return found["my_task"]


def test_a_leave_from_its_start_to_its_end(apps):
	sales, branch = apps["sales1"], apps["branch"]
	status, process = sales.get("/processes/BO-LEAVE")
	assert status == 200 and process["may_start"]
	required = {field["name"] for field in process["form"] if field["required"]}
	assert required <= set(ONE_DAY)
	status, started = sales.post("/processes/BO-LEAVE/runs", values=ONE_DAY)
	assert status == 201 and sales.last.headers["Location"] == f"/api/process/v1/runs/{started['run']}"
	assert started["status"] == "Running" and started["people"] == ["范志宏"]
	task = task_in(started["run"], branch)
	assert task in [row["id"] for row in branch.everything("/tasks")]
	assert branch.get(f"/tasks/{task}")[1]["actions"][0]["action"] == "Approve"
	status, outcome = branch.post(f"/tasks/{task}/acts/decide", action="Approve", comment="Enjoy it")
	assert (status, outcome["status"]) == (200, "Completed"), outcome
	found = sales.get(f"/runs/{started['run']}")[1]
	assert found["status"] == "Completed" and found["ended_on"].endswith("+08:00")
	assert found["events"][0]["act"] == "Start"
	assert "Enjoy it" in [event["comment"] for event in found["events"]]


def test_a_run_that_has_ended_takes_a_comment_and_nothing_else(apps, run):
	branch = apps["branch"]
	assert branch.post(f"/tasks/{task_in(run, branch)}/acts/decide", action="Approve")[0] == 200
	status, answer = branch.post(f"/runs/{run}/acts/comment", text="Have a good time")
	assert (status, answer["status"]) == (200, "Completed"), answer
	status, answer = apps["sales1"].post(f"/runs/{run}/acts/withdraw")
	assert status == 422 and "Completed" in answer["error"]["message"]


def test_the_same_key_does_a_thing_once(apps):
	sales = apps["sales1"]
	first = sales.post("/processes/BO-LEAVE/runs", key="trip-17", values=ONE_DAY)
	assert first == sales.post("/processes/BO-LEAVE/runs", key="trip-17", values=ONE_DAY)
	other = sales.post("/processes/BO-LEAVE/runs", key="trip-18", values=ONE_DAY)
	assert other[1]["run"] != first[1]["run"]


def test_a_key_belongs_to_one_act(apps, run):
	sales = apps["sales1"]
	assert sales.post(f"/runs/{run}/acts/comment", key="k1", text="First")[0] == 200
	assert sales.post(f"/runs/{run}/acts/urge", key="k1")[0] == 200
	acts = [event["act"] for event in sales.get(f"/runs/{run}")[1]["events"]]
	assert acts == ["Start", "Comment", "Urge"]


def test_a_task_that_is_dealt_with_is_a_conflict(apps, run):
	branch = apps["branch"]
	task = task_in(run, branch)
	assert branch.post(f"/tasks/{task}/acts/decide", action="Approve")[0] == 200
	status, answer = branch.post(f"/tasks/{task}/acts/decide", action="Approve")
	assert status == 409 and answer["error"]["code"] == "conflict"
	assert "范志宏" in answer["error"]["message"]
	status, closed = branch.get(f"/tasks/{task}")
	assert status == 200 and closed["actions"] == [] and closed["status"] == "Done"


@pytest.mark.parametrize(
	("sent", "status", "field"),
	[
		({"values": {**ONE_DAY, "days": "many"}}, 422, "days"),
		({"values": {**ONE_DAY, "reason": ""}}, 422, "reason"),
		({"values": {**ONE_DAY, "owner": "x"}}, 422, None),
		({"values": [1]}, 400, "values"),
		({"valeus": {}}, 400, "valeus"),
		({"document": 7}, 400, "document"),
	],
)
def test_what_is_wrong_is_named(apps, sent, status, field):
	got, answer = apps["sales1"].post("/processes/BO-LEAVE/runs", **sent)
	assert got == status, answer
	assert set(answer["error"]) == {"code", "message", "field"}
	assert answer["error"]["field"] == field and answer["error"]["message"]


def test_problems_speak_the_callers_language(apps):
	sales = apps["sales1"]
	chinese = sales.send("GET", "/tasks", params={"limit": 0}, headers={"Accept-Language": "zh-CN"})
	english = sales.send("GET", "/tasks", params={"limit": 0}, headers={"Accept-Language": "en"})
	assert chinese[0] == english[0] == 400
	assert "不能" in chinese[1]["error"]["message"] and "cannot" in english[1]["error"]["message"]
	titles = sales.send("GET", "/processes/BO-LEAVE", headers={"Accept-Language": "zh"})[1]["steps"]
	assert any("\u4e00" <= letter <= "\u9fff" for letter in titles[0]["title"])


def test_a_body_that_cannot_be_read_is_the_senders_fault(apps):
	sales = apps["sales1"]
	path = "/processes/BO-LEAVE/runs"
	json = {"Content-Type": "application/json"}
	for body in ("{", "[1]", "nix", '"text"', b"\xff\xfe"):
		status, answer = sales.send("POST", path, data=body, headers=json)
		assert status == 400, (body, answer)
		assert answer["error"]["code"] == "bad_request"
	status, answer = sales.send("POST", path, data="a=b", headers={"Content-Type": "text/plain"})
	assert status == 415, answer


def test_wrong_addresses_and_methods_are_told_in_the_same_form(apps):
	sales = apps["sales1"]
	for method, path, status in (
		("GET", "/nothing", 404),
		("GET", "/runs/nosuchrun", 404),
		("GET", "/tasks/nosuchtask", 404),
		("GET", "/processes/NO-SUCH", 404),
		("DELETE", "/tasks", 405),
		("PUT", "/tasks", 405),
		("PATCH", "/processes", 405),
		("POST", "/runs/nosuchrun/acts/urge", 404),
	):
		got, answer = sales.send(method, path, json={})
		assert got == status and answer["error"]["message"], (method, path, answer)
	assert sales.send("DELETE", "/tasks")[0] == 405 and sales.last.headers["Allow"] == "GET"


def test_nothing_in_a_body_names_a_method(apps):
	"""Frappe runs what a body calls `cmd`, at any address; not at ours."""
	status, answer = apps["sales1"].post("/processes/BO-LEAVE/runs", cmd="frappe.ping", values=ONE_DAY)
	assert status == 400 and answer["error"]["field"] == "cmd"


def test_pages_have_limits(apps, run):
	office = apps["sales1"]
	status, first = office.get("/runs", limit=1)
	assert status == 200 and len(first["items"]) == 1
	assert office.get("/runs", limit=101)[0] == 400
	assert office.get("/runs", limit="x")[0] == 400
	status, answer = office.get("/runs", lmit=1)
	assert status == 400 and answer["error"]["field"] == "lmit"


def test_an_etag_saves_the_body(apps):
	sales = apps["sales1"]
	assert sales.get("/processes/BO-LEAVE/definition")[0] == 200
	etag = sales.last.headers["ETag"]
	status, body = sales.send("GET", "/processes/BO-LEAVE/definition", headers={"If-None-Match": etag})
	assert (status, body) == (304, "")


def test_events_come_once_and_in_order(apps, run, monkeypatch):
	sales = apps["sales1"]
	cursor = sales.get("/events", after="now")[1]["cursor"]
	apps["sales1"].post(f"/runs/{run}/acts/comment", text="One")
	apps["sales1"].post(f"/runs/{run}/acts/comment", text="Two")
	seen: list[str] = []
	end = time.monotonic() + 30
	while len(seen) < 2 and time.monotonic() < end:
		status, page = sales.get("/events", after=cursor, run=run, limit=1)
		assert status == 200, page
		seen += [item["comment"] for item in page["items"] if item["act"] == "Comment"]
		cursor = page["cursor"]
		time.sleep(0 if page["more"] else 0.5)
	assert seen == ["One", "Two"]
	assert sales.get("/events", after=cursor, run=run)[1]["items"] == []


def test_a_cursor_that_is_none_is_refused(apps):
	for cursor in ("x", "MjAyNg", "é", "...."):
		status, answer = apps["sales1"].get("/events", after=cursor)
		assert status == 422 and answer["error"]["field"] == "after", (cursor, answer)


def test_the_feed_reads_through_an_index(site):
	frappe.set_user("Administrator")
	indexes = frappe.db.sql("show index from `tabProcess Log`", as_dict=True)
	assert any(row.Column_name == "creation" and row.Seq_in_index == 1 for row in indexes)
	assert events.SETTLED.total_seconds() == 5


def test_a_session_needs_its_csrf_token(base_url, run):
	client = Client(base_url, "sales1")
	url = f"{base_url}/api/process/v1/runs/{run}/acts/comment"
	assert client.session.post(url, json={"text": "With it"}, timeout=60).status_code == 200
	del client.session.headers["X-Frappe-CSRF-Token"]
	answer = client.session.post(url, json={"text": "Without it"}, timeout=60)
	assert answer.status_code == 400 and set(answer.json()["error"]) == {"code", "message", "field"}
	assert client.session.get(f"{base_url}/api/process/v1/me", timeout=60).json()["user"] == person("sales1")


def test_seen_is_noted_once(apps, run):
	branch = apps["branch"]
	task = task_in(run, branch)
	assert branch.send("POST", f"/tasks/{task}/seen")[0] == 204
	frappe.db.rollback()
	seen = frappe.db.get_value("Process Task", task, "seen_on")
	assert seen and only_task("branch", run) == task
	assert apps["sales1"].send("POST", f"/tasks/{task}/seen")[0] == 204  # not hers: nothing is noted
	frappe.db.rollback()
	assert frappe.db.get_value("Process Task", task, "seen_on") == seen


def test_lengths_are_counted_in_characters(apps, run):
	assert apps["sales1"].post(f"/runs/{run}/acts/comment", text="字" * 9_000)[0] == 200
	status, answer = apps["sales1"].post(f"/runs/{run}/acts/comment", text="字" * 10_001)
	assert status == 400 and answer["error"]["field"] == "text"
