"""Repeats an act when the database asks for it. Only for entry points that own their transaction."""

import time
from collections.abc import Callable
from typing import TypeVar

import frappe

RETRIES = 5
PASSING = (1020, 1205, 1213)  # record has changed, lock wait timeout, deadlock
DUPLICATE = 1062
Result = TypeVar("Result")


def repeated(act: Callable[[], Result]) -> Result:
	"""Run `act` in a transaction of its own, commit, and run it again after a deadlock or a lock that timed out."""
	for attempt in range(RETRIES):
		try:
			result = act()
			frappe.db.commit()
			return result
		except Exception as error:
			frappe.db.rollback()
			if not is_passing(error) or attempt == RETRIES - 1:
				raise
			time.sleep(0.02 * 2**attempt)
	raise AssertionError("unreachable")


def is_passing(error: BaseException | None) -> bool:
	"""Whether an error, or one that caused it, goes away when the act is repeated.

	A second log row with the same key is one: repeated, the act finds the first row and answers with it.
	"""
	while error is not None:
		code = error.args[0] if error.args else None
		if code in PASSING or (code == DUPLICATE and "'key'" in str(error)):
			return True
		error = error.__cause__ or error.__context__
	return False
