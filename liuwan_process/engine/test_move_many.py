"""Many cases: a few at once, more in a job whose progress is kept; each in its own transaction."""

import frappe
import pytest

from liuwan_process.api import moving
from liuwan_process.engine import move_many
from liuwan_process.engine.test_move import CODE, FIELDS, begun, chain, row
from tests.factories import ensure_demo, signed_in, step


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()
	frappe.cache.delete_value(f"{move_many.PROGRESS}:{CODE}")


@pytest.fixture
def cases() -> list[str]:
	"""Three cases of an earlier version; the second would lose what was filled in."""
	chain(CODE, step("clerk", user="office"))
	for name in move_many.candidates(CODE):  # what other tests left
		frappe.db.set_value("Process Instance", name, "status", "Terminated")
	found = [begun(CODE), begun(CODE, place="Pit 2"), begun(CODE)]
	chain(CODE, step("clerk", user="office", title="Clerk looks"), fields=FIELDS[:1])
	frappe.db.commit()
	return found


def test_the_check_lists_cases_of_earlier_versions_with_reasons(cases):
	with signed_in("office"):
		found = moving.check(CODE)
	assert found["total"] == found["listed"] == 3
	assert found["html"].count("data-case=") == 3
	assert found["html"].count("data-loss") == 1
	assert "The new form does not show what was filled in here: Place" in found["html"]


def test_a_step_of_the_same_title_is_proposed(cases):
	chain(CODE, step("clerk2", user="office", title="Clerk"), fields=FIELDS)
	with signed_in("office"):
		proposed = moving.check(CODE)["html"]
		refused = moving.check(CODE, mapping={"clerk": ""})["html"]
	assert 'value="clerk2" selected' in proposed and "disabled" not in proposed
	assert refused.count("disabled") == 3


def test_each_case_moves_by_itself_and_the_others_are_named(cases):
	with signed_in("office"):
		answer = moving.move(CODE, cases, "New rules")
	assert (answer["moved"], answer["stayed"], answer["running"]) == (2, 1, False)
	assert [reason[0] for reason in answer["reasons"]] == [cases[1]]
	assert row(cases[0]).process_version == row(cases[2]).process_version != row(cases[1]).process_version
	with signed_in("office"):
		assert moving.waiting(CODE)["count"] == 1
		assert moving.move(CODE, [], "New rules", everything=True, accept_losses=True)["moved"] == 1
		assert moving.waiting(CODE)["count"] == 0


def test_more_than_twenty_are_moved_by_a_job_that_tells_where_it_stands(cases, monkeypatch):
	queued = []
	monkeypatch.setattr(move_many, "AT_ONCE", 2)
	monkeypatch.setattr(frappe, "enqueue", lambda method, **job: queued.append((method, job)))
	with signed_in("office"):
		answer = moving.move(CODE, cases, "New rules")
		assert answer["running"] and moving.progress(CODE)["total"] == 3
		with pytest.raises(frappe.ValidationError, match="0 of 3"):
			moving.move(CODE, cases, "Again")
		[(method, job)] = queued
		keys = ("process", "instances", "version", "how", "language")
		frappe.get_attr(method)(**{key: job[key] for key in keys})
		ended = moving.progress(CODE)
	assert (ended["running"], ended["done"], ended["moved"]) == (False, 3, 2)


def test_only_the_process_office_asks(cases):
	with signed_in("finance"):
		for ask in (moving.waiting, moving.check, moving.progress):
			with pytest.raises(frappe.PermissionError):
				ask(CODE)
		with pytest.raises(frappe.PermissionError):
			moving.move(CODE, cases, "New rules")
