"""The desk's form of a process: Frappe's own loading, with what this reader may see of this document and no more."""

import frappe
from frappe.desk.form import load as stock

from liuwan_process.engine import desk_view
from liuwan_process.engine.versions import forms


@frappe.whitelist()
def getdoc(doctype: str, name: str, user: str | None = None) -> list | None:
	"""Load a document into the desk. Of a form, what is closed to Frappe's reads is added for those who may see it."""
	found = frappe.call(stock.getdoc, doctype=doctype, name=name, user=user)
	if doctype in forms() and frappe.response.docs:
		desk_view.complete(frappe.response.docs[-1])
		desk_view.cut_docinfo(frappe.response.docs[-1])
	return found


@frappe.whitelist()
def get_docinfo(doc: dict | None = None, doctype: str | None = None, name: str | None = None) -> None:
	"""What stands beside a form: attachments and versions, without those of hidden fields."""
	if doctype and name:
		doc = None
	frappe.call(stock.get_docinfo, doc=doc, doctype=doctype, name=name)
	if doctype in forms():
		desk_view.cut_docinfo(frappe.get_doc(doctype, name))
