"""What the portal's tests share: a process with every kind of field, and pages as a person gets them."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils import set_request

from liuwan_process.portal.renderer import PortalPage
from tests.factories import document, publish_process, signed_in, step

CODE, RESTRICTED = "PT-ALL", "PT-BRANCH"
FIELDS = [
	{"name": "about", "label": "About it", "type": "Section Break"},
	{"name": "what", "label": "What <b>is</b> it", "type": "Data", "required": True},
	{"name": "kind", "label": "Sort", "type": "Select", "options": "Red\nBlue"},
	{"name": "left", "label": "", "type": "Column Break"},
	{"name": "price", "label": "Price", "type": "Currency"},
	{"name": "number", "label": "Number", "type": "Int"},
	{"name": "share", "label": "Share", "type": "Float"},
	{"name": "on", "label": "On day", "type": "Date"},
	{"name": "at", "label": "At moment", "type": "Datetime"},
	{"name": "clock", "label": "O'clock", "type": "Time"},
	{"name": "urgent", "label": "Very urgent", "type": "Check"},
	{"name": "why", "label": "Why so", "type": "Text"},
	{"name": "note", "label": "", "type": "HTML", "options": "<p>Read <script>alert(1)</script>this</p>"},
	{"name": "colleague", "label": "Colleague", "type": "Link", "options": "User"},
	{"name": "unit", "label": "At unit", "type": "Link", "options": "Org Unit"},
	{"name": "paper", "label": "Paper", "type": "Attach"},
	{"name": "goods", "label": "Goods", "type": "Table", "options": ""},
	{"name": "good", "label": "Good", "type": "Data", "table": "goods", "required": True},
	{"name": "picture", "label": "Picture", "type": "Attach", "table": "goods"},
	{"name": "secret", "label": "Secret mark", "type": "Data"},
	{"name": "verdict", "label": "Verdict", "type": "Small Text"},
]
STEPS = [
	step("begin", "start", title="Write it", fields={"verdict": "hide"}),
	step(
		"look",
		user="branch",
		title="Look at it",
		fields={"secret": "hide", "verdict": "require"},
		knowledge={"method": "Look twice", "risks": "Blindness"},
		limit={"amount": 2, "unit": "working_days", "warn_before": 1},
	),
	step("sign", user="sales.vp", title="Sign it"),
	step("done", "end", title="Done with it"),
]
WAYS = ["begin>look Hand in", "look>sign Fine", "sign>done Signed"]
VALUES = {
	"what": "<script>alert('x')</script>",
	"kind": "Blue",
	"price": 1234.5,
	"number": 3,
	"share": 0.25,
	"on": "2026-11-24",
	"at": "2026-11-24 08:30:00",
	"clock": "09:15:00",
	"urgent": 1,
	"why": "line one\nline two",
	"colleague": "branch@liuwan.example",
	"unit": "Finance Section",
	"secret": "THE-SECRET",
	"goods": [{"good": "Rope"}, {"good": "Lamp"}],
}


def publish_for_branch_only() -> None:
	"""A process that the branch office manager alone may start."""
	if frappe.db.get_value("Process", RESTRICTED, "status") != "Published":
		steps = [step("begin", "start", "branch"), step("done", "end")]
		fields = [{"name": "entry", "label": "Secret list", "type": "Data"}]
		publish_process(document(RESTRICTED, steps, ["begin>done Go"], fields))


def publish_all_fields() -> None:
	"""The process with every kind of field, once for each test site."""
	if frappe.db.get_value("Process", CODE, "status") != "Published":
		publish_process(document(CODE, STEPS, WAYS, FIELDS, title="All kinds of fields"))


def get(login: str, path: str, language: str = "en") -> Any:
	"""The response that somebody gets from a page of the portal."""
	address, _, query = path.partition("?")
	with signed_in(login):
		before, frappe.local.lang = frappe.local.lang, language
		set_request(method="GET", path=path)
		frappe.local.form_dict = frappe._dict(pair.split("=") for pair in query.split("&") if pair)
		try:
			page = PortalPage(address)
			assert page.can_render(), f"the portal has no page {address}"
			return page.render()
		finally:
			frappe.local.lang = before
			frappe.local.form_dict = frappe._dict()


def html(login: str, path: str, language: str = "en") -> str:
	response = get(login, path, language)
	assert response.status_code == 200, f"{path} as {login}: {response.status_code}"
	return response.get_data(as_text=True)
