"""Which fields a person may edit, must fill in and does not see in a step.

The start step edits every field unless it has rules of its own; later steps edit nothing unless named.
"""

from __future__ import annotations

from liuwan_process.definition.model import Definition, Step


def editable(definition: Definition, step: Step) -> set[str]:
	named = step.editable()
	if step.kind == "start" and not named:
		return {f.name for f in definition.fields_by_name.values() if f.holds_value} - step.having("hide")
	return named & definition.fields_by_name.keys()


def required(definition: Definition, step: Step) -> set[str]:
	"""Fields that must not be empty when the step is left: named here, or required by the form and edited here."""
	always = {f.name for f in definition.fields_by_name.values() if f.required}
	return step.having("require") | (always & editable(definition, step))


def hidden(step: Step) -> set[str]:
	return step.having("hide")
