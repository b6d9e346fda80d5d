"""What is compared: a published version, or the working copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from pypika.enums import Order

from liuwan_process.compiler.plan import prepare
from liuwan_process.definition.model import Definition
from liuwan_process.engine.versions import get_definition

WORKING = "working"
Row = dict[str, Any]


@dataclass(frozen=True)
class Side:
	"""One of the two. `key`: the number of the version as text, or "working"."""

	key: str
	title: str
	definition: Definition


def versions(process: str) -> list[Row]:
	"""Published versions, the newest first: name, version, status, who, when, why. One statement."""
	version, user = frappe.qb.DocType("Process Version"), frappe.qb.DocType("User")
	query = frappe.qb.from_(version).left_join(user).on(user.name == version.published_by)
	query = query.select(version.name, version.version, version.status, version.published_on, version.note)
	query = query.select(user.full_name.as_("person")).where(version.process_code == process)
	return query.orderby(version.version, order=Order.desc).run(as_dict=True)


def side(process: str, key: str) -> Side:
	"""A version by its number, or the working copy. Raises DoesNotExistError."""
	if key == WORKING:
		return Side(WORKING, _("Working copy"), prepare(frappe.get_doc("Process", process)).definition)
	number = int(key) if key.isdigit() else 0
	name = frappe.db.get_value("Process Version", {"process_code": process, "version": number})
	if not name:
		frappe.throw(_("There is no version {0} of {1}").format(key, process), frappe.DoesNotExistError)
	return Side(str(number), _("Version {0}").format(number), get_definition(name))


def usual(process: str, published: list[Row], key: str = "") -> tuple[str, str]:
	"""(before, after) that people most often want: a version and the one before it, else the newest two.

	A process with one version: it and itself.
	"""
	numbers = [str(row.version) for row in published]
	after = key if key in numbers or key == WORKING else numbers[0]
	if after == WORKING:
		return numbers[0], WORKING
	earlier = numbers[numbers.index(after) + 1 :]
	return (earlier or [after])[0], after
