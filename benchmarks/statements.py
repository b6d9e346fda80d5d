"""SQL statements of whole requests, counted where Frappe hands them to the database: sign-in check to commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from frappe.database.database import Database

from benchmarks import flow, sites
from benchmarks.work import Ours, Side, Stock

TRIES = 4
FRAMES = ("START TRANSACTION", "rollback")  # Frappe's own around every request; the commit is counted
Counted = dict[str, Any]


def count(ours: Ours, stock: Stock) -> dict[str, Counted]:
	"""Row -> {"ours": number, "stock": number or None, "statements": those of ours}."""
	return {
		"start": pair(
			least(lambda: counted(ours.start(flow.email("miner1")))),
			least(lambda: counted(stock.start(flow.email("miner1")))),
		),
		"approve": pair(least(lambda: approve(ours, 1)), least(lambda: approve(stock, 1))),
		"approve, last step": pair(least(lambda: approve(ours, 4)), least(lambda: approve(stock, 4))),
		"refuse": pair(least(lambda: other(ours, "decide", action="Refuse", comment="No"))),
		"return": pair(least(lambda: other(ours, "send_back", step="s1", comment="Again"))),
		"my tasks": pair(least(lambda: my_tasks(ours))),
		"run's progress": pair(least(lambda: progress(ours))),
		**pages(ours),
	}


def pages(ours: Ours) -> dict[str, Counted]:
	"""Pages of the portal; one that cannot be shown is named and left out."""
	found = {}
	for kind in ("run", "task"):
		try:
			found[f"{kind}'s page"] = pair(least(lambda kind=kind: page(ours, kind)))
		except RuntimeError as error:
			print(f"  ✗ {kind}'s page: {str(error)[:200]}")
	return found


def pair(ours: list[str], stock: list[str] | None = None) -> Counted:
	return {
		"ours": len(ours),
		"stock": None if stock is None else len(stock),
		"statements": ours,
		"stock_statements": stock or [],
	}


def least(request) -> list[str]:
	"""The fewest statements of a few equal requests: caches are warm."""
	return min((request() for _time in range(TRIES)), key=len)


def fresh(side: Side, steps: int) -> Any:
	"""A new request that has passed so many steps: what `approval` of its side takes."""
	with sites.connected(side.site):
		before = set(side.open())
		side.begin("miner1", steps)
		frappe.db.commit()
		return next(row for row in side.open() if row not in before)


def approve(side: Side, steps: int) -> list[str]:
	return counted(side.approval(*fresh(side, steps)))


def other(side: Ours, act: str, **arguments: str) -> list[str]:
	task, user = fresh(side, 2)
	body = {"task": task, "key": side.key(), **arguments}
	return counted(side.request(user, "POST", f"/api/method/liuwan_process.api.tasks.{act}", body))


def my_tasks(side: Ours) -> list[str]:
	user = flow.email("director")
	return counted(side.request(user, "GET", "/api/method/liuwan_process.api.tasks.mine"))


def progress(side: Ours) -> list[str]:
	task, user = fresh(side, 2)
	with sites.connected(side.site):
		instance = frappe.db.get_value("Process Task", task, "instance")
	path = f"/api/method/liuwan_process.api.runs.progress?instance={instance}"
	return counted(side.request(user, "GET", path))


def page(side: Ours, kind: str) -> list[str]:
	task, user = fresh(side, 2)
	with sites.connected(side.site):
		name = task if kind == "task" else frappe.db.get_value("Process Task", task, "instance")
	return counted(side.request(user, "GET", f"/process/{kind}/{name}"))


def counted(request: dict[str, Any]) -> list[str]:
	"""The statements of one request, answered in this process. Raises when it is not answered well."""
	from frappe.app import application
	from werkzeug.test import Client

	options = {"data": request["body"], "content_type": "application/json"} if request["body"] else {}
	with listening() as statements:
		client = Client(application, use_cookies=False)
		answer = client.open(request["path"], method=request["method"], headers=request["headers"], **options)
		text = answer.get_data(as_text=True)
	frappe.destroy()  # nothing of one site may stay for the other
	if answer.status_code != 200:
		raise RuntimeError(f"{request['path']}: {answer.status} {text[:500]}")
	return [statement for statement in statements if statement not in FRAMES]


@contextmanager
def listening() -> Iterator[list[str]]:
	statements: list[str] = []
	run = Database.sql

	def sql(self, query, *args, **kwargs):
		statements.append(" ".join(str(query).split()))
		return run(self, query, *args, **kwargs)

	Database.sql = sql
	try:
		yield statements
	finally:
		Database.sql = run
