"""Shipped flows: one folder a pack below `packs/`, one JSON a process, in the format of export and import."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frappe

from liuwan_process.compiler.publish import publish
from liuwan_process.process_library import tied_records
from liuwan_process.process_library.working_copy import fill

FOLDER = Path(__file__).parent.parent / "packs"
OUTLINE = "pack.json"


def names() -> list[str]:
	"""The packs that are shipped."""
	return sorted(path.parent.name for path in FOLDER.glob(f"*/{OUTLINE}"))


def outline(pack: str) -> dict[str, Any]:
	"""Title of a pack, the groups of the process tree that its processes stand in, and the records that they name."""
	return _read(FOLDER / pack / OUTLINE)


def processes(pack: str) -> list[dict[str, Any]]:
	"""The definition documents of a pack, in the order of their codes."""
	return [_read(path) for path in sorted((FOLDER / pack).glob("*.json")) if path.name != OUTLINE]


def install(pack: str, published: bool = True) -> list[str]:
	"""Create what is missing of a pack; returns the codes of its processes. Nothing that exists is changed."""
	for group in outline(pack)["groups"]:
		_create_group(group)
	tied_records.make(outline(pack), by_setup=True)
	codes = []
	for document in processes(pack):
		codes.append(document["process"])
		if not frappe.db.exists("Process", document["process"]):
			fill(frappe.new_doc("Process"), document).insert()
			if published:
				publish(document["process"])
	return codes


def install_all() -> list[str]:
	return [code for pack in names() for code in install(pack)]


def _create_group(group: dict[str, Any]) -> None:
	if frappe.db.exists("Process", group["code"]):
		return
	process = frappe.new_doc("Process")
	process.update(
		{
			"code": group["code"],
			"title": group["title"],
			"level": group["level"],
			"parent_process": group.get("parent"),
			"is_group": 1,
		}
	)
	process.insert()


def _read(path: Path) -> dict[str, Any]:
	return json.loads(path.read_text(encoding="utf-8"))
