"""Puts the figures of a full run into docs/faults.md: one row of its tables for each kind of fault or race."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "faults.md"


def write(row: str, *cells: object) -> None:
	"""Replace the row that begins with `row`, with figures in the order of the table's columns."""
	line = (
		"| "
		+ " | ".join([row, *(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in cells)])
		+ " |"
	)
	text, count = re.subn(rf"^\| {re.escape(row)} \|.*$", lambda _found: line, PAGE.read_text(), flags=re.M)
	assert count == 1, f"docs/faults.md has no row “{row}”"
	PAGE.write_text(text)
