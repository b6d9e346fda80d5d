"""Titles that reports show in place of names: one statement for all rows of a report."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _

from liuwan_process.permissions.runs import sees_all


def processes(codes: Iterable[str]) -> dict[str, str]:
	"""Code -> title in the reader's language."""
	wanted = sorted({code for code in codes if code})
	rows = frappe.get_all("Process", {"name": ("in", wanted)}, ["name", "title"]) if wanted else []
	return {row.name: _(row.title) for row in rows}


def unit(name: str | None) -> str:
	return _(name) if name else _("Without a unit")


def in_time(late: int | None) -> str:
	if late is None:
		return _("Without a limit")
	return _("Late") if late else _("On time")


def seen_runs(instances: Iterable[str]) -> set[str]:
	"""Those of the runs that the reader may open; at most one statement."""
	names = list(instances)
	user = frappe.session.user
	if sees_all(user) or not names:
		return set(names)
	filters = {"user": user, "instance": ("in", names)}
	return set(frappe.get_all("Process Instance Participant", filters, pluck="instance"))
