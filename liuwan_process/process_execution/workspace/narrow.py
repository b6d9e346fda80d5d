"""Who sees which workspace: ours by their own roles, those of the framework only the people who administer it.

The framework's workspaces name no role, so that every desk user has them in the side bar, empty. A role that an
administrator gave one of them stays.
"""

from __future__ import annotations

import frappe

from liuwan_process.process_organization.bulk import insert_rows

OF_FRAMEWORK = {
	"Build": ("System Manager",),
	"Integrations": ("System Manager",),
	"Settings": ("System Manager",),
	"Tools": ("System Manager",),
	"Users": ("System Manager",),
	"Website": ("System Manager", "Website Manager"),
}


def narrow_framework_workspaces() -> None:
	"""For `after_migrate`. Can be repeated; leaves a workspace alone that names any role."""
	present = frappe.get_all("Workspace", {"name": ("in", list(OF_FRAMEWORK)), "public": 1}, pluck="name")
	given = set(frappe.get_all("Has Role", {"parenttype": "Workspace"}, pluck="parent"))
	insert_rows("Has Role", [row for name in present if name not in given for row in _rows(name)])
	frappe.clear_cache()


def _rows(workspace: str) -> list[dict]:
	place = {"parent": workspace, "parenttype": "Workspace", "parentfield": "roles"}
	return [{**place, "role": role, "idx": idx} for idx, role in enumerate(OF_FRAMEWORK[workspace], 1)]


def widen_framework_workspaces() -> None:
	"""For `before_uninstall`: takes the same roles away."""
	for name, roles in OF_FRAMEWORK.items():
		frappe.db.delete("Has Role", {"parenttype": "Workspace", "parent": name, "role": ("in", roles)})
	frappe.clear_cache()


def narrow_boot(bootinfo: frappe._dict) -> None:
	"""For `extend_bootinfo`: the path above a page leads to a workspace that the reader has."""
	allowed = {page["name"] for page in bootinfo.get("allowed_workspaces") or []}
	bootinfo.module_wise_workspaces = {
		module: [name for name in names if name in allowed]
		for module, names in (bootinfo.get("module_wise_workspaces") or {}).items()
		if allowed & set(names)
	}
