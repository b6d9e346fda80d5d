"""Who may check, publish, retire, export and import processes, and what they get."""

import json

import frappe
import pytest

from liuwan_process.api import processes
from liuwan_process.compiler.factories_for_tests import Flows, leave
from liuwan_process.process_library.knowledge_for_tests import Records
from liuwan_process.process_organization.factories_for_tests import make_staff, make_unit, make_user

OFFICE = "Process Administrator"
READERS = ("Process Manager", "Process Leader", "Process Supervisor", "Process Promoter", "Process Analyst")


@pytest.fixture
def flows():
	made = Flows()
	yield made
	made.remove()


@pytest.fixture
def process(flows):
	return flows.save(leave()).name


def manager_of(unit):
	user = make_user("Process Manager")
	make_staff(unit, "Zt Manager", user=user)
	return user


@pytest.fixture
def office(flows):
	"""Somebody of the office whose account outlives the commit of a publication."""
	email = "zt.office@liuwan.example"
	roles = [{"role": OFFICE}]
	frappe.get_doc(doctype="User", email=email, first_name="Zt", send_welcome_email=0, roles=roles).insert()
	yield email
	frappe.db.rollback()
	frappe.set_user("Administrator")
	frappe.db.delete("Has Role", {"parent": email})
	frappe.db.delete("User", {"name": email})
	frappe.db.commit()


def test_administrator_publishes_and_retires(process, office):
	frappe.set_user(office)

	assert processes.publish(process, "First") == "ZT-LEAVE-v1"
	processes.retire(process)
	assert frappe.db.get_value("Process", process, "status") == "Retired"


def test_manager_publishes_the_processes_of_the_own_unit(process, monkeypatch):
	monkeypatch.setattr(processes.publication, "publish", lambda name, note: f"{name}-v1")
	unit = make_unit()
	frappe.db.set_value("Process", process, "org_unit", unit.name)
	frappe.set_user(manager_of(unit.name))

	assert processes.publish(process) == "ZT-LEAVE-v1"


def test_manager_does_not_touch_the_processes_of_others(process):
	frappe.db.set_value("Process", process, "org_unit", make_unit().name)
	frappe.set_user(manager_of(make_unit().name))

	for act in (processes.publish, processes.retire):
		with pytest.raises(frappe.PermissionError):
			act(process)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Process", process).save()
	with pytest.raises(frappe.PermissionError):
		processes.import_definition(leave(title="Mine now"))


def test_manager_cannot_take_a_process_over_by_naming_the_own_unit(process):
	frappe.db.set_value("Process", process, "org_unit", make_unit().name)
	unit = make_unit().name
	frappe.set_user(manager_of(unit))
	mine = frappe.get_doc("Process", process)
	mine.org_unit = unit

	with pytest.raises(frappe.PermissionError):
		mine.save()


def test_new_process_of_a_manager_belongs_to_the_own_unit(flows):
	unit = make_unit().name
	flows.codes.add("ZT-LEAVE")
	frappe.set_user(manager_of(unit))

	name = processes.import_definition(leave())
	assert frappe.db.get_value("Process", name, "org_unit") == unit


@pytest.mark.parametrize("role", READERS[1:])
def test_others_read_and_do_not_write(process, role):
	frappe.set_user(make_user(role))

	assert processes.export_definition(process)["process"] == "ZT-LEAVE"
	for act in (processes.publish, processes.retire):
		with pytest.raises(frappe.PermissionError):
			act(process)
	with pytest.raises(frappe.PermissionError):
		processes.import_definition(leave(process="ZT-NEW"))


@pytest.mark.parametrize("user", ["Guest", "Process Participant"])
def test_portal_users_do_nothing_here(process, user):
	frappe.set_user(user if user == "Guest" else make_user(user))

	for act in (processes.check, processes.publish, processes.retire, processes.export_definition):
		with pytest.raises(frappe.PermissionError):
			act(process)
	with pytest.raises(frappe.PermissionError):
		processes.import_definition(leave(process="ZT-NEW"))


def test_check_shows_drawing_and_no_problem(process):
	view = processes.check(process)

	assert "<svg" in view["drawing"]
	assert (view["count"], view["problems"].strip()) == (0, "")


def test_check_lists_problems_by_row_and_marks_the_step(flows):
	document = leave()
	document["transitions"][1]["condition"] = "hours > 3"
	saved = flows.save(document)
	view = processes.check(saved.name)

	row = next(t for t in saved.transitions if t.from_step == "manager")
	assert view["count"] == 1
	assert f'data-fieldname="transitions" data-row="{row.name}"' in view["problems"]
	assert "halo" in view["drawing"] or "alarm" in view["drawing"]


def test_problems_are_told_in_the_language_of_the_reader(flows):
	document = leave()
	document["transitions"][1]["condition"] = "hours > 3"
	name = flows.save(document).name
	frappe.local.lang = "zh"

	assert "使用了未知字段" in processes.check(name)["problems"]


def test_titles_in_problems_cannot_carry_markup(flows):
	document = leave()
	document["steps"][2]["title"] = "<b>Board</b>"
	document["transitions"] = document["transitions"][:-2]
	view = processes.check(flows.save(document).name)

	assert "Board" in view["problems"]
	assert "<b>Board" not in view["problems"] + view["drawing"] + view["overview"]


def test_what_is_exported_can_be_imported(flows, process):
	exported = processes.export_definition(process)
	flows.codes.add("ZT-COPY")
	name = processes.import_definition(json.dumps(exported | {"process": "ZT-COPY"}))

	again = processes.export_definition(name)
	assert again == exported | {"process": "ZT-COPY"}


def test_what_its_steps_name_travels_with_a_process(flows):
	tied = Records()
	tied.flows = flows
	names = [tied.thing("ZT-FORM", to_outside=1), tied.risk("ZT-RISK"), tied.regulation()]
	clauses = [{"regulation": names[2], "clause": "2"}]
	flows.save(tied.document(outputs=names[:1], risks=names[1:2], clauses=clauses))
	exported = processes.export_definition("ZT-LEAVE")
	flows.remove()
	for doctype, name in tied.made:
		frappe.delete_doc(doctype, name, force=True)
	processes.import_definition(exported)

	assert processes.export_definition("ZT-LEAVE") == exported
	assert frappe.db.get_value("Process Object", "ZT-FORM", "to_outside") == 1
	assert frappe.db.get_value("Regulation", "ZT-HR-v1", "status") == "In Force"
	tied.remove()


def test_a_regulation_that_comes_along_replaces_none_that_is_in_force(flows):
	tied = Records()
	tied.flows = flows
	tied.regulation()
	row = {"number": "ZT-HR", "version": 4, "title": "Zt", "status": "In Force", "clauses": [], "owner": "x"}
	processes.import_definition(leave() | {"records": {"regulations": [row]}})

	assert frappe.db.get_value("Regulation", "ZT-HR-v4", "status") == "Draft"
	flows.codes.add("ZT-LEAVE")
	tied.remove()


@pytest.mark.parametrize("content", ["", "[]", "not json", "{}", '{"schema": 2}'])
def test_what_is_no_process_is_refused(content):
	with pytest.raises(frappe.ValidationError):
		processes.import_definition(content)


def test_import_publishes_nothing(flows):
	flows.codes.add("ZT-LEAVE")
	processes.import_definition(leave() | {"status": "Published", "current_version": "ZT-LEAVE-v9"})

	assert frappe.db.get_value("Process", "ZT-LEAVE", ["status", "current_version"]) == ("Draft", None)


def test_forms_are_offered_to_those_who_write_processes():
	frappe.set_user(make_user(OFFICE))
	assert ["ToDo"] in [list(row) for row in processes.forms_query("DocType", "ToDo", "name", 0, 20, {})]

	frappe.set_user(make_user("Process Participant"))
	with pytest.raises(frappe.PermissionError):
		processes.forms_query("DocType", "ToDo", "name", 0, 20, {})
