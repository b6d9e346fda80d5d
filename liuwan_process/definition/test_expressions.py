"""What kind of value an expression comes to, and which fields hold it; always true of what it then evaluates to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuwan_process.definition import conditions, expressions
from liuwan_process.definition.conditions import ConditionError
from liuwan_process.definition.model import Definition, FormField

FIELDS = (
	FormField("days", "Days", "Int"),
	FormField("price", "Price", "Currency"),
	FormField("on", "On", "Date"),
	FormField("who", "Who", "Link", "User"),
	FormField("sort", "Sort", "Select", "Red\nBlue"),
	FormField("words", "Words", "Data"),
	FormField("sure", "Sure", "Check"),
	FormField("rows", "Rows", "Table"),
)
DEFINITION = Definition("P", "P", 1, "P", FIELDS, (), ())
KINDS = expressions.kinds_of(DEFINITION)
BY_NAME = {field.name: field for field in FIELDS}


@pytest.mark.parametrize(
	("expression", "kind"),
	[
		("days + 1", "whole"),
		("days / 2", "number"),
		("price * days", "number"),
		("-days", "whole"),
		("not days", "yes_no"),
		("days > 2 and sure", "yes_no"),
		("round(price)", "whole"),
		("round(price, 2)", "number"),
		("words + ' ' + who", "text"),
		("who", "link:User"),
		("initiator", "link:User"),
		("today", "date"),
		("add_days(today, days)", "date"),
		("days_between(on, today)", "whole"),
		("sum_of(rows, 'cost')", "number"),
		("count(rows)", "whole"),
		("max(days, price)", "number"),
		("words or 'none'", "text"),
		("1 if sure else 2.5", "number"),
		("None", "nothing"),
		("rows", "rows"),
		("[1, 2]", "list"),
	],
)
def test_the_kind_is_told_without_evaluating(expression, kind):
	assert expressions.kind_of(expression, KINDS) == kind


def test_every_value_of_a_run_has_a_kind():
	assert set(expressions.OF_RUN) == set(conditions.RUN_NAMES)


def test_every_function_has_a_kind():
	told = {*expressions._CALLS, "min", "max", "abs", "round"}
	assert told == set(conditions.FUNCTIONS)


@pytest.mark.parametrize(
	("expression", "words"),
	[
		("words + 1", "not a number"),
		("nothing_such", "nothing_such is not known"),
		("'a' if sure else 1", "sometimes one kind"),
		("sum_of(words, 'x')", "needs a table"),
		("-words", "not a number"),
		("b'x'", "is not allowed"),
		("abs(words)", "not a number"),
	],
)
def test_what_does_not_go_together_is_said(expression, words):
	with pytest.raises(ConditionError, match=words):
		expressions.kind_of(expression, KINDS)


@pytest.mark.parametrize(
	("field", "expression", "right"),
	[
		("days", "days + 1", True),
		("days", "days / 2", False),
		("days", "words", False),
		("price", "days", True),
		("on", "today", True),
		("on", "words", False),
		("on", "'2026-01-31'", True),
		("on", "'31 January'", False),
		("sort", "'Red'", True),
		("sort", "'Green'", False),
		("who", "initiator", True),
		("who", "initiator_unit", False),
		("words", "days", True),
		("words", "rows", False),
		("rows", "rows", True),
		("rows", "words", False),
		("sure", "days > 3", True),
		("days", "None", True),
	],
)
def test_what_a_field_can_hold(field, expression, right):
	assert expressions.fits(BY_NAME[field], expression, KINDS) is right


NUMBERS = st.recursive(
	st.sampled_from(("days", "price", "sure", "3", "2.5")),
	lambda inner: st.tuples(inner, st.sampled_from(("+", "-", "*")), inner).map(
		lambda p: f"({p[0]} {p[1]} {p[2]})"
	),
	max_leaves=5,
)


@given(NUMBERS, st.integers(-9, 9), st.floats(-9, 9), st.booleans())
def test_what_is_called_whole_is_whole(expression, days, price, sure):
	form = {"days": days, "price": price, "sure": sure}
	found = conditions.value_of(expression, conditions.scope(DEFINITION, form, {}))
	if expressions.kind_of(expression, KINDS) == "whole":
		assert isinstance(found, int)
	else:
		assert isinstance(found, int | float)
