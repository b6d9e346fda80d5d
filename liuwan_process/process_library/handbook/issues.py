"""New issues of handbooks: made in the background whenever what one says has changed, and only then.

A sweep looks every minute whether people, positions, roles or published versions have changed since the last one;
once a day it looks in any case. A person's issue names the issues of the positions that it stands on.
"""

from __future__ import annotations

import json
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max
from frappe.utils import now_datetime
from frappe.utils.synchronization import filelock

from liuwan_process.engine.people import PEOPLE
from liuwan_process.engine.versions import FORMS
from liuwan_process.kept import OWNER, Kept
from liuwan_process.process_library.handbook import content, differences, telling
from liuwan_process.process_library.handbook.content import PERSON, POSITION, Handbooks, Subject
from liuwan_process.process_organization import bulk

DOCTYPE = "Job Handbook Issue"
PROCESSES = Kept("handbook_processes")  # owners, titles and numbers of processes
SEEN = "handbooks_seen"  # what the last sweep stood on
FIELDS = ["name", "kind", "position", "staff_member", "issue_no", "checksum"]
Row = dict[str, Any]


def forget(*_args: Any) -> None:
	"""To be called when a process is saved."""
	PROCESSES.forget()


def sweep() -> int:
	"""Issue what has changed if anything may have; the number of new issues. Called every minute."""
	standing = _standing()
	if standing == _seen():
		return 0
	return issue(standing)


def sweep_all() -> int:
	"""Issue what has changed. Called every day."""
	return issue(_standing())


def issue(standing: str = "") -> int:
	"""Compare every handbook with its current issue and make a new one where they differ; commits."""
	with filelock("liuwan_handbooks", timeout=600):
		frappe.db.commit()  # see what others have committed
		books = content.read()
		before = current()
		made = _new_issues(books, before)
		_write(made, before, books)
		_remember(standing or _standing())
		frappe.db.commit()
	telling.tell(made)
	return len(made)


def current() -> dict[Subject, Row]:
	"""The issue that counts of every handbook; one statement."""
	rows = frappe.get_all(DOCTYPE, {"is_current": 1}, FIELDS, limit=0)
	return {subject_of(row): row for row in rows}


def subject_of(row: Row) -> Subject:
	return row["kind"], row["position"] or row["staff_member"] or ""


def _new_issues(books: Handbooks, before: dict[Subject, Row]) -> list[Row]:
	"""Rows to insert, positions before the people who hold them."""
	wanted = {}
	for subject in books.contents:
		old, checksum = before.get(subject), books.checksum(subject)
		if (old and old["checksum"] != checksum) or (not old and not books.is_empty(subject)):
			wanted[subject] = checksum
	numbers = _numbers() if wanted else {}
	names = {subject: row["name"] for subject, row in before.items()}
	names |= {subject: frappe.generate_hash(length=10) for subject in wanted}
	return [_row(books, subject, wanted[subject], names, numbers.get(subject, 0) + 1) for subject in wanted]


def _row(books: Handbooks, subject: Subject, checksum: str, names: dict[Subject, str], number: int) -> Row:
	kind, name = subject
	said = books.contents[subject]
	held = {post: names.get((POSITION, post), "") for post in said.get("positions", ())}
	return {
		"name": names[subject],
		"kind": kind,
		"position": name if kind == POSITION else None,
		"staff_member": name if kind == PERSON else None,
		"title": said["title"] or kind,
		"issue_no": number,
		"is_current": 1,
		"made_on": now_datetime(),
		"checksum": checksum,
		"why": "",
		"changes": "[]",
		"content": json.dumps(said | {"positions": held}, ensure_ascii=False),
	}


def _numbers() -> dict[Subject, int]:
	"""The last number of every handbook, of those that count no more too."""
	table = DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(
		table.kind, table.position, table.staff_member, Max(table.issue_no).as_("number")
	)
	rows = query.groupby(table.kind, table.position, table.staff_member).run(as_dict=True)
	return {subject_of(row): row.number for row in rows}


def _write(made: list[Row], before: dict[Subject, Row], books: Handbooks) -> None:
	"""The old issues stay, but count no more; so do those of whom nobody knows any more."""
	new = {subject_of(row) for row in made}
	old = [row["name"] for subject, row in before.items() if subject in new]
	gone = [row["name"] for subject, row in before.items() if subject not in books.contents]
	_say_why(made, old)
	bulk.insert_rows(DOCTYPE, made)
	if old or gone:
		bulk.update_rows(DOCTYPE, {name: {"is_current": 0} for name in (*old, *gone)})


def _say_why(made: list[Row], old: list[str]) -> None:
	"""`why` of each new issue, in the language of the site, and the same as values for readers of another."""
	before = contents(old)
	by_subject = {(row["kind"], row["subject"]): row["content"] for row in before.values()}
	posts = _posts_of(made, by_subject)
	for row in made:
		was = by_subject.get(subject_of(row))
		found = compared(was, json.loads(row["content"]), posts) if was else []
		row["why"] = telling.sentence(found, row["issue_no"])
		row["changes"] = json.dumps(found, ensure_ascii=False)


def contents(names: list[str]) -> dict[str, Row]:
	"""{"kind", "subject", "content", "issue_no", "made_on", "checksum", "title", "changes"} of issues by name; one statement."""
	fields = [*FIELDS, "title", "content", "made_on", "changes", "is_current"]
	rows = frappe.get_all(DOCTYPE, {"name": ("in", names)}, fields, limit=0) if names else []
	return {
		row.name: row | {"subject": subject_of(row)[1], "content": json.loads(row.content)} for row in rows
	}


def _posts_of(made: list[Row], by_subject: dict[Subject, Row]) -> dict[str, list[Row]]:
	"""Parts of the position issues that people's issues name, old and new, by issue."""
	found = {row["name"]: json.loads(row["content"])["parts"] for row in made if row["kind"] == POSITION}
	people = [json.loads(row["content"]) for row in made if row["kind"] == PERSON]
	people += [said for (kind, _name), said in by_subject.items() if kind == PERSON]
	named = {name for said in people for name in said["positions"].values() if name}
	return found | {
		name: row["content"]["parts"] for name, row in contents(sorted(named - set(found))).items()
	}


def compared(old: Row, new: Row, posts: dict[str, list[Row]]) -> list[Row]:
	"""Differences between two issues; a person's with those of the positions, and positions that came or went."""
	found = differences.of_parts(old["parts"], new["parts"])
	before, after = old.get("positions") or {}, new.get("positions") or {}
	for post in {**before, **after}:
		if post not in after or post not in before:
			change = "removed" if post not in after else "new"
			found.append({"position": post, "title": post, "change": change, "steps": []})
		else:
			found += differences.of_parts(posts.get(before[post], []), posts.get(after[post], []))
	return found


def _standing() -> str:
	"""What handbooks stand on, as a text that changes with it."""
	return " ".join(kept._token_here() for kept in (PEOPLE, FORMS, PROCESSES))


def _seen() -> str:
	table = DocType("Singles")
	query = frappe.qb.from_(table).select(table.value)
	rows = query.where((table.doctype == OWNER) & (table.field == SEEN)).run(pluck=True)
	return rows[0] if rows else ""


def _remember(standing: str) -> None:
	table = DocType("Singles")
	frappe.qb.from_(table).delete().where((table.doctype == OWNER) & (table.field == SEEN)).run()
	frappe.qb.into(table).columns("doctype", "field", "value").insert(OWNER, SEEN, standing).run()
