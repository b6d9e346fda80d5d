"""The table of routes. Each is a function whose annotations say what it takes and gives, and whose docstring says why."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

from pydantic import BaseModel

HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Route:
	"""`path` has holes like {task}; `tag` is the room it stands in; `keyed` routes heed Idempotency-Key.

	`refuses`: statuses that it may answer and that do not follow from the rest.
	"""

	method: str
	path: str
	handler: Callable[..., Any]
	tag: str
	status: int = 200
	public: bool = False
	keyed: bool = False
	refuses: tuple[int, ...] = ()
	name: str = ""

	@cached_property
	def pattern(self) -> re.Pattern[str]:
		return re.compile(HOLE.sub(r"(?P<\1>[^/]+)", self.path))

	@cached_property
	def hints(self) -> dict[str, Any]:
		return get_type_hints(self.handler, include_extras=True)

	@property
	def holes(self) -> list[str]:
		return HOLE.findall(self.path)

	@property
	def query(self) -> type[BaseModel] | None:
		return self.hints.get("query")

	@property
	def body(self) -> type[BaseModel] | None:
		return self.hints.get("body")

	@property
	def result(self) -> Any:
		return self.hints.get("return")

	@property
	def id(self) -> str:
		return self.name or self.handler.__name__

	@property
	def summary(self) -> str:
		return inspect.cleandoc(self.handler.__doc__ or "").partition("\n")[0]

	@property
	def description(self) -> str:
		"""The rest of the docstring, without what it says of Python's errors."""
		text = inspect.cleandoc(self.handler.__doc__ or "").partition("\n")[2]
		return " ".join(text.partition("Raises ")[0].split())


ROUTES: list[Route] = []


def route(method: str, path: str, tag: str, **more: Any) -> Callable[[Callable], Callable]:
	"""Register a function as the answer to a method and a path."""

	def register(handler: Callable) -> Callable:
		ROUTES.append(Route(method, path, handler, tag, **more))
		return handler

	return register
