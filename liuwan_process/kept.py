"""What all workers keep in Redis until somebody changes it: never older than the reader's own view of the database.

Clearing a cache is not enough: a reader whose transaction began before a change may fill it again with what it still
sees. So each set of kept things has a token in the database. Whoever changes them writes a new one in the same
transaction and tells Redis after the commit; what a reader stores carries the token of its own view.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import frappe
from frappe.query_builder import DocType
from redis.exceptions import RedisError

OWNER = "Liuwan Process"  # of the rows in `Singles`
LONGEST = 3600  # seconds; a flushed Redis could hold an old token that long


class Kept:
	"""Things of one kind, by field. `forget` when any of them changes."""

	def __init__(self, name: str) -> None:
		self.name = f"liuwan_{name}"

	def get(self, field: str, read: Callable[[], Any]) -> Any:
		"""What `read` returned last, or returns now."""
		if self.name in _changing():
			return read()
		token, entry = self._stored(field)
		if entry and token == entry[0]:
			return entry[1]
		mine, value = self._token_here(), read()
		self._store(field, token, mine, value)
		return value

	def forget(self, *_args: Any) -> None:
		"""To be called in the transaction of a change; holds for others from its commit on."""
		token = frappe.generate_hash(length=16)
		_write(self.name, token)
		_changing().add(self.name)
		frappe.db.after_commit.add(lambda: self._changed(token))
		frappe.db.after_rollback.add(lambda: _changing().discard(self.name))

	def _changed(self, token: str) -> None:
		_changing().discard(self.name)
		_quietly(lambda: frappe.cache.set(self._key(), pickle.dumps(token)))

	def _stored(self, field: str) -> tuple[str | None, tuple[str, Any] | None]:
		found = _quietly(lambda: frappe.cache.mget([self._key(), self._key(field)])) or [None, None]
		token, entry = (pickle.loads(each) if each else None for each in found)
		return token, entry

	def _store(self, field: str, token: str | None, mine: str, value: Any) -> None:
		if token is None:
			_quietly(lambda: frappe.cache.set(self._key(), pickle.dumps(mine), nx=True, ex=LONGEST))
		if token in (None, mine):
			_quietly(lambda: frappe.cache.set(self._key(field), pickle.dumps((mine, value)), ex=LONGEST))

	def _token_here(self) -> str:
		"""The token in this transaction's view of the database."""
		table = DocType("Singles")
		query = frappe.qb.from_(table).select(table.value)
		rows = query.where((table.doctype == OWNER) & (table.field == self.name)).run(pluck=True)
		return rows[0] if rows else ""

	def _key(self, field: str = "") -> bytes:
		return frappe.cache.make_key(f"{self.name}:{field}")


def forget_all() -> None:
	"""At the app's removal."""
	table = DocType("Singles")
	frappe.qb.from_(table).delete().where(table.doctype == OWNER).run()


def drop() -> None:
	"""When the site's cache is cleared: everything is read anew."""
	_quietly(lambda: frappe.cache.delete_keys("liuwan_"))


def _write(name: str, token: str) -> None:
	table = DocType("Singles")
	mine = (table.doctype == OWNER) & (table.field == name)
	frappe.qb.from_(table).delete().where(mine).run()
	frappe.qb.into(table).columns("doctype", "field", "value").insert(OWNER, name, token).run()


def _changing() -> set[str]:
	"""Kinds that this transaction has changed and not committed yet."""
	if not hasattr(frappe.local, "liuwan_changing"):
		frappe.local.liuwan_changing = set()
	return frappe.local.liuwan_changing


def _quietly(ask: Callable[[], Any]) -> Any:
	"""Without Redis everything is read anew."""
	try:
		return ask()
	except RedisError:
		return None
