"""Names of what publication makes. The same process gets the same names, however often it is tried."""

import re
import unicodedata

import frappe
from frappe.desk.utils import slug

LONGEST = 61  # what Frappe allows: 64 characters of a table's name less `tab`
MODULE = "Process Execution"


def series(code: str) -> str:
	"""The numbering of a form's documents; it also tells whose form a DocType is."""
	return f"{code}-.YYYY.-.#####"


def form_name(code: str, title: str) -> str:
	"""The DocType for a process that has none yet: its title, in pinyin where it is Chinese; with the code if taken."""
	wanted = latin(title) or code
	for name in (wanted, f"{wanted[: LONGEST - len(code) - 1]} {code}"):
		found = frappe.db.get_value("DocType", name, ["name", "custom", "autoname"], as_dict=True)
		if found and found.custom and found.autoname == series(code):
			return found.name
		if not found and not _is_route(name):
			return name
	return code


def child_name(form: str, fieldname: str) -> str:
	"""The DocType of the rows of one table of a form."""
	name = f"{form} {frappe.unscrub(fieldname)}"
	if len(name) <= LONGEST:
		return name
	return f"{form[: LONGEST - len(fieldname) - 1].strip()} {fieldname}"


def register_name(form: str) -> str:
	"""The report that lists a form's documents."""
	return f"{form} Register"


def latin(title: str) -> str:
	"""A title as a DocType's name: ASCII letters, digits, spaces and hyphens, beginning with a letter."""
	plain = unicodedata.normalize("NFKC", title)
	if not plain.isascii():
		from pypinyin import lazy_pinyin  # 50 MB, which a web worker does without until something is spelt

		plain = " ".join(word.title() for word in lazy_pinyin(plain))
	plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
	words = re.sub(r"[^A-Za-z0-9 -]+", " ", plain).split()
	name = " ".join(words).lstrip("0123456789 -")[:LONGEST].strip(" -")
	return name if len(name) > 1 else ""


def _is_route(name: str) -> bool:
	"""Whether a page or workspace of the desk already has this address."""
	pages = frappe.get_all("Page", pluck="name") + frappe.get_all("Workspace", pluck="name")
	return slug(name) in {slug(page) for page in pages}
