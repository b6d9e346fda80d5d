"""Telling the rest of the app that people, positions or units changed without a document being saved."""

import frappe


def people_changed() -> None:
	"""Calls the methods of the hook `liuwan_people_changed`, which drop what they remember of people.

	Saving a document does this by `doc_events`; bulk writing and renaming a unit pass those by.
	"""
	for method in frappe.get_hooks("liuwan_people_changed"):
		frappe.get_attr(method)()
