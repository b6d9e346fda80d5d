"""A job handbook as a PDF."""

from __future__ import annotations

from typing import Any

from liuwan_process.portal.environment import environment
from liuwan_process.printing import pdf
from liuwan_process.process_library.compendium import paper
from liuwan_process.process_library.compendium.pages import enterprise
from liuwan_process.process_library.handbook import view


def of_issue(issue: str) -> bytes:
	"""The PDF of an issue, in the reader's language. Raises CannotPrint naming what is missing on the server."""
	html = environment().get_template("print/handbook.html").render(context(issue))
	return pdf.render(html, paper.style())


def context(issue: str) -> dict[str, Any]:
	return {"book": view.of(issue), "enterprise": enterprise(), "language": paper.language()}
