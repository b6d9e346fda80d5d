"""A job handbook on paper."""

import frappe
from frappe import _

from liuwan_process.api.tasks import require_user
from liuwan_process.permissions import handbooks
from liuwan_process.printing import handbook
from liuwan_process.process_library.handbook import issues


@frappe.whitelist(methods=["GET"])
def download(issue: str) -> None:
	"""An issue of a handbook as a PDF, in the reader's language; one's own, or of those whom one may read."""
	require_user()
	row = frappe.db.get_value(issues.DOCTYPE, issue, [*issues.FIELDS, "title"], as_dict=True)
	if not row:
		frappe.throw(_("There is no issue {0}").format(issue), frappe.DoesNotExistError)
	handbooks.require(*issues.subject_of(row))
	filename = f"{_('Job handbook')} {_(row.title)} {row.issue_no}.pdf"
	content = handbook.of_issue(issue)
	frappe.local.response.update({"type": "pdf", "filename": filename, "filecontent": content})
