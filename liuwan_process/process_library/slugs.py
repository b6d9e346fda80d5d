"""Names for steps and fields made from their titles: English words or pinyin, joined by underscores."""

import keyword
import re
from collections.abc import Collection

from frappe.model.base_document import BaseDocument
from frappe.model.document import Document
from frappe.model.meta import Meta

from liuwan_process.definition.conditions import RUN_NAMES

LONGEST = 48
FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
# Names that a column of a form cannot have: Frappe keeps them for itself, or conditions do.
RESERVED = {
	"name", "parent", "creation", "owner", "modified", "modified_by", "parentfield", "parenttype", "idx",
	"docstatus", "doctype", "file_list", "flags", "amended_from", "workflow_state", "process_instance",
	"process", *RUN_NAMES, *BaseDocument._reserved_keywords,
	*(name for kind in (Meta, Document) for name in dir(kind)),
}  # fmt: skip


def slug(title: str) -> str:
	"""`Leave days` -> `leave_days`, `请假天数` -> `qing_jia_tian_shu`; "" where nothing can be spelt."""
	from pypinyin import lazy_pinyin  # 50 MB, which a web worker does without until something is spelt

	words = " ".join(lazy_pinyin(title or "")).lower()
	return re.sub(r"[^a-z0-9]+", "_", words).strip("_")[:LONGEST].strip("_")


def unused(wanted: str, taken: Collection[str]) -> str:
	"""`wanted`, or with the first number that makes it new."""
	number, name = 1, wanted
	while name in taken:
		number += 1
		name = f"{wanted}_{number}"
	return name


def field_name(label: str, taken: Collection[str]) -> str:
	"""A name for the form field of this label that Frappe and conditions accept."""
	wanted = slug(label) or "field"
	if not wanted[0].isalpha():
		wanted = f"field_{wanted}"
	if not is_free(wanted):
		wanted = f"{wanted}_value"
	return unused(wanted, taken)


def is_free(name: str) -> bool:
	return name not in RESERVED and not keyword.iskeyword(name)


def step_id(title: str, taken: Collection[str]) -> str:
	return unused(slug(title) or "step", taken)
