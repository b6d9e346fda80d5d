"""Which tasks of a list can be decided together: of the same step, with nothing to fill in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from frappe import _

from liuwan_process.definition import access
from liuwan_process.definition.model import Definition
from liuwan_process.engine import acts
from liuwan_process.engine.versions import get_definitions

Row = dict[str, Any]


def mark(found: list[Row], shown: list[Row]) -> list[Row]:
	"""Lines of the list with `name`, `kind` (the same for tasks that can be decided together, "" for the others),
	`action` and `action_words`."""
	definitions = get_definitions(task.process_version for task in found)
	marked = []
	for task, line in zip(found, shown, strict=True):
		action = _action(definitions[task.process_version], task)
		kind = f"{task.process_code} {task.step} {action}" if action else ""
		more = {
			"name": task.name,
			"kind": kind,
			"action": action,
			"action_words": _(action) if action else "",
		}
		marked.append(line | more)
	return marked


def may_choose(shown: list[Row]) -> bool:
	"""Whether the list holds at least two tasks of one kind."""
	kinds = Counter(line["kind"] for line in shown if line["kind"])
	return any(count > 1 for count in kinds.values())


def _action(definition: Definition, task: Row) -> str:
	"""The one way to say yes to a task without filling in anything; "" where there is none, or more than one."""
	step = definition.by_id.get(task.step)  # none: put into this run alone
	if step is None or task.status != "Open" or access.required(definition, step):
		return ""
	offered = acts.offered(definition, step.id)
	approving = [action for action, decision in offered.items() if decision == "approve"]
	return approving[0] if len(approving) == 1 else ""
