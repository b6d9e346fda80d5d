"""Reading the file: Excel or CSV, headers in English or Chinese. Needs no database."""

import csv
import re
from dataclasses import dataclass
from io import BytesIO, StringIO
from zipfile import BadZipFile

import frappe
import openpyxl
from frappe import _

MAX_ROWS = 50_000

# Field: its label, then other headers that mean the same.
COLUMNS = {
	"staff_no": ("Staff No", "staff number", "employee no", "employee number", "工号", "职工编号", "职工号", "员工编号", "员工号"),
	"staff_name": ("Staff Name", "name", "full name", "employee name", "姓名", "职工姓名", "员工姓名"),
	"org_unit": ("Org Unit", "unit", "department", "team", "单位", "部门", "科室", "队组", "单位/科室/队组", "所在单位"),
	"position": ("Position", "position name", "job title", "post", "岗位", "岗位名称", "职务", "职位"),
	"superior": ("Superior's Staff No", "superior", "superior no", "manager", "上级工号", "上级", "直接上级工号", "直接上级"),
	"email": ("E-mail", "email address", "mail", "邮箱", "电子邮箱", "电子邮件", "邮件"),
	"mobile": ("Mobile", "mobile no", "mobile number", "phone", "telephone", "手机", "手机号", "手机号码", "电话", "联系电话"),
}  # fmt: skip
REQUIRED = ("staff_no", "staff_name", "org_unit")


@dataclass
class StaffRow:
	"""One row of the file as it stands there; `row_no` counts as Excel does, the header being row 1."""

	row_no: int
	staff_no: str = ""
	staff_name: str = ""
	org_unit: str = ""
	position: str = ""
	superior: str = ""
	email: str = ""
	mobile: str = ""


def label(field: str) -> str:
	"""The column's name in the reader's language."""
	return _(COLUMNS[field][0])


def read_staff_file(filename: str, content: bytes | str) -> list[StaffRow]:
	"""The rows of the file that hold anything. Raises frappe.ValidationError for a file that cannot be used."""
	rows = _read_xlsx(content) if _is_xlsx(filename, content) else _read_csv(content)
	header_at = next((index for index, row in enumerate(rows) if any(row)), None)
	if header_at is None:
		frappe.throw(_("The file is empty."))
	columns = _columns(rows[header_at])
	body = rows[header_at + 1 :]
	if len(body) > MAX_ROWS:
		frappe.throw(_("The file has {0} rows; at most {1} are read at once.").format(len(body), MAX_ROWS))
	return [_staff_row(header_at + 2 + index, row, columns) for index, row in enumerate(body) if any(row)]


def _is_xlsx(filename: str, content: bytes | str) -> bool:
	return filename.lower().endswith(".xlsx") or (isinstance(content, bytes) and content.startswith(b"PK"))


def _read_xlsx(content: bytes | str) -> list[list[str]]:
	try:
		book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
	except (BadZipFile, KeyError, ValueError, TypeError):
		frappe.throw(_("This is not an Excel file (.xlsx)."))
	return [[_text(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]


def _read_csv(content: bytes | str) -> list[list[str]]:
	text = content.lstrip("\ufeff") if isinstance(content, str) else _decode(content)
	first_line = text.split("\n", 1)[0]
	delimiter = max(",;\t", key=first_line.count)
	return [[_text(value) for value in row] for row in csv.reader(StringIO(text), delimiter=delimiter)]


def _decode(content: bytes) -> str:
	"""Excel in China saves CSV as GB 18030."""
	for encoding in ("utf-8-sig", "gb18030"):
		try:
			return content.decode(encoding)
		except UnicodeDecodeError:
			continue
	frappe.throw(_("The text is neither UTF-8 nor GB 18030. Save the file as Excel (.xlsx)."))


def _text(value: object) -> str:
	"""Excel keeps numbers as floats: 1024.0 was typed as 1024."""
	if value is None:
		return ""
	if isinstance(value, float) and value.is_integer():
		value = int(value)
	return " ".join(str(value).split())


def _plain(header: str) -> str:
	return re.sub(r"[\s._\-'’:：*()（）]", "", header).lower()


def _columns(header: list[str]) -> dict[str, int]:
	"""Field to column number. Raises if a required column is missing or a column stands there twice."""
	known = {_plain(name): field for field, names in COLUMNS.items() for name in names}
	known |= {_plain(label(field)): field for field in COLUMNS}
	found: dict[str, int] = {}
	for index, name in enumerate(header):
		field = known.get(_plain(name))
		if field in found:
			frappe.throw(_("The column {0} stands in the file twice.").format(label(field)))
		if field:
			found[field] = index
	missing = [label(field) for field in REQUIRED if field not in found]
	if missing:
		frappe.throw(_("These columns are missing: {0}.").format(", ".join(missing)))
	return found


def _staff_row(row_no: int, row: list[str], columns: dict[str, int]) -> StaffRow:
	values = {field: row[index] for field, index in columns.items() if index < len(row)}
	return StaffRow(row_no, **values)
