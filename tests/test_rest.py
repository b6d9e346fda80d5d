"""Frappe's REST interface as portal users, desk users and guests: nobody moves a run or reads a stranger's."""

import frappe
import pytest

from liuwan_process.engine.start import start
from tests.client import Client
from tests.factories import LEAVE, ensure_demo, only_task, signed_in

FORM = "Branch Office Leave"
FORBIDDEN = (403, 404, 417)


@pytest.fixture(scope="module")
def run(site) -> dict:
	ensure_demo()
	with signed_in("sales1"):
		name = start("BO-LEAVE", LEAVE)["instance"]
	frappe.db.commit()
	return frappe.get_doc("Process Instance", name).as_dict()


@pytest.fixture(scope="module")
def clients(base_url, run) -> dict[str, Client]:
	people = ("sales1", "branch", "miner1", "office", "hr", "production", "supervision")
	return {**{login: Client(base_url, login) for login in people}, "Guest": Client(base_url, None)}


def send(client: Client, method: str, path: str, **json) -> int:
	url = f"{client.base_url}/api/resource/{path}"
	return client.session.request(method, url, json=json, timeout=60).status_code


def test_nobody_sets_a_state_over_rest(clients, run):
	for who, client in clients.items():
		status = send(client, "PUT", f"{FORM}/{run.document_name}", workflow_state="Leave granted")
		assert status in FORBIDDEN, who
	frappe.db.rollback()
	assert frappe.db.get_value(FORM, run.document_name, "workflow_state") == "Office manager decides"


def test_nobody_writes_the_engines_records_over_rest(clients, run):
	task = only_task("branch", run.name)
	for who, client in clients.items():
		assert send(client, "PUT", f"Process Instance/{run.name}", status="Completed") in FORBIDDEN, who
		assert send(client, "PUT", f"Process Task/{task}", status="Done") in FORBIDDEN, who
		assert send(client, "DELETE", f"Process Task/{task}") in FORBIDDEN, who
		assert send(client, "POST", "Process Log", instance=run.name, act="Decide") in FORBIDDEN, who
		assert send(client, "DELETE", f"{FORM}/{run.document_name}") in FORBIDDEN, who


@pytest.mark.parametrize(
	("who", "sees"),
	[("sales1", True), ("branch", True), ("office", True), ("supervision", True)]
	+ [(who, False) for who in ("miner1", "hr", "production", "Guest")],
)
def test_a_run_its_tasks_and_its_form_are_read_by_those_who_see_it(clients, run, who, sees):
	task = only_task("branch", run.name)
	for path in (f"Process Instance/{run.name}", f"Process Task/{task}", f"{FORM}/{run.document_name}"):
		status = send(clients[who], "GET", path)
		assert (status == 200) == sees, (path, status)
	status, answer = clients[who].act("runs.progress", instance=run.name)
	assert (status == 200) == sees, answer


def test_what_is_sent_is_checked(clients, run):
	"""Wrong types and unknown names get an answer of four hundred and something, never a crash."""
	branch = clients["branch"]
	task = only_task("branch", run.name)
	for arguments in (
		{"task": "nix", "action": "Approve"},
		{"task": task, "action": "Nix"},
		{"task": task, "action": ["Approve"]},
		{"task": {"a": 1}, "action": "Approve"},
		{"task": task, "action": "Approve", "values": {"days": 1}},
		{"task": task, "action": "Approve", "values": "no json"},
		{"task": task, "action": "Approve", "values": [1, 2]},
	):
		status, answer = branch.act("tasks.decide", **arguments)
		assert 400 <= status < 500, (arguments, status, answer)
	assert only_task("branch", run.name) == task


def test_a_form_sent_with_rubbish_is_refused_by_field(clients):
	sales = clients["sales1"]
	for values, word in (
		({**LEAVE, "days": "many"}, "Days"),
		({**LEAVE, "first_day": "some day"}, "First day"),
		({**LEAVE, "leave_type": "Holiday"}, "Kind of leave"),
		({**LEAVE, "reason": {"a": 1}}, "Reason"),
		({**LEAVE, "owner": "miner1@liuwan.example"}, "owner"),
		({**LEAVE, "workflow_state": "Leave granted"}, "workflow_state"),
	):
		status, answer = sales.act("runs.start", process="BO-LEAVE", values=values)
		assert 400 <= status < 500 and word in str(answer), (values, status, answer)
