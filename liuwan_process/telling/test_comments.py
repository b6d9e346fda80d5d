"""Comments that name people and carry files."""

import json

import frappe
import pytest

from liuwan_process.api import runs as api
from liuwan_process.engine import acts
from liuwan_process.engine.errors import EngineError
from liuwan_process.telling.support_for_tests import last_log, publish_one, started
from tests.factories import ensure_demo, person, signed_in


@pytest.fixture(autouse=True)
def enterprise() -> None:
	ensure_demo()
	publish_one()


@pytest.fixture
def run() -> str:
	return started()


def upload(login: str, content: str = "Three arms") -> str:
	with signed_in(login):
		file = frappe.get_doc(doctype="File", file_name="lamp.txt", content=content, is_private=1)
		return file.insert().file_url


def told(run: str) -> set[tuple[str, str]]:
	log = json.loads(frappe.db.get_value("Process Log", last_log(run), "tell") or "[]")
	return {(user.partition("@")[0], event) for user, event, _about in log}


def test_whoever_is_named_is_told_as_such_and_the_others_that_something_was_said(run):
	with signed_in("sales1"):
		acts.comment(
			run, "Look", mentions=[person("sales.vp")] if sees(run, "sales.vp") else [person("office")]
		)
	assert ("branch", "comment") in told(run)
	assert {event for _user, event in told(run)} == {"comment", "mention"}


def sees(run: str, login: str) -> bool:
	return bool(frappe.db.exists("Process Instance Participant", {"instance": run, "user": person(login)}))


def test_who_comments_is_not_told(run):
	with signed_in("branch"):
		acts.comment(run, "Wait", mentions=[person("branch"), person("sales1")])
	assert told(run) == {("sales1", "mention")}


@pytest.mark.parametrize("other", ["miner1", "nobody"])
def test_who_may_not_see_the_run_cannot_be_named(run, other):
	user = person("miner1") if other == "miner1" else "nobody@liuwan.example"
	with signed_in("sales1"), pytest.raises(EngineError, match="may not see this run"):
		acts.comment(run, "Look", mentions=[person("branch"), user])
	assert frappe.db.count("Process Log", {"instance": run, "act": "Comment"}) == 0


def test_the_office_sees_every_run_and_may_be_named(run):
	with signed_in("sales1"):
		acts.comment(run, "Help", mentions=[person("office")])
	assert ("office", "mention") in told(run)


def test_offered_are_those_who_take_part_by_name_and_spelling(run):
	with signed_in("sales1"):
		everybody = {each["value"] for each in api.mentionable(run)}
		assert person("branch") in everybody and person("sales1") not in everybody
		assert person("miner1") not in everybody
		assert [each["title"] for each in api.mentionable(run, "fzh")] == ["范志宏"]
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		api.mentionable(run)


def test_files_of_a_comment_are_read_by_all_who_see_the_run_and_nobody_else(run):
	url = upload("sales1")
	with signed_in("sales1"):
		acts.comment(run, "Here it is", files=[url])
	assert frappe.db.get_value("Process Log", last_log(run), "attachment") == url
	file = frappe.get_doc("File", {"file_url": url, "attached_to_name": run})
	with signed_in("branch"):
		assert file.is_downloadable()
	with signed_in("miner1"):
		assert not file.is_downloadable()


def test_nobody_shows_others_a_file_that_he_may_not_read(run):
	url = upload("miner1")
	with signed_in("sales1"), pytest.raises(EngineError, match="upload the file again"):
		acts.comment(run, "Look what I found", files=[url])
	with signed_in("sales1"), pytest.raises(EngineError, match="At most"):
		acts.comment(run, "Many", files=[url] * 11)


def test_what_is_no_list_is_refused(run):
	with signed_in("sales1"), pytest.raises(frappe.ValidationError):
		api.comment(run, "Look", mentions='{"a": 1}')
