"""Regulations, forms and risks of a step where the work is done, and the pages of regulations and chains."""

import frappe
import pytest

from liuwan_process.engine.start import start
from liuwan_process.portal.support_for_tests import get, html
from liuwan_process.process_library import regulations
from liuwan_process.process_library.knowledge_for_tests import Records
from tests.factories import (
	counted_statements,
	document,
	ensure_demo,
	only_task,
	publish_process,
	signed_in,
	step,
)

CODE = "ZT-PORTAL"


@pytest.fixture
def records():
	ensure_demo()
	made = Records()
	yield made
	made.remove()


@pytest.fixture
def tied(records):
	"""A process whose second step is tied to one of everything."""
	ties = {
		"inputs": [records.thing("ZT-FORM", title="Zt form", form_type="Process", form="BO-LEAVE")],
		"risks": [records.risk("ZT-RISK")],
		"clauses": [{"regulation": records.regulation(file="/files/zt-rules.pdf"), "clause": "2"}],
		"indicators": [{"title": "Zt on time", "target": "95", "unit": "%"}],
	}
	steps = [
		step("ask", "start"),
		step("look", user="office", title="Look at it", **ties),
		step("end", "end"),
	]
	records.flows.codes.add(CODE)
	publish_process(document(CODE, steps, ["ask>look Submit", "look>end Done"]))
	return ties


def test_whoever_has_the_task_finds_rules_forms_and_risks_in_place(tied):
	with signed_in("miner1"):
		instance = start(CODE, {"amount": 1})["instance"]
	text = html("office", f"/process/task/{only_task('office', instance)}")
	box = text[text.index("How this step is done") :]

	assert "ZT-HR Zt Rules of Leave · 2 Papers" in box and "A certificate is needed." in box
	assert "/process/library/regulation/ZT-HR-v1#clause-2" in box and "/files/zt-rules.pdf" in box
	assert "/process/start/BO-LEAVE" in box
	assert "It burns" in box and "Control: Water" in box and "Target: 95 %" in box


def test_the_page_of_a_process_shows_them_too(tied):
	text = html("miner1", f"/process/library/{CODE}")

	assert "Zt Rules of Leave" in text and "Zt form" in text and f"/process/library/chains/{CODE}" in text


def test_the_version_in_force_is_shown_where_the_step_names_an_older_one(tied, records):
	new = frappe.get_doc("Regulation", regulations.new_version("ZT-HR-v1"))
	new.clauses[1].text = "Two certificates are needed."
	new.status = "In Force"
	new.save()
	frappe.db.commit()
	text = html("miner1", f"/process/library/{CODE}")

	assert "Two certificates are needed." in text
	assert "The step was written for ZT-HR-v1; this version is in force now" in text


def test_a_step_without_ties_costs_no_statement():
	from liuwan_process.definition.model import Step
	from liuwan_process.portal import ties

	plain = Step("a", "A", "task")
	ties.of(plain)  # the words are read once
	with counted_statements() as statements:
		assert ties.of(plain) == []
	assert statements == []


def test_a_regulation_has_a_page_with_its_clauses_and_where_it_is_applied(tied):
	text = html("miner1", "/process/library/regulation/ZT-HR-v1")

	assert "A certificate is needed." in text and 'id="clause-2"' in text
	assert f"/process/library/{CODE}" in text and "Look at it (2)" in text
	assert "/process/library/regulation/ZT-HR-v1" in html("miner1", "/process/library/regulations?q=zt rules")


def test_drafts_have_no_page_and_superseded_ones_say_so(tied):
	draft = regulations.new_version("ZT-HR-v1")
	frappe.db.commit()
	assert get("miner1", f"/process/library/regulation/{draft}").status_code == 404
	new = frappe.get_doc("Regulation", draft)
	new.status = "In Force"
	new.save()
	frappe.db.commit()
	old = html("miner1", "/process/library/regulation/ZT-HR-v1")

	assert "This version is not in force" in old and f"/process/library/regulation/{draft}" in old
	assert get("miner1", "/process/library/regulation/ZT-NIX-v1").status_code == 404


def test_the_end_to_end_page_draws_what_hangs_together(records):
	thing = records.thing("ZT-PLAN", title="Zt plan of work")
	records.tied(code="ZT-A", outputs=[thing])
	records.tied(code="ZT-B", inputs=[thing])
	text = html("miner1", "/process/library/chains/ZT-A")

	assert 'data-step="ZT-B"' in text and "Zt plan of work" in text
	assert get("miner1", "/process/library/chains/ZT-NIX").status_code == 404
	assert get("miner1", "/process/library/chains").status_code == 200


@pytest.mark.parametrize("path", ["regulations", "regulation/BO-HR-v1", "chains", "chains/SI-LOOP"])
def test_the_pages_speak_chinese(path):
	ensure_demo()
	text = html("miner1", f"/process/library/{path}", "zh")

	assert {
		"regulations": "制度",
		"regulation/BO-HR-v1": "事假",
		"chains": "端到端",
		"chains/SI-LOOP": "无人使用",
	}[path] in text
