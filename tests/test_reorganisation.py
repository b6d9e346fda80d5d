"""A reorganisation changes who does what, and no process: a unit is split in two, a position is moved."""

import frappe
import pytest

from liuwan_process.engine.start import start
from liuwan_process.process_library import basis
from liuwan_process.process_library.handbook import content
from liuwan_process.process_library.raci import Raci
from liuwan_process.process_organization import factories_for_tests as people
from tests.factories import document, ensure_demo, publish_process, step

CODE = "T-REORGANISED"
ROLE = "T Reorganised Clerk"
CHECKER = {"rule": "process_role", "role": ROLE, "scope": "initiator_unit"}
HEAD = {"rule": "head_of_initiator_unit"}
RACI = [{"letter": "A", "party": "process_role", "name": ROLE}, {"letter": "I", "party": "initiator"}]
# What keeps a process: the working copy with its tables, and its versions.
TABLES = (
	"Process Step",
	"Process Transition",
	"Process Participant Rule",
	"Process Step Knowledge",
	"Process Step Responsibility",
)


@pytest.fixture
def team():
	"""A unit with a head, a clerk who fills the role, and two who ask; everything but the process is rolled back."""
	ensure_demo()
	if not frappe.db.exists("Process Role", ROLE):
		frappe.get_doc({"doctype": "Process Role", "role_name": ROLE}).insert()
	steps = [
		step("ask", "start"),
		step("check", participants=[CHECKER], responsibilities=RACI),
		step("agree", participants=[HEAD]),
		step("end", "end"),
	]
	publish_process(document(CODE, steps, ["ask>check Submit", "check>agree", "agree>end"]))
	return Team()


class Team:
	def __init__(self) -> None:
		self.unit = people.make_unit("T Team").name
		self.post = people.make_position(self.unit, "T Clerk", (ROLE,)).name
		self.head, self.clerk = self.person("T Head"), self.person("T Clara", self.post)
		self.north, self.south = self.person("T Nora"), self.person("T Simon")
		self.lead(self.unit, self.head)

	def person(self, name: str, post: str = "", unit: str = ""):
		rows = [{"position": post, "is_primary": 1}] if post else []
		user = people.make_user("Process Participant")
		return people.make_staff(unit or self.unit, name, user=user, positions=rows)

	def lead(self, unit: str, head) -> None:
		doc = frappe.get_doc("Org Unit", unit)
		doc.head = head.name
		doc.save()

	def move(self, person, unit: str) -> None:
		person.reload()
		person.org_unit = unit
		person.save()

	def split(self) -> None:
		"""Two units in place of one; the southern one gets a head and a clerk of its own."""
		self.other = people.make_unit("T Team South").name
		self.other_post = people.make_position(self.other, "T Clerk", (ROLE,)).name
		self.other_head = self.person("T Second Head", unit=self.other)
		self.other_clerk = self.person("T Second Clerk", self.other_post, self.other)
		self.lead(self.other, self.other_head)
		self.move(self.south, self.other)

	def move_position(self) -> None:
		"""The clerk's position goes to another unit, with whoever holds it; the first unit gets a new one."""
		post = frappe.get_doc("Position", self.post)
		post.org_unit = self.office = people.make_unit("T Office").name
		post.save()
		self.move(self.clerk, self.office)


def process_as_it_is() -> tuple:
	"""Everything of the process and its versions that a reorganisation must leave alone."""
	process = frappe.get_doc("Process", CODE)
	tables = [frappe.get_all(table, {"parent": CODE}, ["*"], order_by="name") for table in TABLES]
	versions = frappe.get_all("Process Version", {"process_code": CODE}, ["*"], order_by="name")
	return process.as_dict(), tables, versions


def checksums() -> dict[str, tuple]:
	"""All processes of the site: time of the last change, and checksum of the current version."""
	rows = frappe.get_all("Process", fields=["name", "modified", "current_version.checksum as checksum"])
	return {row.name: (row.modified, row.checksum) for row in rows}


def letters(step_id: str) -> dict[str, set[str]]:
	"""Letter -> units and positions that have it now."""
	raci = Raci()
	[subject] = basis.read({"process": CODE})
	found = raci.of_step(subject.definition, subject.definition.by_id[step_id])
	return {letter: {raci.unit_of(entity) for entity in entities} for letter, entities in found.items()}


def asked_by(person) -> str:
	"""Who gets the first task of a request."""
	frappe.set_user(person.user)
	instance = start(CODE, {"amount": 1})["instance"]
	frappe.set_user("Administrator")
	[assignee] = frappe.get_all("Process Task", {"instance": instance, "status": "Open"}, pluck="assignee")
	return assignee


def test_a_split_changes_tasks_and_matrices_and_no_process(team):
	before, all_before = process_as_it_is(), checksums()
	assert {asked_by(team.north), asked_by(team.south)} == {team.clerk.user}
	assert "T Team" in letters("check")["R"] and "T Team South" not in letters("check")["R"]

	team.split()

	assert asked_by(team.north) == team.clerk.user
	assert asked_by(team.south) == team.other_clerk.user
	for letter in "RA":
		assert {"T Team", "T Team South"} <= letters("check")[letter]
	assert team.other_head.user in heads(), "the head of the new unit agrees"
	assert steps_in_handbook(team.other_post) == steps_in_handbook(team.post) == ["check"]
	assert process_as_it_is() == before
	assert checksums() == all_before


def heads() -> set[str]:
	"""Users behind the step that the head of the initiator's unit does."""
	raci = Raci()
	[subject] = basis.read({"process": CODE})
	found = raci.registry.doers(subject.definition, subject.definition.by_id["agree"])
	return {raci.registry.organisation.people[name].user for name in found.staff}


def test_a_moved_position_takes_its_letters_along_and_changes_no_process(team):
	before, all_before = process_as_it_is(), checksums()
	assert "T Team" in letters("check")["A"]

	team.move_position()

	handbook = content.read().contents[content.POSITION, team.post]
	assert handbook["unit"] == "T Office" and steps_in_handbook(team.post) == ["check"]
	found = letters("check")
	assert "T Office" in found["A"] and "T Team" not in found["A"]
	assert "T Office" in found["R"] and "T Team" not in found["R"]
	assert process_as_it_is() == before
	assert checksums() == all_before


def steps_in_handbook(position: str) -> list[str]:
	"""Steps of the process that the handbook of a position has now."""
	parts = content.read().contents[content.POSITION, position]["parts"]
	return [step["id"] for part in parts if part["process"] == CODE for step in part["steps"]]
