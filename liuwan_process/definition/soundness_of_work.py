"""Soundness of automatic steps and sub-processes, as far as the definition alone tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from liuwan_process.definition import expressions, work
from liuwan_process.definition.conditions import ConditionError
from liuwan_process.definition.model import Definition, FormField, Step
from liuwan_process.definition.problems import Problem, _
from liuwan_process.definition.work import Assignment

TABLE = "step_values"


def check(definition: Definition, step: Step) -> Iterator[Problem]:
	"""Problems of one step; none for a step that people do."""
	if step.kind == "automatic":
		yield from _automatic(definition, step)
	if step.kind == "subprocess":
		yield from _subprocess(definition, step)


def filled(
	step: Step, fields: dict[str, FormField], rows: Iterable[Assignment], kinds: expressions.Kinds
) -> Iterator[Problem]:
	"""Problems of values that go into fields: a field that is not there, or that cannot hold what it gets."""
	for row in rows:
		field = fields.get(row.target)
		if field is None or not field.holds_value:
			message = _("“{0}”: there is no field {1}")
			yield Problem(message, step.id, (step.title, row.target), table=TABLE)
		else:
			yield from _value(step, row, kinds, field)


def _automatic(definition: Definition, step: Step) -> Iterator[Problem]:
	fields, kinds = definition.fields_by_name, expressions.kinds_of(definition)
	if not (step.sets or step.creation or step.call):
		yield Problem(_("“{0}”: nothing is said of what it does"), step.id, (step.title,))
	yield from filled(step, fields, step.sets, kinds)
	if step.creation:
		yield from _creation(definition, step)
	if step.call:
		yield from _read(step, step.call.send, kinds)
		yield from _targets(step, fields, step.call.take)
		yield from _address(step)


def _creation(definition: Definition, step: Step) -> Iterator[Problem]:
	creation = step.creation
	yield from _read(step, creation.fields, expressions.kinds_of(definition))
	if creation.rights == "service_user" and not creation.user:
		message = _("“{0}”: the account whose rights make the document is missing")
		yield Problem(message, step.id, (step.title,))
	into = definition.fields_by_name.get(creation.into)
	wrong = into is None or (into.type, into.options) not in (
		("Data", into.options),
		("Link", creation.doctype),
	)
	if creation.into and wrong:
		message = _("“{0}”: field {1} cannot hold the name of the new document")
		yield Problem(message, step.id, (step.title, creation.into))


def _address(step: Step) -> Iterator[Problem]:
	call = step.call
	try:
		address = urlsplit(call.url)
		readable = address.scheme in ("http", "https") and address.hostname and (address.port or 1)
	except ValueError:
		readable = False
	if not readable or address.username or address.password:
		yield Problem(_("“{0}”: {1} is not an address that can be called"), step.id, (step.title, call.url))
	if not 0 < call.timeout <= work.LONGEST_WAIT:
		message = _("“{0}”: a call may wait from 1 to {1} seconds")
		yield Problem(message, step.id, (step.title, str(work.LONGEST_WAIT)))
	if not 0 < call.attempts <= work.MOST_ATTEMPTS:
		message = _("“{0}”: a call may be tried from 1 to {1} times")
		yield Problem(message, step.id, (step.title, str(work.MOST_ATTEMPTS)))


def _subprocess(definition: Definition, step: Step) -> Iterator[Problem]:
	if not step.subprocess:
		yield Problem(_("“{0}”: the process that it starts is missing"), step.id, (step.title,))
		return
	yield from _read(step, step.subprocess.give, expressions.kinds_of(definition))
	if step.subprocess.wait:
		yield from _targets(step, definition.fields_by_name, step.subprocess.take)
	elif step.subprocess.take:
		message = _("“{0}” does not wait for its sub-process and cannot take anything from it")
		yield Problem(message, step.id, (step.title,), table=TABLE)
	for action in step.subprocess.outcomes.values():
		if action not in definition.actions(step.id):
			message = _("“{0}”: there is no transition “{1}”")
			yield Problem(message, step.id, (step.title, action), table="transitions")


def _read(step: Step, rows: Iterable[Assignment], kinds: expressions.Kinds) -> Iterator[Problem]:
	for row in rows:
		yield from _value(step, row, kinds)


def _targets(step: Step, fields: dict[str, FormField], rows: Iterable[Assignment]) -> Iterator[Problem]:
	for row in rows:
		if row.target not in fields or not fields[row.target].holds_value:
			message = _("“{0}”: there is no field {1}")
			yield Problem(message, step.id, (step.title, row.target), table=TABLE)


def _value(
	step: Step, row: Assignment, kinds: expressions.Kinds, field: FormField | None = None
) -> Iterator[Problem]:
	try:
		right = expressions.fits(field, row.value, kinds) if field else expressions.kind_of(row.value, kinds)
	except ConditionError as error:
		message = _("“{0}”: the value {1} cannot be read: {2}")
		yield Problem(message, step.id, (step.title, row.value, str(error)), table=TABLE)
		return
	if not right:
		message = _("“{0}”: {1} cannot hold the value {2}")
		yield Problem(message, step.id, (step.title, field.label, row.value), table=TABLE)
