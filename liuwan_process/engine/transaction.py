"""Repeats an act when the database asks for it. Only for entry points that own their transaction."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import frappe
from frappe import _

from liuwan_process.engine.errors import EngineError

RETRIES = 5
PASSING = (1020, 1205, 1213)  # record has changed, lock wait timeout, deadlock
DUPLICATE = 1062
Result = TypeVar("Result")


def repeated(act: Callable[[], Result]) -> Result:
	"""Run `act` in a transaction of its own, commit, and run it again after a deadlock or a lock that timed out.

	An act that met a log row with its own key is repeated once: it then finds its first outcome. A key that belongs
	to another act is refused.
	"""
	for attempt in range(RETRIES):
		try:
			result = act()
			frappe.db.commit()
			return result
		except Exception as error:
			frappe.db.rollback()
			if is_used_key(error) and attempt:
				frappe.throw(_("This key has been used for another act"), EngineError)
			if not is_passing(error) or attempt == RETRIES - 1:
				raise
			time.sleep(0.02 * 2**attempt)
	raise AssertionError("unreachable")


def is_passing(error: BaseException | None) -> bool:
	"""Whether an error, or one that caused it, may go away when the act is repeated."""
	return any(_code(e) in PASSING for e in _chain(error)) or is_used_key(error)


def is_used_key(error: BaseException | None) -> bool:
	return any(_code(e) == DUPLICATE and "'key'" in str(e) for e in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
	while error is not None:
		yield error
		error = error.__cause__ or error.__context__


def _code(error: BaseException) -> object:
	return error.args[0] if error.args else None
