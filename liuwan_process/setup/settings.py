"""Defaults of Process Settings that came after the site was made: Frappe gives a saved single document none."""

import frappe

from liuwan_process.process_library.governance import levels


def fill_settings() -> None:
	"""Write the default of every setting that has no value yet. What somebody has chosen stays."""
	known = set(frappe.db.get_singles_dict("Process Settings"))
	for field in frappe.get_meta("Process Settings").fields:
		if field.default is not None and field.fieldname not in known:
			frappe.db.set_single_value(
				"Process Settings", field.fieldname, field.default, update_modified=False
			)
	_fill_release_rules()
	frappe.clear_document_cache("Process Settings", "Process Settings")


def _fill_release_rules() -> None:
	"""Who may set up, change and retire which level: shown in full where nothing has been chosen."""
	if frappe.db.exists("Process Release Rule", {"parent": "Process Settings"}):
		return
	settings = frappe.get_doc("Process Settings")
	for number, row in enumerate(levels.rows(), 1):
		added = settings.append("release_rules", row)
		added.idx = number
		added.db_insert()
