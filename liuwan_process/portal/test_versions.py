"""Versions in the portal library: who, when, why; two side by side; nothing that was not published."""

import frappe
import pytest

from liuwan_process.portal.support_for_tests import get, html
from tests.factories import document, ensure_demo, publish_process, step

CODE = "T-LIB-VERSIONS"
HOSTILE = "Look <b onclick=alert(1)>again</b>"


@pytest.fixture(scope="module", autouse=True)
def two_versions(site):
	from liuwan_process.compiler.publish import publish

	ensure_demo()
	fields = [{"name": "place", "label": "Place", "type": "Data"}]
	for method, note in (("Look at it", ""), (HOSTILE, f"Said {HOSTILE}")):
		one = step("one", user="office", knowledge={"method": method})
		steps = [step("start", "start"), one, step("end", "end")]
		fields = [*fields, {"name": f"f{len(fields)}", "label": f"Field {len(fields)}", "type": "Data"}]
		publish_process(document(CODE, steps, ["start>one Submit", "one>end"], fields, title="Lib versions"))
		frappe.db.set_value("Process Version", publish(CODE), "note", note)
	frappe.db.commit()


def test_the_list_says_who_when_and_why():
	text = html("miner1", f"/process/library/{CODE}/versions")
	assert "In force" in text and "Administrator" in text and "Said Look &lt;b" in text and "<b>" not in text
	assert f"/process/library/{CODE}/compare?before=" in text


def test_two_versions_stand_side_by_side_in_both_languages():
	path = f"/process/library/{CODE}/compare"
	text = html("miner1", path)
	assert (
		"Look at it" in text
		and "Changed" in text
		and "Field 2" in text
		and text.count('class="drawing drawing-wide"') == 2
	)
	assert "again" in text and "<b onclick" not in text and "<b>again" not in text
	assert "已修改" in html("miner1", path, "zh")


def test_the_page_of_the_process_leads_there():
	assert f"/process/library/{CODE}/versions" in html("miner1", f"/process/library/{CODE}")


@pytest.mark.parametrize("query", ["before=working", "after=working", "before=x&after=y"])
def test_the_working_copy_is_not_shown(query):
	doc = frappe.get_doc("Process", CODE)
	doc.steps[1].title = "Not yet public"
	doc.save()
	assert "Not yet public" not in html("miner1", f"/process/library/{CODE}/compare?{query}")


@pytest.mark.parametrize(
	"path", ["T-NIX/versions", "T-NIX/compare", "SAFETY/versions", f"{CODE}/compare?before=99"]
)
def test_what_is_not_there_is_said_so(path):
	assert get("miner1", f"/process/library/{path}").status_code == 404
