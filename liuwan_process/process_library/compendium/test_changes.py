"""What two versions of a process do differently."""

from dataclasses import replace

import pytest

from liuwan_process.definition.knowledge import Clause, Responsibility
from liuwan_process.definition.model import Definition, Limit, Step, Transition
from liuwan_process.process_library.compendium.changes import CHANGED, NEW, between

pytestmark = pytest.mark.pure
BEGIN, LOOK, DONE = (
	Step("begin", "Request", "start"),
	Step("look", "Look", "approval"),
	Step("done", "Done", "end"),
)
WAYS = (Transition("begin", "look", "Submit"), Transition("look", "done", "Approve"))


def definition(*steps: Step, ways: tuple[Transition, ...] = WAYS, **more) -> Definition:
	return Definition("P", "P", 1, "P", (), steps or (BEGIN, LOOK, DONE), ways, **more)


def test_the_same_is_no_change():
	assert not between(definition(), definition())


@pytest.mark.parametrize(
	("changed", "word"),
	[
		({"title": "Look twice"}, "Title"),
		({"limit": Limit(2, "days")}, "Limit"),
		({"lane": "Office"}, "Unit"),
		({"knowledge": {"method": "Slowly"}}, "Knowledge"),
		({"nobody": "skip"}, "People"),
		({"outputs": ("Invoice",)}, "Inputs and outputs"),
		({"clauses": (Clause("R-1", "4"),)}, "Regulation"),
		({"risks": ("RISK-1",)}, "Risks and controls"),
		({"responsibilities": (Responsibility("A", "process_owner"),)}, "Responsibility"),
		({"kind": "task"}, "Kind of Step"),
		({"fields": {"amount": "edit"}}, "Fields"),
	],
)
def test_a_changed_step_says_what(changed, word):
	found = between(definition(), definition(BEGIN, replace(LOOK, **changed), DONE))
	assert found.steps == {"look": (CHANGED, (word,))}
	assert not found.removed and not found.process


def test_a_new_and_a_removed_step():
	file = Step("file", "File", "task")
	ways = (Transition("begin", "file", "Submit"), Transition("file", "done", "Filed"))
	found = between(definition(), definition(BEGIN, file, DONE, ways=ways))
	assert found.steps["file"] == (NEW, ())
	assert found.steps["begin"] == (CHANGED, ("Ways",))
	assert [step.id for step in found.removed] == ["look"]


def test_a_way_that_leads_elsewhere_belongs_to_the_step_it_leaves():
	ways = (WAYS[0], Transition("look", "done", "Approve", condition="amount > 3"))
	assert between(definition(), definition(ways=ways)).steps == {"look": (CHANGED, ("Ways",))}


def test_changes_of_the_whole():
	found = between(definition(), definition(limit=Limit(3, "days"), same_approver="pass"))
	assert found.process == ("Limit of the whole", "Rules of approval")
