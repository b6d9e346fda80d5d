"""What may be started, how it is found, and what it usually takes."""

import frappe
import pytest

from liuwan_process.engine.versions import _parsed
from liuwan_process.portal import catalogue, usual
from liuwan_process.portal.support_for_tests import html
from liuwan_process.process_organization.calendar import get_calendar
from tests.factories import counted_statements, ensure_demo, person, signed_in


@pytest.fixture(autouse=True)
def enterprise() -> None:
	ensure_demo()


def test_search_keys_hold_both_languages_spelling_and_initials():
	words = catalogue.key("Branch Office Leave", "BO-LEAVE").split(" ")
	assert {"branch", "leave", "办事处请假", "banshichuqingjia", "bscqj", "bo-leave"} <= set(words)


def test_a_chinese_title_is_found_by_its_spelling():
	assert "qj" in catalogue.key("请假", "QJ-1").split(" ")


def test_processes_stand_under_their_domain():
	text = html("sales1", "/process/catalogue")
	assert text.index("Marketing") < text.index("Branch Office Leave")
	assert "usually takes" not in text or usual.medians()


def copies(number: int) -> None:
	"""More published processes, each with a version of its own, as rows: the test undoes them."""
	source = frappe.db.get_value("Process", "BO-LEAVE", "*", as_dict=True)
	version = frappe.db.get_value("Process Version", source.current_version, "*", as_dict=True)
	for i in range(number):
		code = f"COPY-{i}"
		add_row("Process Version", {**version, "name": f"{code}-v1", "process_code": code})
		add_row(
			"Process", {**source, "name": code, "code": code, "title": code, "current_version": f"{code}-v1"}
		)


def add_row(doctype: str, values: dict) -> None:
	table = frappe.qb.DocType(doctype)
	frappe.qb.into(table).columns(*values).insert(*values.values()).run()


def test_the_number_of_statements_does_not_grow_with_the_processes():
	with signed_in("sales1"):
		few = statements_for("sales1")
		copies(50)
		_parsed.clear()
		many = statements_for("sales1")
	_parsed.clear()
	assert len(many) <= len(few) + 1, many  # one more where the definitions had been read before


def statements_for(login: str) -> list[str]:
	with counted_statements() as statements:
		found = catalogue.grouped(catalogue.startable(person(login)))
	assert found
	return statements


def test_the_usual_time_is_the_median_of_at_least_three():
	day = get_calendar().regular_day
	ended(process="BO-LEAVE", seconds=[day, 2 * day, 30 * day])
	ended(process="SI-LOOP", seconds=[day, 3 * day])
	ended(process="SA-ACCEPT", seconds=[day, 2 * day, 3 * day, 4 * day])
	frappe.cache.delete_value(usual.CACHE)
	try:
		words = usual.times_of(["BO-LEAVE", "SI-LOOP", "SA-ACCEPT"])
	finally:
		frappe.cache.delete_value(usual.CACHE)
	assert words == {
		"BO-LEAVE": "usually takes 2 working days",
		"SA-ACCEPT": "usually takes 2.5 working days",
	}


def ended(process: str, seconds: list[int]) -> None:
	"""Completed runs of these working times, and none before them."""
	frappe.db.delete("Process Instance", {"process_code": process})
	for i, length in enumerate(seconds):
		add_row(
			"Process Instance",
			{
				"name": f"{process}-{i}",
				"process_code": process,
				"status": "Completed",
				"working_seconds": length,
				"ended_on": frappe.utils.now_datetime(),
			},
		)
