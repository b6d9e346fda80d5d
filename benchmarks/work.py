"""The two sides of a comparison: what waits for whom, and the request that does it. Work is refilled between rounds."""

from __future__ import annotations

import json
import random
import secrets
from typing import Any

import frappe

from benchmarks import flow, sites

Request = dict[str, Any]


class Side:
	"""A site, its people's sessions, and open work at every step of the flow."""

	site, name, home = "", "", ""
	web: tuple[int, int] | None = None  # port and process of a web server of its own

	def __init__(self) -> None:
		self.sessions: dict[str, dict[str, str]] = {}  # user -> headers
		self.chance = random.Random(1)

	def request(self, user: str, method: str, path: str, body: dict[str, Any] | None = None) -> Request:
		return {
			"method": method,
			"path": path,
			"body": json.dumps(body) if body is not None else "",
			"headers": self.sessions[user],
		}

	def refill(self, wanted: int) -> None:
		"""Start requests until so many are under way; the first ones are spread over all steps, and stay so."""
		with sites.connected(self.site):
			present = len(self.open())
			for number in range(max(wanted - present, 0)):
				steps = 0 if present else number % len(flow.STEPS)
				self.begin(flow.STARTERS[number % len(flow.STARTERS)], steps)
				frappe.db.commit()

	def approvals(self) -> list[Request]:
		"""One approval for each request under way, in an order of chance."""
		with sites.connected(self.site):
			rows = sorted(self.open())
		self.chance.shuffle(rows)
		return [self.approval(*row) for row in rows]

	def starts(self, count: int) -> list[Request]:
		return [self.start(flow.email(flow.STARTERS[n % len(flow.STARTERS)])) for n in range(count)]

	def nothing(self, count: int) -> list[Request]:
		user = flow.email(flow.STARTERS[0])
		return [self.request(user, "GET", "/api/method/frappe.auth.get_logged_user")] * count

	def key(self) -> str:
		return secrets.token_hex(8)

	def open(self) -> list[tuple]:
		raise NotImplementedError

	def begin(self, login: str, steps: int) -> None:
		raise NotImplementedError

	def approval(self, *row: str) -> Request:
		raise NotImplementedError

	def start(self, user: str) -> Request:
		raise NotImplementedError


class Ours(Side):
	site, name, home = sites.OURS, "ours", "/process"

	def open(self) -> list[tuple]:
		"""(task, its person), one task of each run."""
		measured = ("in", [flow.email(login) for login in flow.people()])
		filters = {"process_code": flow.CODE, "status": "Open", "assignee": measured}
		rows = frappe.get_all("Process Task", filters, ["instance", "name", "assignee"], order_by="name")
		return [(row.name, row.assignee) for row in {row.instance: row for row in rows}.values()]

	def begin(self, login: str, steps: int) -> None:
		from liuwan_process.engine import acts
		from liuwan_process.engine.start import start

		frappe.set_user(flow.email(login))
		instance = start(flow.CODE, dict(flow.VALUES))["instance"]
		for _step in range(steps):
			task = first_task(instance)
			frappe.set_user(task.assignee)
			acts.decide(task.name, flow.ACTION, "Agreed", key=self.key())
		frappe.set_user("Administrator")

	def approval(self, task: str, user: str) -> Request:
		body = {"task": task, "action": flow.ACTION, "comment": "Agreed", "key": self.key()}
		return self.request(user, "POST", "/api/method/liuwan_process.api.tasks.decide", body)

	def start(self, user: str) -> Request:
		body = {"process": flow.CODE, "values": flow.VALUES, "key": self.key()}
		return self.request(user, "POST", "/api/method/liuwan_process.api.runs.start", body)


class Stock(Side):
	site, name, home = sites.STOCK, "stock", "/app"

	def open(self) -> list[tuple]:
		"""(document, its state)."""
		filters = {"workflow_state": ("in", flow.states()[:-1])}
		rows = frappe.get_all(flow.STOCK, filters, ["name", "workflow_state"])
		return [(row.name, row.workflow_state) for row in rows]

	def begin(self, login: str, steps: int) -> None:
		from frappe.model.workflow import apply_workflow

		frappe.set_user(flow.email(login))
		document = frappe.get_doc(doctype=flow.STOCK, **flow.VALUES).insert()
		for state in flow.states()[:steps]:
			frappe.set_user(flow.email(self.person(state)))
			apply_workflow({"doctype": flow.STOCK, "name": document.name}, flow.ACTION)
		frappe.set_user("Administrator")

	def person(self, state: str) -> str:
		return self.chance.choice(flow.STEPS[flow.states().index(state)][2])

	def approval(self, name: str, state: str) -> Request:
		body = {"doc": {"doctype": flow.STOCK, "name": name}, "action": flow.ACTION}
		user = flow.email(self.person(state))
		return self.request(user, "POST", "/api/method/frappe.model.workflow.apply_workflow", body)

	def start(self, user: str) -> Request:
		path = "/api/resource/" + flow.STOCK.replace(" ", "%20")
		return self.request(user, "POST", path, dict(flow.VALUES))


def first_task(instance: str) -> Any:
	filters = {"instance": instance, "status": "Open"}
	return frappe.get_all("Process Task", filters, ["name", "assignee"], order_by="name", limit=1)[0]
