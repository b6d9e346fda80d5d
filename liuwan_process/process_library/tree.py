"""The tree of processes: domains, groups, processes."""

from __future__ import annotations

from typing import Any

import frappe


@frappe.whitelist()
def get_children(
	doctype: str, parent: str = "", is_root: bool | str | int = False, **_filters: Any
) -> list[dict]:
	"""The processes right below one, or those at the top; with title and status. Needs read."""
	return frappe.get_list(
		"Process",
		filters={"parent_process": ("is", "not set") if _is_true(is_root) else parent},
		fields=["name as value", "title", "number", "is_group as expandable", "status"],
		order_by="place, name",
	)


@frappe.whitelist(methods=["POST"])
def add_node(
	code: str,
	title: str,
	level: str = "Process",
	is_group: bool | str | int = 0,
	parent: str = "",
	is_root: bool | str | int = False,
	**_other: Any,
) -> str:
	"""A new process below another one, or at the top. Needs create."""
	process = frappe.new_doc("Process")
	process.update({"code": code, "title": title, "level": level, "is_group": int(_is_true(is_group))})
	process.parent_process = None if _is_true(is_root) else parent
	return process.insert().name


def _is_true(value: bool | str | int) -> bool:
	return str(value).lower() in ("1", "true")
