"""Who may set up, change and retire which level, and who may go past the groups."""

import frappe
import pytest

from liuwan_process.api import processes
from liuwan_process.process_library.governance import gate, levels
from liuwan_process.process_library.governance.support_for_tests import (
	CODE,
	UNIT,
	facts,
	process,
	rule,
	send,
	settings,
)
from tests.factories import ensure_demo, person, signed_in


def new(level: str, **more) -> frappe.model.document.Document:
	given = {"doctype": "Process", "code": "ZT-NEW", "title": "Zt New", "level": level, "org_unit": UNIT}
	return frappe.get_doc(given | more)


@pytest.fixture
def boss():
	"""The head of production is System Manager for once."""
	ensure_demo()
	user = frappe.get_doc("User", person("production"))
	user.add_roles("System Manager")
	frappe.db.commit()
	yield "production"
	user.remove_roles("System Manager")
	frappe.db.commit()


def test_every_level_and_action_has_a_shipped_rule():
	shipped = {(row["level"], row["action"]): row for row in levels.rows()}

	assert len(shipped) == 18
	assert shipped["Domain", "Change"]["begun_by"] == "Process Office"
	assert (
		shipped["Process", "Change"] | {"begun_by": "Unit and Owner", "up_to": "Leading Group"}
		== shipped["Process", "Change"]
	)
	assert shipped["Third-level Sub-process", "Retire"]["up_to"] == "Process Office"


def test_the_settings_show_the_shipped_rules():
	ensure_demo()
	kept = frappe.get_doc("Process Settings").release_rules

	assert [(row.level, row.action, row.begun_by, row.up_to) for row in kept] == [
		tuple(row.values()) for row in levels.rows()
	]


@pytest.mark.parametrize("level", ["Domain", "Process Group"])
def test_a_manager_sets_up_no_domain_and_no_group(level):
	ensure_demo()
	with (
		signed_in("production"),
		pytest.raises(frappe.PermissionError, match="Only the process office may set up"),
	):
		new(level, is_group=1).insert()
	with signed_in("office"):
		assert new(level, is_group=1).insert().name


def test_a_manager_sets_up_a_process_unless_the_settings_say_otherwise():
	ensure_demo()
	with signed_in("production"):
		made = new("Process").insert()
	made.delete()
	office_only = rule("Process", "Set Up", begun_by="Process Office")
	with office_only, signed_in("production"), pytest.raises(frappe.PermissionError):
		new("Process").insert()


def test_a_manager_does_not_raise_a_process_to_a_domain(flows):
	process(flows)
	with signed_in("production"):
		doc = frappe.get_doc("Process", CODE)
		doc.level = "Domain"
		with pytest.raises(frappe.PermissionError, match="Domain"):
			doc.save()


def test_changing_and_deleting_follow_the_level(flows):
	process(flows)
	change, retire = (rule("Process", action, begun_by="Process Office") for action in ("Change", "Retire"))
	with change, signed_in("production"), pytest.raises(frappe.PermissionError, match="may change"):
		frappe.get_doc("Process", CODE).save()
	with retire, signed_in("production"), pytest.raises(frappe.PermissionError, match="may retire"):
		frappe.delete_doc("Process", CODE, ignore_permissions=True)


def test_on_a_small_site_the_office_publishes_at_once(flows):
	process(flows)
	with signed_in("office"):
		version = processes.publish(CODE, "First")

	assert facts().current_version == version


def test_what_is_in_a_release_is_not_published_beside_it(flows):
	process(flows)
	release = send()

	with signed_in("office"), pytest.raises(frappe.ValidationError, match=release):
		processes.publish(CODE)


class TestWhereTheGroupsRelease:
	@pytest.fixture(autouse=True)
	def groups(self, flows):
		process(flows)
		with settings(released_by_groups=1):
			yield

	@pytest.mark.parametrize("login", ["office", "production"])
	def test_nobody_publishes_or_retires_directly(self, login):
		with signed_in(login), pytest.raises(frappe.PermissionError, match="send “Zt Leave” for release"):
			processes.publish(CODE)
		with signed_in(login), pytest.raises(frappe.PermissionError, match="System Manager"):
			processes.publish(CODE, emergency="I am in a hurry")

		assert facts().status == "Draft"

	def test_a_system_manager_may_in_an_emergency_and_says_why(self, boss):
		with signed_in(boss):
			with pytest.raises(frappe.PermissionError, match="for release"):
				processes.publish(CODE, emergency=" ")
			version = processes.publish(CODE, "Gas limit", emergency="Gas alarm")

		note = frappe.db.get_value("Process Version", version, "note")
		assert note == "Emergency, past the groups: Gas alarm\nGas limit"
		said = {"reference_doctype": "Process", "reference_name": CODE, "content": ("like", "%Gas alarm%")}
		assert frappe.db.exists("Comment", said)
		told = {"for_user": person("office"), "document_name": CODE, "subject": ("like", "%Gas alarm%")}
		assert frappe.db.exists("Notification Log", told)

	def test_retiring_goes_the_same_way(self, boss, flows):
		with signed_in(boss):
			processes.publish(CODE, emergency="Gas alarm")
			with pytest.raises(frappe.PermissionError):
				processes.retire(CODE)
			processes.retire(CODE, emergency="Wrong valve")

		assert facts().status == "Retired"

	def test_the_form_offers_to_send_instead_of_to_publish(self):
		doc = frappe.get_doc("Process", CODE)
		with signed_in("office"):
			assert gate.offer(doc) == {"direct": False, "release": True, "emergency": False}


def test_the_groups_are_not_switched_on_while_nobody_could_release(flows, monkeypatch):
	ensure_demo()
	doc = frappe.get_doc("Process Settings")
	doc.released_by_groups = 1
	monkeypatch.setattr(gate, "flow", lambda: None)
	with pytest.raises(frappe.ValidationError, match="not published yet"):
		doc.save()
	monkeypatch.undo()
	doc = frappe.get_doc("Process Settings")
	doc.released_by_groups = 1
	monkeypatch.setattr(gate.people, "holders", lambda role: [] if "Leading" in role else [("a", "b")])
	with pytest.raises(frappe.ValidationError, match="Process Leading Group"):
		doc.save()
