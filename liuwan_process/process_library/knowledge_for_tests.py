"""Objects, risks, regulations and processes tied to them, for tests; removed with everything that was committed."""

from __future__ import annotations

import copy
from typing import Any

import frappe

from liuwan_process.compiler.factories_for_tests import Flows, leave

RULES = {"number": "ZT-HR", "title": "Zt Rules of Leave", "kind": "Enterprise Regulation"}
CLAUSES = [
	{"clause_no": "1", "title": "Days", "text": "Up to a day the manager decides."},
	{"clause_no": "2", "title": "Papers", "text": "A certificate is needed."},
	{"clause_no": "3", "title": "Pay", "text": "Nothing is paid."},
]
DOCTYPES = ("Process Object", "Process Risk", "Regulation")


class Records:
	"""Makes records and tied processes; `remove` takes all of them away."""

	def __init__(self) -> None:
		self.flows = Flows()
		self.made: list[tuple[str, str]] = []
		clear()

	def thing(self, code: str, **more: Any) -> str:
		return self._insert(
			{"doctype": "Process Object", "code": code, "title": more.pop("title", code.title()), **more}
		)

	def risk(self, code: str, **more: Any) -> str:
		row = {
			"doctype": "Process Risk",
			"code": code,
			"title": code.title(),
			"risk": "It burns",
			"control": "Water",
		}
		return self._insert(row | more)

	def regulation(self, **more: Any) -> str:
		return self._insert(
			{"doctype": "Regulation", "status": "In Force", "clauses": CLAUSES, **RULES, **more}
		)

	def _insert(self, row: dict[str, Any]) -> str:
		doc = frappe.get_doc(copy.deepcopy(row)).insert()
		self.made.append((doc.doctype, doc.name))
		return doc.name

	def tied(self, step: str = "manager", code: str = "ZT-LEAVE", **ties: Any) -> str:
		"""The version of a published process of which one step is tied to something."""
		return self.flows.publish(self.document(step, code, **ties))

	def document(self, step: str = "manager", code: str = "ZT-LEAVE", **ties: Any) -> dict[str, Any]:
		document = leave(process=code, title=code.title())
		row = next(row for row in document["steps"] if row["id"] == step)
		row.update(ties)
		return document

	def remove(self) -> None:
		self.flows.remove()
		for doctype, name in self.made:
			frappe.db.delete(doctype, {"name": name})
		clear()
		frappe.db.commit()


def clear() -> None:
	"""Take away what a test that stopped half-way has left."""
	for doctype in DOCTYPES:
		frappe.db.delete(doctype, {"name": ("like", "ZT-%")})
	frappe.db.delete("Regulation Clause", {"parent": ("like", "ZT-%")})
