"""Chains of processes as a drawing: a box for each process, an arrow for what one gives the other.

The layout is that of processes: lanes are responsible units (or domains), the flow goes down. Break points are drawn
as starts and ends of their own, marked.
"""

from __future__ import annotations

from collections import defaultdict

from frappe import _

from liuwan_process.definition.drawing.boxes import plan_boxes
from liuwan_process.definition.drawing.text import clean
from liuwan_process.definition.layout import arranged
from liuwan_process.definition.model import Definition, Step, Transition
from liuwan_process.definition.svg import render
from liuwan_process.process_library.chains import UNUSED, Break
from liuwan_process.process_library.interfaces import Interfaces

MOST_WORDS = 3  # objects named at one arrow


def svg(found: Interfaces, processes: list[str], title: str, *, compact: bool = False) -> str:
	"""The drawing of these processes with the links among them; "" for none. Boxes carry `data-step`, the code."""
	if not processes:
		return ""
	drawn, texts, marked = _definition(found, processes, title)
	laid_out = arranged(drawn, plan_boxes(drawn, str, compact), texts, str, compact)
	return render(laid_out, drawn, problems=marked, title=title, translate=_, interactive=True)


def _definition(
	found: Interfaces, processes: list[str], title: str
) -> tuple[Definition, dict[int, str], set[str]]:
	"""The chain as if it were a process, the words at its arrows, and the boxes of the break points."""
	steps = [_box(found, process) for process in processes]
	ways, texts = _arrows(found, set(processes))
	marked: set[str] = set()
	for each in found.chains.breaks:
		if each.end.process in processes:
			name = f"{each.kind}:{each.thing}"
			if name not in marked:
				steps.append(_broken(found, each, name))
				marked.add(name)
			ends = (each.end.process, name) if each.kind == UNUSED else (name, each.end.process)
			if not any((way.source, way.target) == ends for way in ways):
				ways.append(Transition(*ends, ""))
	drawn = Definition("", title, 0, "", (), tuple(steps), tuple(ways))
	return drawn, texts, marked


def _box(found: Interfaces, process: str) -> Step:
	subject = found.subjects[process]
	return Step(process, subject.title, "subprocess", lane=_lane(found, process))


def _lane(found: Interfaces, process: str) -> str:
	subject = found.subjects[process]
	return _(subject.unit) if subject.unit else subject.domain


def _broken(found: Interfaces, each: Break, name: str) -> Step:
	said = _("{0}: nobody uses it") if each.kind == UNUSED else _("{0}: nobody makes it")
	kind = "end" if each.kind == UNUSED else "start"
	title = said.format(found.thing(each.thing))
	return Step(
		name,
		title,
		kind,
		lane=_lane(found, each.end.process),
		status="Refused" if kind == "end" else "Completed",
	)


def _arrows(found: Interfaces, processes: set[str]) -> tuple[list[Transition], dict[int, str]]:
	"""One arrow for each pair of processes, with the objects that go along it."""
	things: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
	for link in found.chains.links:
		if link.source.process in processes and link.target.process in processes:
			things[link.source.process, link.target.process][found.thing(link.thing)] = None
	ways = [Transition(source, target, "") for source, target in things]
	return ways, {number: _words(list(names)) for number, names in enumerate(things.values())}


def _words(names: list[str]) -> str:
	more = len(names) - MOST_WORDS
	shown = ", ".join(names[:MOST_WORDS])
	return clean(f"{shown} +{more}" if more > 0 else shown)
