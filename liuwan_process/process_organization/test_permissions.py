"""What each role can really do with the organisation's records, beside the table in setup/role_permissions.py."""

import frappe
import pytest

from liuwan_process.process_organization.factories_for_tests import make_staff, make_unit, make_user
from liuwan_process.setup.role_permissions import DOCTYPE_RIGHTS, ROLES

DOCTYPES = ("Org Unit", "Position", "Process Role", "Work Calendar", "Staff Member", "Staff Import")
RIGHTS = ("select", "read", "write", "create", "delete", "export")


@pytest.mark.parametrize("role", ROLES[:-1])
def test_role_has_the_rights_of_the_table(role):
	user = make_user(role)

	for doctype in DOCTYPES:
		allowed = {right for right in RIGHTS if frappe.has_permission(doctype, right, user=user)}
		granted = set(DOCTYPE_RIGHTS[doctype].get(role, ()))
		# Whoever may read is offered the record in links.
		assert allowed == (granted | ({"select"} if "read" in granted else set())) & set(RIGHTS), doctype


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_guest_sees_nothing(doctype):
	frappe.set_user("Guest")

	assert not any(frappe.has_permission(doctype, right) for right in RIGHTS)
	with pytest.raises(frappe.PermissionError):
		frappe.get_list(doctype)


def test_portal_user_is_offered_names_but_no_telephone_numbers():
	staff = make_staff(make_unit().name, "欧阳试猜", mobile="13900000000")
	frappe.set_user(make_user("Process Participant"))

	assert frappe.get_list("Staff Member", {"name": staff.name}, ["name", "staff_name"])
	(row,) = frappe.get_list("Staff Member", {"name": staff.name}, ["*"])
	assert not {"mobile", "email"} & set(row)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Staff Member", staff.name).check_permission("read")


@pytest.mark.parametrize("role", ["Process Manager", "Process Analyst", "Process Participant"])
def test_others_than_the_office_change_no_unit(role):
	unit = make_unit()
	frappe.set_user(make_user(role))

	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Org Unit", unit.name).save()


def test_only_the_office_starts_an_import():
	frappe.set_user(make_user("Process Manager", "Process Leader", "Process Analyst"))

	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(doctype="Staff Import", import_file="/private/files/x.csv").insert()


def test_tree_is_closed_to_guests():
	from liuwan_process.process_organization.doctype.org_unit.tree import get_children

	frappe.set_user("Guest")
	with pytest.raises(frappe.PermissionError):
		get_children("Org Unit")
