"""A process and its steps in the words of a book: to be read by anybody, not by the one who asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from liuwan_process.definition.knowledge import Responsibility
from liuwan_process.definition.model import Definition, Participant, Step
from liuwan_process.portal import knowledge, rows, times
from liuwan_process.process_library import labels, raci
from liuwan_process.process_library.compendium.changes import CHANGED, NEW, Changes
from liuwan_process.process_library.labels import label_of
from liuwan_process.process_library.ties import Reader, Rule, Ties

# Headings of knowledge that stand in one line.
TOGETHER = (
	("Input", "Output"),
	("How it is done", "Tools"),
	("Limits", "Quality standard"),
	("Risks", "Controls"),
	("Regulation", "Record form"),
	("Responsible", "Accountable", "Consulted", "Informed"),
)
SHOWN_PEOPLE = 5


def who(definition: Definition, step: Step) -> str:
	"""The rules by which people are found, and how many of them decide."""
	found = list(dict.fromkeys(filter(None, (_rule(definition, rule) for rule in step.participants))))
	if not found and step.kind == "start":
		found = [_("everybody")]
	if not found and step.subprocess:
		found = [_("Starts the process {0}").format(_process_title(step.subprocess.process))]
	together = "" if step.completion.rule == "any" else completion(step)
	people = _(" or ").join(found)
	return _("{0} ({1})").format(people, together) if together else people


def completion(step: Step) -> str:
	"""When several people have decided: `all`, `at least 2`, `66 %`."""
	rule, value = step.completion.rule, f"{step.completion.value:g}"
	counted = {"at_least": _("at least {0}"), "percent": _("{0} %"), "weighted": _("{0} % of the weight")}
	return counted[rule].format(value) if rule in counted else _(label_of(labels.COMPLETIONS, rule))


def _rule(definition: Definition, rule: Participant) -> str:
	said = RULES.get(rule.rule)
	return said(definition, rule) if said else _(label_of(labels.RULES, rule.rule))


def _role(definition: Definition, rule: Participant) -> str:
	role = _(rule.role)
	if rule.scope == "initiator_unit":
		return _("{0} of the initiator's unit").format(role)
	if rule.scope == "unit" and rule.unit:
		return _("{who} of {unit}").format(who=role, unit=_(rule.unit))
	if rule.scope == "field":
		return _("{0} of the unit in “{1}”").format(role, _field(definition, rule.field))
	return role


def _position(name: str) -> str:
	found = frappe.get_cached_value("Position", name, ["position_name", "org_unit"]) if name else None
	return _("{who} of {unit}").format(who=_(found[0]), unit=_(found[1])) if found else name


def _head(_definition: Definition, rule: Participant) -> str:
	return (
		_("head of the initiator's unit")
		if rule.levels <= 1
		else _("head of the unit {0} levels above the initiator's").format(rule.levels - 1)
	)


def _field(definition: Definition, name: str) -> str:
	field = definition.fields_by_name.get(name)
	return _(field.label) if field else name


def _actor(definition: Definition, rule: Participant) -> str:
	step = definition.by_id.get(rule.step)
	return _("whoever did “{0}”").format(_(step.title)) if step else ""


def _people(_definition: Definition, rule: Participant) -> str:
	names = [frappe.get_cached_value("User", user, "full_name") or user for user in rule.users]
	shown = rows.joined(names[:SHOWN_PEOPLE])
	more = len(names) - SHOWN_PEOPLE
	return _("{0} and {1} more").format(shown, more) if more > 0 else shown


def _process_title(code: str) -> str:
	return _(frappe.get_cached_value("Process", code, "title") or code)


RULES = {
	"process_role": _role,
	"position": lambda d, rule: _position(rule.position),
	"head_of_initiator_unit": _head,
	"heads_up_to": lambda d, rule: _("heads of the units up to {0}").format(_position(rule.position)),
	"user_field": lambda d, rule: _("the person in “{0}”").format(_field(d, rule.field)),
	"unit_field_head": lambda d, rule: _("head of the unit in “{0}”").format(_field(d, rule.field)),
	"actor_of_step": _actor,
	"users": _people,
}


def limit(step: Step) -> str:
	return times.limit(step.limit.amount, step.limit.unit) if step.limit else ""


def how(definition: Definition, step: Step, tied: Ties | None = None) -> str:
	"""What the step says of how it is done, what it is tied to and who answers for it, related things in one line."""
	told = {heading: [" ".join(text.split())] for heading, text in knowledge.of(step)}
	for heading, texts in (*_tied(tied or Ties()), *_answering(definition, step)):
		told.setdefault(_(heading), []).extend(texts)
	groups = [[_(heading) for heading in group] for group in TOGETHER]
	known = {heading for group in groups for heading in group}
	groups += [[heading] for heading in told if heading not in known]
	lines = (
		[_("[{0}] {1}").format(h, semicolons(told[h])) for h in group if told.get(h)] for group in groups
	)
	return "\n".join("\u3000".join(line) for line in lines if line)


def _tied(tied: Ties) -> list[tuple[str, list[str]]]:
	"""(heading, titles) of the records that a step names."""
	return [
		("Input", [row.title for row in tied.inputs]),
		("Output", [row.title for row in tied.outputs]),
		("Risks", [row.title for row in tied.risks]),
		("Controls", [row.control for row in tied.risks if row.control]),
		("Regulation", [rule_title(rule) for rule in tied.rules]),
		("Measured by", [measured(row) for row in tied.indicators]),
	]


def _answering(definition: Definition, step: Step) -> list[tuple[str, list[str]]]:
	"""(heading, parties) of what the step itself says of responsibility."""
	rows = step.responsibilities
	return [
		(heading, [_party(definition, row) for row in rows if row.letter == letter])
		for heading, letter in labels.LETTERS.items()
	]


def _party(definition: Definition, row: Responsibility) -> str:
	return _(row.name) if row.party == "unit" else _rule(definition, raci.rule_of(row))


def rule_title(rule: Rule) -> str:
	"""`LW-12 Finance rules 4.2 Payment`."""
	return " ".join(filter(None, (rule.number, rule.title, rule.clause, rule.clause_title)))


def measured(row: Any) -> str:
	target = f"{row.target} {row.unit}".strip()
	return _("{0} ({1})").format(row.title, target) if target else row.title


def semicolons(parts: Iterable[str]) -> str:
	"""In one sentence; only the last part keeps its full stop."""
	*first, last = list(parts) or [""]
	return ("；" if times.locale().language == "zh" else "; ").join([*(p.rstrip("。.") for p in first), last])


def shown(definition: Definition) -> list[tuple[int, Step]]:
	"""The steps of the step table with their numbers; an end is nobody's work."""
	return list(enumerate((step for step in definition.steps if step.kind != "end"), 1))


def step_rows(definition: Definition, changes: Changes, reader: Reader) -> list[dict[str, Any]]:
	"""The step table. `reader` knows what the steps are tied to."""
	return [
		step_row(definition, step, number, changes) | {"how": how(definition, step, reader.of(step))}
		for number, step in shown(definition)
	]


def step_row(definition: Definition, step: Step, number: int, changes: Changes) -> dict[str, Any]:
	"""A line of the step table."""
	change, words = changes.steps.get(step.id, ("", ()))
	kind = _(label_of(labels.KINDS, step.kind))
	mark = {NEW: _("New"), CHANGED: f"{_('Changed')}: {_(', ').join(map(_, words))}"}.get(change, "")
	return {
		"number": number,
		"title": _(step.title),
		"kind": "\n".join(filter(None, (kind, mark and f"▲ {mark}"))),
		"who": "\n".join(filter(None, (who(definition, step), limit(step)))),
		"change": change,
	}


def said(definition: Definition, changes: Changes) -> str:
	"""All changes of a process in one sentence: `Title; 3. Approval: Limit, People; new: 5. Filing; removed: Copying`."""
	numbers = {step.id: f"{number}. " for number, step in shown(definition)}
	parts = [_(word) for word in changes.process]
	for step_id, (change, words) in changes.steps.items():
		title = numbers.get(step_id, "") + _(definition.by_id[step_id].title)
		what = rows.joined(map(_, words))
		parts.append(_("new: {0}").format(title) if change == NEW else _("{0}: {1}").format(title, what))
	if changes.removed:
		gone = rows.joined(_(step.title) for step in changes.removed)
		parts.append(_("removed: {0}").format(gone))
	return semicolons(parts)
