"""What the end-to-end pages of the desk and the portal show: the chains, the chosen one drawn, and its interfaces in words."""

from __future__ import annotations

from typing import Any

from liuwan_process.process_library import end_to_end, interfaces
from liuwan_process.process_library.chains import UNUSED, End
from liuwan_process.process_library.interfaces import Interfaces

Row = dict[str, Any]


def view(code: str = "") -> Row:
	"""`code` is a process whose chain is shown; the longest chain without one.

	`chains`: {code, title, count, chosen}; `processes`: codes drawn; `links`: {thing, source, target}; `breaks`:
	{thing, end, unused}; ends are {code, title, step}. Raises KeyError for a process that is not there.
	"""
	found = interfaces.read()
	number = found.chains.numbers.get(code) if code else min(found.chains.numbers.values(), default=None)
	if code and code not in found.subjects:
		raise KeyError(code)
	processes = found.chains.members(number) if number else [code] if code else []
	return {
		"chains": _chains(found, number),
		"title": _title(found, processes),
		"processes": processes,
		"drawings": _drawings(found, processes),
		"links": _links(found, processes),
		"breaks": _breaks(found, processes),
	}


def _drawings(found: Interfaces, processes: list[str]) -> dict[str, str]:
	title = _title(found, processes)
	return {
		name: end_to_end.svg(found, processes, title, compact=name == "narrow") for name in ("wide", "narrow")
	}


def _title(found: Interfaces, processes: list[str]) -> str:
	"""From the first process of a chain to its last one."""
	if not processes:
		return ""
	ordered = _in_order(found, processes)
	titles = [found.title(process) for process in ordered]
	return titles[0] if len(titles) == 1 else f"{titles[0]} → {titles[-1]}"


def _in_order(found: Interfaces, processes: list[str]) -> list[str]:
	"""Those that give before those that take; a circle as it stands."""
	takes = {process: set() for process in processes}
	for link in found.chains.links:
		if link.source.process in takes and link.target.process in takes:
			takes[link.target.process].add(link.source.process)
	ordered: list[str] = []
	while rest := [process for process in processes if process not in ordered]:
		free = [process for process in rest if takes[process] <= set(ordered)]
		ordered += free or rest[:1]
	return ordered


def _chains(found: Interfaces, chosen: int | None) -> list[Row]:
	numbers = sorted(set(found.chains.numbers.values()))
	members = {number: found.chains.members(number) for number in numbers}
	return [
		{
			"code": processes[0],
			"title": _title(found, processes),
			"count": len(processes),
			"chosen": number == chosen,
		}
		for number, processes in members.items()
	]


def _links(found: Interfaces, processes: list[str]) -> list[Row]:
	return [
		{
			"thing": found.thing(link.thing),
			"source": _end(found, link.source),
			"target": _end(found, link.target),
		}
		for link in found.chains.links
		if link.source.process in processes
	]


def _breaks(found: Interfaces, processes: list[str]) -> list[Row]:
	return [
		{"thing": found.thing(row.thing), "end": _end(found, row.end), "unused": row.kind == UNUSED}
		for row in found.chains.breaks
		if row.end.process in processes
	]


def _end(found: Interfaces, end: End) -> Row:
	return {
		"code": end.process,
		"title": found.title(end.process),
		"step": found.step(end.process, end.step),
	}
