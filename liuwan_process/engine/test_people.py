"""Each participant rule over the demo enterprise: whom it finds, and that nobody found is nobody."""

import frappe
import pytest

from liuwan_process.definition.model import Participant, Step
from liuwan_process.engine import people
from liuwan_process.engine.people import Asking
from tests.factories import counted_statements, ensure_demo, person

TEAM = "Fully Mechanised Mining Team 1"


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def asking(login: str = "miner1", **more) -> Asking:
	return Asking(
		**{"initiator": person(login), "unit": people.unit_of(person(login)), "process": "BO-LEAVE", **more}
	)


def found(rule: Participant, case: Asking | None = None) -> list[str]:
	step = Step("s", "S", "approval", participants=(rule,))
	return [user.split("@")[0] for user in people.resolve(step, case or asking())]


def role(name: str, **more) -> Participant:
	return Participant("process_role", role=name, **more)


RULES = [
	(Participant("initiator"), "miner1", ["miner1"]),
	(Participant("head_of_initiator_unit"), "miner1", ["team1"]),
	(Participant("head_of_initiator_unit"), "team1", ["deputy.production"]),
	(Participant("head_of_initiator_unit", levels=2), "miner1", ["deputy.production"]),
	(Participant("superior_of_initiator"), "miner1", ["team1"]),
	(Participant("superior_of_initiator", levels=2), "miner1", ["deputy.production"]),
	(role("Branch Office Manager", scope="initiator_unit"), "sales1", ["branch"]),
	(role("Branch Office Manager", scope="initiator_unit"), "miner1", []),
	(role("Branch Office Manager", scope="unit", unit="Branch Office"), "miner1", ["branch"]),
	(role("Expert Reviewer"), "miner1", ["expert1", "expert2", "expert3"]),
	(Participant("position", position="Personnel Clerk - Labour and Personnel Section"), "miner1", ["hr2"]),
	(Participant("users", users=(person("hr"), person("office"))), "miner1", ["hr", "office"]),
	(Participant("users", users=("nobody@liuwan.example",)), "miner1", []),
	(Participant("lead_person"), "miner1", []),
	(Participant("process_owner"), "miner1", []),
]


@pytest.mark.parametrize(("rule", "login", "users"), RULES)
def test_a_rule_finds(rule, login, users):
	assert found(rule, asking(login)) == users


def test_fields_of_the_form_name_people_and_units():
	staff = frappe.db.get_value("Staff Member", {"user": person("hr")})
	case = asking(form={"who": person("hr"), "member": staff, "unit": TEAM})
	assert found(Participant("user_field", field="who"), case) == ["hr"]
	assert found(Participant("user_field", field="member"), case) == ["hr"]
	assert found(Participant("unit_field_head", field="unit"), case) == ["team1"]
	assert found(role("Unit Head", scope="field", field="unit"), case) == ["team1"]


def test_people_of_the_run_itself():
	case = asking(
		lead_person=person("office"), last_actor=person("miner1"), actor_of={"check": person("hr")}.get
	)
	assert found(Participant("lead_person"), case) == ["office"]
	assert found(Participant("superior_of_last_actor"), case) == ["team1"]
	assert found(Participant("actor_of_step", step="check"), case) == ["hr"]


def test_level_by_level_up_to_a_position():
	rule = Participant("heads_up_to", position="Director - Mine Leadership")
	chain = found(rule)
	assert chain[0] == "team1" and chain[-1] == "director"
	assert found(Participant("heads_up_to", position="Accountant - Finance Section")) == []


def test_rules_are_tried_in_order():
	rules = (role("Branch Office Manager", scope="initiator_unit"), Participant("head_of_initiator_unit"))
	step = Step("s", "S", "approval", participants=rules)
	assert people.resolve(step, asking("miner1")) == [person("team1")]
	assert people.resolve(step, asking("sales1")) == [person("branch")]


def test_who_has_left_is_not_found():
	member = frappe.get_doc("Staff Member", {"user": person("expert3")})
	member.status = "Departed"
	member.save()
	assert found(role("Expert Reviewer")) == ["expert1", "expert2"]


def test_a_reorganisation_touches_no_process():
	"""Another person in the position is found from the next task on."""
	seat = "Branch Office Manager - Branch Office"
	before, after = (frappe.get_doc("Staff Member", {"user": person(who)}) for who in ("branch", "promotion"))
	before.positions = [row for row in before.positions if row.position != seat]
	before.save()
	after.append("positions", {"position": seat})
	after.save()
	assert found(role("Branch Office Manager", scope="initiator_unit"), asking("sales1")) == ["promotion"]


def test_holders_and_heads_are_read_once():
	found(role("Expert Reviewer")), found(Participant("head_of_initiator_unit"))
	case = asking()
	with counted_statements() as statements:
		found(role("Expert Reviewer"), case), found(Participant("head_of_initiator_unit"), case)
	assert statements == []
