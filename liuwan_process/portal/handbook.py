"""My handbook; those of my people and positions, for whoever has any; earlier issues."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import frappe
from frappe import _

from liuwan_process.engine.start import may_start
from liuwan_process.engine.versions import get_definitions
from liuwan_process.permissions import handbooks
from liuwan_process.portal.answer import Page
from liuwan_process.process_library.handbook import issues, view
from liuwan_process.process_library.handbook.content import EVERYBODY, PERSON, POSITION
from liuwan_process.process_organization.pinyin import search_key

ROOM = "handbook"
SHOWN = 60
KINDS = {"position": POSITION, "person": PERSON}


def page() -> Page:
	"""My own; `?position=`, `?person=` or `?issue=` name another one."""
	kind, name = _asked()
	handbooks.require(kind, name)
	reach = handbooks.reach(frappe.session.user)
	issue = str(frappe.form_dict.get("issue") or "") or view.issue_of(kind, name)
	if not issue and kind == PERSON and name == reach.staff:  # no step of my own: what everybody does
		kind, issue = EVERYBODY, view.issue_of(EVERYBODY, "")
	context: dict[str, Any] = {
		"others": reach.others,
		"book": None,
		"earlier": [],
		"own": kind == PERSON and name == reach.staff,
	}
	if issue:
		book = view.of(issue)
		_offer_starts(book)
		context |= {"book": book, "earlier": view.earlier(kind, "" if kind == EVERYBODY else name)}
	title = _("My handbook") if context["own"] else _("Job handbook")
	return Page("handbook.html", title, context, room=ROOM)


def _asked() -> tuple[str, str]:
	"""(kind, name) of the handbook that is asked for."""
	given = frappe.form_dict
	if given.get("issue"):
		row = frappe.db.get_value(issues.DOCTYPE, str(given.issue), issues.FIELDS, as_dict=True)
		if not row:
			raise frappe.DoesNotExistError
		return issues.subject_of(row)
	for key, kind in KINDS.items():
		if given.get(key):
			return kind, str(given[key])
	if given.get("everybody"):
		return EVERYBODY, ""
	user = frappe.session.user
	return PERSON, frappe.db.get_value("Staff Member", {"user": user, "status": "Active"}, "name") or ""


def _offer_starts(book: dict[str, Any]) -> None:
	"""Marks the processes that the reader may start."""
	parts = [part for section in book["sections"] for part in section["parts"]] + book["everybody"]
	codes = [part["process"] for part in parts if part["starts"]]
	versions = _current(codes)
	definitions = get_definitions(versions.values())
	user = frappe.session.user
	may = {code: may_start(definitions[version], user) for code, version in versions.items()}
	for part in parts:
		part["may_start"] = may.get(part["process"], False)
		part["known"] = True


def _current(codes: list[str]) -> dict[str, str]:
	filters = {"name": ("in", codes), "status": "Published"}
	rows = frappe.get_all("Process", filters, ["name", "current_version"], limit=0) if codes else []
	return {row.name: row.current_version for row in rows}


def others() -> Page:
	"""People and positions whose handbooks the reader may see, found by name or initials."""
	reach = handbooks.reach(frappe.session.user)
	if not reach.others:
		raise frappe.PermissionError
	words = str(frappe.form_dict.get("q") or "").strip().lower()[:100]
	rows = [row for row in _within(reach) if all(word in row["key"] for word in words.split())]
	context = {"rows": rows[:SHOWN], "more": len(rows) - SHOWN, "search": words}
	return Page("handbooks.html", _("Job handbooks"), context, room=ROOM)


def _within(reach: handbooks.Reach) -> list[dict[str, Any]]:
	rows = frappe.get_all(
		issues.DOCTYPE,
		{"is_current": 1, "kind": ("!=", EVERYBODY)},
		["kind", "position", "staff_member", "title", "issue_no"],
		order_by="kind, title",
		limit=0,
	)
	units = _units(POSITION) | _units(PERSON)
	found = []
	for row in rows:
		subject = issues.subject_of(row)
		if _is_within(reach, subject, units.get(subject, "")):
			found.append(_line(row, subject, units.get(subject, "")))
	return found


def _is_within(reach: handbooks.Reach, subject: tuple[str, str], unit: str) -> bool:
	mine = reach.people if subject[0] == PERSON else reach.positions
	return reach.everything or unit in reach.units or subject[1] in mine


def _units(doctype: str) -> dict[tuple[str, str], str]:
	rows = frappe.get_all(doctype, fields=["name", "org_unit"], limit=0)
	return {(doctype, row.name): row.org_unit or "" for row in rows}


def _line(row: dict[str, Any], subject: tuple[str, str], unit: str) -> dict[str, Any]:
	key = "person" if subject[0] == PERSON else "position"
	title = _(row["title"])
	return {
		"address": f"/process/handbook?{urlencode({key: subject[1]})}",
		"title": title,
		"under": " · ".join(
			filter(None, (_(row["kind"]), _(unit) if unit else "", _("Issue {0}").format(row["issue_no"])))
		),
		"key": f"{title} {row['title']} {search_key(title)} {subject[1]}".lower(),
	}
