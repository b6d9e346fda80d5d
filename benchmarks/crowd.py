"""Makes a site large: real runs of the flow, multiplied in the database until so many are there.

Copies belong to people of a crowd, as spread as in an enterprise of four thousand, so that those who are measured have
the inbox they had before; what grows are the tables. One statement multiplies the rows of a few runs, table by table
and in the order of their names, so that indexes grow in place. What was interrupted is gone on with.
"""

from __future__ import annotations

import time
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Concat
from pypika import CustomFunction, Table
from pypika.queries import QueryBuilder
from pypika.terms import Term, ValueWrapper

from benchmarks import flow, sites
from benchmarks.work import Ours

SEEDS = 1_000
RUNNING = 100  # of the seeds; the others have gone to their end
CROWD = 4_000
CHUNK = 50_000  # copies of runs that one transaction makes
# Columns that name a run, a task or a form, whose copies have other names. The runs come last: they are counted.
LINKS = {
	"Process Task": ("instance",),
	"Process Log": ("instance", "task"),
	"Process Instance Participant": ("instance",),
	"DocShare": ("share_name",),
	"Process Instance": ("document_name",),
}
PEOPLE = {
	"Process Instance": ("initiator",),
	"Process Task": ("assignee", "initiator", "acted_by"),
	"Process Log": ("actor",),
	"Process Instance Participant": ("user",),
	"DocShare": ("user",),
}
MARK = "~"  # in the name of every copy


def grow(side: Ours, wanted: int) -> dict[str, int]:
	"""Multiply until there are about `wanted` runs; what was there stays. Returns the number of rows by DocType."""
	with sites.connected(side.site):
		seeds = _seeds(side)
		first, more = _copies() + 1, max(wanted - frappe.db.count("Process Instance"), 0) // len(seeds)
		if more:
			_multiply(seeds, first, first + more - 1)
			_analyse()
		return {doctype: frappe.db.count(doctype) for doctype in LINKS}


def _multiply(seeds: list[str], first: int, last: int) -> None:
	"""Copies of every seed, numbered from `first` to `last`."""
	frappe.db.sql("set session join_cache_level = 0")  # row by row: all copies of one, then those of the next
	form, step = _form(), max(CHUNK // (last - first + 1), 1)
	documents = _documents(seeds)
	for doctype in (form, *LINKS):
		begun, links, people = time.monotonic(), LINKS.get(doctype, ()), PEOPLE.get(doctype, ())
		for start in range(0, len(seeds), step):
			some = seeds[start : start + step]
			frappe.db.sql(
				copying(doctype, _which(doctype, form, some, documents), (first, last), links, people)
			)
			frappe.db.commit()
		print(f"    {doctype}: {time.monotonic() - begun:.0f} s", flush=True)


def _seeds(side: Ours) -> list[str]:
	"""Runs that the engine has made, most of them to their end."""
	made = _own()
	for number in range(len(made), SEEDS):
		steps = number % len(flow.STEPS) if number < RUNNING else len(flow.STEPS)
		side.begin(flow.STARTERS[number % len(flow.STARTERS)], steps)
		frappe.db.commit()
	return sorted(_own())


def _own() -> list[str]:
	filters = {"process_code": flow.CODE, "name": ("not like", f"%{MARK}%")}
	return frappe.get_all("Process Instance", filters, pluck="name", order_by="started_on, name", limit=SEEDS)


def _copies() -> int:
	"""How many times the seeds have been copied already."""
	filters = {"name": ("like", f"%{MARK}%"), "process_code": flow.CODE}
	return frappe.db.count("Process Instance", filters) // SEEDS


def _form() -> str:
	return frappe.db.get_value("Process Instance", {"process_code": flow.CODE}, "document_type")


def _documents(seeds: list[str]) -> dict[str, str]:
	fields = ["name", "document_name"]
	return dict(frappe.get_all("Process Instance", {"name": ("in", seeds)}, fields, as_list=True))


def _which(doctype: str, form: str, seeds: list[str], documents: dict[str, str]) -> Any:
	"""The rows of some seeds."""
	table, names = DocType(doctype), [documents[seed] for seed in seeds]
	if doctype == form:
		return table.name.isin(names)
	if doctype == "DocShare":
		return (table.share_doctype == form) & table.share_name.isin(names)
	return (table.name if doctype == "Process Instance" else table.instance).isin(seeds)


def copying(
	doctype: str, which: Any, numbers: tuple[int, int], links: tuple[str, ...], people: tuple[str, ...]
) -> str:
	"""The statement that multiplies rows; those that are there already stay."""
	table, number = DocType(doctype), Table("seq_{}_to_{}".format(*numbers))
	columns = frappe.db.get_table_columns(doctype)
	values = [_value(table, column, number.seq, links, people) for column in columns]
	query: QueryBuilder = frappe.qb.into(table).columns(*columns).ignore()
	return query.from_(table).from_(number).select(*values).where(which).get_sql()


def _value(table: Any, column: str, number: Term, links: tuple[str, ...], people: tuple[str, ...]) -> Term:
	if column == "name" and table._table_name == "tabDocShare":
		return _number(Concat(table.name, MARK, number))
	if column == "name" or column in links:
		return Concat(table[column], MARK, number)
	if column == "key":
		return ValueWrapper(None)
	if column in people:
		return _somebody(table, number)
	return table[column]


def _number(name: Term) -> Term:
	"""A number that hardly any other name has."""
	digest, left = CustomFunction("SHA1", ["text"]), CustomFunction("LEFT", ["text", "length"])
	return CustomFunction("CONV", ["text", "from", "to"])(left(digest(name), 15), 16, 10)


def _somebody(table: Any, number: Term) -> Term:
	checksum, modulo = CustomFunction("CRC32", ["text"]), CustomFunction("MOD", ["number", "by"])
	return Concat("crowd", modulo(checksum(Concat(table.name, number)), CROWD), f"@{flow.DOMAIN}")


def _analyse() -> None:
	for doctype in LINKS:
		frappe.db.sql_ddl(f"analyze table `tab{doctype}`")
