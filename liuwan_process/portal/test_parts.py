"""Pages of runs that are parts of others, of documents made on the way, and of steps that the office has to mend."""

import frappe
import pytest

from liuwan_process.compiler import retire
from liuwan_process.engine import acts, children
from liuwan_process.engine.start import start
from liuwan_process.portal.support_for_tests import html
from tests.factories import document, ensure_demo, only_task, person, publish_process, signed_in, step

FIELDS = [{"name": "amount", "label": "Amount", "type": "Int"}]
PART = {"process": "PP-BELOW", "give": [{"target": "amount", "value": "amount"}], "starter": "last_actor"}


@pytest.fixture(autouse=True)
def enterprise(monkeypatch):
	ensure_demo()
	monkeypatch.setitem(frappe.conf, "liuwan_service_users", [person("office")])


def publish_below() -> None:
	steps = [step("start", "start"), step("look", user="miner1", title="Look below"), step("end", "end")]
	publish_process(
		document(
			"PP-BELOW", steps, ["start>look Submit", "look>end"], FIELDS, subject="Below <i>{amount}</i>"
		)
	)


@pytest.fixture
def above() -> str:
	"""A run whose sub-process the first expert has started."""
	publish_below()
	steps = [
		step("start", "start"),
		step("ask", user="expert1"),
		step("part", "subprocess", title="The part", subprocess=PART),
		step("end", "end"),
	]
	ways = ["start>ask Submit", "ask>part", "part>end"]
	publish_process(document("PP-ABOVE", steps, ways, FIELDS, subject="Above {amount}"))
	with signed_in("sales1"):
		instance = start("PP-ABOVE", {"amount": 7})["instance"]
	with signed_in("expert1"):
		acts.decide(only_task("expert1", instance), "Approve")
	return instance


def below(instance: str) -> str:
	return frappe.get_value("Process Instance", {"parent_instance": instance})


def test_pages_of_both_runs_lead_to_each_other(above):
	part = below(above)
	page = html("sales1", f"/process/run/{above}")
	assert f'<a href="/process/run/{part}">Below &lt;i&gt;7&lt;/i&gt;</a>' in page
	assert "Look below" in page and "“The part” started" in page
	assert f'Part of <a href="/process/run/{above}">Above 7</a>' in html("expert1", f"/process/run/{part}")


def test_who_does_not_see_the_other_run_reads_its_title_without_a_way(above):
	page = html("miner1", f"/process/run/{below(above)}")
	assert "Part of Above 7" in page and f"/process/run/{above}" not in page


def test_the_chinese_page_speaks_chinese(above):
	page = html("sales1", f"/process/run/{above}", "zh")
	assert "子流程" in page and "启动了" in page and "Sub-process" not in page


def test_how_it_ended_stands_on_the_page(above):
	part = below(above)
	with signed_in("miner1"):
		acts.decide(only_task("miner1", part), "Approve")
	frappe.db.commit()
	assert children.go_on(part)
	page = html("sales1", f"/process/run/{above}")
	assert "has ended: Completed" in page


def test_the_office_reads_why_and_may_try_again_or_go_on():
	publish_below()
	steps = [step("start", "start"), step("part", "subprocess", subprocess=PART), step("end", "end")]
	publish_process(document("PP-BROKEN", steps, ["start>part Submit", "part>end"], FIELDS))
	retire.retire("PP-BELOW")
	with signed_in("sales1"):
		instance = start("PP-BROKEN", {"amount": 7})["instance"]
	page = html("office", f"/process/task/{only_task('office', instance)}")
	assert "is not published" in page and "This step could not be done by itself" in page
	assert 'data-action="Try again"' in page and 'data-action="Go on without"' in page
	assert "再试一次" in html("office", f"/process/task/{only_task('office', instance)}", "zh")


def test_a_document_that_was_made_is_named_and_linked_for_people_of_the_desk():
	fields = [
		{"target": "description", "value": "'Pay'"},
		{"target": "assigned_by", "value": f"'{person('office')}'"},
	]
	creation = {"doctype": "ToDo", "rights": "service_user", "user": person("office"), "fields": fields}
	steps = [
		step("start", "start"),
		step("make", "automatic", creation=creation),
		step("check", user="office"),
		step("end", "end"),
	]
	publish_process(document("PP-MAKES", steps, ["start>make Submit", "make>check", "check>end"], FIELDS))
	with signed_in("sales1"):
		instance = start("PP-MAKES", {"amount": 7})["instance"]
	made = frappe.get_last_doc("Process Log", {"instance": instance, "act": "Create"}).reference_name
	assert f"/app/todo/{made}" in html("office", f"/process/run/{instance}")
	page = html("sales1", f"/process/run/{instance}")
	assert made in page and "/app/todo/" not in page
