"""Files in hidden fields of a form: whoever does not see the field does not get the file."""

from __future__ import annotations

import frappe
from frappe.core.doctype.file.file import File

from liuwan_process.engine import attachments, reading
from liuwan_process.engine.versions import forms
from liuwan_process.permissions import runs


class ProcessFile(File):
	def validate(self):
		self.ask_keepers()
		super().validate()

	def on_trash(self):
		self.ask_keepers()  # before Frappe removes it from the disk
		super().on_trash()

	def ask_keepers(self):
		"""Hook `liuwan_file_changes`: methods that refuse when a file must stay as it is."""
		for method in frappe.get_hooks("liuwan_file_changes"):
			frappe.get_attr(method)(self)

	def is_downloadable(self) -> bool:
		return bool(super().is_downloadable()) and not is_hidden(self)


def is_hidden(file: File) -> bool:
	"""Whether a file stands in a field that the session's user does not see."""
	if file.attached_to_doctype not in forms() or not file.attached_to_name:
		return False
	if file.owner == frappe.session.user and not file.attached_to_field:
		return False  # one's own upload
	form = frappe.get_doc(file.attached_to_doctype, file.attached_to_name)
	hidden = reading.hidden_in(form)
	return bool(hidden) and file.file_url in attachments.hidden_urls(form.doctype, form.name, hidden)


def has_permission(doc: File, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Hook: says no where the field is hidden, and nothing otherwise."""
	return False if (user or frappe.session.user) == frappe.session.user and is_hidden(doc) else None


def query(user: str | None = None) -> str:
	"""Hook: files of forms are read with their form; in lists of files only one's own are shown."""
	user = user or frappe.session.user
	if runs.sees_all(user) or not forms():
		return ""
	listed = ", ".join(frappe.db.escape(form) for form in forms())
	return (
		f"(ifnull(`tabFile`.`attached_to_doctype`, '') not in ({listed})"
		f" or `tabFile`.`owner` = {frappe.db.escape(user)})"
	)
