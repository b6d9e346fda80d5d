"""The OpenAPI document: valid, complete, in both languages, and a page to read."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import frappe
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import TypeAdapter

from liuwan_process import engine
from liuwan_process.api.rest import acts, document, page, words
from liuwan_process.api.rest.table import ROUTES

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def made(site) -> dict:
	return document.document("http://127.0.0.1:8000")


def test_the_document_is_valid(made):
	assert list(OpenAPIV31SpecValidator(made).iter_errors()) == []


def test_every_route_is_in_the_document_and_the_other_way_round(made):
	described = {(m.upper(), path) for path, methods in made["paths"].items() for m in methods}
	assert described == {(route.method, route.path) for route in ROUTES}
	assert len(described) == len(ROUTES) >= 16
	assert {route.tag for route in ROUTES} == {tag["name"] for tag in made["tags"]}


def test_everything_in_it_is_described(made):
	for path, methods in made["paths"].items():
		for method, operation in methods.items():
			assert operation["summary"], (method, path)
			assert all(p["description"] for p in operation["parameters"]), (method, path)
	for name, schema in made["components"]["schemas"].items():
		assert schema.get("description"), name
		for field, part in schema.get("properties", {}).items():
			assert part.get("description") or "$ref" in str(part), (name, field)


def test_every_act_of_the_engine_is_offered():
	"""An act is a function of the engine that begins with a task or an instance and has a key."""
	known = {act.do for act in acts.ACTS}
	missing = [f"{f.__module__}.{f.__name__}" for f in engine_functions() if _is_act(f) and f not in known]
	assert missing == [], "add them to api/rest/acts.py"
	assert len(known) >= 8


def engine_functions():
	for found in pkgutil.iter_modules(engine.__path__):
		if not found.name.startswith("test_"):
			module = importlib.import_module(f"{engine.__name__}.{found.name}")
			functions = inspect.getmembers(module, inspect.isfunction)
			yield from (f for name, f in functions if f.__module__ == module.__name__ and name[0] != "_")


def _is_act(function) -> bool:
	names = list(inspect.signature(function).parameters)
	return names[:1] in (["task"], ["instance"]) and "key" in names


def test_every_argument_of_an_act_is_described_and_its_examples_fit():
	for act in (acts.START, *acts.ACTS):
		for name, field in act.body.model_fields.items():
			assert name in words.ARGUMENTS, f"{act.name}: describe {name} in api/rest/words.py"
			for example in field.examples:
				TypeAdapter(field.annotation).validate_python(example)


def test_the_document_speaks_chinese(site):
	frappe.local.lang = "zh"
	try:
		made = document.document()
	finally:
		frappe.local.lang = "en"
	engines_own = {
		" ".join((act.do.__doc__ or "").split()) for act in (acts.START, *acts.ACTS)
	}  # docstrings of functions
	texts = set(_descriptions(made))
	english = [text for text in texts if not CHINESE.search(text)]
	assert [text for text in english if not any(text in own for own in engines_own)] == []
	assert len(texts) > 100


def _descriptions(part):
	if isinstance(part, list):
		part = dict(enumerate(part))
	if isinstance(part, dict):
		for key, value in part.items():
			if key in ("description", "summary") and isinstance(value, str) and value:
				yield value
			else:
				yield from _descriptions(value)


def test_the_page_names_every_route(site):
	text = page.get_docs().body
	assert all(f"/api/process/v1{route.path}".replace("{", "{") in text for route in ROUTES)
	assert "http" not in "".join(re.findall(r'(?:src|href)="([^"#]+)"', text))


@pytest.mark.parametrize("guide", ["api.md", "api.zh-CN.md"])
def test_the_guide_names_every_address_and_act(guide):
	text = (Path(__file__).parents[2] / "docs" / guide).read_text(encoding="utf-8")
	paths = [route.path for route in ROUTES if "/acts/" not in route.path and route.tag != "Description"]
	assert [path for path in paths if f"{path}`" not in text] == []
	assert [act.address for act in acts.ACTS if f"`{act.address}`" not in text] == []
