"""A process on a DocType that the administrator built in Frappe's form builder."""

import frappe
import pytest

from liuwan_process.engine import acts
from liuwan_process.engine.errors import EngineError, ProtectedField
from liuwan_process.engine.start import start
from tests.client import Client
from tests.factories import document, ensure_demo, only_task, person, publish_process, signed_in, step

FORM, ROWS = "Test Tool Loan", "Test Tool Loan Tool"


@pytest.fixture(scope="module")
def flow(site) -> str:
	ensure_demo()
	_doctype(ROWS, [("tool", "Data"), ("pieces", "Int")], istable=1)
	_doctype(
		FORM, [("purpose", "Data"), ("back_on", "Date"), ("tools", "Table", ROWS), ("stock_note", "Data")]
	)
	steps = [
		step("start", "start", fields={"purpose": "require", "back_on": "edit", "tools": "edit"}),
		step("stores", "task", user="office", title="Hand out the tools", fields={"stock_note": "require"}),
		step("end", "end", title="Tools handed out"),
	]
	ways = ["start>stores Submit", "stores>end Hand out"]
	definition = document("T-LINKED", steps, ways)
	definition["form"] = {"doctype": FORM, "linked": True, "fields": []}
	publish_process(definition)
	return "T-LINKED"


def _doctype(name: str, fields: list[tuple], **more) -> None:
	if frappe.db.exists("DocType", name):
		return
	rows = [
		{"fieldname": f[0], "label": frappe.unscrub(f[0]), "fieldtype": f[1], "options": (f[2:] or ("",))[0]}
		for f in fields
	]
	rights = [] if more.get("istable") else [{"role": "System Manager", "read": 1, "write": 1, "create": 1}]
	frappe.get_doc(
		doctype="DocType", name=name, module="Custom", custom=1, fields=rows, permissions=rights, **more
	).insert()


LOAN = {"purpose": "Repair of belt 3", "back_on": "2026-12-01", "tools": [{"tool": "Wrench", "pieces": 2}]}


def test_it_runs_from_start_to_end(flow):
	with signed_in("miner1"):
		instance = start(flow, LOAN)["instance"]
	name = frappe.db.get_value("Process Instance", instance, "document_name")
	form = frappe.get_doc(FORM, name)
	assert (form.workflow_state, form.tools[0].tool, form.tools[0].pieces) == (
		"Hand out the tools",
		"Wrench",
		2,
	)
	with signed_in("office"):
		with pytest.raises(EngineError, match="Stock Note"):
			acts.decide(only_task("office", instance), "Hand out")
		acts.decide(only_task("office", instance), "Hand out", values={"stock_note": "From shelf 4"})
	form.reload()
	assert (form.workflow_state, form.stock_note, form.docstatus) == ("Tools handed out", "From shelf 4", 0)


def test_its_fields_are_guarded_like_any_other(flow):
	with signed_in("miner1"):
		instance = start(flow, LOAN)["instance"]
	form = frappe.get_doc(FORM, frappe.db.get_value("Process Instance", instance, "document_name"))
	form.purpose = "Something else"
	with pytest.raises(ProtectedField, match="Purpose"):
		form.save()


def test_its_portal_page_shows_its_fields(flow, base_url):
	page = Client(base_url, "miner1").get(f"/process/start/{flow}")
	assert page.status_code == 200
	for name in ("purpose", "back_on", "tools"):
		assert f'data-field="{name}"' in page.text or f'data-table="{name}"' in page.text, name
	assert "stock_note" not in page.text


def test_portal_users_read_only_their_own(flow, base_url):
	with signed_in("miner1"):
		instance = start(flow, LOAN)["instance"]
	frappe.db.commit()
	name = frappe.db.get_value("Process Instance", instance, "document_name")
	assert Client(base_url, "miner2").get(f"/api/resource/{FORM}/{name}").status_code == 403
	assert frappe.has_permission(FORM, "read", name, user=person("office"))
