"""The process library, for the desk."""

import frappe
from frappe import _

from liuwan_process.process_library import library

MOST_FOUND = 60


@frappe.whitelist()
def map(code: str = "", words: str = "") -> str:
	"""The map as HTML: of all domains, of what lies below a group, or of what is found by words. Needs read."""
	if not frappe.has_permission("Process", "read"):
		frappe.throw(_("You may not see this"), frappe.PermissionError)
	tree = library.Tree(drafts=True)
	if words.strip():
		found = tree.found(words[:100])[:MOST_FOUND]
		return _render(None, None, [{"title": "", "tiles": found}] if found else [], _("Nothing found"))
	here = tree.rows.get(code)
	if code and here is None:
		frappe.throw(_("There is no process {0}").format(code), frappe.DoesNotExistError)
	if here is None:
		return _render(None, None, library.bands(tree.roots) if tree.roots else [], _("No process yet"))
	below = [{"title": "", "tiles": here.below}] if here.below else []
	return _render(tree.line(code), here, below, _("Nothing lies below it yet"))


def _render(line: list | None, here: dict | None, bands: list, nothing: str) -> str:
	values = {"line": line, "here": here, "bands": bands, "nothing": nothing}
	return frappe.render_template("liuwan_process/process_library/views/map.html", values)
