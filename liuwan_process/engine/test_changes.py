"""Going back through the log gives the stored form after every act, whoever changed it and by which way."""

from typing import Any

import frappe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuwan_process.definition.model import Definition, FormField
from liuwan_process.engine import acts, changes
from liuwan_process.engine.start import start
from liuwan_process.engine.versions import get_definition
from tests.factories import document, ensure_demo, only_task, publish_process, signed_in, step

CODE = "ZT-REPLAY"
FIELDS = [
	{"name": "what", "label": "What", "type": "Data"},
	{"name": "why", "label": "Why", "type": "Text"},
	{"name": "number", "label": "Number", "type": "Int"},
	{"name": "share", "label": "Share", "type": "Float"},
	{"name": "price", "label": "Price", "type": "Currency"},
	{"name": "on_day", "label": "On day", "type": "Date"},
	{"name": "moment", "label": "Moment", "type": "Datetime"},
	{"name": "clock", "label": "Clock", "type": "Time"},
	{"name": "urgent", "label": "Urgent", "type": "Check"},
	{"name": "sort", "label": "Sort", "type": "Select", "options": "Red\nBlue"},
	{"name": "unit", "label": "Unit", "type": "Link", "options": "Org Unit"},
	{"name": "goods", "label": "Goods", "type": "Table"},
	{"name": "good", "label": "Good", "type": "Data", "table": "goods"},
	{"name": "amount", "label": "Amount", "type": "Float", "table": "goods"},
]
EDITED = {field["name"]: "edit" for field in FIELDS if not field.get("table")}
words = st.text("abc 矿'\"<\\%", max_size=8).map(str.strip)
ROWS = st.lists(
	st.fixed_dictionaries({}, optional={"good": words, "amount": st.integers(-9, 99).map(lambda n: n / 8)}),
	max_size=3,
)
VALUES = st.fixed_dictionaries(
	{},
	optional={
		"what": words,
		"why": words,
		"number": st.integers(-1000, 1000),
		"share": st.integers(-9999, 9999).map(lambda n: n / 1000),
		"price": st.integers(-9999, 9999).map(lambda n: n / 100),
		"on_day": st.dates().map(str).filter(lambda day: "1900" < day < "2100"),
		"moment": st.sampled_from(("2026-11-22 08:30:00", "2026-01-01 00:00:00", "")),
		"clock": st.sampled_from(("08:30:00", "23:59:59", "00:00:00", "")),
		"urgent": st.integers(0, 1),
		"sort": st.sampled_from(("Red", "Blue", "")),
		"goods": ROWS,
	},
)
WAYS = ("act", "desk", "nothing")


def publish() -> None:
	ensure_demo()
	if frappe.db.get_value("Process", CODE, "status") == "Published":
		return
	steps = [step("begin", "start"), step("work", "task", "production", fields=EDITED), step("done", "end")]
	ways = ["begin>work Hand in", "work>work Again", "work>done Finish"]
	publish_process(document(CODE, steps, ways, FIELDS))


def stored(definition: Definition, instance: str) -> dict[str, Any]:
	name = frappe.db.get_value("Process Instance", instance, "document_name")
	return changes.plain(definition, frappe.get_doc(definition.doctype, name))


def log_of(instance: str) -> list[dict[str, Any]]:
	fields = ["name", "act", "changes"]
	return frappe.get_all("Process Log", {"instance": instance}, fields, order_by="creation, idx")


def save_in_desk(instance: str, values: dict[str, Any]) -> None:
	doctype, name = frappe.db.get_value("Process Instance", instance, ["document_type", "document_name"])
	doc = frappe.get_doc(doctype, name)
	doc.update({key: value if value != "" else None for key, value in values.items()})
	doc.save()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(VALUES, st.lists(st.tuples(st.sampled_from(WAYS), VALUES), max_size=5))
def test_replaying_the_log_gives_the_stored_form(first, edits):
	publish()
	frappe.db.savepoint("example")
	with signed_in("sales1"):
		instance = start(CODE, first)["instance"]
	definition = get_definition(frappe.db.get_value("Process Instance", instance, "process_version"))
	moments = {log_of(instance)[-1].name: stored(definition, instance)}
	with signed_in("production"):
		for way, values in edits:
			if way == "desk":
				save_in_desk(instance, values)
			else:
				sent = values if way == "act" else {}
				acts.decide(only_task("production", instance), "Again", values=sent)
			moments[log_of(instance)[-1].name] = stored(definition, instance)
		acts.decide(only_task("production", instance), "Finish")
	log, present = log_of(instance), stored(definition, instance)
	for name, form in moments.items():
		assert changes.at(present, log, name) == form
	forwards = moments[log[0].name]
	for row in log[1:]:
		forwards = forwards | {field: new for field, (_old, new) in changes.of(row).items()}
	assert forwards == present
	frappe.db.rollback(save_point="example")


def test_values_are_plain_in_the_same_way_before_and_after_they_are_stored():
	def text(kind: str, value: Any) -> str | None:
		return changes.text(FormField("f", "F", kind), value)

	assert text("Float", 0.1 + 0.2) == text("Float", "0.3") == "0.3"
	assert text("Int", None) == text("Int", 0) == "0"
	assert text("Time", frappe.utils.to_timedelta("08:05:00")) == text("Time", "8:05:00") == "08:05:00"
	assert text("Data", "") is None
