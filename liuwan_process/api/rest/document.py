"""The OpenAPI 3.1 document, made from the table of routes: annotations become schemas, docstrings descriptions."""

from __future__ import annotations

import json
from typing import Any

from frappe import _
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from liuwan_process.api.rest import PREFIX, VERSION, shapes
from liuwan_process.api.rest.answers import Text
from liuwan_process.api.rest.problems import CODES
from liuwan_process.api.rest.routes import ROUTES, Route
from liuwan_process.api.rest.words import Key

REFERENCE = "#/components/schemas/{model}"
JSON = "application/json"
SECURITY = {
	"token": {
		"type": "apiKey",
		"in": "header",
		"name": "Authorization",
		"description": "API key and secret of a user: `token KEY:SECRET`",
	},
	"oauth": {
		"type": "oauth2",
		"description": "A bearer token from this site's own OAuth provider",
		"flows": {
			"authorizationCode": {
				"authorizationUrl": "/api/method/frappe.integrations.oauth2.authorize",
				"tokenUrl": "/api/method/frappe.integrations.oauth2.get_token",
				"refreshUrl": "/api/method/frappe.integrations.oauth2.get_token",
				"scopes": {"all": "Do everything that you may do", "openid": "Know who you are"},
			}
		},
	},
	"session": {
		"type": "apiKey",
		"in": "cookie",
		"name": "sid",
		"description": "The session of somebody who has signed in; a POST then needs the header X-Frappe-CSRF-Token",
	},
}
TAGS = ("Caller", "Definitions", "Starts", "Tasks", "Runs", "Acts", "Events", "Description")
ABOUT = "Start processes, decide on tasks, and follow what happens, from other applications."
CAUSES = {
	400: "The request cannot be read; `field` names what is wrong",
	401: "Nobody is signed in, or the key or token is not valid",
	403: "You may not do this",
	404: "There is no such thing, or you may not see it",
	405: "The address does not take this method",
	409: "Somebody was faster, or the run has moved on",
	415: "The body is not application/json",
	422: "The rules of the process refuse this; the message says why",
}


def document(base: str = "") -> dict[str, Any]:
	"""The document. `base`: address of the site."""
	return {
		"openapi": "3.1.0",
		"info": {"title": _("Liuwan Process"), "version": VERSION, "description": _(ABOUT)},
		"servers": [{"url": base + PREFIX}],
		"security": [{"token": []}, {"oauth": ["all"]}, {"session": []}],
		"tags": [{"name": tag, "description": _(tag)} for tag in TAGS],
		"paths": _paths(),
		"components": {"schemas": _schemas(), "securitySchemes": _told(SECURITY)},
	}


def _paths() -> dict[str, Any]:
	paths: dict[str, Any] = {}
	for route in ROUTES:
		paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
	return paths


def _operation(route: Route) -> dict[str, Any]:
	made: dict[str, Any] = {
		"operationId": route.id,
		"tags": [route.tag],
		"summary": _(route.summary),
		"description": _(route.description) if route.description else "",
		"parameters": [*_holes(route), *_arguments(route), *_key(route)],
		"responses": _responses(route),
	}
	if route.body:
		content = {JSON: {"schema": _reference(route.body)}}
		made["requestBody"] = {"required": _needs_body(route.body), "content": content}
	if route.public:
		made["security"] = [{}]
	return made


def _needs_body(body: type[BaseModel]) -> bool:
	return any(field.is_required() for field in body.model_fields.values())


def _holes(route: Route) -> list[dict[str, Any]]:
	return [_parameter("path", name, _schema(route.hints[name]), True) for name in route.holes]


def _arguments(route: Route) -> list[dict[str, Any]]:
	properties = route.query.model_json_schema()["properties"] if route.query else {}
	return [_parameter("query", name, schema, False) for name, schema in properties.items()]


def _key(route: Route) -> list[dict[str, Any]]:
	if not route.keyed:
		return []
	schema = _schema(Key) | {"pattern": "^[\\x21-\\x7e]{1,128}$"}
	return [_parameter("header", "Idempotency-Key", schema, False)]


def _schema(kind: Any) -> dict[str, Any]:
	"""The schema of an annotated type, its description included."""
	model = type("One", (BaseModel,), {"__annotations__": {"value": kind}, "__module__": __name__})
	return model.model_json_schema()["properties"]["value"]


def _parameter(place: str, name: str, schema: dict[str, Any], required: bool) -> dict[str, Any]:
	schema = {key: value for key, value in schema.items() if key != "title"}
	told = _(schema.pop("description", ""))
	return {"in": place, "name": name, "required": required, "description": told, "schema": schema}


def _responses(route: Route) -> dict[str, Any]:
	problem = {JSON: {"schema": _reference(shapes.ProblemBody)}}
	failures = {
		str(status): {"description": _(CAUSES[status]), "content": problem} for status in _failing(route)
	}
	return {str(route.status): _success(route)} | _unchanged(route) | failures


def _success(route: Route) -> dict[str, Any]:
	if route.result is Text:
		kind = "text/html" if route.path.endswith("docs") else JSON
		return {"description": _("The document"), "content": {kind: {"schema": {}}}}
	if not route.result or route.result is type(None):
		return {"description": _("Done; there is nothing to say")}
	told = {"description": _(route.result.__doc__), "content": {JSON: {"schema": _reference(route.result)}}}
	headers = {"ETag": {"description": _("Changes with the content"), "schema": {"type": "string"}}}
	location = {"Location": {"description": _("Address of the run"), "schema": {"type": "string"}}}
	return told | {"headers": location if route.status == 201 else headers if route.method == "GET" else {}}


def _unchanged(route: Route) -> dict[str, Any]:
	if route.method != "GET":
		return {}
	return {"304": {"description": _("You have this already: If-None-Match names its ETag")}}


def _failing(route: Route) -> list[int]:
	"""The statuses that a route can answer beside success."""
	statuses = {400, 405, *route.refuses}
	if not route.public:
		statuses |= {401, 403}
	if route.holes:
		statuses.add(404)
	if route.method == "POST":
		statuses |= {409, 415, 422}
	return sorted(statuses & CODES.keys())


def _reference(model: type[BaseModel]) -> dict[str, str]:
	return {"$ref": REFERENCE.format(model=model.__name__)}


def _schemas() -> dict[str, Any]:
	bodies = [(route.body, "validation") for route in ROUTES if route.body]
	results = [(route.result, "serialization") for route in ROUTES if _is_model(route.result)]
	wanted = dict.fromkeys([*bodies, *results, (shapes.ProblemBody, "serialization")])
	_names, found = models_json_schema(list(wanted), ref_template=REFERENCE)
	return _told(found["$defs"])


def _is_model(kind: Any) -> bool:
	return isinstance(kind, type) and issubclass(kind, BaseModel)


def _told(part: Any) -> Any:
	"""The same with its descriptions in the caller's language."""
	if isinstance(part, dict):
		return {
			key: _(value) if key == "description" and isinstance(value, str) else _told(value)
			for key, value in part.items()
			if not (key == "title" and isinstance(value, str))
		}
	return [_told(entry) for entry in part] if isinstance(part, list) else part


def as_text(base: str) -> str:
	return json.dumps(document(base), ensure_ascii=False, indent=1)
