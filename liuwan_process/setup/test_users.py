"""Accounts made in bulk are as Frappe makes them one by one."""

import frappe
import pytest
from frappe.utils.password import check_password

from liuwan_process.process_organization.factories_for_tests import make_staff, make_unit
from liuwan_process.setup.users import make_staff_users, make_users, send_welcome_mails, set_passwords

ANNA = {"email": "anna.test@liuwan.example", "full_name": "Anna", "roles": ["Process Participant"]}


def test_account_has_what_frappe_gives_to_each():
	assert make_users([dict(ANNA)]) == ["anna.test@liuwan.example"]

	user = frappe.get_doc("User", ANNA["email"])
	assert (user.user_type, user.enabled, user.full_name) == ("Website User", 1, "Anna")
	assert user.get_social_login_userid("frappe")
	assert frappe.db.exists("Notification Settings", user.name)
	assert frappe.db.exists("DocShare", {"user": user.name, "share_name": user.name, "write": 1})
	user.flags.no_welcome_mail = True
	user.save()


def test_desk_role_makes_a_system_user():
	make_users([ANNA | {"roles": ["Process Participant", "Process Manager"]}])

	assert frappe.db.get_value("User", ANNA["email"], "user_type") == "System User"


def test_account_that_exists_is_left_alone():
	make_users([dict(ANNA)])

	assert make_users([ANNA | {"full_name": "Other"}]) == []
	assert frappe.db.get_value("User", ANNA["email"], "full_name") == "Anna"


@pytest.mark.parametrize("field", ["username", "mobile_no"])
def test_second_owner_of_a_unique_value_goes_without(field):
	people = [ANNA | {field: "4711"}, ANNA | {"email": "berta.test@liuwan.example", field: "4711"}]

	make_users(people)

	values = [frappe.db.get_value("User", person["email"], field) for person in people]
	assert values == ["4711", None]


def test_password_works():
	make_users([dict(ANNA)])

	set_passwords([ANNA["email"]], "Liuwan-2026-demo")

	assert check_password(ANNA["email"], "Liuwan-2026-demo") == ANNA["email"]


def test_account_of_somebody_else_is_not_taken():
	unit = make_unit().name
	make_users([dict(ANNA)])
	make_staff(unit, user=ANNA["email"])
	other = make_staff(unit, email=ANNA["email"])

	assert make_staff_users([other.name], None) == []
	assert frappe.db.get_value("Staff Member", other.name, "user") is None


def test_existing_account_of_nobody_is_linked():
	make_users([dict(ANNA)])
	staff = make_staff(make_unit().name, email=ANNA["email"])

	assert make_staff_users([staff.name], None) == []
	assert frappe.db.get_value("Staff Member", staff.name, "user") == ANNA["email"]


def test_site_without_mail_says_so(monkeypatch):
	make_users([dict(ANNA)])
	user_class = type(frappe.get_doc("User", ANNA["email"]))

	def refuse(self):
		raise frappe.OutgoingEmailError

	monkeypatch.setattr(user_class, "send_welcome_mail_to_user", refuse)

	assert "outgoing e-mail account" in send_welcome_mails([ANNA["email"]])
	assert send_welcome_mails([]) is None
