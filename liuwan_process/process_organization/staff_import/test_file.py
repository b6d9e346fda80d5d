"""Reading staff files: formats, encodings, headers."""

from io import BytesIO

import frappe
import openpyxl
import pytest

from liuwan_process.process_organization.staff_import.file import MAX_ROWS, read_staff_file

CHINESE = ["工号", "姓名", "单位", "岗位", "上级工号", "邮箱", "手机"]
ENGLISH = ["Staff No", "Name", "Department", "Position", "Superior's staff no.", "E-Mail", "Mobile"]
ZHANG = ["1002", "张永强", "生产科", "科长", "1001", "zhang@liuwan.example", "13900000002"]


def xlsx(*rows: list) -> bytes:
	book = openpyxl.Workbook()
	for row in rows:
		book.active.append(row)
	out = BytesIO()
	book.save(out)
	return out.getvalue()


def csv_text(*rows: list, delimiter: str = ",") -> str:
	return "\r\n".join(delimiter.join(row) for row in rows)


def values(row) -> list[str]:
	return [row.staff_no, row.staff_name, row.org_unit, row.position, row.superior, row.email, row.mobile]


@pytest.mark.parametrize("header", [CHINESE, ENGLISH])
def test_excel_with_either_header(header):
	(row,) = read_staff_file("people.xlsx", xlsx(header, ZHANG))

	assert values(row) == ZHANG
	assert row.row_no == 2


@pytest.mark.parametrize(
	"content",
	[
		csv_text(CHINESE, ZHANG),
		csv_text(CHINESE, ZHANG).encode(),
		csv_text(CHINESE, ZHANG).encode("utf-8-sig"),
		csv_text(CHINESE, ZHANG).encode("gb18030"),
		csv_text(CHINESE, ZHANG, delimiter=";").encode(),
		csv_text(CHINESE, ZHANG, delimiter="\t").encode("gb18030"),
	],
)
def test_csv_in_every_usual_encoding(content):
	(row,) = read_staff_file("people.csv", content)

	assert values(row) == ZHANG


def test_numbers_and_spaces_are_read_as_typed():
	content = xlsx(CHINESE, [1002, " 张 永强 ", "生产科\n", None, 1001.0, None, 13900000002])

	(row,) = read_staff_file("people.xlsx", content)

	assert values(row) == ["1002", "张 永强", "生产科", "", "1001", "", "13900000002"]


def test_empty_rows_and_foreign_columns_are_passed_over():
	content = xlsx([None], ["备注", *CHINESE], ["x", *ZHANG], [], ["y", "1003", "李文博", "生产科"])

	rows = read_staff_file("people.xlsx", content)

	assert [(row.row_no, row.staff_no) for row in rows] == [(3, "1002"), (5, "1003")]


@pytest.mark.parametrize(
	("name", "content", "message"),
	[
		("empty.csv", b"", "empty"),
		("empty.xlsx", xlsx(), "empty"),
		("no.xlsx", b"this is no Excel file", "not an Excel file"),
		("columns.csv", "工号,姓名\n1,张".encode(), "Org Unit"),
		("twice.csv", "工号,姓名,单位,部门\n1,张,科,科".encode(), "twice"),
		("other.csv", "工号,姓名,单位\n1,张,科".encode("utf-16"), "UTF-8"),
		("many.csv", "工号,姓名,单位\n" + "1,张,科\n" * (MAX_ROWS + 1), "at most"),
	],
)
def test_file_that_cannot_be_used_is_refused(name, content, message):
	with pytest.raises(frappe.ValidationError, match=message):
		read_staff_file(name, content)
