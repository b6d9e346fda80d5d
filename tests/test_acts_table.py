"""The table of acts in the documentation names every act of the log, and no other."""

import json
import re
from pathlib import Path

import pytest

import liuwan_process

APP = Path(liuwan_process.__file__).parent
DOCS = APP.parent / "docs"
ROW = re.compile(r"^\| ([A-Z][A-Za-z -]*?)(?: [\u4e00-\u9fff]+)? \|")


def acts_of_the_log() -> list[str]:
	text = (APP / "process_execution/doctype/process_log/process_log.json").read_text(encoding="utf-8")
	[field] = [each for each in json.loads(text)["fields"] if each["fieldname"] == "act"]
	return field["options"].split("\n")


def rows_of(page: str) -> list[str]:
	return (DOCS / page).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("page", ["acts.md", "acts.zh-CN.md"])
def test_every_act_of_the_log_has_one_row(page):
	named = [found[1] for line in rows_of(page) if (found := ROW.match(line))]
	assert sorted(named) == sorted(acts_of_the_log())


@pytest.mark.parametrize("page", ["acts.md", "acts.zh-CN.md"])
def test_every_row_says_who_when_and_what_is_logged(page):
	for line in rows_of(page):
		if ROW.match(line):
			cells = [cell.strip() for cell in line.strip("|").split("|")]
			assert len(cells) == 4 and all(cells), line
