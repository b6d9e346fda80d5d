"""What a sheet means, and what of it is refused with sheet, row and column."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import frappe
import openpyxl
import pytest

from liuwan_process.process_library.process_sheet import workbook
from liuwan_process.process_library.process_sheet.build import Build
from liuwan_process.process_library.process_sheet.known import Known
from liuwan_process.process_library.process_sheet.read import read

SIMPLE = [
	[
		"Process Code",
		"Process Title",
		"Step No",
		"Step",
		"Kind",
		"Process Role",
		"Limit",
		"Action",
		"Next Step",
	],
	["ZT-A", "Leave", 1, "Ask", "Start"],
	[None, None, 2, "Head", "Approval", "clerk", 2, "Approve", 3],
	[None, None, 2, None, None, None, None, "Return", "Ask"],
	[None, None, 3, "Done", "End"],
]


def book(**sheets) -> bytes:
	made = openpyxl.Workbook()
	made.remove(made.active)
	for name, rows in sheets.items():
		sheet = made.create_sheet(name.replace("_", " "))
		for row in rows:
			sheet.append(row)
	out = BytesIO()
	made.save(out)
	return out.getvalue()


def build(content: bytes, replace: bool = False, **known):
	site = Known(links={"Process Role": {"clerk": "Clerk"}, **known.pop("links", {})}, **known)
	made = Build(site, replace)
	return made, made.run(read(content))


def changed(row: int, column: int, value) -> list[list]:
	rows = [list(each) + [None] * (len(SIMPLE[0]) - len(each)) for each in SIMPLE]
	rows[row][column] = value
	return rows


def refused(content: bytes, **known) -> list[tuple]:
	made, _drafts = build(content, **known)
	return [(refusal.row_no, refusal.column, refusal.reason) for refusal in made.refusals]


def test_a_row_is_a_step_and_further_rows_are_its_further_ways():
	made, [draft] = build(book(Steps=SIMPLE))

	assert made.refusals == []
	assert draft.head == {"code": "ZT-A", "title": "Leave"}
	assert [(row["step_id"], row["title"], row["kind"]) for row in draft.tables["steps"]] == [
		("~1", "Ask", "Start"),
		("~2", "Head", "Approval"),
		("~3", "Done", "End"),
	]
	assert draft.tables["steps"][1]["limit_amount"] == 2
	assert draft.tables["participants"] == [{"rule": "Process role", "process_role": "Clerk", "step": "~2"}]
	assert [(way["from_step"], way.get("action"), way["to_step"]) for way in draft.tables["transitions"]] == [
		("~1", None, "~2"),
		("~2", "Approve", "~3"),
		("~2", "Return", "~1"),
	]


def test_steps_that_are_there_keep_their_id():
	made, [draft] = build(
		book(Steps=SIMPLE),
		replace=True,
		links={"Process": {"zt-a": "ZT-A"}},
		steps={"ZT-A": {"Head": "unit_head"}},
	)

	assert made.refusals == []
	assert [row["step_id"] for row in draft.tables["steps"]] == ["~1", "unit_head", "~3"]


def test_headers_and_choices_may_be_chinese():
	head = ["流程编码", "流程名称", "步骤序号", "步骤", "类别"]
	rows = [head, ["ZT-A", "请假", 1, "申请", "开始"], [None, None, 2, "办结", "结束"]]
	made, [draft] = build(book(步骤=rows))

	assert made.refusals == []
	assert [row["kind"] for row in draft.tables["steps"]] == ["Start", "End"]


def test_first_sheet_holds_the_steps_when_no_sheet_has_our_name():
	assert len(build(book(Sheet1=SIMPLE))[1]) == 1


@pytest.mark.parametrize(
	("row", "column", "value", "refusal"),
	[
		(1, 0, "not a code!", (2, "Process Code", "a code holds letters, digits and single hyphens only")),
		(1, 1, None, (2, "Process Title", "is missing")),
		(2, 4, "Ritual", (3, "Kind", "Ritual is none of these: ")),
		(2, 5, "Wizard", (3, "Process Role", "there is no Process Role Wizard")),
		(2, 6, "two", (3, "Limit", "two is no number that fits here")),
		(2, 6, -1, (3, "Limit", "-1 is no number that fits here")),
		(2, 8, 7, (3, "Next Step", "there is no step 7")),
		(3, 8, None, (4, "Next Step", "is missing")),
		(3, 4, "Task", (4, "Kind", "belongs into the first row of the step")),
		(3, 3, "Other", (4, "Step", "belongs into the first row of the step")),
		(4, 3, None, (5, "Step", "is missing")),
		(4, 1, "Another", (5, "Process Title", "ZT-A is called Leave further up")),
		(4, 3, "x" * 141, (5, "Step", "longer than 140 characters")),
	],
)
def test_cells_that_are_refused_with_their_place(row, column, value, refusal):
	found = refused(book(Steps=changed(row, column, value)))

	assert (found[0][0], found[0][1]) == refusal[:2]
	assert found[0][2].startswith(refusal[2])


def test_nothing_of_a_process_is_taken_when_one_cell_is_refused():
	other = [["ZT-B", "Other", 1, "Ask", "Start"], [None, None, 2, "Done", "End"]]
	made, drafts = build(book(Steps=[*changed(2, 4, "Ritual"), *other]))

	assert [draft.code for draft in drafts] == ["ZT-B"]
	assert {refusal.process for refusal in made.refusals} == {"ZT-A"}


def test_processes_that_exist_are_refused_unless_they_are_to_be_replaced():
	known = {"links": {"Process": {"zt-a": "ZT-A"}}}

	assert refused(book(Steps=SIMPLE), **known) == [(2, "Process Code", "ZT-A exists already")]
	assert build(book(Steps=SIMPLE), replace=True, links={"Process": {"zt-a": "ZT-A"}})[0].refusals == []


TREE = [
	["Process Code", "Process Title", "Level", "Part Of"],
	["ZT-C", "C", "Process", "ZT-B"],
	["ZT-B", "B", "Process Group", "ZT-A"],
	["ZT-A", "A", "Domain"],
]


def test_groups_come_before_what_stands_in_them():
	made, drafts = build(book(Processes=TREE))

	assert made.refusals == []
	assert [(draft.code, draft.head.get("is_group")) for draft in drafts] == [
		("ZT-A", 1),
		("ZT-B", 1),
		("ZT-C", None),
	]


def test_processes_below_themselves_or_below_nothing_are_refused():
	circle = [*TREE[:3], ["ZT-A", "A", "Domain", "ZT-C"]]
	lost = [TREE[0], ["ZT-C", "C", "Process", "ZT-GONE"]]

	assert {reason for _row, _column, reason in refused(book(Processes=circle))} == {"stands below itself"}
	assert refused(book(Processes=lost)) == [(2, "Part Of", "there is no group ZT-GONE")]


def test_fields_and_rules_stand_in_sheets_of_their_own():
	fields = [
		["Process Code", "Label", "Type", "Required"],
		["ZT-A", "Days", "Int", "yes"],
		[None, "Why", "Data", "perhaps"],
	]
	access = [
		["Process Code", "Step", "Field", "Access"],
		["ZT-A", 2, "Days", "Edit"],
		["ZT-A", "Nobody", "Days", "Edit"],
	]
	made, _drafts = build(book(Steps=SIMPLE, Fields=fields, Fields_in_Each_Step=access))

	assert [(r.sheet, r.row_no, r.column, r.reason) for r in made.refusals] == [
		("Fields", 3, "Required", "perhaps is neither yes nor no"),
		("Fields in Each Step", 3, "Step", "there is no step Nobody"),
	]
	assert made.drafts["ZT-A"].tables["form_fields"][0] == {"label": "Days", "fieldtype": "Int", "reqd": 1}
	assert made.drafts["ZT-A"].tables["field_access"][0]["step"] == "~2"


@pytest.mark.parametrize(
	("content", "message"),
	[
		(b"no workbook", "not an Excel file"),
		(book(Steps=[[]]), "empty"),
		(book(Steps=[["Process Code", "Step", "Mood"], ["A", "B", "C"]]), "there is no column Mood"),
		(book(Steps=[["Process Code", "Step", "Step"], ["A", "B", "C"]]), "stands in the file twice"),
		(book(Steps=[["Process Code", "Kind"], ["A", "Task"]]), "columns are missing: Step"),
	],
	ids=["text", "empty", "unknown", "twice", "missing"],
)
def test_files_that_cannot_be_used(content, message):
	with pytest.raises(frappe.ValidationError, match=message):
		read(content)


def test_a_small_file_that_unpacks_to_a_large_one_is_refused():
	out = BytesIO()
	with ZipFile(out, "w", ZIP_DEFLATED) as archive:
		archive.writestr("xl/sharedStrings.xml", b" " * 201_000_000)

	with pytest.raises(frappe.ValidationError, match="larger than 200 MB"):
		read(out.getvalue())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_example_of_the_template_can_be_imported(language, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", language)
	made, [draft] = build(workbook.make(workbook.example()))

	assert made.refusals == []
	assert len(draft.tables["transitions"]) == 3


def test_template_has_choices_and_explains_every_column():
	made = openpyxl.load_workbook(BytesIO(workbook.make({})))

	assert made.sheetnames == [
		"Steps",
		"Processes",
		"Fields",
		"Fields in Each Step",
		"Values",
		"Knowledge of the Steps",
		"Responsibility",
		"Explanations",
		"Lists",
	]
	assert made["Lists"].sheet_state == "hidden"
	kinds = next(v for v in made["Steps"].data_validations.dataValidation if "G2" in str(v.sqref))
	letter, last = kinds.formula1[len("'Lists'!$")], int(kinds.formula1.rpartition("$")[2])
	assert [made["Lists"][f"{letter}{row}"].value for row in range(1, last + 1)][:2] == ["Start", "Task"]
	explained = {(row[0], row[1]) for row in made["Explanations"].iter_rows(min_row=2, values_only=True)}
	for name in made.sheetnames[:7]:
		assert {(name, cell.value) for cell in made[name][1]} <= explained


def test_what_begins_like_a_formula_is_text():
	rows = changed(2, 3, "=1+1")
	made = openpyxl.load_workbook(BytesIO(workbook.make({"Steps": [[None, None, None, None, None, "=1+1"]]})))

	assert made["Steps"]["F2"].data_type == "s"
	assert rows
