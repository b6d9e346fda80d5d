"""What people are told of besides runs through the outbox: something to read, a question, an answer.

What a notice says stands with what it is about: the hook `liuwan_notices` names, for a DocType, a function that takes
the Process Message and gives a Notice in the language that is being spoken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import frappe

from liuwan_process.telling import plan
from liuwan_process.telling.readers import readers

Row = dict[str, Any]


@dataclass(frozen=True)
class Notice:
	"""`address`: below the site; `sender`: the user because of whom it is told."""

	subject: str
	address: str
	lines: list[str] = field(default_factory=list)
	sender: str = ""


def tell(event: str, about: Iterable[tuple[str, str]], doctype: str, mark: str = "") -> int:
	"""Have (user, document) pairs told of an event, in the caller's transaction; how many messages.

	`mark` tells repetitions apart, such as the day of a reminder: the same event is told once for each mark. They are
	delivered within a minute of the commit.
	"""
	pairs = [(user, name) for user, name in about if user]
	found, channels = readers(user for user, _name in pairs), plan.open_channels()
	rows = [
		plan.row(
			f"{name}.{mark}",
			event,
			channel,
			user=user,
			reference_doctype=doctype,
			reference_name=name,
		)
		for user, name in pairs
		for channel in channels
		if user in found and found[user].wants(event, channel)
	]
	plan.write(rows)
	return len(rows)


def of(message: Row) -> Notice | None:
	"""What a Process Message says that is not about a run."""
	doctype = message.get("reference_doctype")
	if not doctype:
		return None
	return frappe.get_attr(frappe.get_hooks("liuwan_notices")[doctype][-1])(message)
