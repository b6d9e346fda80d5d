"""Puts approved releases into force: by a job when the last group has approved, and on their day by the clock.

Each process is published from what was frozen, in a transaction of its own. What was done is not done again: a job may
run twice, or beside the clock. What fails is told to the process office, which mends the cause and has it repeated.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import getdate, today
from frappe.utils.synchronization import filelock

from liuwan_process.compiler.publish import publish
from liuwan_process.compiler.retire import retire
from liuwan_process.engine import people
from liuwan_process.process_library.governance import candidates, levels
from liuwan_process.telling import notices

JOB = "liuwan_process.process_library.governance.carrying_out.carry_out"
OVER = {"release": None, "release_state": None, "in_force_from": None}


def pick_up() -> None:
	"""Carry out releases whose day has come, or whose job was lost. Called every minute."""
	for release in _due():
		carry_out(release)


def _due() -> list[str]:
	release, item = DocType("Process Release"), DocType("Process Release Item")
	query = (
		frappe.qb.from_(item).join(release).on(release.name == item.parent).select(release.name).distinct()
	)
	query = query.where((release.status == "Approved") & (item.status == "Approved"))
	return query.where(release.effective_date.isnull() | (release.effective_date <= today())).run(pluck=True)


def carry_out(release: str) -> None:
	"""Publish or retire every approved process of a release. Commits after each; does nothing before its day."""
	with filelock(f"release_{frappe.scrub(release)}"):
		frappe.db.commit()  # another job may have ended while this one waited: read what it wrote
		doc = frappe.get_doc("Process Release", release)
		if doc.effective_date and getdate(doc.effective_date) > getdate(today()):
			return
		waiting = [item for item in doc.processes if item.status == "Approved"]
		failed = [item for item in waiting if not _safely(doc, item)]
		if waiting:
			_conclude(release)
	if failed:
		_tell_office(doc, failed)


def _safely(release: Document, item: Document) -> bool:
	try:
		version = _put_into_force(release, item)
		done = "Retired" if item.action == levels.RETIRE else "Published"
		facts = {"status": done, "version": version, "error": None}
		frappe.db.set_value("Process Release Item", item.name, facts)
		frappe.db.set_value("Process", item.process_code, OVER, update_modified=False)
		frappe.db.commit()  # what is in force stays so, whatever becomes of the others
		return True
	except Exception as error:
		frappe.db.rollback()
		frappe.log_error(title=f"{release.name}: {item.process_code}")
		words = " ".join(frappe.utils.strip_html(str(error)).split())[:500] or type(error).__name__
		frappe.db.set_value("Process Release Item", item.name, {"status": "Failed", "error": words})
		frappe.db.commit()
		return False


def _put_into_force(release: Document, item: Document) -> str | None:
	if item.action == levels.RETIRE:
		retire(item.process_code)
		return None
	if item.review_months:  # before it is in force, as the next review counts from then
		frappe.db.set_value("Process", item.process_code, "review_months", item.review_months)
	note = item.what_changed or release.reason
	frozen = candidates.definition_of(item.candidate)
	return publish(item.process_code, note, frozen=frozen, by=release.released_by, release=release.name)


def _conclude(release: str) -> None:
	states = set(frappe.get_all("Process Release Item", {"parent": release}, pluck="status"))
	status = "Failed" if "Failed" in states else "Approved" if "Approved" in states else "In Force"
	frappe.db.set_value("Process Release", release, "status", status)
	frappe.db.commit()  # under the lock of this release


def _tell_office(release: Document, failed: list[Document]) -> None:
	titles = [frappe.db.get_value("Process", item.process_code, "title") for item in failed]

	def words() -> str:
		return _("{0} could not be put into force: {1}").format(release.name, ", ".join(map(_, titles)))

	notices.tell(people.administrators(), words, release)
	frappe.db.commit()


def repeat(release: str) -> None:
	"""Let what failed wait anew; a job does it, or the clock. The caller has checked who asks."""
	for item in frappe.get_all("Process Release Item", {"parent": release, "status": "Failed"}, pluck="name"):
		frappe.db.set_value("Process Release Item", item, {"status": "Approved", "error": None})
	frappe.db.set_value("Process Release", release, "status", "Approved")


def call_off(release: str, reason: str) -> int:
	"""Give up what is approved and not in force; how many processes. The caller has checked who asks."""
	with filelock(f"release_{frappe.scrub(release)}"):
		frappe.db.commit()  # read what a job that was at it has written
		waiting = {"parent": release, "status": ("in", ("Approved", "Failed"))}
		items = frappe.get_all("Process Release Item", waiting, ["name", "process_code"])
		for item in items:
			frappe.db.set_value("Process Release Item", item.name, {"status": "Called Off", "error": None})
			frappe.db.set_value("Process", item.process_code, OVER, update_modified=False)
		if items:
			_conclude_called_off(release, reason)
		return len(items)


def _conclude_called_off(release: str, reason: str) -> None:
	states = set(frappe.get_all("Process Release Item", {"parent": release}, pluck="status"))
	status = "Called Off" if states == {"Called Off"} else "In Force"
	frappe.db.set_value("Process Release", release, {"status": status})
	said = _("Called off by {0}: {1}").format(frappe.utils.get_fullname(frappe.session.user), reason)
	frappe.get_doc("Process Release", release).add_comment("Info", frappe.utils.escape_html(said))
	frappe.db.commit()  # under the lock: a job that waits finds nothing left to do
