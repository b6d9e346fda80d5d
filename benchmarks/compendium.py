"""A compendium of 300 processes of 8 to 40 steps: seconds, and the memory of the job and its presses together.

`python -m benchmarks.compendium SITE` makes it, in a process of its own, and says what came out.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from typing import Any

import frappe
import psutil

from benchmarks import generated_library, sites

COUNT = 300
LOOK = 0.1  # seconds between two looks at the memory
GROUPS = 12
MARK = "GEN"


def measure(site: str) -> dict[str, Any]:
	"""{"seconds", "megabytes" at the most, "pages", "processes", "bytes"}."""
	load = os.getloadavg()[0]
	with sites.connected(site):
		make_library()
	try:
		command = [sys.executable, "-m", "benchmarks.compendium", site]
		with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as job:
			most = watched(job)
			found = json.loads(job.stdout.read().splitlines()[-1])
	finally:
		with sites.connected(site):
			remove_library()
	return {"ours": found | {"megabytes": most}, "load": load}


def watched(job: subprocess.Popen) -> float:
	"""The most memory, in MB, that a process and those it started had together; shared pages counted once."""
	most = 0.0
	while job.poll() is None:
		most = max(most, memory(psutil.Process(job.pid)))
		time.sleep(LOOK)
	return round(most / 1e6)


def memory(process: psutil.Process) -> float:
	total = 0
	with contextlib.suppress(psutil.Error):
		for each in (process, *process.children(recursive=True)):
			with contextlib.suppress(psutil.Error):
				total += each.memory_full_info().pss
	return total


def make_library() -> None:
	"""Domains, processes and their versions as rows: none of them has a form, as no book needs one."""
	remove_library()
	units = frappe.get_all("Org Unit", {"is_group": 0}, pluck="name", order_by="lft")
	for number in range(1, GROUPS + 1):
		insert("Process", f"{MARK}-D{number}", title=f"业务域 {number}", level="Domain", is_group=1)
	for number, document in enumerate(generated_library.documents(COUNT)):
		code = document["process"]
		version = f"{code}-v1"
		insert(
			"Process Version",
			version,
			process_code=code,
			title=document["title"],
			version=1,
			status="Current",
			definition=json.dumps(document, ensure_ascii=False),
			published_on=frappe.utils.now(),
		)
		insert(
			"Process",
			code,
			code=code,
			title=document["title"],
			number=f"{number % GROUPS + 1}.{number // GROUPS + 1}",
			level="Process",
			status="Published",
			current_version=version,
			org_unit=units[number % len(units)],
			parent_process=f"{MARK}-D{number % GROUPS + 1}",
			description="说明本流程的目的、适用范围和各单位的职责。",
		)
	frappe.db.commit()


def insert(doctype: str, name: str, **values: Any) -> None:
	frappe.get_doc({"doctype": doctype, "name": name, **values}).db_insert()


def remove_library() -> None:
	for doctype in ("Process", "Process Version"):
		frappe.db.delete(doctype, {"name": ("like", f"{MARK}-%")})
	for name in frappe.get_all("Process Compendium", {"title": MARK}, pluck="name"):
		frappe.delete_doc("Process Compendium", name, force=True)
	frappe.db.commit()


def make_book(site: str) -> dict[str, Any]:
	from liuwan_process.process_library.compendium import job, paper

	with sites.connected(site):
		compendium = frappe.new_doc("Process Compendium")
		compendium.update({"title": MARK, "year": 2026, "language": "Chinese"})
		compendium.insert()
		compendium.db_set({"job_status": "Queued", "job_key": "measured"})
		frappe.db.commit()
		job.run(compendium.name, "measured")
		compendium.reload()
		if compendium.job_status != "Done":
			raise RuntimeError(compendium.message)
		return {
			"seconds": compendium.seconds,
			"pages": compendium.page_count,
			"processes": compendium.process_count,
			"bytes": len(paper.content(compendium)),
		}


if __name__ == "__main__":
	print(json.dumps(make_book(sys.argv[1])))
