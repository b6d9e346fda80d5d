"""What a new definition changes, step by step, in plain sentences for those who approve it."""

from __future__ import annotations

from collections.abc import Iterator

from frappe import _

from liuwan_process.definition.model import Definition, Step


def between(before: Definition, after: Definition) -> list[str]:
	"""Sentences in the order of the new definition, then what is gone. Empty: nothing that people notice."""
	return [*_head(before, after), *_steps(before, after), *_gone(before, after), *_fields(before, after)]


def _head(before: Definition, after: Definition) -> Iterator[str]:
	if before.title != after.title:
		yield _("Title: {0} → {1}").format(_(before.title), _(after.title))


def _steps(before: Definition, after: Definition) -> Iterator[str]:
	for step in after.steps:
		old = before.by_id.get(step.id)
		if old is None:
			yield _("New step: {0}").format(_(step.title))
		elif changed := [words for words, is_other in _aspects(before, after, old, step) if is_other]:
			yield _("{0}: {1}").format(_(step.title), ", ".join(changed))


def _aspects(before: Definition, after: Definition, old: Step, new: Step) -> Iterator[tuple[str, bool]]:
	yield _("renamed, was “{0}”").format(_(old.title)), old.title != new.title
	yield _("moved to {0}").format(_(new.lane)), old.lane != new.lane
	yield _("other people"), old.participants != new.participants
	yield _("decided differently"), (old.kind, old.completion) != (new.kind, new.completion)
	yield _("other time limit"), old.limit != new.limit
	yield _("other ways on"), before.leaving[old.id] != after.leaving[new.id]
	yield _("other fields to fill in"), (old.fields, old.rows) != (new.fields, new.rows)
	yield _("explained differently"), old.knowledge != new.knowledge


def _gone(before: Definition, after: Definition) -> Iterator[str]:
	for step in before.steps:
		if step.id not in after.by_id:
			yield _("Step removed: {0}").format(_(step.title))


def _fields(before: Definition, after: Definition) -> Iterator[str]:
	old, new = ({(f.table, f.name): f for f in d.fields} for d in (before, after))
	for key, field in new.items():
		if key not in old:
			yield _("New field: {0}").format(_(field.label))
		elif field != old[key]:
			yield _("Field changed: {0}").format(_(field.label))
	yield from (_("Field removed: {0}").format(_(f.label)) for key, f in old.items() if key not in new)
