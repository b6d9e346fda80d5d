"""Finds the route of a request, checks who calls and what was sent, and answers in the caller's language."""

from __future__ import annotations

import re
from typing import Any

import frappe
from frappe import _
from werkzeug.wrappers import Request

from liuwan_process.api.rest import access, given, problems
from liuwan_process.api.rest.answers import Answer, made
from liuwan_process.api.rest.problems import Problem
from liuwan_process.api.rest.table import ROUTES, Route

KEY = re.compile(r"[\x21-\x7e]{1,128}")


def answer(path: str) -> Answer:
	"""The answer to the session's request. What is wrong with it becomes a problem; a fault of ours goes to Frappe."""
	request = frappe.local.request
	access.set_language(request)
	try:
		found, holes = find(request.method, path)
		return _answered(found, holes, request)
	except Problem as problem:
		return _refused(problem)
	except Exception as error:
		problem = problems.of(error, frappe.flags.liuwan_version)
		if problem is None:
			raise
		return _refused(problem)


def find(method: str, path: str) -> tuple[Route, dict[str, str]]:
	"""The route of a method and a path, and what stands in its holes. HEAD is answered as GET."""
	here = [(route, found) for route in ROUTES if (found := route.pattern.fullmatch(path))]
	if not here:
		raise problems.not_found()
	wanted = "GET" if method == "HEAD" else method
	for route, found in here:
		if route.method == wanted:
			return route, found.groupdict()
	allowed = ", ".join(sorted({route.method for route, _found in here}))
	raise Problem(405, _("This address does not take {0}").format(method), Allow=allowed)


def _answered(route: Route, holes: dict[str, str], request: Request) -> Answer:
	if not route.public:
		access.require_person(request)
	arguments: dict[str, Any] = dict(holes)
	if route.query:
		arguments["query"] = given.query(route.query, request)
	elif request.args:
		raise Problem(
			400, _("“{0}” is not known here").format(next(iter(request.args))), next(iter(request.args))
		)
	if route.body:
		arguments["body"] = given.body(route.body, request)
	if route.keyed:
		arguments["key"] = _key(request)
	result = route.handler(**arguments)
	headers = frappe.flags.pop("liuwan_headers", None) or {}
	return made(result, route.status, request.method, headers)


def _key(request: Request) -> str:
	key = request.headers.get("Idempotency-Key")
	if key is not None and not KEY.fullmatch(key):
		raise Problem(400, _("An Idempotency-Key has 1 to 128 visible ASCII characters"), "Idempotency-Key")
	return key or ""


def _refused(problem: Problem) -> Answer:
	frappe.db.rollback()
	frappe.clear_messages()
	answer = Answer(problem.body(), status=problem.status, content_type="application/json")
	answer.headers["Cache-Control"] = "no-store"
	answer.headers.update(problem.headers())
	return answer
