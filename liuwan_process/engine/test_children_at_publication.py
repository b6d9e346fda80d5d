"""What of a sub-process is refused when the process is published."""

import frappe
import pytest

from liuwan_process.engine.children_for_tests import (
	FIELDS,
	child_process,
	parent_process,
	part,
)
from tests.factories import document, ensure_demo, publish_process, step


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


@pytest.mark.parametrize(
	("work", "words"),
	[
		({"process": "T-NEVER"}, "is not published"),
		({"process": "T-CLOSED"}, "nobody may start the process T-CLOSED"),
		({"process": "T-NEEDS"}, "T Needs needs “Needed”"),
		({"give": [{"target": "amount", "value": "note"}]}, "Amount cannot hold the value note"),
		({"give": [{"target": "nothing", "value": "1"}]}, "there is no field nothing"),
		({"take": [{"target": "amount", "value": "note"}]}, "Amount cannot hold the value note"),
		({"take": [{"target": "amount", "value": "unheard"}]}, "unheard is not known"),
		({"outcomes": {"refused": "Nowhere"}}, "there is no transition “Nowhere”"),
		({"wait": False}, "cannot take anything"),
	],
)
def test_what_cannot_work_is_refused_at_publication(work, words):
	child_process()
	child_process("T-CLOSED", participants=[{"rule": "process_role", "role": empty_role()}])
	needed = [*FIELDS, {"name": "needed", "label": "Needed", "required": True}]
	publish_process(
		document("T-NEEDS", [step("start", "start"), step("end", "end")], ["start>end Submit"], needed)
	)
	if not frappe.db.exists("Process", "T-NEVER"):
		frappe.get_doc({"doctype": "Process", "code": "T-NEVER", "title": "Never"}).insert()
	with pytest.raises(frappe.ValidationError) as error:
		parent_process("T-WRONG-CHILD", [part(**work)], ["start>part Submit", "part>end"])
	assert words in str(error.value)


def empty_role() -> str:
	name = "Nobody at all"
	if not frappe.db.exists("Process Role", name):
		frappe.get_doc({"doctype": "Process Role", "role_name": name}).insert()
	return name


def test_circles_of_processes_are_refused_at_publication():
	child_process("T-ROUND-A")
	parent_process("T-ROUND-B", process="T-ROUND-A")
	with pytest.raises(frappe.ValidationError, match="T-ROUND-A → T-ROUND-B → T-ROUND-A"):
		parent_process("T-ROUND-A", process="T-ROUND-B")
	with pytest.raises(frappe.ValidationError, match="T-ROUND-B → T-ROUND-B"):
		parent_process("T-ROUND-B", process="T-ROUND-B")
