"""What a new version touches: positions and people, regulations, other processes, running cases.

Touched is whoever does a step that is new or changed, or did a step that is gone; of a first version, whoever does
any step. It is computed before publication, and once more when the version comes into force, and then kept with it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from liuwan_process.compiler.child_checks import published
from liuwan_process.compiler.plan import OPEN
from liuwan_process.definition.diff import Comparison, compare, nothing
from liuwan_process.definition.model import Definition, Step
from liuwan_process.engine.versions import get_definition
from liuwan_process.process_library import interfaces
from liuwan_process.process_library.doers import Registry
from liuwan_process.process_library.ties import Reader, Rule

Row = dict[str, Any]


def of(comparison: Comparison, registry: Registry | None = None) -> Row:
	"""JSON-ready: `positions`, `people`, `everybody`, `clauses`, `callers`, `called`, `running`, `first`.

	`positions`: [{"name", "title", "unit", "holders" (names), "steps"}]; `people`: staff member -> steps;
	`everybody`: steps that any employee may do; steps are ids. `clauses`: [{"text", "steps"}]; `callers` and `called`:
	processes that start this one and that it starts; `interfaces`: [{"thing", "processes"}], objects that touched steps
	make or use and the other processes that use or make them; `running`: [{"version", "steps" (titles), "count"}].
	"""
	registry = registry or Registry()
	touched = list(_touched(comparison))
	return {
		"first": not comparison.before.steps,
		"steps": [step.id for _definition, step in touched],
		**_people(registry, touched),
		"clauses": _clauses(touched),
		"callers": callers(comparison.after.process),
		"called": sorted({step.subprocess.process for _d, step in touched if step.subprocess}),
		"interfaces": _interfaces(comparison.after.process, touched),
		"running": running(comparison.after.process),
	}


def comparison_of(version: str) -> Comparison:
	"""A version against the one published before it."""
	after = get_definition(version)
	earlier = earlier_version(version)
	return compare(get_definition(earlier) if earlier else nothing(after), after)


def earlier_version(version: str) -> str | None:
	"""Name of the version before this one."""
	code, number = frappe.db.get_value("Process Version", version, ["process_code", "version"])
	before = {"process_code": code, "version": ("<", number)}
	return frappe.db.get_value("Process Version", before, "name", order_by="version desc")


def on_released(version: str) -> None:
	"""Keep with a version that has come into force what it touches (hook `liuwan_version_released`)."""
	if not frappe.db.get_value("Process Version", version, "impact"):
		found = json.dumps(of(comparison_of(version)), ensure_ascii=False)
		frappe.db.set_value("Process Version", version, "impact", found, update_modified=False)


def kept(version: str) -> Row:
	"""What was kept with a version; what it touches now where nothing was kept."""
	found = frappe.db.get_value("Process Version", version, "impact")
	return json.loads(found) if found else of(comparison_of(version))


def _touched(comparison: Comparison) -> Iterator[tuple[Definition, Step]]:
	now, gone = comparison.concerned
	for definition, steps in ((comparison.after, now), (comparison.before, gone)):
		yield from ((definition, step) for step in definition.steps if step.id in steps)


def _people(registry: Registry, touched: list[tuple[Definition, Step]]) -> Row:
	posts: dict[str, list[str]] = defaultdict(list)
	people: dict[str, list[str]] = defaultdict(list)
	everybody = []
	for definition, step in touched:
		doers = registry.doers(definition, step)
		for post in doers.posts:
			posts[post].append(step.id)
		for member in doers.staff:
			people[member].append(step.id)
		if doers.everybody or (step.kind == "start" and not step.participants):
			everybody.append(step.id)
	positions = [_position(registry, post, steps) for post, steps in sorted(posts.items())]
	return {"positions": positions, "people": dict(sorted(people.items())), "everybody": everybody}


def _position(registry: Registry, post: str, steps: list[str]) -> Row:
	organisation = registry.organisation
	known = organisation.posts.get(post)
	holders = [organisation.people[member].title for member in organisation.by_post.get(post, ())]
	title, unit = (known.title, known.unit) if known else (post, "")
	return {"name": post, "title": title, "unit": unit, "holders": holders, "steps": steps}


def _clauses(touched: list[tuple[Definition, Step]]) -> list[Row]:
	"""Regulation clauses that bind steps, and those that steps only name in words, one a line."""
	ties = Reader(step for _definition, step in touched)
	found: dict[str, list[str]] = defaultdict(list)
	for _definition, step in touched:
		words = step.knowledge.get("clauses", "").splitlines()
		for text in (*(_rule(rule) for rule in ties.of(step).rules), *(line.strip() for line in words)):
			if text:
				found[text].append(step.id)
	return [{"text": text, "steps": steps} for text, steps in found.items()]


def _rule(rule: Rule) -> str:
	return " ".join(filter(None, (rule.title, rule.number, rule.clause, rule.clause_title)))


def _interfaces(process: str, touched: list[tuple[Definition, Step]]) -> list[Row]:
	"""Other processes at the same objects: what they need may be made otherwise now, or no more."""
	things = sorted({thing for _d, step in touched for thing in (*step.inputs, *step.outputs)})
	if not things:
		return []
	chains = interfaces.read().chains
	others = {
		thing: sorted({end.process for end in (*chains.makers[thing], *chains.users[thing])} - {process})
		for thing in things
	}
	return [{"thing": thing, "processes": codes} for thing, codes in others.items() if codes]


def callers(process: str) -> list[Row]:
	"""Published processes that start this one: [{"process", "title", "steps" (titles)}]. Two statements."""
	table, version = DocType("Process"), DocType("Process Version")
	query = frappe.qb.from_(table).join(version).on(version.name == table.current_version)
	query = query.select(table.name).where((table.status == "Published") & (table.name != process))
	names = query.where(version.definition.like(f'%"process": "{process}"%')).run(pluck=True)
	found = []
	for name, definition in sorted(published(names).items()):
		steps = [s.title for s in definition.steps if s.subprocess and s.subprocess.process == process]
		if steps:
			found.append({"process": name, "title": definition.title, "steps": steps})
	return found


def running(process: str) -> list[Row]:
	"""Open runs by the version that they follow, and stay with, and the titles of the steps they stand in."""
	run = DocType("Process Instance")
	query = frappe.qb.from_(run).select(run.process_version, run.current_steps, Count("*"))
	query = query.where((run.process_code == process) & run.status.isin(OPEN))
	rows = query.groupby(run.process_version, run.current_steps).orderby(run.process_version).run()
	found: Counter[tuple[str, str]] = Counter()
	for version, steps, count in rows:
		found[version, steps or ""] += count
	return [{"version": v, "steps": steps, "count": count} for (v, steps), count in found.items()]
