"""Who may export and import BPMN files, and what an import leaves alone."""

import base64
from pathlib import Path

import frappe
import pytest

import liuwan_process
from liuwan_process.api import bpmn
from liuwan_process.compiler.factories_for_tests import Flows, leave
from liuwan_process.definition.bpmn.read import from_bpmn
from liuwan_process.definition.bpmn.write import to_bpmn
from liuwan_process.definition.parse import parse
from liuwan_process.process_library.working_copy import to_document
from liuwan_process.process_organization.factories_for_tests import make_staff, make_unit, make_user

SAMPLES = Path(liuwan_process.__file__).parent / "definition/bpmn/samples"


@pytest.fixture
def process():
	flows = Flows()
	yield flows.save(leave()).name
	flows.remove()


def coded(content: bytes) -> str:
	return base64.b64encode(content).decode()


def foreign(name: str = "prefixed") -> str:
	return coded((SAMPLES / f"{name}.bpmn").read_bytes())


def manager_of_another_unit():
	user = make_user("Process Manager")
	make_staff(make_unit().name, "Zt Manager", user=user)
	return user


def test_download_is_the_saved_working_copy(process):
	frappe.set_user(make_user("Process Analyst"))
	bpmn.download(process)

	assert frappe.response.filename == "ZT-LEAVE.bpmn"
	document = from_bpmn(frappe.response.filecontent).document
	assert parse(document) == parse(to_document(frappe.get_doc("Process", process)))


def test_file_of_ours_replaces_everything_but_code_and_title(process):
	other = leave(process="ZT-OTHER", title="Zt Other", subject="{initiator}")
	other["form"]["fields"] = other["form"]["fields"][:3]
	other["steps"][1]["title"] = "Head"

	assert bpmn.fill(process, coded(to_bpmn(parse(other)))) == process
	doc = frappe.get_doc("Process", process)
	assert (doc.code, doc.title, doc.subject) == ("ZT-LEAVE", "Zt Leave", "{initiator}")
	assert [row.title for row in doc.steps][1] == "Head"
	assert len(doc.form_fields) == 3


def test_file_of_another_program_leaves_the_form_alone(process):
	bpmn.fill(process, foreign())
	doc = frappe.get_doc("Process", process)

	assert "Write order" in [row.title for row in doc.steps]
	assert [row.fieldname for row in doc.form_fields][:2] == ["days", "reason"]


def test_preview_tells_and_changes_nothing(process):
	before = to_document(frappe.get_doc("Process", process))
	found = bpmn.preview(process, foreign())

	assert (found["steps"], found["transitions"], found["ours"]) == (8, 9, False)
	assert "In order? (Gateway_ok)" in found["report"]
	assert to_document(frappe.get_doc("Process", process)) == before


def test_names_in_the_report_are_no_markup(process):
	content = (SAMPLES / "prefixed.bpmn").read_text().replace("In order?", "&lt;img src=x&gt;")
	report = bpmn.preview(process, coded(content.encode()))["report"]

	assert "<img" not in report and "&lt;img" in report


def test_readers_export_and_change_nothing(process):
	frappe.set_user(make_user("Process Analyst"))

	for act in (bpmn.preview, bpmn.fill):
		with pytest.raises(frappe.PermissionError):
			act(process, foreign())


def test_managers_of_other_units_change_nothing(process):
	frappe.db.set_value("Process", process, "org_unit", make_unit().name)
	frappe.set_user(manager_of_another_unit())

	with pytest.raises(frappe.PermissionError):
		bpmn.fill(process, foreign())


def test_people_of_the_portal_get_nothing(process):
	frappe.set_user(make_user("Process Participant"))

	with pytest.raises(frappe.PermissionError):
		bpmn.download(process)


def test_groups_have_no_flow():
	group = frappe.get_doc(doctype="Process", code="ZT-GROUP", title="Zt Group", is_group=1).insert()

	with pytest.raises(frappe.ValidationError, match="is a group"):
		bpmn.download(group.name)


# The drawing in the desk


def drawn(process: str, change=lambda xml: xml) -> dict:
	"""Open, draw, save."""
	opened = bpmn.drawing(process)
	return bpmn.save_drawing(process, change(opened["xml"]), opened["modified"], opened["language"])


def test_a_drawing_is_saved_and_opened_as_it_is_now(process):
	title = frappe.get_doc("Process", process).steps[1].title
	saved = drawn(process, lambda xml: xml.replace(f'name="{title}"', 'name="Head decides"'))

	assert frappe.get_doc("Process", process).steps[1].title == "Head decides"
	assert (saved["report"], saved["modified"]) == ("", bpmn.drawing(process)["modified"])
	assert 'name="Head decides"' in saved["xml"]


def test_rows_keep_their_names_when_a_drawing_is_saved(process):
	before = {row.name for row in frappe.get_doc("Process", process).steps}
	drawn(process)

	assert {row.name for row in frappe.get_doc("Process", process).steps} == before


def test_a_drawing_of_what_was_changed_since_is_refused(process):
	opened = bpmn.drawing(process)
	doc = frappe.get_doc("Process", process)
	doc.description = "Changed"
	doc.save()

	with pytest.raises(frappe.TimestampMismatchError, match="Administrator changed Zt Leave"):
		bpmn.save_drawing(process, opened["xml"], opened["modified"], opened["language"])


def test_readers_see_a_drawing_and_do_not_save_it(process):
	opened = bpmn.drawing(process)
	frappe.set_user(make_user("Process Analyst"))

	assert bpmn.drawing(process)["may_change"] is False
	with pytest.raises(frappe.PermissionError):
		bpmn.save_drawing(process, opened["xml"], opened["modified"], opened["language"])


def test_people_of_the_portal_see_no_drawing(process):
	frappe.set_user(make_user("Process Participant"))

	with pytest.raises(frappe.PermissionError):
		bpmn.drawing(process)


def test_what_was_not_taken_is_told(process):
	saved = drawn(process, lambda xml: xml.replace("</bpmn:process>", '<bpmn:group id="G1"/></bpmn:process>'))

	assert "G1" in saved["report"]


def test_no_drawing_of_ours_is_refused_and_named(process):
	opened = bpmn.drawing(process)

	with pytest.raises(frappe.ValidationError, match="not a drawing of the process"):
		bpmn.save_drawing(
			process, (SAMPLES / "prefixed.bpmn").read_text(), opened["modified"], opened["language"]
		)


def test_a_published_process_that_is_only_moved_about_is_no_new_version(process):
	before = to_document(frappe.get_doc("Process", process))
	drawn(process, lambda xml: xml.replace('<dc:Bounds x="', '<dc:Bounds x="1'))

	assert to_document(frappe.get_doc("Process", process)) == before


# A process of its own


def test_a_file_becomes_a_new_process():
	found = bpmn.preview_new(foreign())
	name = bpmn.create(foreign(), "ZT-PARTS", found["title"])
	made = frappe.get_doc("Process", name)

	assert (made.code, made.title, made.status) == ("ZT-PARTS", "Purchase of spare parts", "Draft")
	assert (found["steps"], len(made.steps)) == (8, 8)


def test_a_code_that_is_taken_is_not_offered(process):
	assert bpmn.preview_new(coded(to_bpmn(parse(leave()))))["code"] == ""


def test_readers_make_no_process():
	frappe.set_user(make_user("Process Analyst"))

	for act in (lambda: bpmn.preview_new(foreign()), lambda: bpmn.create(foreign(), "ZT-NO", "No")):
		with pytest.raises(frappe.PermissionError):
			act()


OURS = to_bpmn(parse(leave()))
UNREADABLE = {
	"base64": ("no base64!", "not an XML file"),
	"root": (coded(b"<a/>"), "not a BPMN 2.0 file"),
	"size": ("A" * 6_000_000, "larger than 4 MB"),
	"word": (coded(OURS.replace(b'"nobody": "skip"', b'"nobody": "pray"')), "board: nobody cannot be"),
	"note": (
		coded(OURS.replace(b'{"completion"', b'["completion"')),
		"Step_board: What Liuwan Process noted",
	),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_files_that_cannot_be_read_are_refused_by_name(process, case):
	content, message = UNREADABLE[case]

	with pytest.raises(frappe.ValidationError, match=message):
		bpmn.fill(process, content)
