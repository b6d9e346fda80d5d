"""The form through the versions of a process: nothing that was entered is lost."""

import frappe
import pytest

from liuwan_process.compiler.factories_for_tests import field, leave
from liuwan_process.compiler.publish import publish


def test_form_holds_the_fields_in_their_order_and_the_two_of_the_run(flows):
	flows.publish(leave())
	meta = frappe.get_meta("Zt Leave")

	assert [f.fieldname for f in meta.fields] == [
		"days", "reason", "opinion", "trips", "run_section", "workflow_state", "process_instance", "amended_from",
	]  # fmt: skip
	assert (meta.custom, meta.is_submittable, meta.module) == (1, 1, "Process Execution")
	assert meta.get_field("workflow_state").allow_on_submit and meta.get_field("workflow_state").read_only
	assert [f.fieldname for f in frappe.get_meta(meta.get_field("trips").options).fields] == ["place", "cost"]


def test_documents_are_numbered_by_the_code(flows):
	flows.publish(leave())

	assert make().name.startswith("ZT-LEAVE-20")


def test_desk_is_told_what_each_step_requires_and_lets_edit(flows):
	flows.publish(leave())
	meta = frappe.get_meta("Zt Leave")

	assert meta.get_field("days").mandatory_depends_on.startswith('eval:["Request"].includes(')
	assert meta.get_field("days").read_only_depends_on.startswith('eval:!(["Request"].includes(')
	assert meta.get_field("opinion").mandatory_depends_on.startswith('eval:["Manager"].includes(')
	assert not meta.get_field("reason").mandatory_depends_on


def test_rights_to_the_form(flows):
	flows.publish(leave())
	rights = {p.role: p for p in frappe.get_meta("Zt Leave").permissions}

	own = rights["Process Participant"]
	assert (
		own.if_owner
		and own.create
		and own.write
		and not (own.delete or own.export or own.share or own.submit)
	)
	assert rights["Process Administrator"].export and not rights["Process Administrator"].write
	assert set(rights) == {"Process Participant", "Process Administrator", "Process Supervisor"}


def test_new_field_is_added_and_label_changed(flows):
	flows.publish(leave())
	document = leave()
	field(document, "days")["label"] = "Working days off"
	document["form"]["fields"].insert(1, {"name": "phone", "label": "Phone"})
	flows.publish(document)

	meta = frappe.get_meta("Zt Leave")
	assert meta.get_label("days") == "Working days off"
	assert [f.fieldname for f in meta.fields][:3] == ["days", "phone", "reason"]
	assert frappe.db.has_column("Zt Leave", "phone")


def test_removed_field_is_hidden_and_its_data_stays(flows):
	flows.publish(leave())
	name = make(reason="A wedding").name
	document = leave()
	document["form"]["fields"].remove(field(document, "reason"))
	flows.publish(document)

	assert frappe.get_meta("Zt Leave").get_field("reason").hidden
	assert frappe.db.get_value("Zt Leave", name, "reason") == "A wedding"


def test_field_that_comes_back_is_shown_again(flows):
	flows.publish(leave())
	document = leave()
	document["form"]["fields"].remove(field(document, "reason"))
	flows.publish(document)
	flows.publish(leave())

	assert not frappe.get_meta("Zt Leave").get_field("reason").hidden


def test_field_that_an_open_run_needs_stays_in_sight(flows):
	flows.publish(leave())
	run("ZT-LEAVE-v1")
	document = leave()
	document["form"]["fields"].remove(field(document, "reason"))
	flows.publish(document)
	assert not frappe.get_meta("Zt Leave").get_field("reason").hidden

	frappe.db.delete("Process Instance", {"process_version": "ZT-LEAVE-v1"})
	frappe.db.commit()
	publish("ZT-LEAVE")
	assert frappe.get_meta("Zt Leave").get_field("reason").hidden


def test_type_that_would_lose_data_is_refused(flows):
	flows.publish(leave())
	make(reason="A wedding")
	document = leave()
	field(document, "reason")["type"] = "Int"

	with pytest.raises(frappe.ValidationError, match="“Reason” already holds data as Small Text"):
		flows.publish(document)
	assert frappe.db.get_value("Process", "ZT-LEAVE", "current_version") == "ZT-LEAVE-v1"


def test_type_may_change_while_nothing_is_stored(flows):
	flows.publish(leave())
	document = leave()
	field(document, "reason")["type"] = "Int"
	flows.publish(document)

	assert frappe.get_meta("Zt Leave").get_field("reason").fieldtype == "Int"


def test_type_may_become_wider(flows):
	flows.publish(leave())
	name = make(days=3, reason="A wedding").name
	document = leave()
	field(document, "days")["type"] = "Float"
	field(document, "reason")["type"] = "Text"
	flows.publish(document)

	assert frappe.db.get_value("Zt Leave", name, ["days", "reason"]) == (3.0, "A wedding")


def test_table_grows(flows):
	flows.publish(leave())
	document = leave()
	document["form"]["fields"].append({"name": "nights", "label": "Nights", "type": "Int", "table": "trips"})
	flows.publish(document)

	assert frappe.db.has_column("Zt Leave Trips", "nights")


def test_field_that_an_administrator_added_stays(flows):
	flows.publish(leave())
	form = frappe.get_doc("DocType", "Zt Leave")
	form.append("fields", {"fieldname": "archive_no", "fieldtype": "Data", "label": "Archive No"})
	form.save()
	flows.publish(leave(subject=""))

	assert frappe.get_meta("Zt Leave").has_field("archive_no")
	assert not frappe.get_meta("Zt Leave").get_field("archive_no").hidden


def test_unknown_link_is_named(flows):
	document = leave()
	document["form"]["fields"].append(
		{"name": "car", "label": "Car", "type": "Link", "options": "Flying Carpet"}
	)

	with pytest.raises(frappe.ValidationError, match="“Car”: there is no DocType Flying Carpet"):
		flows.publish(document)


def test_chinese_title_gives_a_latin_form_with_its_chinese_name(flows):
	flows.publish(leave(title="测试请假"))

	assert flows.form(leave()) == "Ce Shi Qing Jia"
	assert chinese("Ce Shi Qing Jia") == "测试请假"
	assert chinese("Ce Shi Qing Jia Register") == "测试请假台账"
	assert chinese("Ce Shi Qing Jia Trips") == "测试请假Trips"


def test_english_title_that_has_chinese_gives_the_register_its_chinese_name(flows):
	flows.publish(leave(title="Approval"))

	assert chinese("Approval Register") == "审批台账"
	assert chinese("Approval") is None


def test_chinese_name_follows_the_title_until_somebody_changes_it(flows):
	flows.publish(leave(title="测试请假"))
	flows.publish(leave(title="测试休假"))
	assert chinese("Ce Shi Qing Jia") == "测试休假"

	frappe.db.set_value("Translation", {"source_text": "Ce Shi Qing Jia"}, "translated_text", "假条")
	flows.publish(leave(title="测试请假"))
	assert chinese("Ce Shi Qing Jia") == "假条"


def chinese(name):
	return frappe.db.get_value("Translation", {"source_text": name, "language": "zh"}, "translated_text")


def make(**values):
	document = frappe.get_doc({"doctype": "Zt Leave", "days": 1, **values}).insert()
	frappe.db.commit()
	return document


def run(version):
	"""A row as the engine writes it for an open run."""
	row = frappe.new_doc("Process Instance")
	row.update({"name": frappe.generate_hash(length=10), "process_version": version, "status": "Running"})
	row.db_insert()
	frappe.db.commit()
