"""A completed run that says that who started it is away: somebody stands in from the first to the last day."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate

from liuwan_process.engine import people, store

if TYPE_CHECKING:
	from liuwan_process.engine.run import Run

SAVEPOINT = "absence"


def begin(run: Run) -> None:
	"""Make a Delegation of the initiator, in the act that completes the run, and tell both.

	Nobody to stand in, an absence that is over, or a stand-in who cannot be: the run is completed all the same,
	and its log says so.
	"""
	absence = run.definition.absence
	if run.dry or not (run.form.get(absence.first) and run.form.get(absence.last)):
		return
	from_time, to_time = _period(run, absence.first, absence.last)
	if from_time < to_time and (delegate := _stand_in(run, absence.stand_in)):
		_make(run, delegate, from_time, to_time)


def _make(run: Run, delegate: str, from_time: datetime, to_time: datetime) -> None:
	frappe.db.savepoint(SAVEPOINT)
	try:
		_insert(run, delegate, from_time, to_time)
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point=SAVEPOINT)
		frappe.clear_last_message()
		run.note("Skip", comment=_("Nobody stands in during the absence: {0}").format(error))
		return
	for user in (run.instance.initiator, delegate):
		run.told.append((user, "stand_in", run.name))
	run.parts.setdefault(delegate, "Copied")
	run.note("Delegate", to_user=delegate, on_behalf_of=run.instance.initiator)


def end(run: Run) -> None:
	"""A run that did not stay completed makes nobody absent."""
	for name in frappe.get_all("Delegation", {"instance": run.name, "enabled": 1}, pluck="name"):
		document = frappe.get_doc("Delegation", name)
		document.flags.by_engine = document.flags.ignore_permissions = True
		document.end(run.now)


def _insert(run: Run, delegate: str, from_time: datetime, to_time: datetime) -> None:
	document = frappe.get_doc(
		doctype="Delegation",
		delegator=run.instance.initiator,
		delegate=delegate,
		from_time=from_time,
		to_time=to_time,
		reason=run.instance.title,
		instance=run.name,
	)
	document.flags.by_engine = True
	document.insert(ignore_permissions=True)  # by whoever acted last, for whoever is away


def _period(run: Run, first: str, last: str) -> tuple[datetime, datetime]:
	"""From now at the earliest; a last day counts to its end."""
	begins, ends = get_datetime(run.form[first]), get_datetime(run.form[last])
	if ends.time() == time():
		ends = datetime.combine(getdate(ends), time()) + timedelta(days=1)
	return max(begins, run.now), ends


def _stand_in(run: Run, field: str) -> str | None:
	"""Whoever the form names, by user or as a Staff Member; else the superior."""
	named = run.form.get(field) if field else None
	if named and not frappe.db.exists("User", named):
		named = frappe.db.get_value("Staff Member", named, "user")
	superior = people.superior(run.instance.initiator)
	found = [user for user in (named, *superior) if user and user != run.instance.initiator]
	return next(iter(store.persons(found)), None)
