"""Hypothesis strategies: what steps are tied to."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from liuwan_process.definition import knowledge

records = st.lists(st.sampled_from(("LEAVE-RECORD", "RECT-NOTICE", "A-1")), max_size=2, unique=True).map(
	tuple
)
clauses = st.builds(
	knowledge.Clause, st.sampled_from(("AQ-1-v1", "GB/T 29639-v2")), st.sampled_from(("", "3.2", "第五条"))
)
indicators = st.builds(
	knowledge.Indicator,
	st.sampled_from(("按期率", "a & b", "<b>", '"x"', "it's", "x: y", "]]>")),
	st.sampled_from(("", "≤ 2", "100")),
	st.sampled_from(("", "%")),
)
parties = st.builds(
	knowledge.Responsibility,
	st.sampled_from(knowledge.LETTERS),
	st.sampled_from(knowledge.PARTIES),
	st.sampled_from(("Clerk", "Office")),
).map(lambda row: row if row.party in knowledge.NAMED_PARTIES else replace(row, name=""))


def few(each: st.SearchStrategy) -> st.SearchStrategy:
	return st.lists(each, max_size=2, unique=True).map(tuple)


ties = st.fixed_dictionaries(
	{
		"inputs": records,
		"outputs": records,
		"clauses": few(clauses),
		"risks": records,
		"indicators": few(indicators),
		"responsibilities": few(parties),
	}
)
