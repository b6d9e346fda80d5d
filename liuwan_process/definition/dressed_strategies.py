"""Hypothesis strategies: sound flows dressed with everything that a process may say of its form, people and steps."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from liuwan_process.definition import knowledge as tied
from liuwan_process.definition import model, work
from liuwan_process.definition.model import (
	Absence,
	Completion,
	Definition,
	FormField,
	Limit,
	Participant,
	Step,
	Transition,
)
from liuwan_process.definition.strategies import sound_definitions
from liuwan_process.definition.tied_strategies import ties
from liuwan_process.definition.work import Assignment, Call, Creation, Subprocess

KNOWLEDGE = (
	"input",
	"output",
	"method",
	"tools",
	"constraints",
	"quality_standard",
	"risks",
	"controls",
	"clauses",
)
AWKWARD = (
	"审批",
	"a & b",
	"<b>",
	'"x"',
	"it's",
	"a  b",
	"Zeile\nZwei",
	"]]>",
	"ü",
	"1 > 0",
	"x: y",
	"𠀀",
	"otherwise",
)

words = st.sampled_from(AWKWARD) | st.text(
	st.characters(
		min_codepoint=33, max_codepoint=0x9FFF, exclude_categories=("Cs", "Cc", "Cn", "Zs", "Zl", "Zp")
	),
	min_size=1,
	max_size=12,
)
names = st.sampled_from(("amount", "reason", "first", "last", "items"))
amounts = st.sampled_from((0.5, 1.0, 2.0, 5.0, 30.0))
conditions = st.sampled_from(("", "", "amount > 5", "reason == 'a < b' and amount >= 2", "not (amount > 1)"))
assignments = st.lists(
	st.builds(Assignment, names, st.sampled_from(("amount + 1", "lower(reason)"))), max_size=2
).map(tuple)

FIELDS = (
	FormField("amount", "Amount", "Int", required=True, in_list=True, default="3"),
	FormField("reason", "原因", "Small Text", description="Why & <what>"),
	FormField("first", "First", "Date"),
	FormField("last", "Last", "Date"),
	FormField("kind", "Kind", "Select", "One\nTwo"),
	FormField("items", "Items", "Table"),
	FormField("price", "Price", "Currency", table="items", required=True),
	FormField("part", "Part", "Section Break"),
)


def limits(then: tuple[str, ...] = model.AFTERWARDS) -> st.SearchStrategy[Limit]:
	"""A role only where the work is handed over."""
	plain = st.builds(
		Limit,
		amounts,
		st.sampled_from(model.UNITS),
		st.sampled_from((0, 0.5)),
		st.sampled_from(then),
		st.sampled_from((0, 1.0)),
	)
	return plain.map(lambda limit: replace(limit, role="Clerk") if limit.then == "hand_over" else limit)


people = st.builds(
	Participant,
	rule=st.sampled_from(model.RULES),
	role=st.sampled_from(("", "Clerk")),
	position=st.sampled_from(("", "矿长")),
	scope=st.sampled_from(model.SCOPES),
	unit=st.sampled_from(("", "Office")),
	field=st.sampled_from(("", "reason")),
	levels=st.integers(1, 3),
	step=st.sampled_from(("", "s0")),
	users=st.sampled_from(((), ("a@b.example", "c@d.example"))),
	weight=amounts,
)
completions = st.builds(
	Completion, st.sampled_from(model.COMPLETIONS), amounts, st.sampled_from(model.REFUSALS)
)
accesses = st.dictionaries(
	st.sampled_from(("amount", "reason", "items", "items.price")), st.sampled_from(model.ACCESSES)
)
knowledge = st.dictionaries(st.sampled_from(KNOWLEDGE), words, max_size=4)
creations = st.builds(
	Creation,
	st.just("ToDo"),
	st.sampled_from(work.RIGHTS),
	st.sampled_from(("", "Guest")),
	assignments,
	st.sampled_from(("", "reason")),
)
calls = st.builds(
	Call, st.just("https://a.example/b?c=1&d=2"), assignments, assignments, amounts, st.integers(1, 9)
)
children = st.builds(
	Subprocess,
	st.sampled_from(("T-CHILD", "2-CHILD")),
	assignments,
	assignments,
	st.booleans(),
	st.sampled_from(work.STARTERS),
	st.dictionaries(st.sampled_from(work.OUTCOMES), words.map(str.strip)).map(
		lambda found: {outcome: found[outcome] for outcome in work.OUTCOMES if outcome in found}
	),
)


@st.composite
def _clothes(draw: st.DrawFn) -> dict:
	"""What a step may say of itself, by kind. A definition has a few of them, as drawing one for each step takes long."""
	fields = draw(accesses)
	deferrable = draw(st.booleans())
	of_any = {
		"participants": draw(st.lists(people, max_size=3).map(tuple)),
		"nobody": draw(st.sampled_from(model.NOBODY)),
		"completion": draw(completions),
		"limit": draw(st.none() | limits()),
		"fields": fields,
		"rows": {name: draw(st.sampled_from(("add", "fixed"))) for name in fields if name == "items"},
		"knowledge": draw(knowledge),
		"lead_decides": draw(st.booleans()),
		"deferrable": deferrable,
		"make_up": draw(make_ups) if deferrable else None,
		**draw(ties),
	}
	work_of_its_own = {"sets": draw(assignments), "creation": draw(st.none() | creations)}
	return {
		"of_any": of_any,
		"automatic": work_of_its_own | {"call": draw(st.none() | calls)},
		"subprocess": {"subprocess": draw(st.none() | children)},
	}


make_ups = st.none() | limits(model.CASE_AFTERWARDS).map(lambda limit: replace(limit, role=""))
wardrobes = st.lists(_clothes(), min_size=1, max_size=3)


@st.composite
def dressed_definitions(draw: st.DrawFn, depth: int = 2) -> Definition:
	"""Any flow of `sound_definitions`; what it is dressed with may make it unsound. Version 0, no DocType yet."""
	plain = draw(sound_definitions(depth))
	clothes = draw(wardrobes)
	steps = tuple(_dressed(draw, step, draw(st.sampled_from(clothes))) for step in plain.steps)
	ways = tuple(_way(draw, way) for way in plain.transitions)
	return replace(
		plain,
		process=draw(st.sampled_from(("T", "BO-LEAVE", "12-A"))),
		title=draw(words).strip(),
		version=0,
		doctype="",
		fields=FIELDS,
		steps=(*steps, *_refused_end(draw)),
		transitions=ways,
		subject=draw(st.sampled_from(("", "{initiator}: {reason}"))),
		same_approver=draw(st.sampled_from(model.POLICIES)),
		initiator_approver=draw(st.sampled_from(model.POLICIES)),
		limit=draw(st.none() | limits(model.CASE_AFTERWARDS)),
		lead=draw(st.sampled_from(model.LEADS)),
		urgent_quota=draw(st.integers(0, 5)),
		accountable=draw(st.sampled_from(tied.ACCOUNTABLES)),
		absence=draw(st.none() | st.just(Absence("first", "last", "reason"))),
	)


def _refused_end(draw: st.DrawFn) -> tuple[Step, ...]:
	return draw(st.sampled_from(((), (Step("no", "Turned down", "end", status="Refused"),))))


def _way(draw: st.DrawFn, way: Transition) -> Transition:
	return replace(
		way,
		action=draw(st.just(way.action) | words.map(str.strip)),
		condition=draw(st.just(way.condition) | conditions),
		decision=draw(st.sampled_from(model.DECISIONS)),
	)


def _dressed(draw: st.DrawFn, step: Step, clothes: dict) -> Step:
	changes = {
		"title": draw(words).strip(),
		"lane": draw(st.sampled_from((step.lane, "", "质检 & QA"))),
		"split": draw(st.sampled_from(model.SPLITS)),
		"join": draw(st.sampled_from(model.JOINS)),
	}
	return replace(step, **clothes["of_any"], **changes, **clothes.get(step.kind, {}))
