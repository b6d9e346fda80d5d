"""Lists in pages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from liuwan_process.api.rest.given import Query
from liuwan_process.api.rest.words import text

Limit = Annotated[int, Field(ge=1, le=100, description="How many at most")]


class Pages(Query):
	"""Which part of a list."""

	limit: Limit = 20
	offset: Annotated[int, Field(ge=0, le=10_000, description="How many to leave out at the beginning")] = 0
	search: text(100, "Words that the title holds") = ""
