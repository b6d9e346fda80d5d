"""Definitions of any shape, sound or not, for tests of the drawing."""

from __future__ import annotations

from hypothesis import strategies as st

from liuwan_process.definition.model import (
	DECISIONS,
	END_STATUSES,
	JOINS,
	SPLITS,
	STEP_KINDS,
	Definition,
	FormField,
	Step,
	Transition,
)

WORDS = (
	"Report",
	"safety",
	"办公室主任",
	"审批",
	"Quality",
	"备案",
	"(质量管理部)",
	"，",
	"a",
	"Übergabe",
	"—",
)
HOSTILE = (
	"<script>alert(1)</script>",
	"\"'><b>&amp;",
	"]]>",
	"\x00\x1b[0m",
	"Donaudampfschifffahrtsgesellschaft" * 3,
)

titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join) | st.sampled_from(HOSTILE)
lanes = st.sampled_from(("", "Office", "质量管理部", "Flight operations and control", "HR", "IT", "财务部"))
conditions = st.sampled_from(("", "", "days >= 2", "kind == 'sick' and days < 3", "not (amount > 100000)"))


@st.composite
def definitions(draw, most_steps: int = 40) -> Definition:
	"""1 to `most_steps` steps and any arrows between them: parallel ones, loops, to itself, none at all."""
	count = draw(st.integers(1, most_steps))
	steps = tuple(draw(_steps(f"s{number}", "start" if number == 0 else None)) for number in range(count))
	chain = [(n, n + 1) for n in range(count - 1)] if draw(st.booleans()) else []
	end = st.integers(0, count - 1)
	pairs = chain + draw(st.lists(st.tuples(end, end), max_size=count + 10))
	transitions = tuple(draw(_transitions(f"s{a}", f"s{b}")) for a, b in pairs)
	fields = (FormField("days", "请假天数", "Int"), FormField("amount", "Amount <EUR>", "Float"))
	return Definition("any", "Any process", 1, "Any Form", fields, steps, transitions)


@st.composite
def _steps(draw, step_id: str, kind: str | None) -> Step:
	return Step(
		id=step_id,
		title=draw(titles),
		kind=kind or draw(st.sampled_from(STEP_KINDS[1:])),
		lane=draw(lanes),
		split=draw(st.sampled_from(SPLITS)),
		join=draw(st.sampled_from(JOINS)),
		status=draw(st.sampled_from(END_STATUSES)),
	)


@st.composite
def _transitions(draw, source: str, target: str) -> Transition:
	action = draw(st.sampled_from(("Approve", "同意", "退回申请人修改", "Not effective, start again")))
	return Transition(source, target, action, draw(st.sampled_from(DECISIONS)), draw(conditions))
