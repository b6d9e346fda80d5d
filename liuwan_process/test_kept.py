"""What is kept is never older than a change that was committed before the reader looked."""

import threading

import frappe
import pytest

from liuwan_process.kept import Kept


@pytest.fixture
def kept():
	return Kept(f"test_{frappe.generate_hash(length=6)}")


def elsewhere(act) -> None:
	"""Do something in another connection to the same site, and commit it."""
	site = frappe.local.site

	def run():
		frappe.init(site=site, sites_path=".")
		frappe.connect()
		act()
		frappe.db.commit()
		frappe.destroy()

	thread = threading.Thread(target=run)
	thread.start()
	thread.join()


def test_it_is_read_once(kept):
	assert [kept.get("a", lambda: 1), kept.get("a", lambda: 2), kept.get("b", lambda: 3)] == [1, 1, 3]


def test_a_change_is_seen_by_itself_before_and_by_others_after_the_commit(kept):
	kept.get("a", lambda: "old")
	kept.forget()
	assert kept.get("a", lambda: "mine") == "mine"
	seen = []
	elsewhere(lambda: seen.append(kept.get("a", lambda: "anew")))
	assert seen == ["old"]
	frappe.db.commit()
	elsewhere(lambda: seen.append(kept.get("a", lambda: "new")))
	assert seen == ["old", "new"]


def test_a_change_that_is_undone_leaves_what_was_kept(kept):
	kept.get("a", lambda: "old")
	kept.forget()
	frappe.db.rollback()
	assert kept.get("a", lambda: "new") == "old"


def test_a_reader_with_an_old_view_does_not_bring_it_back(kept):
	kept.get("a", lambda: "old")
	frappe.db.commit()
	frappe.db.count("User")  # this transaction's view begins here
	elsewhere(kept.forget)
	assert kept.get("a", lambda: "old") == "old"
	frappe.db.commit()
	assert kept.get("a", lambda: "new") == "new"


def test_without_redis_everything_is_read(kept, monkeypatch):
	from redis.exceptions import ConnectionError

	def down(*_args, **_more):
		raise ConnectionError

	monkeypatch.setattr(frappe.cache, "mget", down)
	monkeypatch.setattr(frappe.cache, "set", down)
	assert [kept.get("a", lambda: 1), kept.get("a", lambda: 2)] == [1, 2]
