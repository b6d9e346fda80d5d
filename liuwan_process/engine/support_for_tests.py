"""What tests of the engine share: start a small flow, act as somebody, read what was logged."""

import frappe

from liuwan_process.engine import acts
from liuwan_process.engine.start import start
from tests.factories import document, only_task, person, publish_process, signed_in, step


def begin(code: str, steps: list[dict], ways: list[str], login: str = "miner1", values=None, **more) -> str:
	"""Publish a flow between a start and an end, and start it; returns the run."""
	first = step("start", "start", **more.pop("start", {}))
	publish_process(document(code, [first, *steps, step("end", "end")], ways, **more))
	return again(code, login, values)


def again(code: str, login: str = "miner1", values=None) -> str:
	with signed_in(login):
		return start(code, values or {})["instance"]


def two_steps(code: str = "T-ONE-TWO", **more) -> str:
	"""start > one (office) > two (safety) > end."""
	steps = [step("one", user="office"), step("two", user="safety")]
	return begin(code, steps, ["start>one Submit", "one>two", "two>end"], **more)


def do(login: str, instance: str, action: str = "Approve", **more) -> dict:
	with signed_in(login):
		return acts.decide(only_task(login, instance), action, **more)


def as_user(login: str, act, *arguments, **more) -> dict:
	with signed_in(login):
		return act(*arguments, **more)


def run_of(instance: str):
	return frappe.get_doc("Process Instance", instance)


def task_of(name: str) -> dict:
	return frappe.db.get_value("Process Task", name, "*", as_dict=True)


def open_people(instance: str) -> list[str]:
	filters = {"instance": instance, "status": "Open"}
	found = frappe.get_all("Process Task", filters, pluck="assignee", order_by="assignee")
	return [user.split("@")[0] for user in found]


def acts_of(instance: str) -> list[str]:
	return frappe.get_all("Process Log", {"instance": instance}, pluck="act", order_by="creation, idx")


def last_log(instance: str, act: str) -> dict:
	filters = {"instance": instance, "act": act}
	return frappe.db.get_value("Process Log", filters, "*", as_dict=True, order_by="creation desc, idx")


__all__ = [
	"acts_of",
	"again",
	"as_user",
	"begin",
	"do",
	"last_log",
	"only_task",
	"open_people",
	"person",
	"run_of",
	"step",
	"task_of",
	"two_steps",
]
