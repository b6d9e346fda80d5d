"""What Frappe looks up again for every form that it inserts, answered where a request keeps such answers.

Each of these look-ups took longer than a statement of the engine, and the answer is known: the form is no single
DocType, its first state was made with the process, and settings are kept in Redis.
"""

from __future__ import annotations

import frappe
from frappe.model.create_new import set_user_and_static_default_values
from frappe.model.document import Document

POINTS = "Energy Point Settings"


def new_form(doctype: str, state: str) -> Document:
	"""An empty form with its defaults, in its first state, ready to be inserted."""
	templates = frappe.local.new_doc_templates
	if doctype not in templates:
		templates[doctype] = _template(doctype)
	known = frappe.db.value_cache
	known["Workflow State", state, "name"] = ((state,),)
	enabled = frappe.get_cached_value(POINTS, POINTS, "enabled")
	known.setdefault(POINTS, {}).setdefault("enabled", int(enabled or 0))
	form = frappe.new_doc(doctype)
	form.workflow_state = state
	return form


def _template(doctype: str) -> dict:
	"""What `frappe.new_doc` copies within a request: the defaults of the person and of the form."""
	form = frappe.get_doc(doctype=doctype, __islocal=1, owner=frappe.session.user, docstatus=0)
	set_user_and_static_default_values(form)
	form._fix_numeric_types()
	values = form.get_valid_dict(sanitize=False)
	values.update({"doctype": doctype, "__islocal": 1, "__unsaved": 1})
	return values
