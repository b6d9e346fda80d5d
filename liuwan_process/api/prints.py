"""A case on paper."""

import frappe

from liuwan_process.api.tasks import require_user
from liuwan_process.permissions import runs
from liuwan_process.printing import pdf


@frappe.whitelist(methods=["GET"])
def case(instance: str) -> None:
	"""The whole case as a PDF, with what its reader may see: form, approval sheet, drawing, log, attachments."""
	require_user()
	runs.require(instance)
	name = frappe.db.get_value("Process Instance", instance, "document_name")
	content = pdf.of_case(instance)
	frappe.local.response.update({"type": "pdf", "filename": f"{name}.pdf", "filecontent": content})
