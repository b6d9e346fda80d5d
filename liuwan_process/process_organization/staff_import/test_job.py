"""A Staff Import from the file to the people, and back again."""

import frappe
import pytest

from liuwan_process.api.people import import_status
from liuwan_process.process_organization.doctype.staff_import import staff_import as controller
from liuwan_process.process_organization.factories_for_tests import (
	Statements,
	make_position,
	make_staff,
	make_unit,
	make_user,
)
from liuwan_process.process_organization.staff_import import job

HEADER = "工号,姓名,单位,岗位,上级工号,邮箱,手机"


@pytest.fixture(autouse=True)
def without_commits(monkeypatch):
	"""What a job commits could not be undone by the test."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(frappe.db, "rollback", lambda *args, **kwargs: None)


def make_import(*lines: str, **options):
	file = frappe.get_doc(
		doctype="File", file_name="people.csv", content="\n".join([HEADER, *lines]), is_private=1
	).insert()
	return frappe.get_doc(doctype="Staff Import", import_file=file.file_url, **options).insert()


def again(doc):
	return frappe.get_doc("Staff Import", doc.name)


def run(*lines: str, **options):
	doc = make_import(*lines, **options)
	job.run(doc.name, "en")
	return again(doc)


def counts(doc) -> tuple:
	return doc.status, doc.rows_created, doc.rows_updated, doc.rows_unchanged, doc.rows_refused


def test_people_are_created_with_unit_position_superior_and_spelling():
	unit = make_unit().name

	doc = run(f"T1,张伟,{unit},科长,,zw@liuwan.example,139", f"T2,李娜,{unit},技术员,T1,,13900000000")

	assert counts(doc) == ("Partly Completed", 0, 0, 0, 2)  # 139 is no telephone number, and T2 reports to T1
	doc = run(f"T1,张伟,{unit},科长,,zw@liuwan.example,", f"T2,李娜,{unit},技术员,T1,,13900000000")
	assert counts(doc) == ("Completed", 2, 0, 0, 0)
	staff = frappe.get_doc("Staff Member", "T2")
	assert (staff.staff_name, staff.superior, staff.pinyin, staff.status) == (
		"李娜",
		"T1",
		"lina ln",
		"Active",
	)
	assert [(row.position, row.is_primary) for row in staff.positions] == [(f"技术员 - {unit}", 1)]
	staff.save()


def test_repeated_import_changes_only_what_differs():
	unit = make_unit().name
	lines = [f"T1,张伟,{unit},科长,,,", f"T2,李娜,{unit},技术员,T1,,", f"T3,王芳,{unit},技术员,T1,,"]
	run(*lines)

	assert counts(run(*lines)) == ("Completed", 0, 0, 3, 0)
	assert counts(run(lines[0], f"T2,李娜,{unit},班长,T1,,", f"T3,王小芳,{unit},,T1,,")) == (
		"Completed",
		0,
		2,
		1,
		0,
	)
	assert frappe.db.get_value("Staff Member", "T3", ["staff_name", "pinyin"]) == (
		"王小芳",
		"wangxiaofang wxf",
	)
	assert [row.position for row in frappe.get_doc("Staff Member", "T2").positions] == [f"班长 - {unit}"]


def test_move_to_another_unit_ends_the_former_position():
	one, other = make_unit().name, make_unit().name
	run(f"T1,张伟,{one},科长,,,")

	run(f"T1,张伟,{other},,,,")

	staff = frappe.get_doc("Staff Member", "T1")
	assert (staff.org_unit, staff.positions) == (other, [])


def test_second_position_becomes_primary_and_stays_one():
	unit = make_unit().name
	rows = [{"position": make_position(unit, title).name} for title in ("Clerk", "Driver")]
	make_staff(unit, staff_no="T1", positions=rows)

	run(f"T1,张伟,{unit},Driver,,,")

	positions = frappe.get_doc("Staff Member", "T1").positions
	assert [(row.position, row.is_primary) for row in positions] == [(f"Driver - {unit}", 1)]


def test_missing_units_are_created_below_the_chosen_one():
	top = make_unit().name

	doc = run("T1,张伟,Test Team of the Import,矿工,,,", create_missing_units=1, new_units_under=top)

	assert counts(doc)[:2] == ("Completed", 1)
	assert frappe.db.get_value("Org Unit", "Test Team of the Import", "parent_org_unit") == top


def test_others_are_told_that_people_changed(monkeypatch):
	told = []
	monkeypatch.setattr("liuwan_process.engine.people.forget_holders", lambda *args: told.append(True))

	run(f"T1,张伟,{make_unit().name},,,,")

	assert told


def test_refused_rows_are_listed_with_row_column_and_reason():
	unit = make_unit().name

	doc = run(f"T1,张伟,{unit},,,,", "T2,李娜,Mars,,,,", f",王芳,{unit},,,,")

	assert counts(doc) == ("Partly Completed", 1, 0, 0, 2)
	assert [(row.row_no, row.staff_no, row.field_label, row.reason) for row in doc.refused_rows] == [
		(3, "T2", "Org Unit", "there is no unit Mars"),
		(4, "", "Staff No", "is missing"),
	]


def test_refused_rows_are_told_in_the_readers_language():
	doc = make_import("T2,李娜,Mars,,,,")

	job.run(doc.name, "zh")
	frappe.local.lang = "en"

	(row,) = again(doc).refused_rows
	assert (row.field_label, row.reason) == ("单位", "没有“Mars”这个单位")


def test_four_thousand_people_cost_no_statement_each():
	unit = make_unit().name

	def statements(rows: range) -> int:
		leaders = [f"T{n},李娜,{unit},班长,,," for n in rows if not n % 9]
		miners = [f"T{n},张伟,{unit},矿工,T{n - n % 9},t{n}@liuwan.example," for n in rows if n % 9]
		doc = make_import(*miners, *leaders)
		with Statements() as counted:
			job.run(doc.name, "en")
		assert counts(again(doc))[:2] == ("Completed", len(rows))
		return counted.count

	statements(range(9))
	assert statements(range(9, 18)) == statements(range(18, 918))
	assert statements(range(918, 918 + 4_160)) <= 50  # a thousand rows go in one statement


def test_accounts_are_made_on_demand_without_mail():
	unit = make_unit().name

	doc = run(
		f"T1,张伟,{unit},,,zw.import@liuwan.example,13911112222",
		f"T2,李娜,{unit},,,,",
		create_users=1,
		login_domain="@Liuwan.Example",
	)

	assert doc.users_created == 2
	assert frappe.db.get_value("Staff Member", "T2", "user") == "t2@liuwan.example"
	user = frappe.get_doc("User", "zw.import@liuwan.example")
	assert (user.user_type, user.full_name, user.enabled) == ("Website User", "张伟", 1)
	assert [row.role for row in user.roles] == ["Process Participant"]
	assert not frappe.db.exists("Email Queue", {"reference_doctype": "User", "reference_name": user.name})


def test_people_without_email_get_no_account_without_a_domain():
	doc = run(f"T1,张伟,{make_unit().name},,,,", create_users=1)

	assert (doc.status, doc.users_created) == ("Completed", 0)


def test_unusable_file_ends_in_a_message():
	file = frappe.get_doc(doctype="File", file_name="x.csv", content="a,b\n1,2", is_private=1).insert()
	doc = frappe.get_doc(doctype="Staff Import", import_file=file.file_url).insert()

	job.run(doc.name, "en")

	assert again(doc).status == "Failed"
	assert "columns are missing" in again(doc).message


def test_unexpected_error_ends_in_failed_with_a_log(monkeypatch):
	monkeypatch.setattr(job, "write", lambda *args: 1 / 0)
	logged = []
	monkeypatch.setattr(frappe, "log_error", lambda **values: logged.append(values["message"]))

	doc = run(f"T1,张伟,{make_unit().name},,,,")

	assert doc.status == "Failed"
	assert "ZeroDivisionError" in logged[0]


def test_file_of_somebody_else_is_not_read():
	doc = make_import("T1,张伟,x,,,,")
	user = make_user("Process Administrator")
	frappe.db.set_value(
		"File", {"file_url": doc.import_file}, {"attached_to_doctype": None, "owner": "Administrator"}
	)
	frappe.set_user(user)

	job.run(doc.name, "en")

	frappe.set_user("Administrator")
	assert again(doc).status == "Failed"


def test_second_import_waits_for_the_first():
	first, second = make_import("T1,张伟,x,,,,"), make_import("T1,张伟,x,,,,")
	first.db_set("status", "Running")

	with pytest.raises(frappe.ValidationError, match=first.name):
		second.start()


def test_lost_import_does_not_block_for_ever(monkeypatch):
	first, second = make_import("T1,张伟,x,,,,"), make_import("T1,张伟,x,,,,")
	queued = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **values: queued.append(values["name"]))
	frappe.db.set_value(
		"Staff Import", first.name, {"status": "Running", "modified": "2020-01-01"}, update_modified=False
	)

	assert second.start()["status"] == "Queued"
	assert queued == [second.name]


def test_state_is_told_to_those_who_may_read_it():
	doc = run(f"T1,张伟,{make_unit().name},,,,")

	assert import_status(doc.name)["rows_created"] == 1
	for user in (make_user("Process Manager"), make_user("Process Participant"), "Guest"):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			import_status(doc.name)


def test_refused_rows_and_template_can_be_downloaded():
	doc = run("T1,=cmd(),Mars,,,,")

	controller.download_refused_rows(doc.name)
	assert "there is no unit Mars" in frappe.response["filecontent"].decode("utf-8-sig")

	controller.download_template()
	assert frappe.response["filecontent"][:2] == b"PK"


@pytest.mark.parametrize(
	("typed", "written"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("张伟", "张伟"), (None, "")]
)
def test_download_holds_no_formulas(typed, written):
	assert controller.safe(typed) == written
