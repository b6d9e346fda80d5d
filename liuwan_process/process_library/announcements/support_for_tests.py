"""What the tests of announcements share: a process that changes, and an announcement of the change."""

from __future__ import annotations

import frappe

from liuwan_process.process_library.announcements import making, sending
from tests.factories import document, person, publish_process, signed_in, step

CODE = "T-READ"
QUIZ = [{"question": "Who signs?", "choices": "The clerk\n*The director"}]


def publish(sign: str = "Sign it", check: str = "Check it", reading: str = "") -> str:
	"""start > check (miner1, miner2) > sign (team1) > end."""
	people = ("miner1", "miner2")
	steps = [
		step("start", "start", user="sales1"),
		step("check", user=people, title=check),
		step("sign", user="team1", title=sign),
		step("end", "end"),
	]
	ways = ["start>check Go", "check>sign Go", "sign>end Go"]
	exists = frappe.db.exists("Process", CODE)
	if exists:
		frappe.db.set_value("Process", CODE, {"reading": reading or "Nobody is asked", "read_within": 3})
		frappe.db.commit()
	return publish_process(document(CODE, steps, ways, title="Reading"))


def changed_check(number: int = 0, reading: str = "") -> str:
	"""A version that concerns those who check."""
	forget()
	publish()
	return publish(check=f"Check it {number} times", reading=reading)


def forget() -> None:
	"""The process without versions, runs and announcements of other tests."""
	for name in frappe.get_all("Process Announcement", {"process_code": CODE}, pluck="name"):
		frappe.db.delete("Process Acknowledgement", {"announcement": name})
		for table in ("Process Announcement Reader", "Process Announcement Question"):
			frappe.db.delete(table, {"parent": name})
		frappe.db.delete("Process Announcement", {"name": name})
	frappe.db.delete("Process Message", {"reference_doctype": "Process Acknowledgement"})
	frappe.db.commit()


def announced(
	number: int = 2, questions: list[dict] | None = None, **values
) -> frappe.model.document.Document:
	"""Sent to those who check."""
	doc = making.draft(changed_check(number))
	doc.update(values)
	for row in questions or []:
		doc.append("questions", row)
	doc.insert()
	sending.send(doc)
	frappe.db.commit()  # what is refused is taken back
	return doc


def of(login: str, announcement: str) -> str:
	filters = {"announcement": announcement, "user": person(login)}
	return frappe.db.get_value("Process Acknowledgement", filters)


def row(name: str) -> frappe._dict:
	return frappe.db.get_value("Process Acknowledgement", name, "*", as_dict=True)


def messages(event: str) -> list[str]:
	"""Logins that were told of an event in the app."""
	filters = {"event": event, "channel": "In the App", "reference_doctype": "Process Acknowledgement"}
	return sorted(user.split("@")[0] for user in frappe.get_all("Process Message", filters, pluck="user"))


def as_(login: str, act, *arguments, **more):
	with signed_in(login):
		return act(*arguments, **more)
