"""Approved releases are put into force on their day, once, and what fails can be tried again."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from liuwan_process.api import releases
from liuwan_process.process_library.governance import carrying_out
from liuwan_process.process_library.governance.support_for_tests import (
	CODE,
	approve,
	facts,
	item,
	process,
	send,
)
from tests.factories import person, signed_in


def later() -> str:
	return add_days(today(), 10)


@pytest.fixture
def waiting(flows):
	"""A release that is approved for a day in ten days."""
	process(flows)
	release = send(effective_date=later())
	approve(release)
	return release


def test_an_approved_release_waits_for_its_day(waiting):
	carrying_out.pick_up()
	carrying_out.carry_out(waiting)

	assert (facts().status, facts().release_state) == ("Draft", "Approved")
	assert facts().in_force_from == getdate(later())


def test_it_is_in_force_on_its_day(waiting, monkeypatch):
	monkeypatch.setattr(carrying_out, "today", lambda: add_days(today(), 10))
	carrying_out.pick_up()
	carrying_out.pick_up()

	assert (facts().status, facts().release_state, facts().in_force_from) == ("Published", None, None)
	assert frappe.db.count("Process Version", {"process_code": CODE}) == 1


def test_what_is_not_in_force_yet_is_called_off_by_the_office_alone(waiting, monkeypatch):
	with signed_in("production"), pytest.raises(frappe.PermissionError):
		releases.call_off(waiting, "No")
	with signed_in("office"):
		assert releases.call_off(waiting, "The law has changed") == 1
	monkeypatch.setattr(carrying_out, "today", lambda: add_days(today(), 10))
	carrying_out.pick_up()

	assert (facts().status, facts().release, item(waiting).status) == ("Draft", None, "Called Off")
	assert frappe.db.get_value("Process Release", waiting, "status") == "Called Off"


def test_what_fails_is_told_and_can_be_tried_again(flows, monkeypatch):
	process(flows)
	process(flows, "ZT-OTHER")
	release = send(processes=(CODE, "ZT-OTHER"))
	approve(release)
	publish = carrying_out.publish

	def broken(name, *args, **more):
		if name == CODE:
			raise frappe.ValidationError("The form is gone")
		return publish(name, *args, **more)

	monkeypatch.setattr(carrying_out, "publish", broken)
	carrying_out.carry_out(release)
	assert (facts().status, facts("ZT-OTHER").status) == ("Draft", "Published")
	assert (item(release).status, item(release).error) == ("Failed", "The form is gone")
	told = {
		"document_name": release,
		"for_user": person("office"),
		"subject": ("like", "%could not be put into force%"),
	}
	assert frappe.db.count("Notification Log", told) == 1

	monkeypatch.setattr(carrying_out, "publish", publish)
	with signed_in("production"), pytest.raises(frappe.PermissionError):
		releases.repeat(release)
	with signed_in("office"):
		releases.repeat(release)
	carrying_out.carry_out(release)

	assert (facts().status, item(release).error) == ("Published", None)
	assert frappe.db.get_value("Process Release", release, "status") == "In Force"
