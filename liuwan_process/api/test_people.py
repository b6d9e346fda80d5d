"""Looking people up, as the portal does."""

import frappe
import pytest

from liuwan_process.api.people import search_people
from liuwan_process.process_organization.factories_for_tests import make_staff, make_unit, make_user
from liuwan_process.process_organization.people_search import staff_query


@pytest.fixture
def unit() -> str:
	return make_unit("Test Unit of Searching").name


def person(unit: str, name: str, **values):
	return make_staff(unit, name, user=make_user("Process Participant"), **values)


def found(txt: str) -> list[str]:
	return [row["staff_name"] for row in search_people(txt)]


@pytest.mark.parametrize("txt", ["欧阳试", "ouyangshi", "OYSC", "oysc", " 试猜 ", "TEST-OY-77"])
def test_person_is_found_by_name_spelling_initials_and_number(unit, txt):
	staff = person(unit, "欧阳试猜", staff_no="TEST-OY-77")

	assert search_people(txt) == [{"user": staff.user, "staff_name": "欧阳试猜", "unit": unit}]


def test_unit_is_told_in_the_readers_language():
	if not frappe.db.exists("Org Unit", "Finance Section"):
		make_unit("Finance Section")
	person("Finance Section", "欧阳试猜")
	frappe.local.lang = "zh"

	assert search_people("欧阳试猜")[0]["unit"] == "财务科"


@pytest.mark.parametrize("txt", ["", "  ", "%", "_", "\\"])
def test_nothing_and_wildcards_find_nobody(unit, txt):
	person(unit, "欧阳试猜")

	assert found(txt) == []


def test_people_without_account_and_people_who_left_are_not_found(unit):
	make_staff(unit, "欧阳试猜")
	person(unit, "欧阳试探", status="Departed")

	assert found("欧阳试") == []


def test_at_most_twenty_are_returned(unit):
	for _ in range(21):
		person(unit, "欧阳试猜")

	assert len(found("欧阳试猜")) == 20


def test_participant_may_search_and_guest_and_strangers_may_not(unit):
	person(unit, "欧阳试猜")
	participant, stranger = make_user("Process Participant"), make_user()

	frappe.set_user(participant)
	assert found("欧阳试猜") == ["欧阳试猜"]

	for user in (stranger, "Guest"):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			search_people("欧阳试猜")


def test_links_offer_number_name_and_unit_to_a_participant(unit):
	staff = make_staff(unit, "欧阳试猜")
	frappe.set_user(make_user("Process Participant"))

	assert staff_query("Staff Member", "oysc", "name", 0, 10) == [(staff.name, "欧阳试猜", unit)]
	assert staff_query("Staff Member", "oysc", "name", 0, 10, {"org_unit": "elsewhere"}) == []
