"""`Definition` -> JSON document, with nothing in it that equals its default. `parse(dump(d)) == d`."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from liuwan_process.definition.model import SCHEMA, Definition, Transition


def dump(definition: Definition) -> dict[str, Any]:
	"""The JSON document of a definition (see `parse.py`)."""
	return {
		"schema": SCHEMA,
		"process": definition.process,
		"title": definition.title,
		"version": definition.version,
		"subject": definition.subject,
		"form": {
			"doctype": definition.doctype,
			"linked": definition.linked,
			"fields": [_plain(field) for field in definition.fields],
		},
		"policies": {
			"same_approver": definition.same_approver,
			"initiator_approver": definition.initiator_approver,
			**_chosen(
				lead=definition.lead,
				urgent_quota=definition.urgent_quota,
				accountable=definition.accountable,
			),
		},
		**_chosen(limit=definition.limit, absence=definition.absence),
		"steps": [_plain(step) for step in definition.steps],
		"transitions": [_transition(transition) for transition in definition.transitions],
	}


def _chosen(**values: Any) -> dict[str, Any]:
	"""Those that differ from the default of `Definition`."""
	defaults = {f.name: f.default for f in fields(Definition)}
	return {name: _plain(value) for name, value in values.items() if value != defaults[name]}


def _transition(transition: Transition) -> dict[str, Any]:
	row = _plain(transition)
	return {"from": row.pop("source"), "to": row.pop("target"), **row}


def _plain(value: Any) -> Any:
	if is_dataclass(value):
		return {
			f.name: _plain(getattr(value, f.name))
			for f in fields(value)
			if getattr(value, f.name) != _default(f)
		}
	if isinstance(value, tuple):
		return [_plain(item) for item in value]
	return value


def _default(field: Any) -> Any:
	if field.default is not MISSING:
		return field.default
	return field.default_factory() if field.default_factory is not MISSING else MISSING
