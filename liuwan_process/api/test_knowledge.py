"""What the desk asks of objects, risks and regulations."""

import frappe
import pytest

from liuwan_process.api import knowledge
from liuwan_process.process_library.knowledge_for_tests import Records
from tests.factories import ensure_demo, signed_in


@pytest.fixture
def records():
	ensure_demo()
	made = Records()
	yield made
	made.remove()


def test_clauses_of_a_regulation_are_offered_by_number_and_title(records):
	name = records.regulation()

	assert [row["value"] for row in knowledge.clauses(name)] == ["1", "2", "3"]
	assert [row["value"] for row in knowledge.clauses(name, "pap")] == ["2"]
	assert knowledge.clauses("") == []


def test_a_new_version_is_made_by_who_may_create_and_not_of_a_draft(records):
	name = records.regulation()
	frappe.db.commit()
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		knowledge.new_version(name)
	with signed_in("office"):
		draft = knowledge.new_version(name)
		assert draft == "ZT-HR-v2"
		with pytest.raises(frappe.ValidationError, match="is a draft itself"):
			knowledge.new_version(draft)


def test_the_end_to_end_view_draws_the_chain_of_a_process(records):
	thing = records.thing("ZT-PLAN", title="Zt plan of work")
	records.tied(code="ZT-A", outputs=[thing])
	records.tied(code="ZT-B", inputs=[thing, records.thing("ZT-LAW")])
	with signed_in("office"):
		html = knowledge.end_to_end("ZT-B")

	assert 'data-step="ZT-A"' in html and 'data-step="ZT-B"' in html
	assert "Zt plan of work" in html and "Zt-Law: nobody makes it" in html.replace("\n", " ")


def test_others_may_not_see_it_and_a_process_that_is_not_there_is_named(records):
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		knowledge.end_to_end("BO-LEAVE")
	with signed_in("office"), pytest.raises(frappe.DoesNotExistError, match="ZT-NIX"):
		knowledge.end_to_end("ZT-NIX")
