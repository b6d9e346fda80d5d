"""A step edits column a, requires column b, does not show column c, and may or may not add and remove rows.

The same holds for acts and for what Frappe's own form saves.
"""

import frappe
import pytest

from liuwan_process.engine import acts, reading
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.start import start
from tests.factories import document, ensure_demo, only_task, person, publish_process, signed_in, step

CODE = "ZT-COLUMNS"
FIELDS = [
	{"name": "purpose", "label": "Purpose", "type": "Data"},
	{"name": "goods", "label": "Goods", "type": "Table"},
	{"name": "good", "label": "Good", "type": "Data", "table": "goods"},
	{"name": "amount", "label": "Amount", "type": "Int", "table": "goods"},
	{"name": "cost", "label": "Cost", "type": "Currency", "table": "goods"},
]
PRICED = {"goods.amount": "edit", "goods.cost": "require", "goods.good": "hide"}
STEPS = [
	step("begin", "start", fields={"goods.cost": "hide"}),
	step("price", "task", "production", fields=PRICED),
	step("more", "task", "production", fields={"goods": "edit"}, rows={"goods": "add"}),
	step("done", "end"),
]
WAYS = ["begin>price Hand in", "price>more Priced", "more>done Enough"]
ASKED = [{"good": "Rope", "amount": 2}, {"good": "Lamp", "amount": 3}]


@pytest.fixture
def run() -> str:
	ensure_demo()
	if frappe.db.get_value("Process", CODE, "status") != "Published":
		publish_process(document(CODE, STEPS, WAYS, FIELDS))
	with signed_in("sales1"):
		return start(CODE, {"purpose": "Work", "goods": ASKED})["instance"]


def form(run: str):
	return frappe.get_doc(*frappe.db.get_value("Process Instance", run, ["document_type", "document_name"]))


def rows(run: str) -> list[tuple]:
	return [(row.good, row.amount, row.cost) for row in form(run).goods]


def act(run: str, action: str, goods: list[dict]) -> None:
	with signed_in("production"):
		acts.decide(only_task("production", run), action, values={"goods": goods})


def priced(run: str) -> list[dict]:
	return [{"name": row.name, "cost": 10 * row.idx, "amount": row.amount} for row in form(run).goods]


def test_named_columns_are_written_and_the_others_stay(run):
	act(run, "Priced", priced(run))
	assert rows(run) == [("Rope", 2, 10), ("Lamp", 3, 20)]


def test_rows_without_names_are_taken_in_their_order(run):
	act(run, "Priced", [{"cost": 1}, {"cost": 2, "amount": 9}])
	assert rows(run) == [("Rope", 2, 1), ("Lamp", 9, 2)]


@pytest.mark.parametrize(
	("change", "words"),
	(
		(lambda goods: goods[0].update(good="Gold"), "“Good” cannot be changed now"),
		(lambda goods: goods.append({"cost": 1}), "Rows cannot be added"),
		(lambda goods: goods.pop(), "cannot be removed"),
		(lambda goods: goods[0].update(cost=""), "Please fill in: Cost"),
	),
)
def test_what_the_step_does_not_allow_is_refused_with_its_name(run, change, words):
	goods = priced(run)
	change(goods)
	with pytest.raises(EngineError, match=words):
		act(run, "Priced", goods)


def test_a_column_hidden_at_the_start_cannot_be_filled_in_there():
	with signed_in("sales1"), pytest.raises(EngineError, match="Cost"):
		start(CODE, {"goods": [{"good": "Rope", "cost": 5}]})


def test_rows_may_be_added_and_not_removed(run):
	act(run, "Priced", priced(run))
	goods = [{"name": row.name} for row in form(run).goods]
	with pytest.raises(EngineError, match="cannot be removed"):
		act(run, "Enough", goods[:1])
	act(run, "Enough", [*goods, {"good": "Bolt", "amount": 1, "cost": 3}])
	assert rows(run) == [("Rope", 2, 10), ("Lamp", 3, 20), ("Bolt", 1, 3)]


def test_the_desks_form_saves_what_the_step_allows_and_logs_it(run):
	with signed_in("production"):
		doc = form(run)
		doc.goods[0].cost = 7
		doc.save()
	assert rows(run)[0] == ("Rope", 2, 7)
	row = frappe.get_last_doc("Process Log", {"instance": run})
	assert (row.act, row.actor, row.step) == ("Edit", person("production"), "price")
	assert not frappe.db.exists("Version", {"docname": doc.name})


@pytest.mark.parametrize("name", ("good", "row"))
def test_the_desks_form_refuses_what_the_step_does_not_allow(run, name):
	with signed_in("production"):
		doc = form(run)
		if name == "row":
			doc.append("goods", {"amount": 1})
		else:
			doc.goods[0].good = "Gold"
		with pytest.raises(frappe.ValidationError):
			doc.save()


def test_a_draft_over_rest_holds_only_what_the_start_edits(run):
	doctype = form(run).doctype
	with signed_in("sales1"), pytest.raises(frappe.ValidationError):
		frappe.get_doc({"doctype": doctype, "goods": [{"good": "Rope", "cost": 5}]}).insert()


def test_readers_see_what_one_of_their_steps_shows(run):
	doc = form(run)
	assert reading.hidden_in(doc, person("sales1")) == {"goods.cost"}
	assert reading.hidden_in(doc, person("production")) == {"goods.good"}
	assert reading.hidden_in(doc, person("office")) == set()
	assert reading.hidden_in(doc, person("miner1")) == {"goods.cost", "goods.good"}
