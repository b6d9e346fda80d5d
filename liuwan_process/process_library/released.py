"""Tells whoever wants to know that a version has come into force, or that a process was retired.

Listeners are named in hooks, of this app or another one: `liuwan_version_released` is called with the name of the
Process Version, `liuwan_process_retired` with the name of the Process; each after the commit, in a transaction of its
own, whether the version was released by the groups or published directly. A listener that fails is called again
every hour for a week, and all others with it: a listener has to bear being called twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime

GRACE = timedelta(minutes=10)  # a publication that is still at it tells of the version itself
LONGEST = timedelta(days=7)


def on_released(version: str) -> None:
	"""Call every listener of `liuwan_version_released`; repeated later unless all of them succeed. Commits."""
	if _called("liuwan_version_released", version):
		frappe.db.set_value("Process Version", version, "announced", 1, update_modified=False)
		frappe.db.commit()  # what listeners wrote is in: nobody has to be called again


def on_retired(process: str) -> None:
	"""Call every listener of `liuwan_process_retired`. Commits."""
	_called("liuwan_process_retired", process)


def pick_up(now: datetime | None = None) -> None:
	"""Tell of versions whose publication died before it could, or whose listeners failed. Called every hour."""
	now = now or now_datetime()
	waiting = [
		["announced", "=", 0],
		["status", "=", "Current"],
		["modified", ">", now - LONGEST],
		["modified", "<", now - GRACE],
	]
	for version in frappe.get_all("Process Version", waiting, pluck="name", order_by="modified"):
		on_released(version)


def _called(hook: str, name: str) -> bool:
	"""Whether every listener did its work."""
	return all([_safely(method, name) for method in frappe.get_hooks(hook)])


def _safely(method: str, name: str) -> bool:
	try:
		frappe.get_attr(method)(name)
		frappe.db.commit()  # what one listener wrote does not depend on the others
		return True
	except Exception:
		frappe.db.rollback()
		frappe.log_error(title=f"{method} ({name})")
		frappe.db.commit()
		return False
