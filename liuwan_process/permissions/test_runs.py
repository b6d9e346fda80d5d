"""Who sees a run: the list and `has_permission` say the same for everybody."""

import frappe
import pytest

from liuwan_process.engine.start import start
from liuwan_process.permissions import runs
from tests.factories import LEAVE, ensure_demo, person, signed_in

SEE = {
	"sales1": True,  # started it
	"branch": True,  # has the task
	"sales.vp": True,  # heads the unit above
	"director": True,  # heads the mine
	"office": True,  # the process office
	"supervision": True,  # the supervision group
	"miner1": False,
	"hr": False,
	"quality": False,  # has a task only in longer leave
	"Guest": False,
}


@pytest.fixture
def instance() -> str:
	ensure_demo()
	with signed_in("sales1"):
		return start("BO-LEAVE", {**LEAVE, "days": 1})["instance"]


@pytest.mark.parametrize(("who", "sees"), SEE.items())
def test_list_and_permission_agree(instance, who, sees):
	user = who if who == "Guest" else person(who)
	with signed_in(who):
		listed = _listed("Process Instance", {"name": instance})
		assert listed == sees
		assert runs.may_see(instance, user) == sees
		assert frappe.get_doc("Process Instance", instance).has_permission("read") == sees
		for doctype in ("Process Task", "Process Log"):
			assert _listed(doctype, {"instance": instance}) == sees


@pytest.mark.parametrize(("who", "sees"), SEE.items())
def test_the_form_follows_the_run(instance, who, sees):
	doctype, name = frappe.db.get_value("Process Instance", instance, ["document_type", "document_name"])
	with signed_in(who):
		assert bool(frappe.has_permission(doctype, "read", frappe.get_doc(doctype, name))) == sees


def test_nobody_may_write(instance):
	for who in SEE:
		with signed_in(who):
			assert not frappe.get_doc("Process Instance", instance).has_permission("write")


def test_a_stranger_and_a_run_that_is_not_there_look_the_same(instance):
	with signed_in("miner1"):
		for name in (instance, "no-such-run"):
			with pytest.raises(frappe.PermissionError, match="There is no such run"):
				runs.require(name)


def _listed(doctype: str, filters: dict) -> bool:
	try:
		return bool(frappe.get_list(doctype, filters=filters))
	except frappe.PermissionError:
		return False
