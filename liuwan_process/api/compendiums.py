"""Editions of the compendium: how far a book is, and the book itself."""

import frappe
from frappe import _

from liuwan_process.api.tasks import require_user
from liuwan_process.process_library.compendium import paper


@frappe.whitelist(methods=["GET", "POST"])
def state(name: str) -> dict:
	"""How far the making of a Process Compendium is: `status`, `job_status`, `progress` (percent), `stage`, `message`. Needs read."""
	doc = frappe.get_doc("Process Compendium", name)
	doc.check_permission("read")
	return doc.state()


@frappe.whitelist(methods=["GET"])
def download(name: str) -> None:
	"""The book as a PDF: a released one for everybody who is signed in, another one for those who may read it."""
	require_user()
	if not frappe.db.exists("Process Compendium", name):
		frappe.throw(_("There is no edition {0}").format(name), frappe.DoesNotExistError)
	doc = frappe.get_doc("Process Compendium", name)
	if doc.status != "Released":
		doc.check_permission("read")
	if not doc.edition_file:
		frappe.throw(_("{0} has not been made yet").format(name))
	filename = f"{_(doc.title)} {doc.year}.pdf"
	frappe.local.response.update({"type": "pdf", "filename": filename, "filecontent": paper.content(doc)})
