"""What a page function gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Page:
	"""A template with what it shows. `room` is the entry of the navigation that is lit."""

	template: str
	title: str
	context: dict[str, Any] = field(default_factory=dict)
	room: str = ""
	status: int = 200


class Elsewhere(Exception):
	"""The page that was asked for is found at another address."""

	def __init__(self, address: str) -> None:
		super().__init__(address)
		self.address = address
