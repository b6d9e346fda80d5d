"""One decision on several tasks: each an act and a transaction of its own."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.engine import acts
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.transaction import repeated

MOST = 100


def decide(tasks: list[str], action: str, comment: str = "", key: str = "") -> list[dict[str, Any]]:
	"""For each task {"task", "answer"} or {"task", "error"}. Raises EngineError for more than MOST at once."""
	if len(tasks) > MOST:
		frappe.throw(_("At most {0} tasks can be decided at once").format(MOST), EngineError)
	return [_decide(task, action, comment, f"{key}:{task}" if key else "") for task in tasks]


def _decide(task: str, action: str, comment: str, key: str) -> dict[str, Any]:
	try:
		return {"task": task, "answer": repeated(lambda: acts.decide(task, action, comment, None, key))}
	except EngineError as error:
		frappe.clear_last_message()
		return {"task": task, "error": frappe.utils.strip_html(str(error))}
