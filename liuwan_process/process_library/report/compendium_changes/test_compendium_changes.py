"""The report says of two editions what the later one marks in its pages."""

import frappe
import pytest
from frappe.desk import query_report

from liuwan_process.analytics.export_for_tests import excel
from liuwan_process.process_library.compendium.support_for_tests import (
	edition,
	make,
	publish_small,
	remove,
	small,
)
from liuwan_process.process_library.report.compendium_changes.compendium_changes import execute
from tests.factories import counted_statements, publish_process, signed_in

REPORT = "Compendium Changes"


@pytest.fixture(scope="module")
def both(site):
	frappe.set_user("Administrator")
	publish_small()
	publish_process(small("WC-ONE"))
	old = make(edition(("WC-ONE", "WC-LONG"), year=2025, previous_edition=None))
	publish_process(small("WC-ONE", limit=6))
	new = make(edition(("WC-ONE", "WC-TWO"), previous_edition=old.name))
	publish_process(small("WC-ONE"))
	yield old, new
	remove(new, old)


def rows(**filters) -> list[dict]:
	return [row for row in execute(filters)[1] if not row.get("is_total")]


def test_new_changed_and_removed_processes(both):
	found = {row["process"]: (row["kind"], row["what"]) for row in rows()}
	assert found == {
		"WC-ONE": ("Changed", "2. Look 1: Limit"),
		"WC-TWO": ("New", ""),
		"WC-LONG": ("Removed", ""),
	}


def test_it_begins_with_the_latest_edition_and_the_one_before(both):
	old, new = both
	message = execute({})[2]
	assert new.name in message and old.name in message
	assert {row["kind"] for row in rows(edition=old.name)} == {"New"}
	assert "everything is new" in execute({"edition": old.name})[2]


def test_it_says_what_the_entries_say(both):
	marks = {row.process_code: row.change for row in both[1].entries if row.change}
	assert {row["process"]: row["kind"] for row in rows()} == marks


def test_filters(both):
	assert {row["process"] for row in rows(org_unit="Finance Section")} == {"WC-ONE", "WC-TWO"}
	assert [row["process"] for row in rows(change="Removed")] == ["WC-LONG"]
	assert rows(org_unit="Trade Union") == []


def test_chart_and_cards_count_the_rows(both):
	_columns, found, _message, chart, summary = execute({})
	assert sum(sum(each["values"]) for each in chart["data"]["datasets"]) == len(found) - 1
	assert [card["value"] for card in summary] == [1, 1, 1]
	[finance] = [n for n, label in enumerate(chart["data"]["labels"]) if label == "Finance Section"]
	assert [each["values"][finance] for each in chart["data"]["datasets"]] == [1, 1, 0]


@pytest.mark.parametrize("who", ["hr", "office", "director", "production"])
def test_desk_readers_run_it(both, who):
	with signed_in(who):
		assert len(query_report.run(REPORT)["result"]) == 4


@pytest.mark.parametrize("who", ["miner1", "Guest"])
def test_others_may_not(both, who):
	with signed_in(who), pytest.raises(frappe.PermissionError):
		query_report.run(REPORT)


def test_statements(both):
	execute({})
	with counted_statements() as statements:
		execute({})
	assert len(statements) <= 9


def test_excel(both):
	with signed_in("hr"):
		sheet = excel(REPORT, {}, 4)
	assert [cell.value for cell in sheet[1]][:2] == ["Number", "Process"]
