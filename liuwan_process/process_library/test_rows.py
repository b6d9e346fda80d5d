"""Saving a process: what is completed, what is refused, what may stay unfinished."""

import frappe
import pytest

from liuwan_process.compiler.factories_for_tests import leave
from liuwan_process.process_library import slugs
from liuwan_process.process_library.working_copy import fill
from tests.factories import ensure_demo, person


def process(**changes):
	return fill(frappe.new_doc("Process"), leave(**changes))


def typed(**values):
	"""A process as somebody types it: titles everywhere, no names."""
	new = frappe.new_doc("Process")
	new.update({"code": "ZT-TYPED", "title": "Typed", **values})
	for title, kind in (("申请", "Start"), ("Unit head", "Approval"), ("办结", "End")):
		new.append("steps", {"title": title, "kind": kind})
	new.append("form_fields", {"label": "请假天数", "fieldtype": "Int"})
	new.append("transitions", {"from_step": "申请", "to_step": "Unit head"})
	new.append(
		"transitions", {"from_step": "Unit head", "to_step": "办结", "condition": "qing_jia_tian_shu > 1"}
	)
	new.append("field_access", {"step": "Unit head", "fieldname": "请假天数", "access": "Edit"})
	return new


def test_titles_become_names():
	saved = typed().insert()

	assert [s.step_id for s in saved.steps] == ["shen_qing", "unit_head", "ban_jie"]
	assert saved.form_fields[0].fieldname == "qing_jia_tian_shu"
	assert [(t.from_step, t.to_step, t.action) for t in saved.transitions] == [
		("shen_qing", "unit_head", "Submit"),
		("unit_head", "ban_jie", "Approve"),
	]
	assert (saved.field_access[0].step, saved.field_access[0].fieldname) == ("unit_head", "qing_jia_tian_shu")


def test_step_keeps_its_name_when_its_title_changes():
	saved = typed().insert()
	saved.steps[1].title = "Department head"
	saved.save()

	assert saved.steps[1].step_id == "unit_head"
	assert saved.transitions[0].to_step == "unit_head"


def test_names_that_the_desk_gave_new_rows_are_replaced_everywhere():
	new = frappe.new_doc("Process")
	new.update({"code": "ZT-DESK", "title": "Desk"})
	new.append("steps", {"title": "Ask", "kind": "Start", "step_id": "~abc"})
	new.append("steps", {"title": "End", "kind": "End", "step_id": "~def"})
	new.append("transitions", {"from_step": "~abc", "to_step": "~def"})
	new.insert()

	assert [s.step_id for s in new.steps] == ["ask", "end"]
	assert (new.transitions[0].from_step, new.transitions[0].to_step) == ("ask", "end")


def test_same_titles_get_numbers():
	new = typed()
	new.append("steps", {"title": "Unit head", "kind": "Task"})
	new.insert()

	assert new.steps[-1].step_id == "unit_head_2"


@pytest.mark.parametrize(
	("table", "row", "message"),
	[
		(
			"transitions",
			{"from_step": "request", "to_step": "nowhere"},
			"Transitions, row 7.*no step nowhere",
		),
		(
			"participants",
			{"step": "nobody", "rule": "Initiator"},
			"Who Does Which Step, row 4.*no step nobody",
		),
		("field_access", {"step": "request", "fieldname": "none", "access": "Edit"}, "row 2.*no field none"),
		(
			"form_fields",
			{"label": "D", "fieldname": "days", "fieldtype": "Int"},
			"Fields, row 1.*days is there twice",
		),
		(
			"form_fields",
			{"label": "D", "fieldname": "process", "fieldtype": "Int"},
			"cannot be named process",
		),
		("form_fields", {"label": "D", "fieldname": "Ä b", "fieldtype": "Int"}, "cannot be named"),
		(
			"steps",
			{"title": "R", "kind": "Task", "step_id": "request"},
			"Steps, row 1.*request is there twice",
		),
		("participants", {"step": "manager", "rule": "Named users", "users": "no@where"}, "no user no@where"),
	],
)
def test_row_that_cannot_be_read_again_is_named(table, row, message):
	new = process()
	new.append(table, row)

	with pytest.raises(frappe.ValidationError, match=message):
		new.insert()


@pytest.mark.parametrize("code", ["BO LEAVE", "-BO", "BO--LEAVE", "BO_LEAVE", "请假", "BO/1", "BO-"])
def test_code_is_letters_digits_and_hyphens(code):
	with pytest.raises(frappe.ValidationError, match="letters, digits"):
		process(process=code).insert()


def test_unfinished_process_may_be_saved():
	new = process()
	new.transitions = []
	new.insert()

	view = frappe.get_doc("Process", new.name).run_method("onload") or new
	assert view


def test_nobody_sets_the_published_facts_by_hand():
	new = process()
	new.update({"status": "Published", "current_version": None, "workflow": None})
	new.insert()
	new.status = "Retired"
	new.save()

	assert frappe.db.get_value("Process", new.name, "status") == "Draft"


def test_process_hangs_below_groups_only():
	parent = process(process="ZT-PARENT").insert()
	child = process()
	child.parent_process = parent.name

	with pytest.raises(frappe.ValidationError, match="has no processes below it"):
		child.insert()


def test_published_process_is_not_deleted(flows):
	flows.publish(leave())

	with pytest.raises(frappe.ValidationError, match="retired, not deleted"):
		frappe.delete_doc("Process", "ZT-LEAVE")


@pytest.mark.parametrize(
	("label", "name"),
	[
		("Leave days", "leave_days"),
		("请假天数", "qing_jia_tian_shu"),
		("Name", "name_value"),
		("From", "from_value"),
		("Process", "process_value"),
		("3 days", "field_3_days"),
		("？", "field"),
		("Save", "save_value"),
	],
)
def test_labels_become_names_that_frappe_and_conditions_accept(label, name):
	assert slugs.field_name(label, ()) == name


def test_labels_stand_for_fields_in_conditions_and_in_the_title_of_a_run():
	new = typed(subject="{initiator}: {请假天数}")
	new.append("form_fields", {"label": "Kind of leave", "fieldtype": "Data"})
	new.transitions[1].condition = "请假天数 > 1 and Kind of leave != '请假天数'"
	new.insert()

	assert new.transitions[1].condition == "qing_jia_tian_shu > 1 and kind_of_leave != '请假天数'"
	assert new.subject == "{initiator}: {qing_jia_tian_shu}"


def test_people_are_named_by_name_or_staff_number():
	ensure_demo()
	new = typed()
	number = frappe.db.get_value("Staff Member", {"staff_name": "白玉洁"}, "staff_no")
	users = f"杜海燕\n{number}\n{person('director')}"
	new.append("participants", {"step": "Unit head", "rule": "Named users", "users": users})
	new.insert()

	assert new.participants[0].users.split() == [person("finance"), person("budget"), person("director")]
