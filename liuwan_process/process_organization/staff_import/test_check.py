"""Judging rows: every problem is found, with its row and its column, and nobody else suffers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuwan_process.process_organization.staff_import.check import Known, StaffCheck, fold, staff_in_circles
from liuwan_process.process_organization.staff_import.file import StaffRow


def known(**staff: str | None) -> Known:
	"""Staff numbers with their superiors, all in the Production Section."""
	return Known(
		units={
			"production section": "Production Section",
			"生产科": "Production Section",
			"p1": "Production Section",
		},
		positions={("technician", "Production Section"): "Technician - Production Section"},
		staff={
			no: {"staff_name": f"N {no}", "org_unit": "Production Section", "superior": above}
			| {"email": f"{no}@liuwan.example", "mobile": ""}
			for no, above in staff.items()
		},
	)


def row(
	staff_no: str, row_no: int = 2, name: str = "张伟", unit: str = "Production Section", **values
) -> StaffRow:
	return StaffRow(row_no, staff_no, name, unit, **values)


def check(rows: list[StaffRow], site: Known | None = None, **options):
	return StaffCheck(site or known(), **options).run(rows)


def refusals(outcome) -> list[tuple[int, str]]:
	return [(refusal.row_no, refusal.field) for refusal in outcome.refusals]


@pytest.mark.parametrize(
	("bad", "field"),
	[
		(row(""), "staff_no"),
		(row("1", name=""), "staff_name"),
		(row("1", unit=""), "org_unit"),
		(row("1", unit="Mars"), "org_unit"),
		(row("1", email="no mail"), "email"),
		(row("1", email="7@liuwan.example"), "email"),
		(row("1", mobile="call me"), "mobile"),
		(row("1", superior="1"), "superior"),
		(row("1", superior="404"), "superior"),
		(row("1", name="x" * 81), "staff_name"),
		(row("1", name="<b>Zhang</b>"), "staff_name"),
	],
)
def test_problem_is_named_and_others_pass(bad, field):
	outcome = check([bad, row("2", 3)], known(**{"7": None}))

	assert refusals(outcome) == [(2, field)]
	assert [person.staff_no for person in outcome.people] == ["2"]


def test_all_problems_of_a_row_are_listed_at_once():
	outcome = check([row("1", name="", unit="Mars", email="?", mobile="?")])

	assert refusals(outcome) == [(2, "staff_name"), (2, "org_unit"), (2, "email"), (2, "mobile")]


def test_second_row_of_a_number_is_refused_whatever_its_spelling():
	outcome = check([row("a1"), row("A1", 3), row("Ａ1", 4)])

	assert refusals(outcome) == [(3, "staff_no"), (4, "staff_no")]
	assert "row 2" in outcome.refusals[0].reason


def test_second_row_of_an_email_is_refused():
	outcome = check([row("1", email="A@b.cn"), row("2", 3, email="a@B.cn")])

	assert refusals(outcome) == [(3, "email")]


@pytest.mark.parametrize("unit", ["生产科", "P1", "PRODUCTION section"])
def test_unit_may_be_called_by_code_or_translation(unit):
	(person,) = check([row("1", unit=unit)]).people

	assert person.org_unit == "Production Section"


def test_blank_cells_keep_what_is_known():
	(person,) = check([row("1", name="", unit="")], known(**{"1": "9", "9": None})).people

	assert (person.staff_name, person.org_unit, person.superior, person.email) == (
		"N 1",
		"Production Section",
		"9",
		"1@liuwan.example",
	)


def test_superior_may_stand_further_down_or_on_the_site():
	outcome = check([row("1", superior="2"), row("2", 3, superior="9")], known(**{"9": None}))

	assert not outcome.refusals


def test_who_reports_to_a_refused_person_is_refused_too():
	outcome = check([row("1", name="", superior=""), row("2", 3, superior="1"), row("3", 4, superior="2")])

	assert refusals(outcome) == [(2, "staff_name"), (3, "superior"), (4, "superior")]
	assert "row 2" in outcome.refusals[1].reason


def test_circle_within_the_file_is_refused():
	outcome = check(
		[row("1", superior="2"), row("2", 3, superior="1"), row("3", 4, superior="4"), row("4", 5)]
	)

	assert refusals(outcome) == [(2, "superior"), (3, "superior")]
	assert [person.staff_no for person in outcome.people] == ["3", "4"]


def test_circle_closed_with_the_site_is_refused():
	outcome = check([row("1", superior="2")], known(**{"1": None, "2": "1"}))

	assert refusals(outcome) == [(2, "superior")]


def test_two_people_may_change_places():
	outcome = check(
		[row("1", superior="2"), row("2", 3, superior="9")], known(**{"1": "9", "2": "1", "9": None})
	)

	assert not outcome.refusals


def test_missing_units_and_positions_are_created_once():
	rows = [row("1", unit="New Team", position="Miner"), row("2", 3, unit="new team", position="miner")]

	outcome = check(rows, create_units=True)

	assert outcome.new_units == ["New Team"]
	assert outcome.new_positions == {"Miner - New Team": ("Miner", "New Team")}
	assert {person.position for person in outcome.people} == {"Miner - New Team"}


def test_missing_unit_stays_missing_for_the_next_row():
	outcome = check(
		[row("1", unit="Mars", position="Pilot"), row("2", 3, unit="Mars")], create_positions=False
	)

	assert (3, "org_unit") in refusals(outcome)


def test_missing_position_is_refused_unless_positions_are_created():
	outcome = check([row("1", position="Pilot"), row("2", 3, position="technician")], create_positions=False)

	assert refusals(outcome) == [(2, "position")]
	assert outcome.people[0].position == "Technician - Production Section"


links = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh") | st.none())


@settings(max_examples=300, deadline=None)
@given(links, links)
def test_whatever_stands_in_the_file_the_chain_of_superiors_ends(site, wanted):
	before = {no: above if above in site and above < no else None for no, above in site.items()}
	rows = [row(no, index, superior=above or "") for index, (no, above) in enumerate(wanted.items(), 2)]

	outcome = check(rows, known(**before))

	after = before | {person.staff_no: person.superior for person in outcome.people}
	assert not staff_in_circles(after)
	assert all(above is None or above in after for above in after.values())
	assert len(outcome.people) + len({refusal.row_no for refusal in outcome.refusals}) == len(rows)


def test_keys_are_folded_as_the_database_does():
	assert fold("Ａbc É") == fold("abc e")
