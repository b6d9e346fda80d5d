"""Requests made up from the OpenAPI document, right and wrong ones: no crash, and every answer as the document says."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.generation import GenerationMode

from liuwan_process.engine.start import start
from liuwan_process.setup.users import make_users
from tests.factories import LEAVE, ensure_demo, only_task, person, signed_in
from tests.rest.application import Application

STRANGER = "api.stranger@liuwan.example"
RUNS = 12
EXAMPLES = 6
LONGEST = 3_500  # the web server refuses longer addresses before Frappe sees them
CONFIG = {
	# What the rules of a process refuse stands in no schema.
	"checks": {
		"positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "401", "403", "404", "409", "422"]}
	},
}


@pytest.fixture(scope="module")
def known(site) -> dict[str, list[str]]:
	"""Things to try on: runs of somebody, their open tasks, and names of nothing."""
	ensure_demo()
	with signed_in("sales1"):
		runs = [start("BO-LEAVE", {**LEAVE, "days": 1})["instance"] for _i in range(RUNS)]
	make_users([{"email": STRANGER, "full_name": "Stranger", "roles": []}])
	frappe.db.commit()
	tasks = [only_task("branch", run) for run in runs]
	return {
		"run": [*runs, "nosuchrun"],
		"task": [*tasks, "nosuchtask"],
		"process": ["BO-LEAVE", "SI-LOOP", "NO-SUCH"],
		"action": ["Approve", "Refuse", "Nix"],
		"step": ["start", "nowhere"],
		"user": [person("sales.vp"), person("miner1"), "nobody@liuwan.example"],
	}


def narrowed(document: dict[str, Any], known: dict[str, list[str]]) -> dict[str, Any]:
	"""The document with names of real things where names are asked for: made-up ones would only be not found."""
	operations = [operation for methods in document["paths"].values() for operation in methods.values()]
	for parameter in (p for operation in operations for p in operation["parameters"] if p["in"] == "path"):
		parameter["schema"]["enum"] = known[parameter["name"]]
	arguments = [
		s["properties"] for name, s in document["components"]["schemas"].items() if "Arguments" in name
	]
	for properties in arguments:
		for field in properties.keys() & known.keys():
			properties[field]["enum"] = known[field]
	return document


@pytest.mark.slow
@pytest.mark.parametrize(
	("who", "mode"), [("branch", "right"), ("branch", "wrong"), ("sales1", "right"), (STRANGER, "right")]
)
def test_made_up_requests_get_documented_answers(base_url, known, who, mode):
	app = Application(base_url, who)
	made = narrowed(app.get("/openapi.json")[1], known)
	schema = schemathesis.openapi.from_dict(made, config=SchemathesisConfig.from_dict(CONFIG))
	seen: set[int] = set()
	tried = 0
	for found in schema.get_all_operations():
		operation = found.ok()
		if mode == "wrong" and not takes_anything(made, operation):
			continue
		seen |= try_out(operation, mode, app, EXAMPLES // 3 if who == STRANGER else EXAMPLES)
		tried += 1
	assert tried >= 10
	assert seen & ({403} if who == STRANGER else {200} if mode == "right" else {400}), seen
	if who == STRANGER:
		assert not seen & {201, 204, 422}, seen


def takes_anything(made: dict[str, Any], operation: Any) -> bool:
	"""Whether there is something that can be sent wrongly: an argument or a body."""
	described = made["paths"][operation.path][operation.method]
	return "requestBody" in described or any(p["in"] == "query" for p in described["parameters"])


def try_out(operation: Any, mode: str, app: Application, examples: int) -> set[int]:
	"""Statuses of the answers to so many requests; a failed check raises."""
	statuses: set[int] = set()
	kind = GenerationMode.POSITIVE if mode == "right" else GenerationMode.NEGATIVE

	@seed(1)
	@settings(
		max_examples=examples,
		deadline=None,
		database=None,
		phases=[Phase.generate],
		suppress_health_check=list(HealthCheck),
	)
	@given(operation.as_strategy(generation_mode=kind))
	def check(case: Any) -> None:
		assume(len(case.as_curl_command()) < LONGEST)
		headers = {"Authorization": app.session.headers["Authorization"]}
		statuses.add(case.call_and_validate(base_url=app.base, headers=headers).status_code)

	check()
	return statuses
