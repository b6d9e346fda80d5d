"""Whoever wants to know is told of each version that comes into force, once, and again when telling failed."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.compiler.retire import retire
from liuwan_process.process_library import released

HERE = "liuwan_process.process_library.test_released"
heard: list[str] = []
failing: list[str] = []


def listen(name: str) -> None:
	heard.append(name)


def stumble(name: str) -> None:
	if failing:
		raise RuntimeError(name)


@pytest.fixture
def listeners(monkeypatch):
	stock = frappe.get_hooks
	named = [f"{HERE}.listen", f"{HERE}.stumble"]
	hooks = {"liuwan_version_released": named, "liuwan_process_retired": named}
	monkeypatch.setattr(
		frappe, "get_hooks", lambda hook=None, *a, **k: hooks.get(hook) or stock(hook, *a, **k)
	)
	heard.clear()
	failing.clear()


def test_a_published_version_is_told_of_once(flows, listeners):
	version = flows.publish(leave())
	flows.publish(leave())

	assert heard == [version]


def test_a_change_and_a_version_that_counts_again_are_told_of(flows, listeners):
	first = flows.publish(leave())
	second = flows.publish(leave(title="Zt Other Leave"))
	retire("ZT-LEAVE")
	flows.publish(leave(title="Zt Other Leave"))

	assert heard == [first, second, "ZT-LEAVE", second]


def test_a_listener_that_failed_is_called_again_within_a_week(flows, listeners):
	failing.append("yes")
	version = flows.publish(leave())
	failing.clear()
	released.pick_up(now_datetime() + timedelta(days=8))
	released.pick_up(now_datetime())
	assert heard == [version]

	released.pick_up(now_datetime() + timedelta(hours=1))
	released.pick_up(now_datetime() + timedelta(hours=2))

	assert heard == [version, version]
	assert frappe.db.get_value("Process", "ZT-LEAVE", "current_version") == version
