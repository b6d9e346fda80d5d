"""What only the process office does."""

from __future__ import annotations

import frappe
from frappe import _

from liuwan_process.engine.people import ADMINISTRATOR_ROLE


def is_office(user: str | None = None) -> bool:
	return ADMINISTRATOR_ROLE in frappe.get_roles(user or frappe.session.user)


def require_office() -> None:
	"""Raises PermissionError for anybody else."""
	if not is_office():
		frappe.throw(_("This is for the process office"), frappe.PermissionError)
