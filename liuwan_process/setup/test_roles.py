"""The one table of rights: in code, in the DocTypes, in the documentation, on the site."""

import frappe
import pytest

from liuwan_process.setup.permission_files import DOCUMENT, document, permissions_by_doctype
from liuwan_process.setup.role_permissions import DOCTYPE_RIGHTS, ENGINE, PARTICIPANT, ROLES, rows_for
from liuwan_process.setup.roles import make_roles

WRITING = {"write", "create", "delete", "submit", "cancel", "amend", "import"}


def by_role(rows: list[dict]) -> dict[str, set[str]]:
	return {row["role"]: {right for right, value in row.items() if value == 1} for row in rows}


@pytest.mark.pure
@pytest.mark.parametrize("doctype", sorted(permissions_by_doctype()))
def test_doctype_gives_the_rights_of_the_table(doctype):
	assert doctype in DOCTYPE_RIGHTS, "add it to setup/role_permissions.py"
	assert by_role(permissions_by_doctype()[doctype]) == by_role(rows_for(doctype))


@pytest.mark.pure
def test_documentation_shows_the_table():
	assert DOCUMENT.read_text() == document(), "run: python -m liuwan_process.setup.permission_files"


@pytest.mark.pure
@pytest.mark.parametrize("doctype", ["Process Version", "Process Instance", "Process Task", "Process Log"])
def test_nobody_writes_what_the_engine_writes(doctype):
	for role, rights in DOCTYPE_RIGHTS[doctype].items():
		assert not WRITING & set(rights), role


@pytest.mark.pure
def test_engine_role_has_no_rights_at_all():
	assert not [doctype for doctype, rights in DOCTYPE_RIGHTS.items() if ENGINE in rights]


def test_roles_exist_with_desk_for_all_but_participants_and_the_engine():
	desk = dict(frappe.get_all("Role", {"name": ("in", ROLES)}, ["name", "desk_access"], as_list=True))

	assert desk == {role: int(role not in (PARTICIPANT, ENGINE)) for role in ROLES}


def test_engine_role_cannot_be_given_to_anybody(monkeypatch):
	monkeypatch.setitem(frappe.flags, "in_import", True)  # Frappe refuses more than 60 new users an hour
	user = frappe.get_doc(
		doctype="User",
		email="engine.role@example.com",
		first_name="Somebody",
		enabled=1,
		send_welcome_email=0,
	)
	user.append("roles", {"role": ENGINE})
	user.insert()

	assert ENGINE not in frappe.get_roles(user.name)


def test_making_roles_again_keeps_an_administrators_change():
	frappe.db.set_value("Role", "Process Leader", "two_factor_auth", 1)

	make_roles()

	assert frappe.db.get_value("Role", "Process Leader", "two_factor_auth") == 1
