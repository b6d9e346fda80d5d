"""Units, positions, process roles and people: what is refused, and what is found."""

import frappe
import pytest

from liuwan_process.process_organization.doctype.org_unit.org_unit import (
	ancestors_and_self,
	descendants_and_self,
)
from liuwan_process.process_organization.doctype.org_unit.tree import add_node, get_children
from liuwan_process.process_organization.factories_for_tests import (
	Statements,
	make_position,
	make_staff,
	make_unit,
	make_user,
)
from liuwan_process.process_organization.pinyin import search_key

refused = pytest.raises(frappe.ValidationError)


def test_units_form_a_tree():
	mine = make_unit()
	sections = make_unit(parent=mine.name)
	desk = make_unit(parent=sections.name)
	other = make_unit(parent=mine.name)

	assert ancestors_and_self(desk.name) == [desk.name, sections.name, mine.name]
	assert descendants_and_self(mine.name) == [mine.name, sections.name, desk.name, other.name]
	assert ancestors_and_self("no such unit") == []


def test_unit_below_one_without_units_is_refused():
	leaf = make_unit()
	leaf.db_set("is_group", 0)

	with pytest.raises(frappe.ValidationError, match="Parent Unit"):
		make_unit(parent=leaf.name)


def test_unit_below_its_own_branch_is_refused():
	mine = make_unit()
	section = make_unit(parent=mine.name)
	mine.reload()
	mine.parent_org_unit = section.name

	with refused:
		mine.save()


def test_head_who_has_left_is_refused():
	unit = make_unit()
	unit.head = make_staff(unit.name, status="Departed").name

	with pytest.raises(frappe.ValidationError, match="Head"):
		unit.save()


def test_head_of_a_unit_cannot_be_deleted():
	unit = make_unit()
	staff = make_staff(unit.name, "王雅琴")
	unit.db_set("head", staff.name)

	with pytest.raises(frappe.LinkExistsError, match="王雅琴"):
		staff.delete()


def test_head_of_a_unit_cannot_leave():
	unit = make_unit()
	staff = make_staff(unit.name, "王雅琴")
	unit.db_set("head", staff.name)
	staff.status = "Departed"

	with pytest.raises(frappe.LinkExistsError, match="王雅琴"):
		staff.save()


def test_tree_shows_head_and_people_of_the_branch_in_five_statements():
	mine = make_unit()
	section = make_unit(parent=mine.name)
	desk = make_unit(parent=section.name)
	head = make_staff(section.name, "侯卫东")
	make_staff(desk.name)
	make_staff(desk.name, status="Departed")
	section.db_set("head", head.name)

	with Statements() as statements:
		(row,) = get_children("Org Unit", parent=mine.name)

	assert (row.value, row.head_name, row.people, row.expandable) == (section.name, "侯卫东", 2, 1)
	assert statements.count <= 5


def test_tree_counts_the_holders_of_positions_in_a_group():
	mine = make_unit()
	group = make_unit(parent=mine.name)
	member = make_position(group.name, "Group Member").name
	make_staff(mine.name, positions=[{"position": make_position(mine.name).name}, {"position": member}])

	(row,) = get_children("Org Unit", parent=mine.name)

	assert row.people == 1


def test_unit_is_added_from_the_tree():
	mine = make_unit()

	add_node(unit_name="Test Desk of the Tree", parent=mine.name, is_group="0", is_root="false")

	assert frappe.db.get_value("Org Unit", "Test Desk of the Tree", "parent_org_unit") == mine.name


def test_same_title_may_exist_in_two_units_but_not_twice_in_one():
	one, other = make_unit(), make_unit()
	make_position(one.name, "Section Chief")

	assert make_position(other.name, "Section Chief").name == f"Section Chief - {other.name}"
	with pytest.raises(frappe.DuplicateEntryError):
		make_position(one.name, "Section Chief")


def test_role_listed_twice_in_a_position_is_refused():
	role = frappe.get_doc(doctype="Process Role", role_name="Test Role").insert()

	with pytest.raises(frappe.ValidationError, match="Process Roles"):
		make_position(make_unit().name, roles=(role.name, role.name))


def test_person_listed_twice_in_a_role_is_refused_unless_for_different_units():
	one, other = make_unit(), make_unit()
	staff = make_staff(one.name)
	rows = [{"staff_member": staff.name, "org_unit": unit.name} for unit in (one, other)]
	role = frappe.get_doc(doctype="Process Role", role_name="Test Role", persons=rows).insert()
	role.append("persons", rows[0])

	with pytest.raises(frappe.ValidationError, match="Persons"):
		role.save()


def test_spelling_of_a_name_is_kept_for_searching():
	staff = make_staff(make_unit().name, "张伟")
	assert staff.pinyin == "zhangwei zw"

	staff.staff_name = "李娜"
	staff.save()

	assert staff.pinyin == "lina ln"


@pytest.mark.parametrize(
	("name", "key"),
	[("", ""), ("Anna Li", "annali annali"), ("张" * 80, "zhang" * 20 + " " + "z" * 39)],
)
def test_spelling_of_other_names(name, key):
	assert search_key(name) == key


def test_nobody_is_their_own_superior():
	staff = make_staff(make_unit().name)
	staff.superior = staff.name

	with pytest.raises(frappe.ValidationError, match="Superior"):
		staff.save()


def test_circle_of_superiors_is_refused():
	unit = make_unit().name
	chief = make_staff(unit)
	deputy = make_staff(unit, superior=chief.name)
	clerk = make_staff(unit, superior=deputy.name)
	chief.superior = clerk.name

	with pytest.raises(frappe.ValidationError, match="Superior"):
		chief.save()


def test_account_belongs_to_one_person():
	unit, user = make_unit().name, make_user("Process Participant")
	make_staff(unit, "张永强", user=user)

	with pytest.raises(frappe.ValidationError, match="张永强"):
		make_staff(unit, user=user)


def test_several_people_without_account_are_allowed():
	unit = make_unit().name

	assert make_staff(unit).user is None
	assert make_staff(unit, user="").user is None


@pytest.mark.parametrize("user", ["Guest", "Administrator"])
def test_account_that_is_no_person_is_refused(user):
	with pytest.raises(frappe.ValidationError, match="User"):
		make_staff(make_unit().name, user=user)


def test_first_position_becomes_primary():
	unit = make_unit().name
	positions = [make_position(unit, title).name for title in ("Clerk", "Driver")]

	staff = make_staff(unit, positions=[{"position": position} for position in positions])

	assert [row.is_primary for row in staff.positions] == [1, 0]


@pytest.mark.parametrize("primary", [(1, 1), (0, 0)])
def test_positions_that_contradict_each_other_are_refused(primary):
	unit = make_unit().name
	position = make_position(unit).name
	other = make_position(unit, "Driver").name if primary == (1, 1) else position
	rows = [{"position": p, "is_primary": value} for p, value in zip((position, other), primary, strict=True)]

	with pytest.raises(frappe.ValidationError, match="Positions"):
		make_staff(unit, positions=rows)


def test_primary_position_lies_in_the_persons_unit():
	own, other = make_unit().name, make_unit().name
	elsewhere = make_position(other).name

	with pytest.raises(frappe.ValidationError, match="Positions"):
		make_staff(own, positions=[{"position": elsewhere, "is_primary": 1}])


def test_second_position_may_lie_elsewhere():
	own, other = make_unit().name, make_unit().name
	rows = [{"position": make_position(own).name, "is_primary": 1}, {"position": make_position(other).name}]

	staff = make_staff(own, positions=rows)

	assert [row.org_unit for row in staff.positions] == [own, other]


def test_renamed_unit_takes_its_people_along():
	unit = make_unit()
	staff = make_staff(unit.name)

	frappe.rename_doc("Org Unit", unit.name, "Test Unit with a New Name")

	assert frappe.db.get_value("Staff Member", staff.name, "org_unit") == "Test Unit with a New Name"
