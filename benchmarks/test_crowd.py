"""Copies of runs: as many as asked for, each with its own name, and none twice."""

import frappe
import pytest
from frappe.query_builder import DocType

from benchmarks import crowd
from liuwan_process.engine.support_for_tests import two_steps
from tests.factories import ensure_demo


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()
	yield
	frappe.db.rollback()


def copied(doctype: str, instance: str, numbers: tuple[int, int]) -> list[str]:
	table = DocType(doctype)
	which = (table.name if doctype == "Process Instance" else table.instance) == instance
	frappe.db.sql(crowd.copying(doctype, which, numbers, crowd.LINKS[doctype], crowd.PEOPLE[doctype]))
	return frappe.get_all(doctype, {"name": ("like", f"%{crowd.MARK}%")}, pluck="name")


def test_runs_and_their_tasks_are_multiplied_once():
	instance = two_steps("T-CROWD")
	frappe.db.commit()
	assert len(copied("Process Instance", instance, (1, 3))) == 3
	assert len(copied("Process Instance", instance, (2, 4))) == 4
	tasks = frappe.db.count("Process Task", {"instance": instance})
	assert len(copied("Process Task", instance, (1, 3))) == 3 * tasks
	runs = {f"{instance}{crowd.MARK}{number}" for number in (1, 2, 3)}
	found = frappe.get_all("Process Task", {"instance": ("in", list(runs))}, ["instance", "assignee"])
	assert {row.instance for row in found} == runs
	assert all(row.assignee.startswith("crowd") for row in found)
