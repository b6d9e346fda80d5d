"""Answers every address under /process (hook `page_renderer`).

Frappe's own pages run some twenty statements for menus, meta tags and forms of other kinds before a page begins;
these have none of that, and their values are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import frappe
from frappe import _
from frappe.website.page_renderers.base_renderer import BaseRenderer

from liuwan_process.portal import (
	books,
	catalogue,
	chains,
	environment,
	frame,
	handbook,
	home,
	library,
	lists,
	live,
	me,
	reading,
	regulation,
	run,
	start,
	task,
	versions,
)
from liuwan_process.portal.answer import Elsewhere, Page

PAGES: tuple[tuple[re.Pattern[str], Callable[..., Page]], ...] = tuple(
	(re.compile(f"process{path}"), page)
	for path, page in (
		("", home.page),
		("/tasks", lists.tasks),
		("/requests", lists.requests),
		("/catalogue", catalogue.page),
		("/library", library.page),
		("/library/regulations", regulation.listed),
		(r"/library/regulation/(?P<name>.+)", regulation.page),
		("/library/chains", chains.page),
		(r"/library/chains/(?P<code>[^/]+)", chains.page),
		(r"/library/(?P<code>[^/]+)", library.entry),
		("/books", books.page),
		(r"/books/(?P<name>[^/]+)", books.edition),
		(r"/books/(?P<name>[^/]+)/(?P<code>[^/]+)", books.process),
		("/handbook", handbook.page),
		("/handbooks", handbook.others),
		(r"/library/(?P<code>[^/]+)/versions", versions.page),
		(r"/library/(?P<code>[^/]+)/compare", versions.compare),
		(r"/start/(?P<process>[^/]+)", start.page),
		(r"/task/(?P<task>\w+)", task.page),
		(r"/run/(?P<instance>\w+)", run.page),
		("/reading", reading.page),
		(r"/reading/(?P<name>\w+)", reading.one),
		("/me", me.page),
	)
)
HEADERS = {
	"Cache-Control": "no-store",
	"Referrer-Policy": "same-origin",
	"X-Content-Type-Options": "nosniff",
	"Content-Security-Policy": (
		"default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline';"
		" object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'"
	),
}


def headers() -> dict[str, str]:
	"""HEADERS, with leave to listen to the push service."""
	policy = f"{HEADERS['Content-Security-Policy']}; connect-src {live.sources()}"
	return HEADERS | {"Content-Security-Policy": policy}


class PortalPage(BaseRenderer):
	"""One page of the portal."""

	def can_render(self) -> bool:
		self.path = self.path.strip("/ ")
		return any(pattern.fullmatch(self.path) for pattern, _page in PAGES)

	def render(self):
		if frappe.session.user == "Guest":
			return self._redirect(f"/login?redirect-to={quote(self._address(), safe='/')}")
		try:
			return self._answer(self._page())
		except Elsewhere as to:
			return self._redirect(to.address)
		except frappe.DoesNotExistError:
			return self._answer(_trouble(404, _("This page does not exist"), ""))
		except frappe.PermissionError as error:
			return self._answer(_trouble(403, _("You may not see this"), str(error)))

	def _page(self) -> Page:
		for pattern, page in PAGES:
			if found := pattern.fullmatch(self.path):
				return page(**found.groupdict())
		raise frappe.DoesNotExistError

	def _answer(self, page: Page):
		html = environment.render(page.template, {**frame.context(page), **page.context})
		return self.build_response(html, page.status, headers())

	def _redirect(self, address: str):
		return self.build_response("", 302, {"Location": address, "Cache-Control": "no-store"})

	def _address(self) -> str:
		query = frappe.request.query_string.decode() if frappe.request else ""
		return f"/{self.path}" + (f"?{query}" if query else "")


def _trouble(status: int, title: str, words: str) -> Page:
	frappe.clear_messages()
	return Page("trouble.html", title, {"explanation": words}, status=status)
