"""What the portal's pages need besides acts: drafts, uploads, choosing from lists, the language."""

import frappe
from frappe import _
from frappe.utils import get_datetime

from liuwan_process.api.tasks import require_user
from liuwan_process.engine import drafts
from liuwan_process.permissions import runs
from liuwan_process.portal import links, live, uploads
from liuwan_process.portal.frame import LANGUAGES


@frappe.whitelist(methods=["POST"])
def save_draft(process: str, values: dict | str | None = None, document: str | None = None) -> str:
	"""Keep a form that is not submitted yet; the name of its document. Nothing in it is required."""
	require_user()
	return drafts.save(process, frappe.parse_json(values) or {}, document or "")


@frappe.whitelist(methods=["POST"])
def discard_draft(process: str, document: str) -> None:
	"""Throw away a draft of mine."""
	require_user()
	drafts.discard(process, document)


@frappe.whitelist(methods=["GET", "POST"])
def search_link(doctype: str, txt: str = "") -> list[dict]:
	"""What a Link field to a DocType offers me: at most 20 of `value`, `title`, `more`."""
	require_user()
	return links.search(doctype, txt)


@frappe.whitelist(methods=["POST"])
def upload() -> dict:
	"""Store the request's `file` as a private file of mine: `file_url`, `file_name`."""
	require_user()
	if "file" not in frappe.request.files:
		frappe.throw(_("Please choose a file"))
	file = uploads.keep(frappe.request.files["file"])
	return {"file_url": file.file_url, "file_name": file.file_name}


@frappe.whitelist(methods=["GET", "POST"])
def missed(made: str, run: str = "") -> bool:
	"""Whether a page that was made then (`made`: as the page says) lacks what others did before it could listen."""
	require_user()
	if run:
		runs.require(run)
	return live.missed(frappe.session.user, run, get_datetime(made))


@frappe.whitelist(methods=["POST"])
def set_language(language: str) -> None:
	"""The language in which everything speaks to me: `en` or `zh`."""
	require_user()
	if language not in LANGUAGES:
		frappe.throw(_("This language is not offered"))
	user = frappe.session.user
	frappe.db.set_value("User", user, "language", language, update_modified=False)
	# Before the commit a page that loads beside this call would keep the old language again.
	frappe.db.after_commit.add(lambda: _forget_language(user))


def _forget_language(user: str) -> None:
	frappe.clear_document_cache("User", user)
	frappe.cache.hdel("lang", user)
	frappe.cache.hdel("bootinfo", user)
