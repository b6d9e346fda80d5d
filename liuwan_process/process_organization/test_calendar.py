"""Which calendar counts for a unit, how often it is read, and what a calendar refuses."""

from datetime import datetime

import frappe
import pytest

from liuwan_process.process_organization.calendar import clear_calendars, get_calendar
from liuwan_process.process_organization.factories_for_tests import Statements, make_unit
from liuwan_process.process_organization.working_time import DAY_SECONDS
from liuwan_process.setup.calendar import make_standard_calendar


@pytest.fixture(autouse=True)
def fresh_cache():
	clear_calendars()
	yield
	clear_calendars()


def make_calendar(
	name: str, hours: tuple = (("Monday", "08:00:00", "12:00:00"),), days: tuple = (), **values
):
	return frappe.get_doc(
		doctype="Work Calendar",
		calendar_name=name,
		hours=[{"weekday": day, "from_time": start, "to_time": end} for day, start, end in hours],
		days=[{"date": day, "kind": kind} for day, kind in days],
		**values,
	).insert()


def delete_all_calendars():
	for doctype in ("Work Calendar", "Work Calendar Hours", "Work Calendar Day"):
		frappe.db.delete(doctype)


def test_standard_calendar_counts_the_seeds_hours_and_statutory_days():
	delete_all_calendars()
	make_standard_calendar()
	calendar = get_calendar()

	assert calendar.between(datetime(2026, 11, 20), datetime(2026, 11, 21)) == 8 * 3600
	assert calendar.between(datetime(2026, 10, 1), datetime(2026, 10, 8)) == 0
	assert calendar.between(datetime(2026, 10, 10), datetime(2026, 10, 11)) == 8 * 3600


def test_standard_calendar_is_not_made_where_a_calendar_exists():
	delete_all_calendars()
	make_calendar("Ours")

	make_standard_calendar()

	assert frappe.get_all("Work Calendar", pluck="name") == ["Ours"]


def test_nearest_calendar_above_a_unit_counts():
	shifts, office = make_calendar("Shifts", (("Sunday", "00:00:00", "00:00:00"),)), make_calendar("Office")
	mine = make_unit(work_calendar=office.name)
	teams = make_unit(parent=mine.name, work_calendar=shifts.name)
	team, section = make_unit(parent=teams.name), make_unit(parent=mine.name)
	sunday = datetime(2026, 11, 22), datetime(2026, 11, 23)

	assert get_calendar(team.name).between(*sunday) == DAY_SECONDS
	assert get_calendar(section.name).between(*sunday) == 0
	assert get_calendar(section.name) is get_calendar(mine.name)


def test_default_calendar_counts_for_other_units():
	default = make_calendar("Default of Tests", (("Sunday", "01:00:00", "02:00:00"),), is_default=1)
	unit = make_unit()

	for name in (unit.name, None, "no such unit"):
		assert get_calendar(name).weekly[6] == ((3600, 7200),)
	assert frappe.get_all("Work Calendar", {"is_default": 1}, pluck="name") == [default.name]


def test_warm_calendar_needs_no_statement():
	unit = make_unit()
	get_calendar(unit.name)

	with Statements() as statements:
		get_calendar(unit.name).add(datetime(2026, 11, 20), 3, "working_days")

	assert statements.count == 0


def test_change_of_a_calendar_is_seen_at_once():
	calendar = make_calendar("Changing", is_default=1)
	assert get_calendar().weekly[1] == ()

	calendar.append("hours", {"weekday": "Tuesday", "from_time": "08:00:00", "to_time": "09:00:00"})
	calendar.save()

	assert get_calendar().weekly[1] == ((28_800, 32_400),)


def test_move_of_a_unit_is_seen_at_once():
	calendar = make_calendar("Only There")
	there, unit = make_unit(work_calendar=calendar.name), make_unit()
	before = get_calendar(unit.name)

	unit.parent_org_unit = there.name
	unit.save()

	assert get_calendar(unit.name) is not before
	assert get_calendar(unit.name) is get_calendar(there.name)


def test_make_up_day_takes_the_regular_hours():
	make_calendar("Make-up", days=(("2026-11-21", "Workday"),), is_default=1)

	assert get_calendar().between(datetime(2026, 11, 21), datetime(2026, 11, 22)) == 4 * 3600


@pytest.mark.parametrize(
	("hours", "message"),
	[
		((), "Working Hours"),
		((("Monday", "12:00:00", "08:00:00"),), "over midnight"),
		((("Monday", "08:00:00", "12:00:00"), ("Monday", "11:00:00", "13:00:00")), "overlap"),
	],
)
def test_impossible_hours_are_refused(hours, message):
	with pytest.raises(frappe.ValidationError, match=message):
		make_calendar("Impossible", hours)


def test_a_day_listed_twice_is_refused():
	with pytest.raises(frappe.ValidationError, match="listed twice"):
		make_calendar("Twice", days=(("2026-05-01", "Holiday"), ("2026-05-01", "Workday")))


def test_statutory_days_are_added_and_existing_ones_kept():
	calendar = make_calendar("Statutory", days=(("2026-10-01", "Workday"),))

	added = calendar.add_statutory_days(2026)

	kinds = {str(row.date): row.kind for row in calendar.days}
	assert added == len(calendar.days) - 1
	assert kinds["2026-10-01"] == "Workday"
	assert kinds["2026-10-02"] == "Holiday"
	assert kinds["2026-10-10"] == "Workday"
	assert calendar.add_statutory_days(2026) == 0


def test_year_that_is_not_published_is_refused():
	with pytest.raises(frappe.ValidationError, match="known from"):
		make_calendar("Future").add_statutory_days(2099)
