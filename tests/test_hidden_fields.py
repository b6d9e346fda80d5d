"""What a step hides comes to nobody who may not see it, by any of Frappe's own ways in, over HTTP.

The initiator and the person of the last step do not see the pay and the prices; whoever fills them in, and the office,
do. Everybody acts once on the desk (production, hr) and once as a portal user (sales1, branch).
"""

import json

import frappe
import pytest

from liuwan_process.engine.acts import decide
from liuwan_process.engine.start import start
from tests.client import Client
from tests.factories import document, ensure_demo, person, publish_process, signed_in, step

CODE = "ZT-HIDE"
PAY, PRICE = "424242", "987654"
FIELDS = [
	{"name": "purpose", "label": "Purpose", "type": "Data", "in_list": True},
	{"name": "pay", "label": "Pay", "type": "Currency"},
	{"name": "items", "label": "Items", "type": "Table"},
	{"name": "item", "label": "Item", "type": "Data", "table": "items", "required": True},
	{"name": "price", "label": "Price", "type": "Int", "table": "items"},
]
SECRETS = {"pay": "hide", "items.price": "hide"}
STEPS = [
	step("begin", "start", fields=SECRETS),
	step("fill", "task", ("production", "sales.vp"), fields={"pay": "require", "items.price": "require"}),
	step("look", user=("hr", "branch"), fields=SECRETS | {"purpose": "edit"}),
	step("done", "end"),
]
WAYS = ["begin>fill Hand in", "fill>look Filled", "look>done Fine"]
BLIND = ("sales1", "hr", "branch")
SEEING = ("production", "sales.vp", "office", "supervision")


@pytest.fixture(scope="module")
def run(site) -> dict:
	ensure_demo()
	frappe.set_user("Administrator")
	publish_process(document(CODE, STEPS, WAYS, FIELDS))
	with signed_in("sales1"):
		name = start(CODE, {"purpose": "Hire", "items": [{"item": "Helmet"}]})["instance"]
	found = frappe.get_doc("Process Instance", name)
	row = frappe.get_doc(found.document_type, found.document_name).items[0].name
	for login in ("production", "sales.vp"):
		task = frappe.db.exists(
			"Process Task", {"instance": name, "assignee": person(login), "status": "Open"}
		)
		with signed_in(login):
			values = {"pay": PAY, "items": [{"name": row, "price": PRICE}]}
			if task:
				decide(task, "Filled", values=values)
	frappe.db.commit()
	return frappe.get_doc("Process Instance", name).as_dict()


@pytest.fixture(scope="module")
def form(run) -> str:
	return run.document_type


@pytest.fixture(scope="module")
def rows(form) -> str:
	return frappe.get_meta(form).get_field("items").options


@pytest.fixture(scope="module")
def clients(base_url, run) -> dict[str, Client]:
	return {login: Client(base_url, login) for login in (*BLIND, *SEEING, "miner1")}


def ways(run, form, rows) -> dict[str, tuple[str, dict]]:
	"""Name: method of Frappe and its arguments; each tries to get at the pay or the prices."""
	return reads(run, form, rows) | look_ups(run, form)


def reads(run, form, rows) -> dict[str, tuple[str, dict]]:
	named, wide = (
		{"doctype": form, "name": run.document_name},
		json.dumps(["name", "pay", "items.price", "*"]),
	)
	columns = json.dumps(["name", "purpose", "pay"])
	return {
		"get": ("frappe.client.get", named),
		"get_value": (
			"frappe.client.get_value",
			{"doctype": form, "fieldname": "pay", "filters": run.document_name},
		),
		"get_list": ("frappe.client.get_list", {"doctype": form, "fields": columns}),
		"get_list_all": ("frappe.client.get_list", {"doctype": form, "fields": '["*"]'}),
		"get_list_join": ("frappe.client.get_list", {"doctype": form, "fields": wide}),
		"sums": (
			"frappe.client.get_list",
			{"doctype": form, "fields": '["sum(pay) as total"]'},
		),
		"rows": ("frappe.client.get_list", {"doctype": rows, "parent": form, "fields": '["name", "price"]'}),
		"load": ("frappe.desk.form.load.getdoc", named),
		"docinfo": ("frappe.desk.form.load.get_docinfo", named),
		"report": ("frappe.desk.reportview.get", {"doctype": form, "fields": columns, "view": "Report"}),
		"report_rows": (
			"frappe.desk.reportview.get",
			{"doctype": form, "fields": json.dumps([f"`tab{form}`.`name`", f"`tab{rows}`.`price`"])},
		),
		"export": (
			"frappe.desk.reportview.export_query",
			{"doctype": form, "fields": columns, "file_format_type": "CSV", "title": "x"},
		),
	}


def look_ups(run, form) -> dict[str, tuple[str, dict]]:
	return {
		"search": (
			"frappe.desk.search.search_link",
			{"doctype": form, "txt": "", "filter_fields": '["pay"]'},
		),
		"validate_link": (
			"frappe.client.validate_link",
			{"doctype": form, "docname": run.document_name, "fields": '["pay"]'},
		),
		"preview": (
			"frappe.desk.link_preview.get_preview_data",
			{"doctype": form, "docname": run.document_name},
		),
		"groups": (
			"frappe.desk.listview.get_group_by_count",
			{"doctype": form, "current_filters": "[]", "field": "pay"},
		),
		"print": ("frappe.www.printview.get_html_and_style", {"doc": form, "name": run.document_name}),
		"log": (
			"frappe.client.get_list",
			{"doctype": "Process Log", "fields": '["*"]', "filters": json.dumps({"instance": run.name})},
		),
		"versions": (
			"frappe.client.get_list",
			{"doctype": "Version", "fields": '["*"]', "filters": json.dumps({"docname": run.document_name})},
		),
		"progress": ("liuwan_process.api.runs.progress", {"instance": run.name}),
		"transitions": (
			"frappe.model.workflow.get_transitions",
			{"doc": json.dumps({"doctype": form, "name": run.document_name})},
		),
	}


NAMES = list(ways(frappe._dict(document_name="", name=""), "", ""))
PATHS = (
	"/api/resource/{form}/{name}",
	'/api/resource/{form}?fields=["*"]',
	"/printview?doctype={form}&name={name}",
)


def secret(text: str) -> bool:
	"""Whether the pay or the price stands in an answer, however it is written."""
	plain = text.replace(",", "").replace(" ", "")
	return PAY in plain or PRICE in plain


@pytest.mark.parametrize("who", BLIND)
@pytest.mark.parametrize("way", NAMES)
def test_no_way_in_gives_what_is_hidden(clients, run, form, rows, who, way):
	method, arguments = ways(run, form, rows)[way]
	response = clients[who].session.post(
		f"{clients[who].base_url}/api/method/{method}", json=arguments, timeout=60
	)
	assert not secret(response.text), response.text[:2000]
	assert response.status_code in (200, 403, 404, 417), response.text[:2000]


@pytest.mark.parametrize("who", BLIND)
@pytest.mark.parametrize("path", PATHS)
def test_no_address_gives_what_is_hidden(clients, run, form, who, path):
	response = clients[who].get(path.format(form=form, name=run.document_name))
	assert not secret(response.text)


@pytest.mark.parametrize("who", BLIND)
def test_the_pages_of_a_run_do_not_show_what_is_hidden(clients, run, who):
	page = clients[who].get(f"/process/run/{run.name}")
	assert page.status_code == 200
	assert "Helmet" in page.text and not secret(page.text)


@pytest.mark.parametrize("who", BLIND)
@pytest.mark.parametrize(
	"question",
	(
		{"filters": '[["pay", ">", 1]]'},
		{"filters": '{"p\\u0061y": [">", 1]}'},
		{"or_filters": '[["pay", ">", 1]]'},
		{"order_by": "pay desc"},
		{"group_by": "pay"},
		{"filters": '[["Zt Hide Items", "price", "=", 987654]]'},
	),
)
def test_nobody_finds_out_by_filters_and_orders(clients, form, who, question):
	for method in ("frappe.client.get_list", "frappe.client.get_count", "frappe.desk.reportview.get_count"):
		status, _answer = clients[who].call(method, doctype=form, **question)
		assert status == 403, method
	response = clients[who].session.get(f"{clients[who].base_url}/api/resource/{form}", params=question)
	assert response.status_code == 403


def test_what_a_save_answers_hides_it_too(clients, run, form):
	for who in ("hr", "branch"):
		for method, arguments in (
			("frappe.client.set_value", {"doctype": form, "name": run.document_name, "fieldname": "purpose"}),
			(
				"frappe.model.workflow.get_transitions",
				{"doc": json.dumps({"doctype": form, "name": run.document_name})},
			),
		):
			_status, answer = clients[who].call(method, value=f"By {who}", **arguments)
			assert not secret(json.dumps(answer)), (who, method)
		url = f"{clients[who].base_url}/api/resource/{form}/{run.document_name}"
		response = clients[who].session.put(url, json={"purpose": f"Again {who}"}, timeout=60)
		assert response.status_code == 200 and not secret(response.text)
	frappe.db.rollback()
	whole = frappe.get_doc(form, run.document_name)
	assert (whole.purpose, whole.pay, whole.items[0].price) == ("Again branch", 424242, 987654)


def test_a_desk_form_that_never_had_the_values_keeps_them_when_it_is_saved(clients, run, form):
	client = clients["hr"]
	url = f"{client.base_url}/api/method/frappe.desk.form.load.getdoc"
	loaded = client.session.post(url, json={"doctype": form, "name": run.document_name}).json()["docs"][0]
	assert loaded["__onload"]["liuwan_step"]["hidden"] == ["pay"]
	loaded["purpose"] = "From the desk"
	status, answer = client.call("frappe.desk.form.save.savedocs", doc=json.dumps(loaded), action="Save")
	assert status == 200 and not secret(json.dumps(answer))
	frappe.db.rollback()
	whole = frappe.get_doc(form, run.document_name)
	assert (whole.purpose, whole.pay, whole.items[0].price) == ("From the desk", 424242, 987654)
	last = frappe.get_last_doc("Process Log", {"instance": run.name, "act": "Edit"}, order_by="creation desc")
	assert json.loads(last.changes) == {"purpose": ["Again branch", "From the desk"]}
	assert last.actor == person("hr") and last.step == "look"


@pytest.mark.parametrize("who", SEEING)
def test_those_who_may_see_it_see_it(clients, run, form, who):
	named = {"doctype": form, "name": run.document_name}
	url = f"{clients[who].base_url}/api/method/frappe.desk.form.load.getdoc"
	loaded = clients[who].session.post(url, json=named, timeout=60)
	assert PAY in loaded.text and PRICE in loaded.text
	page = clients[who].get(f"/process/run/{run.name}").text.replace(",", "")
	assert PAY in page and PRICE in page


def test_a_stranger_sees_nothing(clients, run, form):
	response = clients["miner1"].get(f"/api/resource/{form}/{run.document_name}")
	assert response.status_code == 403


@pytest.mark.parametrize(
	"way", ("get", "get_list", "get_list_all", "sums", "load", "report", "report_rows", "log", "progress")
)
def test_the_ways_lead_there_for_the_office(clients, run, form, rows, way):
	"""Otherwise the tests above would prove nothing."""
	method, arguments = ways(run, form, rows)[way]
	client = clients["office"]
	answer = client.session.post(f"{client.base_url}/api/method/{method}", json=arguments, timeout=60)
	assert answer.status_code == 200 and secret(answer.text), answer.text[:500]
