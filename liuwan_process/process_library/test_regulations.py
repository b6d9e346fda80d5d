"""Versions of regulations, and what they and other records allow: names that stay, deletion, rights."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from liuwan_process.process_library import regulations, where_used
from liuwan_process.process_library.doctype.process_risk.process_risk import rating
from tests.factories import ensure_demo, signed_in


def in_force_from(name: str, day: str) -> None:
	doc = frappe.get_doc("Regulation", name)
	doc.update({"status": "In Force", "effective_from": day})
	doc.save()


def test_a_new_version_is_a_draft_with_the_same_words_and_keeps_the_old_one(records):
	old = records.regulation()
	new = frappe.get_doc("Regulation", regulations.new_version(old))

	assert (new.name, new.version, new.status, new.supersedes) == ("ZT-HR-v2", 2, "Draft", old)
	assert [row.clause_no for row in new.clauses] == ["1", "2", "3"]
	assert frappe.db.get_value("Regulation", old, "status") == "In Force"


def test_what_comes_into_force_today_supersedes_the_version_before(records):
	old = records.regulation(effective_from="2026-01-01")
	in_force_from(regulations.new_version(old), today())

	status, until = frappe.db.get_value("Regulation", old, ["status", "effective_until"])
	assert (status, until) == ("Superseded", getdate(add_days(today(), -1)))
	assert regulations.binding(regulations.read([old]))[old].name == "ZT-HR-v2"


def test_what_comes_into_force_later_binds_from_that_day(records):
	old = records.regulation(effective_from="2026-01-01")
	in_force_from(regulations.new_version(old), add_days(today(), 3))
	assert regulations.binding(regulations.read([old]))[old].name == old

	frappe.db.set_value("Regulation", "ZT-HR-v2", "effective_from", today())
	frappe.db.set_value("Regulation", old, "effective_until", add_days(today(), -1))
	regulations.look_through()
	assert frappe.db.get_value("Regulation", old, "status") == "Superseded"
	assert regulations.binding(regulations.read([old]))[old].name == "ZT-HR-v2"


def test_what_nothing_replaces_is_repealed_when_its_time_is_over(records):
	name = records.regulation(effective_from="2026-01-01", effective_until="2026-02-01")
	regulations.look_through()

	assert frappe.db.get_value("Regulation", name, "status") == "Repealed"


def test_two_versions_are_not_in_force_at_once(records):
	records.regulation()
	with pytest.raises(frappe.ValidationError, match="ZT-HR-v1 is in force already"):
		records.regulation()


def test_a_clause_stands_in_a_regulation_once(records):
	with pytest.raises(frappe.ValidationError, match=r"row 2: 1 is listed twice"):
		records.regulation(clauses=[{"clause_no": "1"}, {"clause_no": "1 "}])


def test_an_end_before_the_beginning_is_refused(records):
	with pytest.raises(frappe.ValidationError, match="The end must be after"):
		records.regulation(effective_from="2026-02-01", effective_until="2026-01-01")


@pytest.mark.parametrize(
	("title", "code"),
	[("Leave record", "LEAVE-RECORD"), ("请假备案记录", "QING-JIA-BEI-AN-JI-LU"), ("!", "ITEM")],
)
def test_a_record_gets_a_code_from_its_title(title, code):
	frappe.db.delete("Process Object", {"name": code})
	doc = frappe.get_doc({"doctype": "Process Object", "title": title}).insert()

	assert doc.name == doc.code == code
	again = frappe.get_doc({"doctype": "Process Object", "title": f"{title} "[:-1] + "."}).insert()
	assert again.name == f"{code}-2"


def test_a_code_that_cannot_stand_in_an_address_is_refused():
	with pytest.raises(frappe.ValidationError, match="A/B"):
		frappe.get_doc({"doctype": "Process Risk", "title": "X", "code": "A/B", "risk": "Y"}).insert()


def test_what_a_published_process_names_cannot_be_deleted_though_the_working_copy_names_it_no_more(records):
	thing = records.thing("ZT-FORM")
	records.tied(inputs=[thing])
	process = frappe.get_doc("Process", "ZT-LEAVE")
	process.step_knowledge = []
	process.save()

	with pytest.raises(frappe.LinkExistsError, match="Zt-Leave"):
		frappe.delete_doc("Process Object", thing)


def test_where_used_names_process_step_and_clause(records):
	name, thing, risk = records.regulation(), records.thing("ZT-FORM"), records.risk("ZT-RISK")
	records.tied(inputs=[thing], outputs=[thing], risks=[risk], clauses=[{"regulation": name, "clause": "2"}])

	assert [(use.process, use.step, use.how, use.clause) for use in where_used.of("Regulation", name)] == [
		("ZT-LEAVE", "manager", "Clause", "2")
	]
	assert [use.how for use in where_used.of("Process Object", thing)] == ["Input", "Output"]
	assert [use.how for use in where_used.of("Process Risk", risk)] == ["Risk"]
	assert where_used.of("Process Object", risk) == []


def test_the_form_of_a_record_shows_where_it_is_used(records):
	thing = records.thing("ZT-FORM")
	records.tied(inputs=[thing])
	doc = frappe.get_doc("Process Object", thing)
	doc.onload()

	assert "/app/process/ZT-LEAVE" in doc.get("__onload").where_used


@pytest.mark.parametrize(
	("severity", "likelihood", "expected"),
	[
		("Low", "Medium", "Low"),
		("Medium", "Medium", "Medium"),
		("Low", "High", "Medium"),
		("High", "Medium", "High"),
	],
)
def test_severity_and_likelihood_give_the_rating(severity, likelihood, expected):
	assert rating(severity, likelihood) == expected


def test_everybody_reads_what_is_in_force_and_no_portal_user_reads_drafts(records):
	ensure_demo()
	name = records.regulation()
	draft = regulations.new_version(name)
	frappe.db.commit()

	with signed_in("miner1"):
		assert frappe.has_permission("Regulation", "read", name)
		assert not frappe.has_permission("Regulation", "read", draft)
		listed = frappe.get_list("Regulation", {"number": "ZT-HR"}, pluck="name")
		assert listed == [name]
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc("Regulation", name).save()
	with signed_in("office"):
		assert frappe.has_permission("Regulation", "write", draft)


def test_a_manager_changes_records_of_the_own_unit_and_of_none(records):
	ensure_demo()
	manager = "production"
	with signed_in(manager):
		unit = frappe.db.get_value("Staff Member", {"user": frappe.session.user}, "org_unit")
	own, free = records.thing("ZT-OWN", org_unit=unit), records.thing("ZT-FREE")
	other = records.thing("ZT-OTHER", org_unit="Finance Section")
	frappe.db.commit()

	with signed_in(manager):
		assert frappe.has_permission("Process Object", "write", own)
		assert frappe.has_permission("Process Object", "write", free)
		assert not frappe.has_permission("Process Object", "write", other)
		assert frappe.has_permission("Process Object", "read", other)
