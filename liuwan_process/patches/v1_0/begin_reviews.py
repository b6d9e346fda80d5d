"""Processes that were published before there were reviews get their day, counted from their publication."""

import frappe
from frappe.query_builder import DocType

from liuwan_process.process_library.governance import review


def execute() -> None:
	process, version = DocType("Process"), DocType("Process Version")
	query = frappe.qb.from_(process).join(version).on(version.name == process.current_version)
	query = query.select(process.name, version.published_on)
	query = query.where((process.status == "Published") & process.review_due.isnull())
	for name, published_on in query.run():
		if published_on:
			review.begin_from(name, published_on.date())
