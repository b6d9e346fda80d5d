"""The review of a published process, on its page of the library, for those who answer for it."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from liuwan_process.process_library.governance import review


def of(process: str) -> dict[str, Any] | None:
	"""{"due": words, "late", "last": words}; None for readers who may not confirm a review."""
	doc = frappe.get_cached_doc("Process", process)
	if not review.may_review(doc):
		return None
	day = doc.review_due
	return {
		"due": _("Review due by {0}").format(formatdate(day)) if day else "",
		"late": bool(day) and getdate(day) < getdate(),
		"last": _("Last reviewed {0}").format(formatdate(doc.reviewed_on)) if doc.reviewed_on else "",
	}
