"""Units, positions, people and accounts for tests; everything is rolled back by the test."""

from itertools import count

import frappe
from frappe.model.document import Document

from liuwan_process.setup.users import make_users

_numbers = count(1)


def make_unit(name: str | None = None, parent: str | None = None, **values) -> Document:
	unit_name = name or f"Test Unit {next(_numbers)}"
	return frappe.get_doc(
		doctype="Org Unit", unit_name=unit_name, parent_org_unit=parent, is_group=1, **values
	).insert()


def make_position(org_unit: str, name: str = "Test Clerk", roles: tuple[str, ...] = ()) -> Document:
	rows = [{"process_role": role} for role in roles]
	return frappe.get_doc(
		doctype="Position", position_name=name, org_unit=org_unit, process_roles=rows
	).insert()


def make_staff(org_unit: str, name: str = "测试员", **values) -> Document:
	values.setdefault("staff_no", f"TEST-{next(_numbers)}")
	return frappe.get_doc(doctype="Staff Member", staff_name=name, org_unit=org_unit, **values).insert()


def make_user(*roles: str) -> str:
	email = f"test.person{next(_numbers)}@liuwan.example"
	make_users([{"email": email, "full_name": "Test Person", "roles": list(roles)}])
	return email


class Statements:
	"""Counts the SQL statements within `with Statements() as statements`."""

	def __enter__(self) -> "Statements":
		self.count, self._sql = 0, frappe.db.sql
		frappe.db.sql = self._counted
		return self

	def _counted(self, *args, **kwargs):
		self.count += 1
		return self._sql(*args, **kwargs)

	def __exit__(self, *_error) -> None:
		frappe.db.sql = self._sql
