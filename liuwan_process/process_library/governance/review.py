"""Published processes are looked over in time: when, who is told, and that somebody has done it."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import add_days, add_months, cint, formatdate, get_url, getdate, now_datetime

from liuwan_process.engine import people
from liuwan_process.process_library.permission import own_staff
from liuwan_process.setup.role_permissions import MANAGER
from liuwan_process.telling import notices
from liuwan_process.telling.settings import setting

AGAIN = 7  # days between two reminders of what is overdue
REMINDED, ESCALATED = "Reminded", "Escalated"


def begin(version: str) -> None:
	"""Hook `liuwan_version_released`: from today the process has its interval until it is looked over."""
	process = frappe.db.get_value("Process Version", version, "process_code")
	begin_from(process, getdate())


def end(process: str) -> None:
	"""Hook `liuwan_process_retired`."""
	_write(process, review_due=None, review_told=None, review_told_on=None)


def months_of(process: str) -> int:
	"""Months between two reviews; 0: never."""
	return cint(frappe.db.get_value("Process", process, "review_months")) or cint(setting("review_months"))


def begin_from(process: str, since: date) -> date | None:
	"""Count the interval from a day; the day on which the review is due then."""
	months = months_of(process)
	due = getdate(add_months(since, months)) if months else None
	_write(process, review_due=due, review_told=None, review_told_on=None)
	return due


def confirm(process: Document, note: str = "") -> date | None:
	"""Somebody has looked it over and changes nothing; the next due day. The caller has checked who asks."""
	if process.status != "Published":
		frappe.throw(_("Only a published process is reviewed"))
	before, now = process.review_due, now_datetime()
	due = begin_from(process.name, now.date())
	_write(process.name, reviewed_on=now, reviewed_by=frappe.session.user)
	review = frappe.get_doc(
		{
			"doctype": "Process Review",
			"process_code": process.name,
			"process_version": process.current_version,
			"note": note,
			"reviewed_by": frappe.session.user,
			"reviewed_on": now,
			"due_before": before,
			"next_due": due,
		}
	)
	review.flags.by_review = True
	review.insert(ignore_permissions=True)  # the caller has checked who may review
	return due


def _write(process: str, **facts: object) -> None:
	frappe.db.set_value("Process", process, facts, update_modified=False)


def remind(day: date | None = None) -> int:
	"""Tell of reviews that are due soon, once, and of overdue ones every week, to the office as well. Called daily."""
	day = day or getdate()
	told = [_tell(row, day) for row in _waiting(day)]
	frappe.db.commit()  # the scheduler's transaction
	return sum(told)


def _waiting(day: date) -> list[frappe._dict]:
	process = DocType("Process")
	soon = add_days(day, cint(setting("review_remind_days")))
	query = frappe.qb.from_(process).select(
		process.name, process.title, process.review_due, process.review_told, process.review_told_on
	)
	query = query.select(process.org_unit, process.process_owner)
	query = query.where((process.status == "Published") & (process.review_due <= soon))
	return query.orderby(process.review_due).run(as_dict=True)


def _tell(row: frappe._dict, day: date) -> bool:
	late = row.review_due < day
	state = ESCALATED if late else REMINDED
	if row.review_told == state and (not late or (day - row.review_told_on).days < AGAIN):
		return False
	users = answerable(row) + (people.administrators() if late else [])

	def words() -> str:
		said = _("“{0}” should have been reviewed by {1}") if late else _("“{0}” is to be reviewed by {1}")
		return said.format(_(row.title), formatdate(row.review_due))

	about, address = frappe._dict(doctype="Process", name=row.name), get_url(f"/process/library/{row.name}")
	notices.tell(users, words, about, address)
	_write(row.name, review_told=state, review_told_on=day)
	return True


def answerable(row: frappe._dict) -> list[str]:
	"""Users who answer for a process: its owner, and its unit's process managers or else the unit's head."""
	owner = row.process_owner and frappe.db.get_value(
		"Staff Member", {"name": row.process_owner, "status": "Active"}, "user"
	)
	managers = (
		_managers(row.org_unit) or [user for _unit, user, _staff in people.heads_above(row.org_unit)][:1]
	)
	return list(dict.fromkeys(filter(None, (owner, *managers))))


def _managers(unit: str | None) -> list[str]:
	"""Users with the role Process Manager who work in the unit itself."""
	role, staff = DocType("Has Role"), DocType("Staff Member")
	query = frappe.qb.from_(staff).join(role).on((role.parent == staff.user) & (role.parenttype == "User"))
	query = query.where((role.role == MANAGER) & (staff.org_unit == unit) & (staff.status == "Active"))
	return sorted(set(query.select(staff.user).run(pluck=True))) if unit else []


def may_review(process: Document, user: str | None = None) -> bool:
	"""The owner, and whoever may change the process."""
	user = user or frappe.session.user
	staff = own_staff(user)
	if staff and staff.name == process.process_owner:
		return True
	return bool(frappe.has_permission("Process", "write", doc=process, user=user))
