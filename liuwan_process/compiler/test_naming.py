"""Names of forms: within Frappe's rules, the same every time."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuwan_process.compiler import naming

ALLOWED = re.compile(r"[A-Za-z][\w -]+", re.ASCII)  # what Frappe asks of a DocType's name


@pytest.mark.parametrize(
	("title", "name"),
	[
		("Leave Request", "Leave Request"),
		("请假申请", "Qing Jia Shen Qing"),
		("出差（市外）", "Chu Chai Shi Wai"),
		("3-day rule", "day rule"),
		("Café & bar", "Cafe Bar"),
		("!!!", ""),
	],
)
def test_title_becomes_a_name(title, name):
	assert naming.latin(title) == name


@given(st.text(max_size=200))
def test_any_title_becomes_a_name_that_frappe_accepts(title):
	name = naming.latin(title)

	assert name == "" or (ALLOWED.fullmatch(name) and len(name) <= naming.LONGEST and name == name.strip())


@given(st.text("abcdefghij ", min_size=2, max_size=61), st.text("abc_", min_size=1, max_size=48))
def test_names_of_tables_fit(form, fieldname):
	assert len(naming.child_name(form, fieldname)) <= naming.LONGEST
