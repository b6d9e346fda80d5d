"""Processes that call one another, for tests of sub-processes."""

import frappe

from liuwan_process.engine import acts
from liuwan_process.engine.start import start
from tests.factories import document, only_task, publish_process, signed_in, step

FIELDS = [
	{"name": "amount", "label": "Amount", "type": "Int"},
	{"name": "note", "label": "Note"},
	{"name": "items", "label": "Items", "type": "Table"},
	{"name": "item", "label": "Item", "table": "items"},
]
GIVE = [{"target": "amount", "value": "amount + 1"}, {"target": "items", "value": "items"}]
TAKE = [{"target": "amount", "value": "amount * 10"}, {"target": "note", "value": "note"}]


def child_process(code: str = "T-SUB", **start_step) -> str:
	"""Decided by the first miner, who fills in a note."""
	steps = [
		step("start", "start", **start_step),
		step("decide", user="miner1", fields={"note": "edit"}),
		step("end", "end"),
	]
	publish_process(document(code, steps, ["start>decide Submit", "decide>end"], FIELDS))
	return code


def part(step_id: str = "part", process: str = "T-SUB", **more) -> dict:
	return step(step_id, "subprocess", subprocess={"process": process, "give": GIVE, "take": TAKE, **more})


def parent_process(code: str, steps: list[dict] | None = None, ways: list[str] | None = None, **more) -> str:
	steps = steps or [part(**more), step("check", user="office")]
	ways = ways or ["start>part Submit", "part>check", "check>end"]
	publish_process(document(code, [step("start", "start"), *steps, step("end", "end")], ways, FIELDS))
	return code


def begin(code: str) -> str:
	with signed_in("sales1"):
		instance = start(code, {"amount": 4, "items": [{"item": "Pump"}]})["instance"]
	frappe.db.commit()
	return instance


def child_of(instance: str):
	return frappe.get_last_doc(
		"Process Instance", {"parent_instance": instance}, order_by="started_on desc, depth desc"
	)


def decide(login: str, instance: str, action: str = "Approve", **more) -> None:
	with signed_in(login):
		acts.decide(only_task(login, instance), action, **more)
	frappe.db.commit()


def form_of(instance: str):
	return frappe.get_doc(
		*frappe.db.get_value("Process Instance", instance, ["document_type", "document_name"])
	)


def state_of(instance: str) -> tuple[str, str]:
	return frappe.db.get_value("Process Instance", instance, ["status", "current_steps"])


def acts_of(instance: str) -> list[str]:
	return frappe.get_all("Process Log", {"instance": instance}, pluck="act", order_by="creation, idx")
