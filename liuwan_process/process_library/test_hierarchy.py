"""Levels and numbers of the process tree."""

import frappe
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuwan_process.patches.v1_0 import number_processes
from liuwan_process.process_library import hierarchy
from liuwan_process.process_library.hierarchy import LEVELS, numbered, order


@pytest.fixture(autouse=True)
def undone(site):
	yield
	frappe.db.rollback()


def process(code: str, level: str, above: str | None = None, **more) -> str:
	values = {"code": code, "title": code.title(), "level": level, "parent_process": above, **more}
	values.setdefault("is_group", int(level not in ("Process", *LEVELS[3:])))
	return frappe.get_doc({"doctype": "Process", **values}).insert().name


@pytest.fixture
def domain() -> str:
	process("TD", "Domain")
	process("TD-A", "Process Group", "TD")
	process("TD-B", "Process Group", "TD")
	process("TD-A1", "Process", "TD-A")
	process("TD-A2", "Process", "TD-A")
	return frappe.db.get_value("Process", "TD", "number")


def number(code: str) -> str:
	return frappe.db.get_value("Process", code, "number")


def test_six_levels_are_numbered_from_the_domain():
	above, numbers = None, []
	for step, level in enumerate(LEVELS):
		above = process(f"TL-{step}", level, above, is_group=int(level != LEVELS[-1]))
		numbers.append(number(above))
	assert numbers == [".".join([numbers[0], *["1"] * step]) for step in range(6)]


def test_whoever_comes_stands_last_and_the_others_make_room_for_a_chosen_place(domain):
	assert [number(c) for c in ("TD-A1", "TD-A2", "TD-B")] == [
		f"{domain}.1.1",
		f"{domain}.1.2",
		f"{domain}.2",
	]
	process("TD-A0", "Process", "TD-A", place=1)
	assert [number(c) for c in ("TD-A0", "TD-A1", "TD-A2")] == [f"{domain}.1.{n}" for n in (1, 2, 3)]


def test_a_group_that_moves_takes_what_is_below_it_along(domain):
	group = frappe.get_doc("Process", "TD-A")
	group.place = 2
	group.save()
	assert [number(c) for c in ("TD-B", "TD-A", "TD-A2")] == [f"{domain}.1", f"{domain}.2", f"{domain}.2.2"]
	assert group.number == f"{domain}.2"


def test_moved_below_another_group_it_comes_last_there_and_its_gap_closes(domain):
	process("TD-B1", "Process", "TD-B")
	moving = frappe.get_doc("Process", "TD-A1")
	moving.parent_process = "TD-B"
	moving.save()
	assert [number(c) for c in ("TD-A2", "TD-B1", "TD-A1")] == [
		f"{domain}.1.1",
		f"{domain}.2.1",
		f"{domain}.2.2",
	]


def test_removed_its_gap_closes(domain):
	frappe.delete_doc("Process", "TD-A1")
	assert number("TD-A2") == f"{domain}.1.1"


def test_without_a_domain_there_is_no_number():
	process("T-LOOSE", "Process Group")
	assert number(process("T-LOOSE-1", "Process", "T-LOOSE")) is None


def test_processes_from_before_get_their_numbers_at_migration(domain):
	frappe.db.set_value("Process", {"name": ("like", "TD%")}, {"number": None, "place": 0})
	number_processes.execute()
	assert number("TD-A2").endswith(".1.2") and number("TD-B").endswith(".2")


def test_nobody_types_a_number(domain):
	doc = frappe.get_doc("Process", "TD-A1")
	doc.number = "99"
	doc.save()
	assert number("TD-A1") == f"{domain}.1.1"


@pytest.mark.parametrize(
	("level", "above"),
	[("Domain", "TD"), ("Process Group", "TD-A"), ("Domain", "TD-A"), ("Process Group", "TD-B")],
)
def test_a_process_lies_deeper_than_what_it_is_part_of(domain, level, above):
	with pytest.raises(frappe.ValidationError, match="part of"):
		process("TD-WRONG", level, above)


def test_a_group_does_not_sink_below_its_own_parts(domain):
	group = frappe.get_doc("Process", "TD-A")
	group.level = "Process"
	with pytest.raises(frappe.ValidationError, match="Td-A1"):
		group.save()


def test_numbers_sort_by_their_parts():
	assert sorted([None, "2.10", "10", "2.9", "2"], key=order) == ["2", "2.9", "2.10", "10", None]


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(LEVELS), st.integers(0, 5)), max_size=30))
def test_places_are_one_to_n_among_neighbours_and_numbers_are_unique(tree):
	"""Whatever the tree looks like: each row is (row above, level, place)."""
	rows = [
		{
			"name": f"p{i}",
			"parent_process": f"p{above}" if above < i else None,
			"level": level,
			"place": place,
			"number": None,
		}
		for i, (above, level, place) in enumerate(tree)
	]
	found = numbered(rows, "p0" if rows else None)
	assert found.keys() == {row["name"] for row in rows}
	numbers = [number for _place, number in found.values() if number]
	assert len(numbers) == len(set(numbers))
	for above in {row["parent_process"] for row in rows} - {None}:
		places = sorted(found[row["name"]][0] for row in rows if row["parent_process"] == above)
		assert places == list(range(1, len(places) + 1))


def test_numbering_takes_one_statement_when_nothing_changes(domain):
	from tests.factories import counted_statements

	with counted_statements() as statements:
		hierarchy.renumber()
	assert len(statements) == 1
