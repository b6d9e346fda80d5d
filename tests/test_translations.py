"""Everything that people read exists in Chinese: DocTypes, messages, pages, reports, shipped flows, the drawing."""

import csv
import inspect
import re
from pathlib import Path

import frappe
import pytest
from frappe.translate import get_messages_for_app

import liuwan_process
from liuwan_process.definition import paths, soundness
from liuwan_process.process_library import tied_records
from liuwan_process.setup import packs

APP = Path(liuwan_process.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Words that are the same in both languages, codes and patterns.
SAME = re.compile(
	r"^[\W\d_]*$|^(ID|SVG|PDF|CSV|JSON|Excel|E-mail|OK|BPMN|[A-Z]{2,}-[A-Z0-9-]+|\{\d\}|[a-z_]+\.[a-z_.]+)$"
)


@pytest.fixture(scope="module")
def chinese(site) -> dict[str, str]:
	"""Frappe's own Chinese with ours over it."""
	own = {row[0]: row[1] for row in _rows()}
	return {**frappe.translate.get_all_translations("zh"), **own}


def _rows() -> list[list[str]]:
	with (APP / "translations" / "zh.csv").open(encoding="utf-8", newline="") as file:
		return [row for row in csv.reader(file) if row]


def missing(texts: set[str], chinese: dict[str, str]) -> list[str]:
	return sorted(text for text in texts if text.strip() and not same(text) and not chinese.get(text))


def same(text: str) -> bool:
	return bool(SAME.match(re.sub(r"\{\w*\}", "", text)))


def test_every_message_of_the_app_is_translated(chinese):
	assert missing(set(_messages()), chinese) == []


def _messages():
	"""What the app itself says: without the forms that tests published and without Frappe's own menu."""
	custom = {doctype for doctype in frappe.get_all("DocType", {"custom": 1}, pluck="name")}
	reports = set(frappe.get_all("Report", {"is_standard": "No"}, pluck="name"))
	for where, text, *_rest in get_messages_for_app("liuwan_process"):
		where = where or ""
		is_code = where.endswith(".py") and re.fullmatch("[a-z_]+", text)  # the key of `_(row["key"])`
		site_s_own = where.startswith(("Workflow", "Navbar")) or where.partition(": ")[2] in custom
		if not (is_code or site_s_own or text in reports):
			yield text


def test_every_word_of_the_shipped_flows_is_translated(chinese):
	assert missing({text for pack in packs.names() for text in _pack_texts(pack)}, chinese) == []


def test_every_message_of_soundness_is_translated(chinese):
	texts = set()
	for module in (soundness, paths):
		texts |= set(re.findall(r'_\("((?:[^"\\]|\\.)*)"\)', inspect.getsource(module)))
	assert len(texts) > 20
	assert missing(texts, chinese) == []


def test_every_word_of_the_drawing_is_translated(chinese):
	words = {
		*(
			"Start",
			"Task",
			"Approval",
			"Notice",
			"End",
			"Refused",
			"Done",
			"Current",
			"Skipped",
			"Coming",
			"Problem",
		),
		*(
			"Page",
			"One way is taken",
			"Some ways are taken",
			"All ways are taken",
			"otherwise",
			"and",
			"or",
			"not",
		),
		*("in", "Goes on when one way has arrived", "Goes on when all ways have arrived"),
	}
	assert missing(words, chinese) == []


def test_the_file_is_clean():
	rows = _rows()
	sources = [row[0] for row in rows]
	assert [s for s in set(sources) if sources.count(s) > 1] == []
	assert [row for row in rows if not CHINESE.search(row[1]) and not same(row[0])] == []
	assert [row for row in rows if _holes(row[0]) != _holes(row[1])] == []


def test_words_of_the_desk_itself_keep_their_chinese():
	"""Our file goes before Frappe's: a word that its lists and forms use in another sense would change there."""
	of_the_desk = {
		"Actions",
		"{0} of {1}",
		"Rating",
		"Menu",
		"Duplicate",
		"Options",
		"Mandatory",
		"Link",
	}
	assert of_the_desk & {row[0] for row in _rows()} == set()


def _holes(text: str) -> list[str]:
	return sorted(re.findall(r"\{\w*\}", text))


def _pack_texts(pack: str):
	outline = packs.outline(pack)
	yield outline["title"]
	yield from (group["title"] for group in outline["groups"])
	yield from tied_records.texts(outline)
	for document in packs.processes(pack):
		yield from (document["title"], document["description"], document["subject"])
		for step in document["steps"]:
			yield from (step["title"], step["lane"], *step.get("knowledge", {}).values())
			yield from (row["title"] for row in step.get("indicators", []))
		yield from (transition["action"] for transition in document["transitions"])
		for field in document["form"]["fields"]:
			yield from (field["label"], field.get("description", ""))
			if field["type"] == "Select":
				yield from field["options"].split("\n")
