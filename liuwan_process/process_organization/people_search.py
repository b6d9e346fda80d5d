"""Finding people by name, number or Latin spelling."""

import frappe
from frappe import _
from frappe.utils import cint
from pypika import Criterion
from pypika.queries import QueryBuilder

LIMIT = 20


def matching(txt: str) -> QueryBuilder:
	"""Active people whose name, number or spelling (whole or initials) contains `txt`, as a query to select from."""
	staff = frappe.qb.DocType("Staff Member")
	pattern = f"%{_escape(txt.strip().lower())}%"
	matches = [column.like(pattern) for column in (staff.staff_name, staff.staff_no, staff.pinyin)]
	return (
		frappe.qb.from_(staff)
		.where((staff.status == "Active") & Criterion.any(matches))
		.orderby(staff.staff_no)
	)


def _escape(txt: str) -> str:
	return txt.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


@frappe.whitelist()
def staff_query(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | None = None,
	**_kwargs,
) -> list[tuple]:
	"""What a link to Staff Member offers: number, name, unit. Standard query of the DocType."""
	names = _matching_names(txt) if txt else None
	limits = _as_conditions(filters) + ([["name", "in", names or [""]]] if txt else [])
	rows = frappe.get_list(
		"Staff Member",
		filters=[["status", "=", "Active"], *limits],
		fields=["name", "staff_name", "org_unit"],
		limit_start=cint(start),
		limit_page_length=cint(page_len),
		order_by="staff_no",
	)
	return [(row.name, row.staff_name, _(row.org_unit)) for row in rows]


def _as_conditions(filters: dict | list | None) -> list:
	if isinstance(filters, dict):
		return [
			[field, *value] if isinstance(value, list | tuple) else [field, "=", value]
			for field, value in filters.items()
		]
	return list(filters or [])


def _matching_names(txt: str) -> list[str]:
	return matching(txt).select("name").limit(500).run(pluck=True)
