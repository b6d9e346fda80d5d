"""Was the page of a process useful? One answer for each person and version, which the person may change."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from pypika.terms import Case

from liuwan_process.engine.versions import current_version
from liuwan_process.process_library import written
from liuwan_process.process_library.feedback import limits

DOCTYPE = "Process Usefulness"
MOST_AN_HOUR = 60
Row = dict[str, Any]


def vote(process: str, useful: bool) -> None:
	"""The session's user says whether the page of the version in force was useful. Raises EngineError without one."""
	limits.take("usefulness", MOST_AN_HOUR)
	version, user = current_version(process), frappe.session.user
	known = frappe.db.get_value(DOCTYPE, {"version": version, "user": user}, for_update=True)
	if known:
		written.update(DOCTYPE, known, useful=int(useful))
		return
	row = {"process_code": process, "version": version, "user": user, "useful": int(useful)}
	written.insert(DOCTYPE, [row], ignore_duplicates=True)


def of(version: str, user: str) -> Row:
	"""{"yes", "no", "mine" (1, 0 or None)}; one statement."""
	table = DocType(DOCTYPE)
	counted = {"yes": table.useful == 1, "no": table.useful == 0, "said": table.user == user}
	query = frappe.qb.from_(table).where(table.version == version)
	query = query.select(*(Count(Case().when(each, 1)).as_(name) for name, each in counted.items()))
	yes = Count(Case().when((table.user == user) & (table.useful == 1), 1)).as_("said_yes")
	row = query.select(yes).run(as_dict=True)[0]
	return {"yes": row.yes, "no": row.no, "mine": row.said_yes if row.said else None}
