"""Drafts: one's own, incomplete if need be, taken over by the start."""

import frappe
import pytest

from liuwan_process.api import portal as api
from liuwan_process.engine.errors import EngineError, NotYours
from liuwan_process.engine.start import start
from liuwan_process.portal.support_for_tests import CODE, VALUES, get, html, publish_all_fields
from tests.factories import ensure_demo, person, signed_in


@pytest.fixture(autouse=True)
def enterprise() -> None:
	ensure_demo()
	publish_all_fields()


@pytest.fixture
def draft() -> str:
	with signed_in("sales1"):
		return api.save_draft(CODE, {"why": "half a thought"})


def test_a_draft_may_be_incomplete_and_is_found_again(draft):
	assert "half a thought" in html("sales1", f"/process/start/{CODE}?draft={draft}")
	assert f"?draft={draft}" in html("sales1", f"/process/start/{CODE}")


def test_saving_again_changes_the_same_draft(draft):
	with signed_in("sales1"):
		assert api.save_draft(CODE, {"why": "a whole thought"}, draft) == draft
	assert "a whole thought" in html("sales1", f"/process/start/{CODE}?draft={draft}")


def test_nobody_else_sees_changes_or_deletes_it(draft):
	assert get("branch", f"/process/start/{CODE}?draft={draft}").status_code == 403
	assert draft not in html("branch", f"/process/start/{CODE}")
	with signed_in("branch"):
		for call in (
			lambda: api.save_draft(CODE, {"why": "x"}, draft),
			lambda: api.discard_draft(CODE, draft),
			lambda: start(CODE, {}, document=draft),
		):
			with pytest.raises(NotYours):
				call()


def test_the_start_takes_a_draft_over(draft):
	with signed_in("sales1"):
		run = start(CODE, VALUES, document=draft)["instance"]
	assert frappe.db.get_value("Process Instance", run, "document_name") == draft
	response = get("sales1", f"/process/start/{CODE}?draft={draft}")
	assert response.status_code == 302 and response.headers["Location"] == f"/process/run/{run}"
	with signed_in("sales1"), pytest.raises(EngineError):
		api.discard_draft(CODE, draft)


def test_a_draft_can_be_thrown_away(draft):
	form = frappe.db.get_value("Process", CODE, "document_type")
	with signed_in("sales1"):
		api.discard_draft(CODE, draft)
	assert not frappe.db.exists(form, draft)


def test_a_hidden_field_cannot_be_written_in_a_draft():
	with signed_in("sales1"), pytest.raises(EngineError):
		api.save_draft(CODE, {"verdict": "yes"})


def test_link_search_shows_titles_and_respects_permissions():
	with signed_in("sales1"):
		assert {"value": person("branch"), "title": "范志宏", "more": "Branch Office"} in api.search_link(
			"User", "fzh"
		)
		assert api.search_link("User", "") == []
		assert [row["value"] for row in api.search_link("Org Unit", "cwk")] == ["Finance Section"]
		with pytest.raises(frappe.PermissionError):
			api.search_link("Process", "")


def test_the_language_is_the_readers_choice():
	with signed_in("sales1"):
		api.set_language("zh")
		assert frappe.db.get_value("User", person("sales1"), "language") == "zh"
		frappe.cache.hset("lang", person("sales1"), "en")  # another page asks before the choice is committed
		frappe.db.after_commit.run()
		assert frappe.translate.get_user_lang(person("sales1")) == "zh"
		with pytest.raises(frappe.ValidationError):
			api.set_language("xx")
	frappe.cache.hdel("lang", person("sales1"))
