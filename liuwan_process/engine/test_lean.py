"""A start asks the database little, and Frappe still learns what it asks for."""

import subprocess
import sys
from collections import defaultdict

import frappe
import pytest
from frappe.social.doctype.energy_point_settings.energy_point_settings import is_energy_point_enabled
from redis.exceptions import RedisError

from liuwan_process.compiler.states import state_of
from liuwan_process.engine import acts, lean
from liuwan_process.engine.start import start
from liuwan_process.engine.support_for_tests import run_of, two_steps
from liuwan_process.engine.versions import get_definition
from tests.factories import counted_statements, ensure_demo, signed_in


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()
	yield
	frappe.db.rollback()


def fresh(run) -> frappe.model.document.Document:
	"""An empty form in a request of its own."""
	frappe.local.new_doc_templates = {}
	frappe.db.value_cache = {}
	return lean.new_form(run.document_type, state_of(get_definition(run.process_version).start))


def test_a_form_has_what_frappe_gives_to_a_new_one():
	run = run_of(two_steps("T-LEAN"))
	mine = fresh(run).as_dict()
	frappe.local.new_doc_templates = {}
	stock = frappe.new_doc(run.document_type).as_dict()
	assert mine.pop("workflow_state")
	assert mine == {key: value for key, value in stock.items() if key != "workflow_state"}


@pytest.mark.parametrize("enabled", (1, 0))
def test_points_are_given_where_they_are_switched_on(enabled):
	run = run_of(two_steps("T-LEAN"))
	frappe.db.set_single_value(lean.POINTS, "enabled", enabled)
	fresh(run)
	assert is_energy_point_enabled() == enabled
	frappe.db.rollback()
	frappe.clear_document_cache(lean.POINTS, lean.POINTS)


def test_a_start_takes_at_most_fourteen_statements():
	two_steps("T-LEAN")
	with signed_in("miner1"):
		start("T-LEAN", {}, key=frappe.generate_hash())
		frappe.db.commit()
		with counted_statements() as statements:
			start("T-LEAN", {}, key=frappe.generate_hash())
			frappe.db.commit()
	found = [text for text in statements if not text.lower().startswith(("start", "commit"))]
	assert len(found) <= 14, found  # one of them finds the first step's people
	assert not any("tabDocType" in text or "tabSingles" in text for text in found)


def test_frappe_counts_no_uses_of_what_only_the_engine_links_to():
	two_steps("T-LEAN")
	frappe.db.commit()
	frappe.local._link_count = defaultdict(
		int, {("Org Unit", "Mine"): 1}
	)  # what people choose is counted as ever
	with signed_in("miner1"):
		run = start("T-LEAN", {})["instance"]
		frappe.db.commit()
	while task := frappe.db.get_value(
		"Process Task", {"instance": run, "status": "Open"}, ["name", "assignee"]
	):
		frappe.set_user(task[1])
		acts.decide(task[0], "Approve")
		frappe.db.commit()
	frappe.set_user("Administrator")
	assert frappe.db.get_value("Process Instance", run, "status") == "Completed"
	assert set(frappe.local._link_count) == {("Org Unit", "Mine")}
	del frappe.local._link_count


def test_what_is_read_ahead_is_what_frappe_would_read():
	run = run_of(two_steps("T-LEAN"))
	fresh(run)
	expected = {}
	for name, key in lean._asked(run.document_type)[0]:
		frappe.local.cache = {}
		expected[name, key] = frappe.cache.hget(name, key)
	frappe.local.cache = {}
	lean.read_ahead(run.document_type)
	with_values = {pair: value for pair, value in expected.items() if value is not None}
	assert len(with_values) >= 5
	for (name, key), value in with_values.items():
		found = frappe.local.cache[frappe.cache.make_key(name)][key]
		assert type(found) is type(value) and str(found) == str(value)


def test_a_start_does_without_what_redis_does_not_tell(monkeypatch):
	run = run_of(two_steps("T-LEAN"))
	frappe.local.cache = {}

	def broken(*_args, **_kwargs):
		raise RedisError

	monkeypatch.setattr("redis.client.Pipeline.execute", broken)
	assert fresh(run).doctype == run.document_type


def test_a_web_worker_does_without_what_takes_much_memory():
	rooms = (
		"engine.acts, liuwan_process.engine.start, liuwan_process.api.rest.front, liuwan_process.api.tasks"
	)
	heavy = "{'pypinyin', 'weasyprint', 'fontTools', 'pandas', 'numpy'}"
	code = f"import liuwan_process.{rooms}, sys; print(sorted({heavy} & set(sys.modules)))"
	done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
	assert done.stdout.strip().splitlines()[-1] == "[]"
