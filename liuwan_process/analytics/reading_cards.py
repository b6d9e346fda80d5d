"""The figure of the number card about what people were asked to read."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import now_datetime

from liuwan_process.analytics.scope import reader_units, require_reader

Filters = str | dict[str, Any] | list[Any] | None


@frappe.whitelist()
def overdue(filters: Filters = None) -> int:
	"""People of the reader's units who have not read in time what changed."""
	require_reader()
	ack, units = DocType("Process Acknowledgement"), reader_units()
	query = (
		frappe.qb.from_(ack).select(Count("*")).where((ack.status == "Open") & (ack.due_on < now_datetime()))
	)
	if units is not None:
		query = query.where(ack.org_unit.isin(units or [""]))
	return query.run()[0][0]
