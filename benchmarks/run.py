"""Measures the rows that are asked for; run by the bench's Python from sites/. `__main__` brings the sites up."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import frappe

from bench import config, settings
from benchmarks import (
	compendium,
	crowd,
	flow,
	http_rows,
	in_process,
	report,
	scale,
	server,
	sites,
	statements,
	viewflow,
)
from benchmarks.work import Ours, Side, Stock

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
CLIENTS = (1, 8, 64)
ROWS = ("statements", "nothing", "approve", "start", "engine")
ALONE = ("compendium",)  # needs no web server
PEERS = ("approve-viewflow",)
AT_SIZE = ("inbox", "page", "approve-large", "sweep", "memory")


def main() -> None:
	asked = arguments()
	measure(asked)
	report.write(HERE / "README.md", json.loads(RESULTS.read_text()))
	print(report.table(json.loads(RESULTS.read_text())))


def arguments() -> argparse.Namespace:
	parser = argparse.ArgumentParser(prog="make benchmark")
	known = (*ROWS, *ALONE, *PEERS, *AT_SIZE)
	parser.add_argument("rows", nargs="*", default=list(ROWS), help=f"of: {', '.join(known)}")
	parser.add_argument("--rounds", type=int, default=5)
	parser.add_argument("--seconds", type=float, default=2.5, help="of a round of one side")
	parser.add_argument("--size", type=int, default=100_000, help="runs on the large site")
	asked = parser.parse_args()
	if unknown := set(asked.rows) - set(known):
		parser.error(f"no such row: {', '.join(sorted(unknown))}")
	return asked


def measure(asked: argparse.Namespace) -> None:
	"""Every row is written down as soon as it is there, beside those of earlier runs."""
	with server.queue() as jobs:
		for site in (sites.OURS, sites.STOCK, sites.LARGE):
			point_to_queue(site, jobs)
		sites.prepare_ours()
		sites.prepare_stock()
		if "compendium" in asked.rows:
			keep("compendium", compendium.measure(sites.OURS))
		if not set(asked.rows) - set(ALONE):
			return
		with server.web(sites.OURS) as web:
			ours, stock = signed_in(web[0], Ours(), Stock())
			for name, row in rows(asked, web, ours, stock):
				keep(name, row)
			if set(asked.rows) & set(PEERS):
				keep("approve 8 viewflow", beside_viewflow(asked, web, ours, stock))
			if set(asked.rows) & set(AT_SIZE):
				for name, row in rows_at_size(asked, web, ours):
					keep(f"{name} {asked.size}", row)


def point_to_queue(site: str, port: int) -> None:
	"""A queue of its own; and as in an enterprise, not as in a test: there Frappe asks Redis with every statement."""
	address = f"redis://{settings.HOST}:{port}"
	found = config.read_site(site) | {"redis_queue": address, "redis_socketio": address, "allow_tests": False}
	config.write_json(Path(site) / "site_config.json", found)


def signed_in(port: int, *sides: Side) -> tuple[Side, ...]:
	for side in sides:
		for user in map(flow.email, flow.people()):
			side.sessions[user] = server.sign_in(port, side.site, side.home, user, sites.PASSWORD)
	return sides


def rows(asked: argparse.Namespace, web: tuple[int, int], ours: Ours, stock: Stock):
	"""(name, figures) of each row, as it is measured."""
	size = {"rounds": asked.rounds, "seconds": asked.seconds}
	if "nothing" in asked.rows:
		yield "nothing 8", http_rows.nothing(web, (ours, stock), 8, size)
	if "approve" in asked.rows:
		for clients in CLIENTS:
			yield f"approve {clients}", http_rows.approve(web, (ours, stock), clients, size)
	if "start" in asked.rows:
		yield "start 1", http_rows.start(web, (ours, stock), 1, size)
	if "engine" in asked.rows:
		yield "engine", in_process.acts_a_second(ours, asked.rounds)
	if "statements" in asked.rows:
		yield "statements", statements.count(ours, stock)


def beside_viewflow(asked: argparse.Namespace, web: tuple[int, int], *sides: Side) -> dict[str, Any]:
	"""Approvals by eight clients on all three in turn, in one row."""
	size = {"rounds": asked.rounds, "seconds": asked.seconds}
	with viewflow.served() as theirs:
		return http_rows.approve(web, (*sides, theirs), 8, size)


def rows_at_size(asked: argparse.Namespace, web: tuple[int, int], ours: Ours):
	"""(name, figures) of each row that compares the large site with the empty one."""
	size = {"rounds": asked.rounds, "seconds": asked.seconds}
	sites.prepare_ours(sites.LARGE)
	large = scale.Large()
	counts = crowd.grow(large, asked.size)
	signed_in(web[0], large)
	sides = (ours, large)
	if "inbox" in asked.rows:
		yield "inbox", scale.inbox(web, sides, size) | {"rows": counts}
	if "page" in asked.rows:
		yield "page", scale.run_page(web, sides, size)
	if "approve-large" in asked.rows:
		yield "approve 8 at", http_rows.approve(web, sides, 8, size)
	if "sweep" in asked.rows:
		yield "sweep", scale.sweep(large)
	if "memory" in asked.rows:
		with server.web(sites.OURS) as fresh:  # workers that have done nothing else
			yield "memory", scale.memory(fresh, *signed_in(fresh[0], ours))


def keep(name: str, row: dict[str, Any]) -> None:
	known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"rows": {}}
	known["machine"] = machine()
	known["rows"][name] = {**row, "date": date.today().isoformat()}
	RESULTS.write_text(json.dumps(known, indent="\t") + "\n")
	print(f"  ✓ {name}", flush=True)


def machine() -> dict[str, Any]:
	with sites.connected(sites.OURS):
		versions = {
			"MariaDB": frappe.db.sql("select version()")[0][0],
			"durable": frappe.db.sql("select @@innodb_flush_log_at_trx_commit")[0][0] == 1,
		}
	return {
		"cores": len(os.sched_getaffinity(0)),
		"processor": processor(),
		"Python": platform.python_version(),
		"Frappe": frappe.__version__,
		"code": revision(),
		**versions,
	}


def processor() -> str:
	lines = Path("/proc/cpuinfo").read_text().splitlines()
	return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")


def revision() -> str:
	with contextlib.suppress(OSError):
		command = ["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"]
		return subprocess.run(command, capture_output=True, text=True).stdout.strip()
	return ""


if __name__ == "__main__":
	main()
