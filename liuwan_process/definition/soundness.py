"""Whether a definition may be published: `check` gives every problem with the step or field it is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from string import Formatter

from liuwan_process.definition import (
	access,
	by_step,
	conditions,
	paths,
	soundness_of_knowledge,
	soundness_of_work,
)
from liuwan_process.definition.conditions import ConditionError
from liuwan_process.definition.model import WORK_KINDS, Definition, FormField, Participant, Step
from liuwan_process.definition.problems import Problem, _

NEEDS = {
	"process_role": "role",
	"position": "position",
	"heads_up_to": "position",
	"user_field": "field",
	"unit_field_head": "field",
	"actor_of_step": "step",
	"users": "users",
}
NEEDS_OPTIONS = ("Link", "Select")


def check(definition: Definition) -> list[Problem]:
	"""Every problem of a definition, in the order of its steps and fields. No error: it may be published."""
	found = [*_outline(definition)]
	if not found:
		found += _structure(definition)
	found += [problem for step in definition.steps for problem in _step(definition, step)]
	found += [problem for step in definition.steps for problem in soundness_of_work.check(definition, step)]
	found += [problem for step in definition.steps for problem in soundness_of_knowledge.check(step)]
	found += [*_fields(definition), *_conditions(definition), *_subject(definition)]
	found += _absence(definition)
	return found


def errors(definition: Definition) -> list[Problem]:
	return [problem for problem in check(definition) if problem.level == "error"]


def _outline(definition: Definition) -> Iterator[Problem]:
	kinds = Counter(step.kind for step in definition.steps)
	if kinds["start"] != 1:
		yield Problem(_("A process needs exactly one start; this one has {0}"), "", (str(kinds["start"]),))
	if not any(step.kind == "end" and step.status == "Completed" for step in definition.steps):
		yield Problem(_("There is no end at which the process is completed"))
	for step in definition.steps:
		if step.kind != "end" and not any(d == "approve" for d in definition.actions(step.id).values()):
			yield Problem(_("“{0}” leads nowhere"), step.id, (step.title,), table="transitions")
		if step.kind == "end" and definition.leaving[step.id]:
			yield Problem(
				_("“{0}” is an end, nothing can follow it"), step.id, (step.title,), table="transitions"
			)


def _structure(definition: Definition) -> Iterator[Problem]:
	yield from paths.problems(definition)
	for step in definition.steps:
		yield from _way_out(definition, step)


def _way_out(definition: Definition, step: Step) -> Iterator[Problem]:
	"""Every action needs a transition that is taken when all conditions fail, and none after it."""
	for action in definition.actions(step.id):
		ways = [t for t in definition.leaving[step.id] if t.action == action]
		if step.split != "all" and all(t.condition for t in ways):
			message = _(
				"“{0}”: when no condition of “{1}” is met there is no way on; add one without condition"
			)
			yield Problem(message, step.id, (step.title, action), table="transitions")
		open_ways = [i for i, t in enumerate(ways) if not t.condition]
		if step.split == "one" and open_ways and open_ways[0] < len(ways) - 1:
			message = _("“{0}”: transitions of “{1}” after the one without condition are never taken")
			yield Problem(message, step.id, (step.title, action), table="transitions")
		if len({t.decision for t in ways}) > 1:
			message = _("“{0}”: “{1}” both approves and refuses")
			yield Problem(message, step.id, (step.title, action), table="transitions")


def _step(definition: Definition, step: Step) -> Iterator[Problem]:
	if sum(s.title == step.title for s in definition.steps) > 1:
		yield Problem(_("Two steps are called “{0}”"), step.id, (step.title,))
	if step.kind in ("task", "approval", "notice") and not step.participants:
		yield Problem(_("“{0}”: nobody is named who does it"), step.id, (step.title,), table="participants")
	for rule in step.participants:
		yield from _participant(definition, step, rule)
	yield from _completion(step)
	yield from _deferrable(definition, step)
	yield from by_step.problems(definition, step)


def _participant(definition: Definition, step: Step, rule: Participant) -> Iterator[Problem]:
	def problem(message: str, *args: str) -> Problem:
		return Problem(message, step.id, (step.title, *args), table="participants")

	if not getattr(rule, NEEDS.get(rule.rule, "rule")):
		yield problem(_("“{0}”: the rule that finds people is incomplete, {1} is missing"), NEEDS[rule.rule])
	if rule.rule == "process_role" and rule.scope in ("unit", "field") and not getattr(rule, rule.scope):
		yield problem(_("“{0}”: the rule that finds people is incomplete, {1} is missing"), rule.scope)
	if rule.field and rule.field not in definition.fields_by_name:
		yield problem(_("“{0}”: there is no field {1}"), rule.field)
	if rule.field in definition.fields_by_name and not _fits(definition.fields_by_name[rule.field], rule):
		yield problem(_("“{0}”: field {1} does not hold what the rule needs"), rule.field)
	if rule.rule == "actor_of_step" and rule.step and not _comes_before(definition, rule.step, step.id):
		yield problem(_("“{0}”: “{1}” is never done before it, so nobody can be taken from there"), rule.step)


def _fits(field: FormField, rule: Participant) -> bool:
	wanted = ("User", "Staff Member") if rule.rule == "user_field" else ("Org Unit",)
	return field.type == "Link" and field.options in wanted


def _comes_before(definition: Definition, earlier: str, step: str) -> bool:
	return step in definition.reach.get(earlier, ()) and definition.by_id[earlier].kind in WORK_KINDS


def _completion(step: Step) -> Iterator[Problem]:
	rule, value = step.completion.rule, step.completion.value
	if rule in ("percent", "weighted") and not 0 < value <= 100:
		yield Problem(_("“{0}”: the share of people must be between 1 and 100 %"), step.id, (step.title,))
	if rule == "at_least" and value < 1:
		yield Problem(_("“{0}”: the number of people must be at least 1"), step.id, (step.title,))


def _deferrable(definition: Definition, step: Step) -> Iterator[Problem]:
	"""Only what somebody does can be put off and made up."""
	if step.deferrable and step.kind not in ("task", "approval"):
		yield Problem(_("“{0}”: only a task or an approval can be put off"), step.id, (step.title,))
	if step.deferrable and not definition.urgent_quota:
		message = _("“{0}” can be put off, but this process allows no urgent starts")
		yield Problem(message, step.id, (step.title,), level="warning")
	if step.lead_decides and definition.lead == "none":
		message = _("“{0}”: the lead person may decide, but this process names none")
		yield Problem(message, step.id, (step.title,), level="warning")


def _fields(definition: Definition) -> Iterator[Problem]:
	fillable = set().union(
		*(access.editable(definition, s) for s in definition.steps if s.kind in WORK_KINDS)
	)
	fillable |= {name for step in definition.steps for name in step.fills}
	for field in definition.fields:
		if field.required and not field.table and field.name not in fillable and not field.default:
			message = _("Field “{0}” is required but nobody can fill it in")
			yield Problem(message, field.name, (field.label,), table="fields")
		if field.type in NEEDS_OPTIONS and not field.options.strip():
			yield Problem(_("Field “{0}” has no options"), field.name, (field.label,), table="fields")
		if field.type == "Table" and not definition.linked and not definition.columns(field.name):
			yield Problem(_("Table “{0}” has no columns"), field.name, (field.label,), table="fields")
		if field.table and field.table not in definition.fields_by_name:
			message = _("Field “{0}” belongs to table {1}, which does not exist")
			yield Problem(message, field.name, (field.label, field.table), table="fields")


def _conditions(definition: Definition) -> Iterator[Problem]:
	known = conditions.known(definition)
	for transition in definition.transitions:
		title = definition.by_id[transition.source].title
		try:
			unknown = conditions.names(transition.condition) - known if transition.condition else set()
		except ConditionError as error:
			args = (title, transition.condition, str(error))
			message = _("“{0}”: the condition {1} cannot be read: {2}")
			yield Problem(message, transition.source, args, table="transitions")
			continue
		for name in sorted(unknown):
			message = _("“{0}”: the condition {1} uses the unknown field {2}")
			yield Problem(
				message, transition.source, (title, transition.condition, name), table="transitions"
			)


def _absence(definition: Definition) -> Iterator[Problem]:
	"""Days are dates, and whoever stands in is a person."""
	absence = definition.absence
	if absence is None:
		return
	for name in (absence.first, absence.last):
		field = definition.fields_by_name.get(name)
		if field is None or field.type not in ("Date", "Datetime"):
			yield Problem(_("Absence: {0} is no field with a date"), "", (name,), table="absence_first")
	field = definition.fields_by_name.get(absence.stand_in)
	if absence.stand_in and (field is None or field.options not in ("User", "Staff Member")):
		message = _("Absence: {0} is no field with a person")
		yield Problem(message, "", (absence.stand_in,), table="absence_stand_in")


def _subject(definition: Definition) -> Iterator[Problem]:
	known = set(definition.fields_by_name) | {"process", "initiator"}
	try:
		names = {
			name for _text, name, _spec, _conv in Formatter().parse(definition.subject) if name is not None
		}
	except ValueError:
		yield Problem(_("The title of a run has a brace that is not closed"), table="subject")
		return
	for name in sorted(names - known):
		yield Problem(_("The title of a run uses the unknown field {0}"), "", (name,), table="subject")
	for name in sorted(names & access.confidential(definition)):
		message = _("The title of a run shows the field {0}, which a step hides; everybody reads the title")
		yield Problem(message, "", (definition.fields_by_name[name].label,), table="subject")
