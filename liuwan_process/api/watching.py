"""The process office watches running cases: the drawing with counts and ages, what is stuck, and the acts on a case."""

from typing import Any

import frappe
from frappe import _

from liuwan_process.analytics import watch
from liuwan_process.definition.model import Definition
from liuwan_process.engine import acts, clock, office
from liuwan_process.engine.transaction import repeated
from liuwan_process.engine.versions import get_definition
from liuwan_process.permissions.office import require_office
from liuwan_process.portal import times
from liuwan_process.process_library import drawing

VIEWS = "liuwan_process/process_execution/views/"
OVERDUE_DAYS = 3


@frappe.whitelist()
def show(process: str | None = None, overdue_days: float = OVERDUE_DAYS) -> dict[str, Any]:
	"""The page of a process, by default of the one with the most cases: drawing, lights by step, lists of stuck cases."""
	require_office()
	process = process or watch.busiest()
	if not process:
		return {"process": "", "drawing": "", "lights": {}, "panel": _render("watch_nothing")}
	now = clock.now()
	found = watch.steps(process, now)
	return {
		"process": process,
		"title": _(frappe.db.get_value("Process", process, "title")),
		"drawing": _drawing(process, found, now),
		"lights": {step: row.light for step, row in found.items()},
		"panel": _render("watch", **_panel(process, found, now, float(overdue_days))),
	}


@frappe.whitelist()
def cases(process: str, step: str, start: int = 0) -> dict[str, str]:
	"""{"title", "html"}: the cases that stand in a step, twenty at a time."""
	require_office()
	now, start = clock.now(), max(int(start), 0)
	rows = watch.at(process, step, now, start)
	html = _render(
		"watch_step",
		step=step,
		rows=_tasks(rows[: watch.LISTED], now),
		before=start - watch.LISTED if start else None,
		after=start + watch.LISTED if len(rows) > watch.LISTED else None,
	)
	return {"title": _(rows[0].step_title) if rows else _title(process, step), "html": html}


@frappe.whitelist()
def offered(instance: str) -> dict[str, Any]:
	"""What the office may do with a case as it stands: {"acts", "targets" of a jump, "standing": its open steps}."""
	require_office()
	fields = ["name", "status", "process_version", "state", "making_up"]
	run = frappe.db.get_value("Process Instance", instance, fields, as_dict=True)
	if run is None:
		frappe.throw(_("There is no such run, or you may not see it"), frappe.PermissionError)
	words = {
		"suspend": _("Suspend"),
		"resume": _("Resume"),
		"jump": _("Put into another step"),
		"leave_out": _("Skip a step"),
		"terminate": _("Terminate"),
	}
	standing = office.situation(run)["open"]
	targets = {t["step"]: t["title"] for each in standing for t in each["targets"]}
	return {
		"acts": [{"value": act, "label": words[act]} for act in _acts(run)],
		"targets": [{"value": step, "label": _(title)} for step, title in targets.items()],
		"standing": [{"value": each["step"], "label": _(each["title"])} for each in standing],
	}


@frappe.whitelist(methods=["POST"])
def carry_out(instance: str, act: str, comment: str, to_step: str = "", step: str = "") -> dict[str, Any]:
	"""Do one of the offered acts; a reason is compulsory, and the log keeps it."""
	require_office()
	if act not in ACTS:
		frappe.throw(_("There is no such act"))
	return repeated(lambda: ACTS[act](instance, comment, to_step, step))


ACTS = {
	"suspend": lambda instance, comment, _to, _step: office.suspend(instance, comment),
	"resume": lambda instance, comment, _to, _step: office.resume(instance, comment),
	"jump": lambda instance, comment, to, step: office.jump(instance, to, comment, step),
	"leave_out": lambda instance, comment, _to, step: office.leave_out(instance, step, comment),
	"terminate": lambda instance, comment, _to, _step: acts.terminate(instance, comment),
}


def _acts(run: Any) -> list[str]:
	if run.status == "Suspended":
		return ["resume"]
	if run.status != "Running":
		return []
	return ["suspend", *([] if run.making_up else ["jump"]), "leave_out", "terminate"]


def _title(process: str, step: str) -> str:
	version = frappe.db.get_value("Process", process, "current_version")
	known = get_definition(version).by_id if version else {}
	return _(known[step].title) if step in known else step


def _drawing(process: str, found: dict[str, Any], now: Any) -> str:
	version = frappe.db.get_value("Process", process, "current_version")
	if not version:
		return ""
	definition = get_definition(version)
	badges = {step: _badge(row, now) for step, row in found.items() if step in definition.by_id}
	return drawing.svg(definition, badges=badges, interactive=True)


def _badge(row: Any, now: Any) -> str:
	"""`12 · 3 days · Late`: tasks, the oldest one's age, the worst light in a word."""
	return " · ".join(
		filter(None, [str(row.tasks), times.passed(now - row.oldest), light_words()[row.light]])
	)


def light_words() -> dict[str, str]:
	return {"late": _("Late"), "near": _("Soon due"), "on time": _("On time"), "": ""}


def _panel(process: str, found: dict[str, Any], now: Any, overdue_days: float) -> dict[str, Any]:
	count = watch.cases(process)
	return {
		"running": count["Running"],
		"suspended": count["Suspended"],
		"tasks": sum(row.tasks for row in found.values()),
		"late": sum(row.late for row in found.values()),
		"dead": watch.dead_letters(),
		"elsewhere": _elsewhere(process, found, now),
		"overdue_days": f"{overdue_days:g}",
		"without_task": _cases(watch.without_task(process), now),
		"office": _tasks(watch.with_the_office(process, now), now),
		"long_overdue": _tasks(watch.long_overdue(process, now, overdue_days), now),
		"on_hold": _cases(watch.suspended(process) if count["Suspended"] else [], now),
		"oldest": _cases(watch.oldest(process), now),
	}


def _elsewhere(process: str, found: dict[str, Any], now: Any) -> list[dict[str, str]]:
	"""Steps of earlier versions that the drawing does not have, with their badges."""
	version = frappe.db.get_value("Process", process, "current_version")
	known: Definition | None = get_definition(version) if version else None
	unknown = {step for step in found if not known or step not in known.by_id}
	titles = watch.titles(process, unknown)
	return [
		{"step": step, "title": _(titles[step]), "badge": _badge(found[step], now)} for step in sorted(titles)
	]


def _tasks(rows: list[Any], now: Any) -> list[dict[str, Any]]:
	return [
		{
			"instance": row.instance,
			"title": row.title,
			"step": _(row.step_title),
			"who": row.assignee_name,
			"since": times.passed(now - row.opened_on),
			"due": times.when(row.due_on, now) if row.due_on else "",
			"light": row.urgency,
			"word": light_words()[row.urgency],
			"status": "Running",
		}
		for row in rows
	]


def _cases(rows: list[Any], now: Any) -> list[dict[str, Any]]:
	return [
		{
			"instance": row.name,
			"title": row.title,
			"step": ", ".join(_(step) for step in (row.current_steps or "").split(", ") if step),
			"who": row.initiator_name,
			"since": times.passed(now - row.started_on),
			"due": times.when(row.due_on, now) if row.due_on else "",
			"light": "late" if row.due_on and row.due_on < now else "",
			"word": light_words()["late"] if row.due_on and row.due_on < now else "",
			"status": row.status,
		}
		for row in rows
	]


def _render(template: str, **values: Any) -> str:
	return frappe.render_template(f"{VIEWS}{template}.html", values)
