"""Who may do what at the interface for other applications: each route, each kind of caller."""

from urllib.parse import parse_qs, urljoin, urlsplit

import frappe
import pytest
import requests

from liuwan_process.api.rest.table import ROUTES
from liuwan_process.api.runs import progress
from liuwan_process.engine import acts
from liuwan_process.engine.start import start
from liuwan_process.portal.support_for_tests import (
	CODE,
	RESTRICTED,
	VALUES,
	publish_all_fields,
	publish_for_branch_only,
)
from liuwan_process.setup.users import make_users
from tests.client import Client
from tests.factories import LEAVE, ensure_demo, only_task, person, signed_in
from tests.rest.application import Application, api_token

ROLELESS = "api.roleless@liuwan.example"
PEOPLE = ("sales1", "branch", "miner1", "office", "supervision", "hr")
# Who sees a run of sales1 that waits for the branch office manager.
SEES = {"sales1": True, "branch": True, "office": True, "supervision": True, "miner1": False, "hr": False}


@pytest.fixture(scope="module")
def apps(base_url) -> dict[str, Application]:
	ensure_demo()
	publish_all_fields()
	publish_for_branch_only()
	make_users([{"email": ROLELESS, "full_name": "Roleless", "roles": []}])
	frappe.db.commit()
	found = {login: Application(base_url, login) for login in PEOPLE}
	return found | {"Guest": Application(base_url), "roleless": Application(base_url, ROLELESS)}


@pytest.fixture(scope="module")
def run(apps) -> str:
	with signed_in("sales1"):
		name = start("BO-LEAVE", {**LEAVE, "days": 1})["instance"]
	frappe.db.commit()
	return name


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
@pytest.mark.parametrize(
	("who", "status", "code"), [("Guest", 401, "not_signed_in"), ("roleless", 403, "forbidden")]
)
def test_every_route_is_closed_to_outsiders(apps, run, route, who, status, code):
	path = route.path.format(process="BO-LEAVE", run=run, task=only_task("branch", run))
	got, answer = apps[who].send(route.method, path, json={} if route.method == "POST" else None)
	if route.public:
		assert got == 200
		return
	assert (got, answer["error"]["code"]) == (status, code)
	assert ("WWW-Authenticate" in apps[who].last.headers) == (status == 401)


@pytest.mark.parametrize(("who", "sees"), SEES.items())
def test_a_run_and_its_events_are_for_those_who_see_it(apps, run, who, sees):
	assert apps[who].get(f"/runs/{run}")[0] == (200 if sees else 404)
	assert apps[who].get("/events", run=run)[0] == (200 if sees else 404)
	assert apps[who].post(f"/runs/{run}/acts/comment", text="Hello")[0] == (200 if sees else 404)


@pytest.mark.parametrize("who", ["miner1", "hr", "sales1"])
def test_the_feed_holds_only_what_one_sees(apps, run, who):
	status, page = apps[who].get("/events", limit=100)
	assert status == 200
	frappe.db.rollback()
	mine = set(frappe.get_all("Process Instance Participant", {"user": person(who)}, pluck="instance"))
	assert {item["run"] for item in page["items"]} <= mine


@pytest.mark.parametrize(
	("who", "status"), [("branch", 200), ("sales1", 403), ("office", 200), ("miner1", 404)]
)
def test_a_task_is_for_whoever_has_it(apps, run, who, status):
	task = only_task("branch", run)
	assert apps[who].get(f"/tasks/{task}")[0] == status


@pytest.mark.parametrize(
	("who", "status"), [("sales1", 403), ("office", 403), ("supervision", 403), ("miner1", 404)]
)
def test_nobody_decides_for_another(apps, run, who, status):
	task = only_task("branch", run)
	for act, sent in (("decide", {"action": "Approve"}), ("send-back", {"step": "start", "comment": "No"})):
		assert apps[who].post(f"/tasks/{task}/acts/{act}", **sent)[0] == status, act
	frappe.db.rollback()
	assert only_task("branch", run) == task


@pytest.mark.parametrize(("who", "status"), [("branch", 403), ("supervision", 403), ("miner1", 404)])
def test_only_its_initiator_withdraws_and_urges(apps, run, who, status):
	for act in ("withdraw", "urge"):
		assert apps[who].post(f"/runs/{run}/acts/{act}")[0] == status, act


@pytest.mark.parametrize(("who", "status"), [("sales1", 403), ("supervision", 403), ("miner1", 404)])
def test_only_the_office_ends_a_run(apps, run, who, status):
	assert apps[who].post(f"/runs/{run}/acts/terminate", comment="Enough")[0] == status


def test_the_office_ends_a_run(apps):
	with signed_in("sales1"):
		name = start("BO-LEAVE", {**LEAVE, "days": 1})["instance"]
	frappe.db.commit()
	status, answer = apps["office"].post(f"/runs/{name}/acts/terminate", comment="Enough")
	assert (status, answer["status"]) == (200, "Terminated")


def test_a_process_for_others_is_neither_listed_shown_nor_started(apps):
	miner, branch, office = apps["miner1"], apps["branch"], apps["office"]
	assert RESTRICTED not in [row["code"] for row in miner.everything("/processes")]
	for path in (f"/processes/{RESTRICTED}", f"/processes/{RESTRICTED}/definition"):
		assert miner.get(path)[0] == 404
		assert branch.get(path)[0] == 200
		assert office.get(path)[0] == 200
	assert miner.post(f"/processes/{RESTRICTED}/runs")[0] == 403
	assert miner.get("/processes", all="true")[0] == 403
	listed = {row["code"]: row["may_start"] for row in office.everything("/processes", all="true")}
	assert listed[RESTRICTED] is False and listed["BO-LEAVE"] is True


def test_hidden_fields_reach_nobody_who_must_not_see_them(apps):
	with signed_in("sales1"):
		name = start(CODE, VALUES)["instance"]
	frappe.db.commit()
	task = only_task("branch", name)
	for path in (f"/tasks/{task}", f"/runs/{name}", "/events"):
		status, _answer = apps["branch"].get(path)
		assert status == 200 and "THE-SECRET" not in apps["branch"].last.text, path
	apps["sales1"].get(f"/runs/{name}")
	assert "THE-SECRET" in apps["sales1"].last.text


def test_changes_of_hidden_fields_are_left_out(apps):
	with signed_in("sales1"):
		name = start(CODE, VALUES)["instance"]
	with signed_in("branch"):
		acts.decide(only_task("branch", name), "Fine", values={"verdict": "Not for you"})
	for who, sees in (("sales1", False), ("office", True)):
		with signed_in(who):
			assert ("Not for you" in str(progress(name)["log"])) == sees, who


def test_a_disabled_user_s_key_opens_nothing(base_url, apps):
	token = api_token(ROLELESS)
	frappe.db.set_value("User", ROLELESS, {"enabled": 0})
	frappe.db.commit()
	frappe.clear_document_cache("User", ROLELESS)
	try:
		assert Application(base_url, authorization=token).get("/me")[0] == 401
	finally:
		frappe.db.set_value("User", ROLELESS, {"enabled": 1})
		frappe.db.commit()
		frappe.clear_document_cache("User", ROLELESS)


@pytest.mark.parametrize(
	"authorization", ["token nix:nix", "Bearer nix", "Basic bml4Om5peA==", "Basic %%%", "token x"]
)
def test_a_wrong_key_is_told_in_our_form(base_url, authorization):
	app = Application(base_url, authorization=authorization)
	status, answer = app.get("/me")
	assert status == 401 and answer["error"]["code"] == "not_signed_in", answer


def test_a_bearer_token_acts_for_its_person_if_it_may(base_url, apps):
	for scopes, status in (("all openid", 200), ("openid", 403)):
		app = Application(base_url, authorization=f"Bearer {bearer_token(person('sales1'), scopes)}")
		got, answer = app.get("/me")
		assert got == status, answer
		assert status != 200 or answer["user"] == person("sales1")


def bearer_token(user: str, scopes: str) -> str:
	"""A token as Frappe's OAuth provider gives it after consent."""
	client = frappe.get_doc(
		doctype="OAuth Client", app_name=f"Test {frappe.generate_hash(length=6)}", scopes=scopes,
		redirect_uris="http://127.0.0.1/done", default_redirect_uri="http://127.0.0.1/done",
	).insert(ignore_permissions=True)  # fmt: skip
	token = frappe.get_doc(
		doctype="OAuth Bearer Token", client=client.name, user=user, scopes=scopes, expires_in=3600,
		access_token=frappe.generate_hash(length=30), status="Active",
	).insert(ignore_permissions=True)  # fmt: skip
	frappe.db.commit()
	return token.access_token


def test_oauth_from_consent_to_an_answer(base_url, apps):
	"""Frappe's own provider: the person signs in, the application gets a code, then a token, and acts for the person."""
	back = "http://127.0.0.1/done"
	client = frappe.get_doc(
		doctype="OAuth Client", app_name=f"Test {frappe.generate_hash(length=6)}", scopes="all openid",
		redirect_uris=back, default_redirect_uri=back, skip_authorization=1,
		grant_type="Authorization Code", response_type="Code",
	).insert()  # fmt: skip
	frappe.db.commit()
	oauth = f"{base_url}/api/method/frappe.integrations.oauth2"
	asked = {
		"client_id": client.client_id,
		"redirect_uri": back,
		"response_type": "code",
		"scope": "all openid",
	}
	browser = Client(base_url, "sales1").session
	answer = browser.get(f"{oauth}.authorize", params=asked, allow_redirects=False, timeout=60)
	while (to := answer.headers.get("Location", "")) and not to.startswith(back):
		answer = browser.get(urljoin(base_url, to), allow_redirects=False, timeout=60)
	code = parse_qs(urlsplit(to).query)["code"][0]
	form = {
		"grant_type": "authorization_code",
		"code": code,
		"redirect_uri": back,
		"client_id": client.client_id,
	}
	tokens = requests.post(f"{oauth}.get_token", data=form, timeout=60).json()
	app = Application(base_url, authorization=f"Bearer {tokens['access_token']}")
	assert app.get("/me")[1]["user"] == person("sales1")
	assert app.post("/processes/BO-LEAVE/runs", values={**LEAVE, "days": 1})[0] == 201
