"""What a release of processes holds, on the pages of its task and its run."""

from __future__ import annotations

from typing import Any

import frappe

from liuwan_process.definition.model import Definition
from liuwan_process.engine import history
from liuwan_process.process_library.governance import gate, panel

SHOWN_HERE = frozenset(("processes", "how_far", "effective_date", "status", "title", "sent_on"))


def of(definition: Definition, form: dict[str, Any]) -> dict[str, Any] | None:
	"""None for any other flow. The address says by `released` which of many processes is shown in full."""
	if definition.doctype != gate.FLOW_FORM:
		return None
	return panel.of(form, str(frappe.form_dict.get("released") or ""))


def of_run(definition: Definition, run: dict[str, Any]) -> dict[str, Any] | None:
	"""Like `of`; the form is read for a release alone."""
	if definition.doctype != gate.FLOW_FORM:
		return None
	return of(definition, history.form(definition, run["document_name"]))


def shown_here(definition: Definition) -> frozenset[str]:
	"""Fields of the form that the panel shows better than a list of values."""
	return SHOWN_HERE if definition.doctype == gate.FLOW_FORM else frozenset()
