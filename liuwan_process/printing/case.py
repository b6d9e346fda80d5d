"""A whole case for print: cover line, form, approval sheet, drawing, log, names of attachments, as its reader may see it."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

import frappe
from frappe import _
from markupsafe import Markup

from liuwan_process.definition.layout import layout
from liuwan_process.definition.model import Definition
from liuwan_process.definition.svg import render_pages
from liuwan_process.engine import clock, history
from liuwan_process.engine.versions import get_definition
from liuwan_process.portal import forms, rows, timeline, times, values
from liuwan_process.printing import fonts
from liuwan_process.process_organization.calendar import get_calendar

Row = dict[str, Any]
DECISIVE = ("Decide", "Return", "Transfer", "Start")
# Room for a drawing in CSS pixels, (width, height): upright, and lying for those that would get too small.
UPRIGHT = (670, 890)
LYING = (1000, 590)
SMALLEST = 0.7  # of its size; smaller, its words are hard to read
# Printers of SVG know neither custom properties nor the order of painting.
PROPERTIES = re.compile(r";[a-z-]+:var\(--lp-[^;}]*\)")
HALO = re.compile(r"stroke:[^;}]*;stroke-width:3px;paint-order:stroke")


def context(instance: str) -> Row:
	"""Everything that the template shows. The caller has checked that the session's user sees the run."""
	found = history.progress(instance)
	run, now = found["run"], clock.now()
	definition = get_definition(run.process_version)
	view = forms.View(
		definition, history.form(definition, run.document_name), hidden=frozenset(found["hidden"])
	)
	flat, sheets = drawing(definition, found["steps"])
	return {
		"lang": "zh-CN" if (frappe.local.lang or "").startswith("zh") else "en",
		"run": run,
		"process": _(definition.title),
		"version": definition.version,
		"status": rows.status(run.status),
		"cover": cover(run),
		"form": view.facts,
		"sheet": sheet(found),
		"flat": flat,
		"drawing": sheets,
		"log": log(found, definition, now),
		"waiting": [waiting(task, now) for task in found["open"]],
		"files": files(view, found["log"]),
		"printed": _("Printed by {0}, {1}").format(
			frappe.utils.get_fullname(frappe.session.user), times.exact(now)
		),
	}


def cover(run: Row) -> list[tuple[str, str]]:
	"""The line under the title: number, who, when, how long."""
	took = ""
	if run.status not in ("Running", "Suspended") and run.working_seconds is not None:
		took = times.worked(run.working_seconds, get_calendar(run.initiator_unit).regular_day)
	unit = values.link_titles([("Org Unit", run.initiator_unit)]).get(("Org Unit", run.initiator_unit))
	line = [
		(_("Case Number"), run.document_name),
		(_("Initiator"), run.initiator_name),
		(_("Unit"), unit or ""),
		(_("Started"), times.exact(run.started_on)),
		(_("Ended"), times.exact(run.ended_on)),
		(_("Took"), took),
	]
	return [(label, text) for label, text in line if text]


def sheet(found: Row) -> list[Row]:
	"""The approval sheet: by step in the order of its first decision, one line for each who signed."""
	done = {task.name: task for task in found["done"]}
	signed = [signature(row, done.get(row.task)) for row in found["log"] if row.act in DECISIVE and row.step]
	order = list(dict.fromkeys(line["step"] for line in signed))
	signed.sort(key=lambda line: order.index(line["step"]))
	return [
		{"step": step, "lines": lines, "together": len({line["who"] for line in lines}) > 1}
		for step, lines in ((step, list(group)) for step, group in groupby(signed, lambda line: line["step"]))
	]


def signature(row: Row, task: Row | None) -> Row:
	return {
		"step": _(row.step_title or ""),
		"who": row.actor_name,
		"behalf": frappe.utils.get_fullname(row.on_behalf_of) if row.on_behalf_of else "",
		"opinion": _(row.action) if row.action else timeline.act_word(row.act),
		"refused": timeline.tone(row, task) == "late",
		"comment": row.comment or "",
		"date": times.day(row.creation.date()),
		"clock": f"{row.creation:%H:%M}",
	}


def log(found: Row, definition: Definition, now) -> list[Row]:
	"""Every act with its exact time."""
	return timeline.entries(found, definition, set(found["hidden"]), now)


def waiting(task: Row, now) -> Row:
	return {
		"who": task.assignee_name,
		"step": _(task.step_title),
		"since": times.exact(task.opened_on),
		"time": rows.time_left(task, now, get_calendar()),
	}


def drawing(definition: Definition, status: dict[str, str]) -> tuple[bool, list[Markup]]:
	"""Whether the drawing lies on its side, and its SVG page by page."""
	laid_out = layout(definition, _)
	flat = laid_out.width * SMALLEST > UPRIGHT[0]
	width, height = LYING if flat else UPRIGHT
	scale = min(1, width / laid_out.width)
	title = _(definition.title)
	made = render_pages(laid_out, definition, height / scale, status=status, title=title, translate=_)
	return flat, [Markup(plain_colours(svg)) for svg in made]


def plain_colours(svg: str) -> str:
	"""A drawing as a printer understands it, in the fonts of the print."""
	svg = HALO.sub("", PROPERTIES.sub("", svg))
	return svg.replace(" text{", f" text{{font-family:'{fonts.SANS}';", 1)


def files(view: forms.View, log: list[Row]) -> list[tuple[str, str]]:
	"""(where it stands, name) of everything attached that the reader sees."""
	found = []
	for item in view.items:
		if item.type == "Attach" and item.text:
			found.append((item.label, item.text))
		for number, row in enumerate(item.rows, 1):
			place = f"{item.label} {number}"
			found += [(f"{place}, {c.label}", c.text) for c in row.cells if c.type == "Attach" and c.text]
	said = [(timeline.act_word(row.act), row) for row in log if row.attachment]
	return found + [(f"{word}, {row.actor_name}", values.file_name(row.attachment)) for word, row in said]
