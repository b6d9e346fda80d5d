"""Defaults of Process Settings that came after the site was made: Frappe gives a saved single document none."""

import frappe


def fill_settings() -> None:
	"""Write the default of every setting that has no value yet. What somebody has chosen stays."""
	known = set(frappe.db.get_singles_dict("Process Settings"))
	for field in frappe.get_meta("Process Settings").fields:
		if field.default is not None and field.fieldname not in known:
			frappe.db.set_single_value(
				"Process Settings", field.fieldname, field.default, update_modified=False
			)
	frappe.clear_document_cache("Process Settings", "Process Settings")
