"""The interface's description, for programs and for people."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.api.rest import PREFIX, document
from liuwan_process.api.rest.answers import Text
from liuwan_process.api.rest.routes import route
from liuwan_process.portal import environment
from liuwan_process.portal.renderer import HEADERS

Row = dict[str, Any]


@route("GET", "/openapi.json", "Description", public=True)
def get_openapi() -> Text:
	"""The OpenAPI 3.1 document"""
	return Text(document.as_text(frappe.utils.get_url()), "application/json")


@route("GET", "/docs", "Description", public=True)
def get_docs() -> Text:
	"""The same as a page to read"""
	found = document.document(frappe.utils.get_url())
	context = {
		"api": found,
		"groups": groups(found),
		"models": models(found),
		"prefix": PREFIX,
		"language": frappe.local.lang,
	}
	headers = {name: value for name, value in HEADERS.items() if name != "Cache-Control"}
	return Text(environment.render("api.html", context), "text/html; charset=utf-8", headers)


def groups(found: Row) -> list[Row]:
	"""[{"title", "operations": [...]}] by tag, each operation with what the page says of it."""
	made: dict[str, list[Row]] = {tag["name"]: [] for tag in found["tags"]}
	for path, methods in found["paths"].items():
		for method, operation in methods.items():
			made[operation["tags"][0]].append(_operation(found, path, method, operation))
	return [{"title": _(tag), "operations": operations} for tag, operations in made.items()]


def models(found: Row) -> list[Row]:
	"""What is sent and given back: name, description, fields."""
	schemas = found["components"]["schemas"]
	return [
		{"name": name, "description": schema.get("description", ""), "fields": fields(schema)}
		for name, schema in schemas.items()
	]


def fields(schema: Row) -> list[Row]:
	required = schema.get("required", [])
	return [
		{
			"name": name,
			"type": type_of(part),
			"description": part.get("description", ""),
			"required": name in required,
		}
		for name, part in schema.get("properties", {}).items()
	]


def type_of(schema: Row) -> str:
	"""A schema's type in a word or two: `string`, `list of Event`, `integer or nothing`."""
	if "$ref" in schema:
		return schema["$ref"].rsplit("/", 1)[-1]
	for part in schema.get("allOf", [])[:1]:
		return type_of(part)
	if "anyOf" in schema:
		return _(" or ").join(type_of(part) for part in schema["anyOf"])
	if schema.get("type") == "array":
		return _("list of {0}").format(type_of(schema.get("items", {})))
	if schema.get("type") == "null":
		return _("nothing")
	return schema.get("format") or schema.get("type") or _("any value")


def _operation(found: Row, path: str, method: str, operation: Row) -> Row:
	body = operation.get("requestBody", {}).get("content", {}).get(document.JSON, {}).get("schema", {})
	sent = found["components"]["schemas"].get(body.get("$ref", "").rsplit("/", 1)[-1], {})
	arguments = [
		{
			"name": entry["name"],
			"type": type_of(entry["schema"]),
			"description": entry["description"],
			"required": entry["required"],
		}
		for entry in operation["parameters"]
	]
	return {
		"id": operation["operationId"],
		"method": method.upper(),
		"path": path,
		"summary": operation["summary"],
		"description": operation["description"],
		"arguments": arguments + fields(sent),
		"answers": [
			(status, answer["description"], _given(answer))
			for status, answer in operation["responses"].items()
		],
	}


def _given(answer: Row) -> str:
	schema = answer.get("content", {}).get(document.JSON, {}).get("schema", {})
	return type_of(schema) if "$ref" in schema else ""
