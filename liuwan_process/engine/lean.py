"""What Frappe looks up again for every form that it inserts, answered where a request keeps such answers.

Each of these look-ups took longer than a statement of the engine, and the answer is known: the form is no single
DocType, its first state was made with the process, and settings are kept in Redis.
"""

from __future__ import annotations

import pickle

import frappe
from frappe.model.create_new import set_user_and_static_default_values
from frappe.model.document import Document
from redis.exceptions import RedisError

POINTS = "Energy Point Settings"
OF_FORM = (
	"doctype_meta",
	"notifications",
	"document_naming_rule_map",
	"assignment_rule_map",
	"milestone_tracker_map",
)
OF_PERSON = ("user_permissions", "defaults", "notification_config")
# Links that nobody chooses. Frappe counts for an hour how often each record is named, in one value that every save
# reads and writes whole: with a key for each run it grew by all runs of the hour, to help a search that never comes.
NOT_CHOSEN = ("Process Instance", "Workflow State")
OF_SITE = ("webhooks", "db_tables", "non_standard_user_types")


def new_form(doctype: str, state: str) -> Document:
	"""An empty form with its defaults, in its first state, ready to be inserted."""
	read_ahead(doctype)
	templates = frappe.local.new_doc_templates
	if doctype not in templates:
		templates[doctype] = _template(doctype)
	known = frappe.db.value_cache
	known["Workflow State", state, "name"] = ((state,),)
	enabled = frappe.get_cached_value(POINTS, POINTS, "enabled")
	known.setdefault(POINTS, {}).setdefault("enabled", int(enabled or 0))
	form = frappe.new_doc(doctype)
	form.workflow_state = state
	form.flags.liuwan_new = True
	return form


def forget_links() -> None:
	"""Count no uses of records that only the engine links to."""
	counted = getattr(frappe.local, "_link_count", None) or {}
	for key in [key for key in counted if key[0] in NOT_CHOSEN]:
		del counted[key]


def read_ahead(doctype: str) -> None:
	"""Fetch at once what an insertion asks Redis for one after the other; what is not there is left to Frappe."""
	hashes, values = _asked(doctype)
	pipe, local = frappe.cache.pipeline(transaction=False), frappe.local.cache
	for name, key in hashes:
		pipe.hget(frappe.cache.make_key(name), key)
	for name in values:
		pipe.get(frappe.cache.make_key(name))
	try:
		found = [pickle.loads(each) if each else None for each in pipe.execute()]
	except RedisError:
		return
	for (name, key), value in zip(hashes, found, strict=False):
		if value is not None:
			local.setdefault(frappe.cache.make_key(name), {}).setdefault(key, value)
	for name, value in zip(values, found[len(hashes) :], strict=True):
		if value is not None:
			local.setdefault(frappe.cache.make_key(name), value)


def _asked(doctype: str) -> tuple[list[tuple[str, str]], list[str]]:
	"""(hash, field) and names of what Frappe keeps in Redis for forms, their person and their language."""
	user = frappe.session.user
	hashes = [(name, doctype) for name in OF_FORM] + [(name, user) for name in OF_PERSON]
	hashes += [
		("doctype_meta", "Workflow State"),
		("defaults", "__default"),
		("assignment_rule_map", f"due_date_rules_for_{doctype}"),
	]
	return [*hashes, ("merged_translations", frappe.local.lang)], [
		*OF_SITE,
		f"document_cache::{POINTS}::{POINTS}",
	]


def _template(doctype: str) -> dict:
	"""What `frappe.new_doc` copies within a request: the defaults of the person and of the form."""
	form = frappe.get_doc(doctype=doctype, __islocal=1, owner=frappe.session.user, docstatus=0)
	set_user_and_static_default_values(form)
	form._fix_numeric_types()
	values = form.get_valid_dict(sanitize=False)
	values.update({"doctype": doctype, "__islocal": 1, "__unsaved": 1})
	return values
