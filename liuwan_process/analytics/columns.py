"""Columns and cards of reports as Frappe takes them."""

from __future__ import annotations

from typing import Any

from frappe.utils import flt


def column(
	fieldname: str, label: str, fieldtype: str = "Data", width: int = 110, **more: Any
) -> dict[str, Any]:
	"""`link=(DocType, field)`: the text leads to the record whose name is in `field` of the row."""
	link = more.pop("link", None)
	if link:
		more.update(link_doctype=link[0], link_field=link[1])
	if fieldtype == "Float":
		more.setdefault("precision", 1)
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}


def card(label: str, value: float | None, datatype: str, indicator: str = "Blue") -> dict[str, Any]:
	"""One figure above a report; a dash where there is nothing to measure."""
	if value is None:
		return {"label": label, "value": "–", "datatype": "Data"}
	if datatype == "Float":
		value, datatype = f"{flt(value, 1):.1f}", "Data"
	return {"label": label, "value": value, "datatype": datatype, "indicator": indicator}
