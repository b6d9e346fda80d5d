"""The command: `bench --site <site> execute liuwan_process.analytics.replay.power_connection.write`.

Runs the shipped flows of power connection on the site, writes `docs/power-connection.md` with its chart and its table
of cases in both languages, and takes everything back from the database unless told to keep it.
"""

from __future__ import annotations

from pathlib import Path

import frappe
from frappe import _

from liuwan_process.analytics.replay import document
from liuwan_process.analytics.replay.cases import Case, generate
from liuwan_process.analytics.replay.flows import PARALLEL, SERIAL
from liuwan_process.analytics.replay.results import outcomes
from liuwan_process.analytics.replay.walk import Walk
from liuwan_process.engine import people
from liuwan_process.setup import packs

CLERK = "Business Hall Clerk"


def write(cases: int = 200, seed: int = 1, folder: str = "", keep: bool = False) -> dict[str, float]:
	"""Replay so many cases and write the documents; the medians of days until power, by flow."""
	packs.install("power_connection")
	frappe.db.commit()  # what follows is taken back, the flows stay
	made = generate(int(cases), int(seed))
	walk = replay(made)
	rows = outcomes(walk.runs, made)
	document.write(Path(folder) if folder else _docs(), document.Result(made, rows, walk))
	if keep:
		frappe.db.commit()
	else:
		frappe.db.rollback()
	return document.medians(rows)


def replay(cases: list[Case]) -> Walk:
	"""Every case through both flows, in this transaction. Raises ValidationError where nobody holds the clerks' role."""
	clerks = sorted({user for user, _unit in people.holders(CLERK)})
	if not clerks:
		frappe.throw(_("Nobody holds the process role {0}").format(_(CLERK)))
	walk = Walk(clerks)
	for case in cases:
		for flow in (SERIAL, PARALLEL):
			walk.add(flow, case)
	walk.go()
	return walk


def _docs() -> Path:
	return Path(frappe.get_app_path("liuwan_process")).parent / "docs"
