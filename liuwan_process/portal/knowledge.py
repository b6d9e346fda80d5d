"""What a step says about how it is done: method, risks, regulation and the rest, in the order people ask for it."""

from __future__ import annotations

from frappe import _

from liuwan_process.definition.model import Step


def of(step: Step) -> list[tuple[str, str]]:
	"""(heading, text) of what the step tells."""
	headings = {
		"method": _("How it is done"),
		"constraints": _("Limits"),
		"constraint": _("Limits"),
		"quality_standard": _("Quality standard"),
		"risks": _("Risks"),
		"controls": _("Controls"),
		"clauses": _("Regulation"),
		"input": _("Input"),
		"output": _("Output"),
		"tools": _("Tools"),
		"record_form": _("Record form"),
	}
	return [(heading, _(step.knowledge[key])) for key, heading in headings.items() if step.knowledge.get(key)]
