"""Test runs of a draft: as the engine would do it, in memory, and what they have tried."""

import frappe
import pytest

from liuwan_process.engine.errors import EngineError, NobodyFound
from liuwan_process.engine.rehearsal import auto, coverage, play, record
from liuwan_process.engine.rehearsal.case import Rehearsal, begin, may_start
from liuwan_process.process_library.working_copy import fill
from tests.factories import counted_statements, document, ensure_demo, person, step

CODE = "T-DRAFT"
REAL = ("Process Instance", "Process Task", "Process Log", "Process Instance Participant", "Notification Log")
FIELDS = [
	{"name": "amount", "label": "Amount", "type": "Int", "required": True},
	{"name": "opinion", "label": "Opinion"},
]


@pytest.fixture(autouse=True)
def enterprise():
	ensure_demo()


def draft(steps: list[dict], ways: list[str], fields=FIELDS, **more):
	"""A working copy that was never published, as a definition."""
	process = frappe.new_doc("Process")
	if frappe.db.exists("Process", CODE):
		process = frappe.get_doc("Process", CODE)
	fill(process, {"level": "Process", **document(CODE, steps, ways, fields, **more)})
	process.save()
	return record.draft(CODE)


@pytest.fixture
def branching():
	"""A small amount goes to the office, a great one to finance; the office asks for an opinion."""
	return draft(
		[
			step("start", "start", title="Request"),
			step(
				"office", user="office", fields={"opinion": "require"}, limit={"amount": 2, "unit": "hours"}
			),
			step("finance", user="finance"),
			step("end", "end"),
			step("no", "end", status="Refused"),
		],
		[
			"start>finance Submit if amount > 10",
			"start>office Submit",
			"office>end",
			"finance>end",
			"finance>no !Refuse",
		],
	)


def go(run: Rehearsal, action: str, **values) -> Rehearsal:
	"""The first open task, and the case as it is read again."""
	play.decide(run, run.tasks[0].name, action, values)
	return Rehearsal(run.definition, run.keep())


def where(run: Rehearsal) -> list[tuple[str, str]]:
	return [(task.step, task.assignee_name) for task in run.tasks]


class TestPlaying:
	def test_a_draft_is_played_from_start_to_end(self, branching):
		run = begin(branching, person("miner1"))
		assert where(run) == [("start", "常虎子")]
		run = go(run, "Submit", amount=3)
		[task] = run.tasks
		assert task.step == "office" and (task.due_on - task.opened_on).total_seconds() == 7200
		assert go(run, "Approve", opinion="Fine").instance.status == "Completed"

	def test_conditions_decide_as_in_a_real_run(self, branching):
		run = go(begin(branching, person("miner1")), "Submit", amount=30)
		assert [task.step for task in run.tasks] == ["finance"]
		assert go(run, "Refuse").instance.status == "Refused"

	def test_what_the_form_needs_is_needed_here_too(self, branching):
		run = begin(branching, person("miner1"))
		with pytest.raises(EngineError, match="Amount"):
			play.decide(run, run.tasks[0].name, "Submit", {})
		run = go(begin(branching, person("miner1")), "Submit", amount=3)
		with pytest.raises(EngineError, match="Amount"):
			play.decide(run, run.tasks[0].name, "Approve", {"amount": 5})

	def test_everybody_of_a_countersign_is_played(self):
		people = step("sign", user=("expert1", "expert2"), completion={"rule": "all"})
		d = draft([step("start", "start"), people, step("end", "end")], ["start>sign Submit", "sign>end"])
		run = go(begin(d, person("miner1")), "Submit", amount=1)
		assert len(run.tasks) == 2
		run = go(run, "Approve")
		assert run.instance.status == "Running" and len(run.tasks) == 1
		assert go(run, "Approve").instance.status == "Completed"

	def test_branches_are_joined(self):
		d = draft(
			[
				step("start", "start", split="all"),
				step("a", user="safety"),
				step("b", user="finance"),
				step("join", participants=[{"rule": "actor_of_step", "step": "a"}], join="all"),
				step("end", "end"),
			],
			["start>a Submit", "start>b Submit", "a>join", "b>join", "join>end"],
		)
		run = go(begin(d, person("miner1")), "Submit", amount=1)
		run = go(go(run, "Approve"), "Approve")
		assert [(t.step, t.assignee) for t in run.tasks] == [("join", person("safety"))]

	def test_it_is_returned(self, branching):
		run = go(begin(branching, person("miner1")), "Submit", amount=3)
		play.send_back(run, run.tasks[0].name, "start", "More, please")
		assert where(run) == [("start", "常虎子")]

	def test_nobody_is_found_as_in_a_real_run(self):
		ghost = step(
			"ghost",
			participants=[{"rule": "process_role", "role": "Process Office", "scope": "initiator_unit"}],
		)
		ghost["nobody"] = "refuse"
		d = draft([step("start", "start"), ghost, step("end", "end")], ["start>ghost Submit", "ghost>end"])
		with pytest.raises(NobodyFound, match="Ghost"):
			go(begin(d, person("miner1")), "Submit", amount=1)

	def test_who_may_start_is_said(self):
		start = step("start", "start", user="finance")
		d = draft([start, step("a", user="office"), step("end", "end")], ["start>a Submit", "a>end"])
		assert may_start(d, person("finance")) and not may_start(d, person("miner1"))


class TestDryness:
	def test_nothing_is_written_into_the_real_flow(self, branching):
		before = [frappe.db.count(doctype) for doctype in REAL]
		with counted_statements() as statements, play.dry():
			run = go(begin(branching, person("miner1")), "Submit", amount=3)
			go(run, "Approve", opinion="Fine")
		written = [s for s in statements if s.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
		assert written == []
		assert before == [frappe.db.count(doctype) for doctype in REAL]

	def test_whatever_a_step_would_write_is_undone(self):
		with play.dry():
			frappe.get_doc({"doctype": "ToDo", "description": "from a step"}).insert()
		assert not frappe.db.exists("ToDo", {"description": "from a step"})

	def test_it_is_never_saved_as_a_run(self, branching):
		with pytest.raises(AssertionError):
			begin(branching, person("miner1")).save()


class TestCoverage:
	def test_it_adds_up_over_all_test_runs_of_the_draft(self, branching):
		assert record.covered(branching).percent == 0
		run = begin(branching, person("miner1"))
		kept = record.new(run)
		record.write(kept, go(go(run, "Submit", amount=3), "Approve", opinion="Fine"))
		found = record.covered(branching)
		assert [step.id for step in found.steps] == ["finance", "no"]
		assert [coverage.key_of(way).split("|")[0] for way in found.ways] == ["start", "finance", "finance"]
		assert found.percent == 50
		other = begin(branching, person("miner1"))
		record.write(record.new(other), go(go(other, "Submit", amount=30), "Refuse"))
		assert [way.target for way in record.covered(branching).ways] == ["end"]

	def test_a_changed_transition_has_to_be_tried_again(self, branching):
		run = begin(branching, person("miner1"))
		record.write(record.new(run), go(run, "Submit", amount=30))
		assert "finance" not in {step.id for step in record.covered(branching).steps}
		process = frappe.get_doc("Process", CODE)
		process.transitions[0].condition = "amount > 20"
		process.save()
		assert "amount > 20" in {way.condition for way in record.covered(record.draft(CODE)).ways}

	def test_a_record_goes_on_where_it_was(self, branching):
		run = begin(branching, person("miner1"))
		kept = record.new(run)
		record.write(kept, go(run, "Submit", amount=3))
		_again, run = record.load(kept.name)
		assert where(run) == [("office", run.tasks[0].assignee_name)]
		assert run.form["amount"] == 3

	def test_it_is_not_changed_by_hand(self, branching):
		kept = record.new(begin(branching, person("miner1")))
		with pytest.raises(frappe.ValidationError, match="own page"):
			frappe.get_doc("Process Test Run", kept.name).save()


class TestPlayingByItself:
	def test_it_tries_everything_that_can_be_reached(self, branching):
		played = auto.play_all(branching, person("miner1"), 100, seed=1)
		assert coverage.of(branching, played.steps, played.ways).complete
		assert not played.found and {"Completed", "Refused"} <= set(played.ends)

	def test_it_tells_of_dead_ends_and_of_conditions_that_fail(self):
		d = draft(
			[step("start", "start"), step("a", user="office"), step("end", "end")],
			["start>a Submit", "a>end Approve if 10 / amount > 1", "a>end Approve"],
			fields=[{"name": "amount", "label": "Amount", "type": "Int"}],
		)
		played = auto.play_all(d, person("miner1"), 60, seed=2)
		assert any("division" in message for _title, message in played.found)
		kept = record.played(d, person("miner1"), played)
		assert kept.status == "Played" and "division" in kept.findings
		assert record.covered(d).percent >= 80

	def test_rows_of_tables_are_filled_in_too(self):
		fields = [
			{"name": "items", "label": "Items", "type": "Table", "required": True},
			{"name": "cost", "label": "Cost", "type": "Currency", "table": "items", "required": True},
		]
		d = draft(
			[step("start", "start"), step("a", user="office"), step("b", user="finance"), step("end", "end")],
			['start>a Submit if sum_of(items, "cost") > 500', "start>b Submit", "a>end", "b>end"],
			fields=fields,
		)
		played = auto.play_all(d, person("miner1"), 100, seed=3)
		assert coverage.of(d, played.steps, played.ways).complete and not played.found


class TestStepsThatNobodyDoes:
	def test_fields_are_set_in_memory_and_documents_are_only_named(self):
		work = step("work", "automatic", sets=[{"target": "opinion", "value": '"By the engine"'}])
		work["creation"] = {"doctype": "ToDo", "rights": "process_owner", "fields": []}
		d = draft(
			[step("start", "start"), work, step("a", user="office"), step("end", "end")],
			["start>work Submit", "work>a", "a>end"],
		)
		before = frappe.db.count("ToDo")
		run = go(begin(d, person("miner1")), "Submit", amount=1)
		assert run.form["opinion"] == "By the engine" and [t.step for t in run.tasks] == ["a"]
		assert frappe.db.count("ToDo") == before

	def test_who_plays_says_what_came_of_a_step_that_waits(self):
		other = step(
			"other", "subprocess", subprocess={"process": "BO-LEAVE", "outcomes": {"refused": "Reject"}}
		)
		d = draft(
			[step("start", "start"), other, step("end", "end"), step("no", "end", status="Refused")],
			["start>other Submit", "other>end Approve", "other>no !Reject"],
		)
		before = frappe.db.count("Process Instance")
		run = go(begin(d, person("miner1")), "Submit", amount=1)
		assert list(play.actions(d, "other")) == ["Approve", "Reject"]
		assert go(run, "Reject").instance.status == "Refused"
		assert frappe.db.count("Process Instance") == before
