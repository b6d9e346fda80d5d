"""What kind of value an expression comes to, told without evaluating it, and which fields can hold that kind.

Kinds: whole, number, yes_no, text, date, datetime, time, file, rows, list, nothing, and link:<DocType>.
"""

from __future__ import annotations

import ast
import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from liuwan_process.definition.conditions import ConditionError, compiled
from liuwan_process.definition.model import Definition, FormField

Kinds = Mapping[str, str]
NUMERIC = ("whole", "number", "yes_no")
OF_FIELD = {
	"Int": "whole",
	"Float": "number",
	"Currency": "number",
	"Check": "yes_no",
	"Date": "date",
	"Datetime": "datetime",
	"Time": "time",
	"Attach": "file",
	"Table": "rows",
}
OF_RUN = {
	"initiator": "link:User",
	"initiator_unit": "link:Org Unit",
	"lead_person": "link:User",
	"green_channel": "yes_no",
	"today": "date",
}
# Type of a field: the kinds that it can hold. A field of any other type holds every single value.
HOLDS = {
	"Int": ("whole", "yes_no"),
	"Float": NUMERIC,
	"Currency": NUMERIC,
	"Check": ("yes_no", "whole"),
	"Date": ("date", "datetime"),
	"Datetime": ("datetime", "date"),
	"Time": ("time",),
	"Attach": ("file",),
	"Table": ("rows",),
	"Select": ("text",),
}
READERS: dict[str, Callable[[str], Any]] = {
	"Date": datetime.date.fromisoformat,
	"Datetime": datetime.datetime.fromisoformat,
	"Time": datetime.time.fromisoformat,
}


def kinds_of(definition: Definition) -> dict[str, str]:
	"""Name -> kind of everything that an expression over a definition's form may name."""
	fields = {f.name: kind_of_field(f) for f in definition.fields_by_name.values() if f.holds_value}
	return {**fields, **OF_RUN}


def kind_of_field(field: FormField) -> str:
	return f"link:{field.options}" if field.type == "Link" else OF_FIELD.get(field.type, "text")


def kind_of(expression: str, kinds: Kinds) -> str:
	"""Raises ConditionError: unreadable, a name that is not known, or values that do not go together."""
	return _kind(compiled(expression), kinds)


def fits(field: FormField, expression: str, kinds: Kinds) -> bool:
	"""Whether a field can hold what an expression comes to. Raises ConditionError."""
	tree = compiled(expression)
	kind = _kind(tree, kinds)
	if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
		return _holds_text(field, tree.value)
	if kind == "nothing":
		return True
	if field.type == "Link":
		return kind in ("text", f"link:{field.options}")
	return kind in HOLDS[field.type] if field.type in HOLDS else kind not in ("rows", "list")


def _holds_text(field: FormField, text: str) -> bool:
	"""Whether words that stand in the expression itself can be kept."""
	if field.type == "Select":
		return text in ("", *field.options.split("\n"))
	if field.type in READERS:
		try:
			READERS[field.type](text)
		except ValueError:
			return False
		return True
	return field.type not in HOLDS


def _kind(node: ast.AST, kinds: Kinds) -> str:
	for types, of in _NODES.items():
		if isinstance(node, types):
			return of(node, kinds)
	raise ConditionError(f"{type(node).__name__} is not allowed here")


def _of_constant(node: ast.Constant, _kinds: Kinds) -> str:
	found = {bool: "yes_no", int: "whole", float: "number", str: "text", type(None): "nothing"}
	if type(node.value) not in found:
		raise ConditionError(f"{node.value!r} is not allowed here")
	return found[type(node.value)]


def _of_name(node: ast.Name, kinds: Kinds) -> str:
	if node.id not in kinds:
		raise ConditionError(f"{node.id} is not known")
	return kinds[node.id]


def _of_parts(parts: Iterable[ast.AST], kinds: Kinds) -> str:
	return _common([_kind(part, kinds) for part in parts])


def _of_comparison(node: ast.Compare, kinds: Kinds) -> str:
	for part in (node.left, *node.comparators):
		_kind(part, kinds)
	return "yes_no"


def _of_sign(node: ast.UnaryOp, kinds: Kinds) -> str:
	kind = _kind(node.operand, kinds)
	if isinstance(node.op, ast.Not):
		return "yes_no"
	return _numeric([kind])


def _of_arithmetic(node: ast.BinOp, kinds: Kinds) -> str:
	both = [_kind(node.left, kinds), _kind(node.right, kinds)]
	if isinstance(node.op, ast.Add) and all(map(_is_words, both)):
		return "text"
	return "number" if isinstance(node.op, ast.Div) else _numeric(both)


def _of_call(node: ast.Call, kinds: Kinds) -> str:
	given = [_kind(argument, kinds) for argument in node.args]
	name = node.func.id if isinstance(node.func, ast.Name) else ""
	if name in ("sum_of", "count") and given[:1] != ["rows"]:
		raise ConditionError(f"{name} needs a table")
	if name in ("min", "max"):
		return _common(given)
	if name in ("abs", "round"):
		kind = _numeric(given[:1])
		return "whole" if name == "round" and len(given) == 1 else kind
	return _CALLS[name]


def _numeric(kinds: list[str]) -> str:
	if not kinds or not set(kinds) <= set(NUMERIC):
		raise ConditionError("this calculates with something that is not a number")
	return "number" if "number" in kinds else "whole"


def _common(kinds: list[str]) -> str:
	"""The kind of a value that is one of several."""
	found = set(kinds) - {"nothing"}
	if len(found) <= 1:
		return next(iter(found), "nothing")
	if found <= set(NUMERIC):
		return _numeric(sorted(found))
	if all(map(_is_words, found)):
		return "text"
	raise ConditionError("this is sometimes one kind of value and sometimes another")


def _is_words(kind: str) -> bool:
	return kind in ("text", "date", "datetime", "time") or kind.startswith("link:")


_CALLS = {
	"sum_of": "number",
	"count": "whole",
	"days_between": "whole",
	"add_days": "date",
	"text": "text",
	"lower": "text",
	"contains": "yes_no",
}
_NODES: dict[Any, Callable[[Any, Kinds], str]] = {
	ast.Constant: _of_constant,
	ast.Name: _of_name,
	ast.BoolOp: lambda node, kinds: _of_parts(node.values, kinds),
	ast.IfExp: lambda node, kinds: _kind(node.test, kinds) and _of_parts((node.body, node.orelse), kinds),
	ast.Compare: _of_comparison,
	ast.UnaryOp: _of_sign,
	ast.BinOp: _of_arithmetic,
	ast.Call: _of_call,
	(ast.List, ast.Tuple): lambda node, kinds: _of_parts(node.elts, kinds) and "list",
}
