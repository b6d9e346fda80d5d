"""Makes a site large: real runs of the flow, multiplied in the database until so many are there.

Copies belong to people of a crowd, as spread as in an enterprise of four thousand, so that those who are measured have
the inbox they had before; what grows are the tables.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Concat
from pypika.terms import Term, ValueWrapper

from benchmarks import flow, sites
from benchmarks.work import Ours

SEEDS = 1_000
RUNNING = 100  # of the seeds; the others have gone to their end
CROWD = 4_000
LINKS = {
	"Process Instance": ("document_name",),
	"Process Task": ("instance",),
	"Process Log": ("instance", "task"),
	"Process Instance Participant": ("instance",),
}
PEOPLE = {
	"Process Instance": ("initiator",),
	"Process Task": ("assignee", "initiator", "acted_by"),
	"Process Log": ("actor",),
	"Process Instance Participant": ("user",),
}
MARK = "~"  # in the name of every copy


def grow(side: Ours, wanted: int) -> dict[str, int]:
	"""Multiply until there are about `wanted` runs; what was there stays. Returns the number of rows by DocType."""
	with sites.connected(side.site):
		seeds = _seeds(side)
		present = frappe.db.count("Process Instance")
		first = _copies()
		for number in range(first, first + max(wanted - present, 0) // len(seeds)):
			_copy_all(seeds, number)
			frappe.db.commit()
		_analyse()
		return {doctype: frappe.db.count(doctype) for doctype in LINKS}


def _seeds(side: Ours) -> list[str]:
	"""Runs that the engine has made, most of them to their end."""
	made = _own()
	for number in range(len(made), SEEDS):
		steps = number % len(flow.STEPS) if number < RUNNING else len(flow.STEPS)
		side.begin(flow.STARTERS[number % len(flow.STARTERS)], steps)
		frappe.db.commit()
	return _own()


def _own() -> list[str]:
	filters = {"process_code": flow.CODE, "name": ("not like", f"%{MARK}%")}
	return frappe.get_all("Process Instance", filters, pluck="name", order_by="started_on", limit=SEEDS)


def _copies() -> int:
	filters = {"name": ("like", f"%{MARK}%"), "process_code": flow.CODE}
	return frappe.db.count("Process Instance", filters) // SEEDS + 1


def _form() -> str:
	return frappe.db.get_value("Process Instance", {"process_code": flow.CODE}, "document_type")


def _copy_all(seeds: list[str], number: int) -> None:
	instance, form = DocType("Process Instance"), _form()
	documents = frappe.qb.from_(instance).select(instance.document_name).where(instance.name.isin(seeds))
	_copy(form, DocType(form).name.isin(documents), number, (), ())
	for doctype, links in LINKS.items():
		table = DocType(doctype)
		column = table.name if doctype == "Process Instance" else table.instance
		_copy(doctype, column.isin(seeds), number, links, PEOPLE[doctype])


def _copy(doctype: str, which: Any, number: int, links: tuple[str, ...], people: tuple[str, ...]) -> None:
	table = DocType(doctype)
	columns = frappe.db.get_table_columns(doctype)
	values = [_value(table, column, number, links, people) for column in columns]
	rows = frappe.qb.from_(table).select(*values).where(which)
	frappe.db.sql(f"{frappe.qb.into(table).columns(*columns).get_sql()} {rows.get_sql()}")


def _value(table: Any, column: str, number: int, links: tuple[str, ...], people: tuple[str, ...]) -> Term:
	if column == "name" or column in links:
		return Concat(table[column], f"{MARK}{number}")
	if column == "key":
		return ValueWrapper(None)
	if column in people:
		return _somebody(table, number)
	return table[column]


def _somebody(table: Any, number: int) -> Term:
	from pypika import CustomFunction

	checksum, modulo = CustomFunction("CRC32", ["text"]), CustomFunction("MOD", ["number", "by"])
	of_name = modulo(checksum(Concat(table.name, str(number))), CROWD)
	return Concat("crowd", of_name, f"@{flow.DOMAIN}")


def _analyse() -> None:
	for doctype in LINKS:
		frappe.db.sql_ddl(f"analyze table `tab{doctype}`")
