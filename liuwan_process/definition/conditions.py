"""Conditions of transitions: small expressions over the form, the initiator and the run, evaluated by `simpleeval`."""

from __future__ import annotations

import ast
import datetime
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from simpleeval import EvalWithCompoundTypes, InvalidExpression

from liuwan_process.definition.model import Definition, FormField

LENGTH = 500
DEPTH = 20
RUN_NAMES = ("initiator", "initiator_unit", "lead_person", "green_channel", "today")
NUMBERS = ("Int", "Float", "Currency", "Check")
ALLOWED_NODES = (
	ast.Expression,
	ast.BoolOp,
	ast.UnaryOp,
	ast.BinOp,
	ast.Compare,
	ast.IfExp,
	ast.Call,
	ast.Name,
	ast.Load,
	ast.Constant,
	ast.List,
	ast.Tuple,
	ast.boolop,
	ast.unaryop,
	ast.operator,
	ast.cmpop,
)


class ConditionError(ValueError):
	"""A condition that cannot be read or evaluated; the message says why."""


def _sum_of(rows: Iterable[Mapping[str, Any]] | None, column: str) -> float:
	return sum(float(row.get(column) or 0) for row in rows or [])


def _count(rows: Any) -> int:
	return len(rows or [])


def _days_between(start: Any, end: Any) -> int:
	return (_date(end) - _date(start)).days


def _add_days(day: Any, days: float) -> str:
	return (_date(day) + datetime.timedelta(days=int(days))).isoformat()


def _text(value: Any) -> str:
	"""As people write it: a whole number without decimals, nothing as nothing."""
	if value is None:
		return ""
	return f"{value:.15g}" if isinstance(value, float) else str(value)


def _date(value: Any) -> datetime.date:
	if isinstance(value, datetime.datetime):
		return value.date()
	if isinstance(value, datetime.date):
		return value
	return datetime.date.fromisoformat(str(value)[:10])


FUNCTIONS = {
	"sum_of": _sum_of,
	"count": _count,
	"days_between": _days_between,
	"add_days": _add_days,
	"text": _text,
	"lower": lambda text: str(text or "").lower(),
	"contains": lambda text, part: str(part) in str(text or ""),
	"min": min,
	"max": max,
	"abs": abs,
	"round": round,
}


@lru_cache(maxsize=2048)
def compiled(expression: str) -> ast.expr:
	"""The checked syntax tree of a condition. Raises ConditionError."""
	if len(expression) > LENGTH:
		raise ConditionError(f"longer than {LENGTH} characters")
	try:
		tree = ast.parse(expression.strip(), mode="eval")
	except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
		raise ConditionError(getattr(error, "msg", str(error))) from error
	_check(tree.body, DEPTH)
	return tree.body


def names(expression: str) -> set[str]:
	"""The fields and run values that a condition uses. Raises ConditionError."""
	tree = compiled(expression)
	called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
	return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called}


def evaluate(expression: str, values: Mapping[str, Any]) -> bool:
	"""Whether a condition holds. `values` come from `scope`. Raises ConditionError."""
	return bool(value_of(expression, values))


def value_of(expression: str, values: Mapping[str, Any]) -> Any:
	"""What an expression comes to. `values` come from `scope`. Raises ConditionError."""
	evaluator = EvalWithCompoundTypes(names=dict(values), functions=dict(FUNCTIONS))  # it adds its own
	try:
		return evaluator.eval(expression, previously_parsed=compiled(expression))
	except ConditionError:
		raise
	except (InvalidExpression, AttributeError, ArithmeticError, LookupError, TypeError, ValueError) as error:
		raise ConditionError(str(error)) from error


def scope(definition: Definition, form: Mapping[str, Any], run: Mapping[str, Any]) -> dict[str, Any]:
	"""The names of a condition: every field of the form, empty ones as 0 or "", and the values of the run."""
	fields = definition.fields_by_name.values()
	values = {f.name: _value(f, form.get(f.name)) for f in fields if f.holds_value}
	return {**values, **{name: run.get(name) or "" for name in RUN_NAMES}}


def known(definition: Definition) -> set[str]:
	"""Every name that a condition of this definition may use."""
	return {f.name for f in definition.fields_by_name.values() if f.holds_value} | set(RUN_NAMES)


def _value(field: FormField, value: Any) -> Any:
	if field.type == "Table":
		return [dict(row) for row in value or []]
	if field.type in NUMBERS:
		return float(value or 0) if field.type in ("Float", "Currency") else int(value or 0)
	if value is None:
		return ""
	return str(value) if isinstance(value, datetime.date | datetime.timedelta) else value


def _check(node: ast.AST, depth: int) -> None:
	if depth == 0:
		raise ConditionError(f"nested more than {DEPTH} levels deep")
	if not isinstance(node, ALLOWED_NODES):
		raise ConditionError(f"{type(node).__name__} is not allowed here")
	if isinstance(node, ast.Call):
		_check_call(node)
	if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow | ast.LShift | ast.RShift | ast.MatMult):
		raise ConditionError(f"{type(node.op).__name__} is not allowed here")
	for child in ast.iter_child_nodes(node):
		_check(child, depth - 1)


def _check_call(node: ast.Call) -> None:
	if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords:
		raise ConditionError("only these functions may be called: " + ", ".join(sorted(FUNCTIONS)))
