"""How the lines of a book are put into words."""

import frappe
import pytest

from liuwan_process.process_library.compendium import words


@pytest.mark.parametrize(
	("language", "parts", "line"),
	[
		("zh", ["复查。", "通知。"], "复查；通知。"),
		("en", ["Check it.", "Tell them"], "Check it; Tell them"),
		("en", ["Check it."], "Check it."),
		("en", [], ""),
	],
)
def test_related_things_stand_in_one_sentence(language, parts, line):
	frappe.local.lang = language
	assert words.semicolons(parts) == line
	frappe.local.lang = "en"
