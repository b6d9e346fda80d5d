"""With whose rights the engine does something for somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Let Frappe check permissions as for `user`, and write that name into what is made.

	Unlike `frappe.set_user` this leaves the request, its session and its other caches as they are.
	"""
	local = frappe.local
	before = frappe.session.user, local.role_permissions, local.new_doc_templates
	frappe.session.user, local.role_permissions, local.new_doc_templates = user, {}, {}
	try:
		yield
	finally:
		frappe.session.user, local.role_permissions, local.new_doc_templates = before
