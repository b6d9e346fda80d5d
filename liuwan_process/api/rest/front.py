"""Where requests under /api/process/v1 come in and go out.

Frappe keeps the addresses below /api to itself. So a `before_request` hook points a request of ours at the one
whitelisted method below, before Frappe finds out who is calling (session, API key, OAuth) and which method is meant;
an `after_request` hook puts into our form whatever Frappe itself answered, as to a wrong key or an unreadable body.
"""

import json

import frappe
from frappe import _
from werkzeug.wrappers import Request, Response

from liuwan_process.api.rest import PREFIX, dispatch, problems
from liuwan_process.api.rest.answers import Answer

METHOD = "/api/method/liuwan_process.api.rest.front.answer"
ASKED = "liuwan_process.asked"
EVERY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"]


def take() -> None:
	"""Hook `before_request`: send a request of ours to `answer`; its own address stays in the environment."""
	request = frappe.local.request
	if not is_ours(request.path) or request.method == "OPTIONS":
		return
	request.environ[ASKED] = request.path
	request.path = request.environ["PATH_INFO"] = METHOD
	frappe.local.form_dict = frappe._dict()  # nothing in a body names a method or its arguments


@frappe.whitelist(allow_guest=True, methods=EVERY_METHOD)
def answer() -> Response:
	"""One request of another application; who calls is checked for each route, so that a guest is told to sign in."""
	asked = frappe.local.request.environ.get(ASKED)
	if asked is None:
		frappe.throw(_("Not permitted"), frappe.PermissionError)
	return dispatch.answer(asked.removeprefix(PREFIX) or "/")


def mend(response: Response | None = None, request: Request | None = None) -> None:
	"""Hook `after_request`: give an answer of Frappe's own to a request of ours the form of our problems."""
	if (
		response is None
		or isinstance(response, Answer)
		or not is_ours(request.environ.get(ASKED, request.path))
	):
		return
	if request.method == "OPTIONS" and response.status_code == 200:
		return
	problem = problems.of_foreign(response, _is_unreadable(request))
	response.status_code = problem.status
	response.set_data(problem.body())
	response.headers["Content-Type"] = "application/json"
	response.headers["Cache-Control"] = "no-store"
	response.headers.extend(problem.headers())


def is_ours(path: str) -> bool:
	return path == PREFIX or path.startswith(PREFIX + "/")


def _is_unreadable(request: Request) -> bool:
	"""Whether the body calls itself JSON and is none, or no object: Frappe reads it before any hook."""
	if "json" not in (request.content_type or ""):
		return False
	try:
		return not isinstance(json.loads(request.get_data() or b"{}"), dict)
	except (ValueError, RecursionError):
		return True
