"""The demo enterprise is whole and can be installed again."""

import frappe
import pytest
from frappe.utils.password import check_password

from liuwan_process.setup import demo
from liuwan_process.setup.demo_units import DESK_ROLES, GROUPS, PEOPLE, POSITION_ROLES, SIGN_IN, UNITS
from liuwan_process.setup.process_roles import PROCESS_ROLES

UNIT_NAMES = {unit for _kind, _parent, units in UNITS for unit in units}


@pytest.mark.pure
def test_people_sit_in_units_that_exist_and_have_names_of_their_own():
	assert {unit for _name, unit, *_rest in PEOPLE} <= UNIT_NAMES
	assert len({name for name, *_rest in PEOPLE}) == len(PEOPLE) >= 75
	assert len(UNIT_NAMES) >= 30


@pytest.mark.pure
def test_every_process_role_is_filled_by_somebody():
	filled = {
		role for person in demo.STAFF_NO for position, _unit in demo.positions_of(person)
		for role in POSITION_ROLES.get(position, ())
	}  # fmt: skip

	assert filled == set(PROCESS_ROLES)


@pytest.mark.pure
def test_each_of_the_five_groups_has_a_head_and_members():
	for group in GROUPS:
		seats = [
			person for person in demo.STAFF_NO if (group in {unit for _p, unit in demo.positions_of(person)})
		]
		assert demo.head_of(group) and len(seats) >= 2, group


@pytest.mark.pure
def test_chain_of_superiors_ends_at_the_director():
	for person in demo.STAFF_NO:
		assert (demo.superiors(person) or [person])[-1] == "梁国栋"


@pytest.mark.pure
def test_sign_in_list_is_short_and_names_accounts_that_exist():
	logins = {login for *_rest, login in PEOPLE if login}

	assert set(SIGN_IN) <= logins and set(DESK_ROLES) <= logins
	assert 8 <= len(SIGN_IN) <= 13


def test_install_gives_accounts_that_can_sign_in():
	entries = demo.install()

	for entry in entries:
		assert check_password(entry["user"], entry["password"])
	assert set(entries[0]) == {"who", "user", "password"}
	assert frappe.get_doc("User", "office@liuwan.example").user_type == "System User"
	assert frappe.get_doc("User", "miner1@liuwan.example").user_type == "Website User"
	assert frappe.db.count("Staff Member", {"staff_no": ("in", list(demo.STAFF_NO.values()))}) == len(PEOPLE)
	assert not frappe.get_all("Org Unit", {"name": ("in", list(UNIT_NAMES)), "head": ("is", "not set")})


def test_second_install_changes_nothing():
	demo.install()
	frappe.db.set_value("Staff Member", "1001", "staff_name", "新矿长")
	before = [
		frappe.db.count(doctype) for doctype in ("Org Unit", "Position", "Staff Member", "User", "Has Role")
	]

	demo.install()

	after = [
		frappe.db.count(doctype) for doctype in ("Org Unit", "Position", "Staff Member", "User", "Has Role")
	]
	assert after == before
	assert frappe.db.get_value("Staff Member", "1001", "staff_name") == "新矿长"
