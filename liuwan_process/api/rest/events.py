"""Events: a feed of what happened in the runs that the caller sees, for programs that ask again and again."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import now_datetime
from pypika.terms import ExistsCriterion

from liuwan_process.api.rest import reading, shapes
from liuwan_process.api.rest.given import Query
from liuwan_process.api.rest.paging import Limit
from liuwan_process.api.rest.problems import Problem
from liuwan_process.api.rest.routes import route
from liuwan_process.api.rest.words import text
from liuwan_process.permissions import runs

# An act gets its time before it is committed. Younger events are held back, so that none is committed behind a cursor.
SETTLED = timedelta(seconds=5)
NOW = "now"
FIELDS = (
	"name", "instance", "act", "action", "task", "step", "step_title", "to_steps", "actor", "actor_name",
	"on_behalf_of", "to_user", "comment", "creation", "idx",
)  # fmt: skip


class WhichEvents(Query):
	"""Which events."""

	after: text(
		200, "The `cursor` of the answer before; empty: from the beginning; `now`: none of those up to now"
	) = ""
	limit: Limit = 100
	run: text(140, "Only those of this run") = ""
	process: text(140, "Only those of runs of this process") = ""


@dataclass(frozen=True)
class Cursor:
	"""A place in the feed: behind the event of this time, place in its act, and name."""

	at: datetime
	idx: int = 0
	name: str = ""

	def text(self) -> str:
		return (
			base64.urlsafe_b64encode(f"{self.at.isoformat()}|{self.idx}|{self.name}".encode())
			.decode()
			.rstrip("=")
		)

	@classmethod
	def read(cls, text: str) -> Cursor:
		"""Raises a problem 422 for what is no cursor of ours."""
		try:
			at, idx, name = (
				base64.b64decode(text + "=" * (-len(text) % 4), b"-_", True).decode("ascii").split("|")
			)
			return cls(datetime.fromisoformat(at).replace(tzinfo=None), min(int(idx), 2**31 - 1), name)
		except (ValueError, binascii.Error):
			raise Problem(422, _("“{0}” cannot hold this value").format("after"), "after") from None


@route("GET", "/events", "Events", refuses=(404, 422))
def list_events(query: WhichEvents) -> shapes.Events:
	"""What happened in the runs that you see

	In the order in which it happened, each event once. Ask with `after=now` first, keep the `cursor`, and ask again
	with it every few seconds. An event appears five seconds after it happened.
	"""
	if query.run:
		reading.require_run(query.run)
	settled = now_datetime() - SETTLED
	if query.after == NOW:
		return shapes.Events(items=[], cursor=Cursor(settled).text(), more=False)
	after = Cursor.read(query.after) if query.after else Cursor(datetime(1900, 1, 1))
	rows = _rows(query, after, settled)
	page = rows[: query.limit]
	last = Cursor(page[-1].creation, page[-1].idx, page[-1].name) if page else after
	return shapes.Events(
		items=[_event(row) for row in page], cursor=last.text(), more=len(rows) > query.limit
	)


def _rows(query: WhichEvents, after: Cursor, settled: datetime) -> list[Any]:
	log, run = DocType("Process Log"), DocType("Process Instance")
	asked = frappe.qb.from_(log).join(run).on(run.name == log.instance)
	asked = asked.select(*(log[name] for name in FIELDS), run.process_code, run.title, run.status)
	later = (log.creation > after.at) | (
		(log.creation == after.at)
		& ((log.idx > after.idx) | ((log.idx == after.idx) & (log.name > after.name)))
	)
	asked = asked.where((log.creation >= after.at) & later & (log.creation <= settled))
	if query.run:
		asked = asked.where(log.instance == query.run)
	if query.process:
		asked = asked.where(run.process_code == query.process)
	asked = _seen(asked, log)
	order = asked.orderby(log.creation).orderby(log.idx).orderby(log.name)
	return order.limit(query.limit + 1).run(as_dict=True)


def _seen(asked: Any, log: Any) -> Any:
	"""Only what the caller sees; the same rule as permissions.runs.condition."""
	user = frappe.session.user
	if runs.sees_all(user):
		return asked
	seen = DocType("Process Instance Participant")
	mine = (
		frappe.qb.from_(seen).select(seen.name).where((seen.instance == log.instance) & (seen.user == user))
	)
	return asked.where(ExistsCriterion(mine))


def _event(row: Any) -> shapes.FeedEvent:
	return shapes.FeedEvent(
		**reading.event(row, row.instance),
		process=row.process_code,
		title=row.title or "",
		run_status=row.status,
	)
