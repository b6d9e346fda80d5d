"""Entry point of uninstallation; mirrors `install.py`."""

from importlib.util import find_spec

import frappe

from liuwan_process import kept
from liuwan_process.process_execution.workspace.narrow import widen_framework_workspaces
from liuwan_process.setup.jobs import remove_jobs
from liuwan_process.setup.roles import remove_roles


def before_uninstall() -> None:
	"""Removes what the app has made outside its own DocTypes; those go with the app."""
	remove_compiled_processes()
	remove_roles()
	remove_jobs()
	widen_framework_workspaces()
	remove_settings()


def after_uninstall() -> None:
	"""What is forgotten last: taking records out has changed what was kept."""
	kept.forget_all()
	frappe.db.commit()  # Frappe has committed the removal before


def remove_settings() -> None:
	"""Values of the app's settings; Frappe removes their DocTypes only."""
	modules = frappe.get_all("Module Def", {"app_name": "liuwan_process"}, pluck="name")
	settings = frappe.get_all("DocType", {"issingle": 1, "module": ("in", modules)}, pluck="name")
	frappe.db.delete("Singles", {"doctype": ("in", settings)})


def remove_compiled_processes() -> None:
	"""Forms, workflows, web forms and reports of published processes."""
	if find_spec("liuwan_process.compiler.removal"):
		frappe.get_attr("liuwan_process.compiler.removal.remove_everything")()
