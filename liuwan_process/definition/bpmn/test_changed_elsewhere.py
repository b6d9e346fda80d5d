"""An export that somebody changed in another modeller: the change is taken, the rest stays."""

from __future__ import annotations

from lxml import etree

from liuwan_process.definition.bpmn.names import tag
from liuwan_process.definition.bpmn.read import Reading, from_bpmn
from liuwan_process.definition.bpmn.write import to_bpmn
from liuwan_process.definition.model import Definition, FormField, Limit, Participant, Step, Transition
from liuwan_process.definition.parse import parse

LEAVE = Definition(
	"LEAVE",
	"Leave",
	0,
	"",
	(FormField("days", "Days", "Int"),),
	(
		Step("ask", "Ask", "start", lane="Staff"),
		Step(
			"head",
			"Head",
			"approval",
			"Office",
			(Participant("initiator"),),
			limit=Limit(2, "working_days", then="escalate"),
		),
		Step("end", "End", "end", lane="Staff"),
	),
	(
		Transition("ask", "head", "Submit"),
		Transition("head", "end", "Approve", condition="days > 1"),
		Transition("head", "end", "Approve"),
		Transition("head", "ask", "Return", "refuse"),
	),
)


def changed(change) -> Reading:
	root = etree.fromstring(to_bpmn(LEAVE))
	change(root, {each.get("id"): each for each in root.iter() if each.get("id")})
	return from_bpmn(etree.tostring(root))


def test_titles_and_lanes():
	def change(root, by_id):
		by_id["Step_head"].set("name", "Head of office")
		reference = next(each for each in root.iter(tag("bpmn:flowNodeRef")) if each.text == "Step_head")
		reference.getparent().remove(reference)
		etree.SubElement(by_id["Lane_1"], tag("bpmn:flowNodeRef")).text = "Step_head"

	step = parse(changed(change).document).by_id["head"]

	assert (step.title, step.lane, step.participants) == (
		"Head of office",
		"Staff",
		(Participant("initiator"),),
	)


def test_a_limit_keeps_what_follows_it():
	def change(root, _by_id):
		next(root.iter(tag("bpmn:timeDuration"))).text = "P5D"

	reading = changed(change)

	assert parse(reading.document).by_id["head"].limit == Limit(5, "days", then="escalate")
	assert [note.id for note in reading.notes] == ["Limit_head"]


def test_an_action_and_a_condition():
	def change(root, _by_id):
		for flow in root.iter(tag("bpmn:sequenceFlow")):
			if flow.get("name") == "Return":
				flow.set("name", "Send back")
			if flow.get("name") == "Approve: Days > 1":
				flow.find(tag("bpmn:conditionExpression")).text = "days > 3"

	found = parse(changed(change).document).transitions

	assert (found[1].condition, found[3].action, found[3].decision) == ("days > 3", "Send back", "refuse")


def test_a_new_step_stands_behind_the_others():
	def change(root, by_id):
		process = next(root.iter(tag("bpmn:process")))
		etree.SubElement(process, tag("bpmn:userTask"), id="Activity_new", name="File it")
		first = next(f for f in process.iter(tag("bpmn:sequenceFlow")) if f.get("name") == "Submit")
		first.set("targetRef", "Activity_new")
		etree.SubElement(
			process, tag("bpmn:sequenceFlow"), id="F", sourceRef="Activity_new", targetRef="Step_head"
		)

	definition = parse(changed(change).document)

	assert [step.id for step in definition.steps] == ["ask", "head", "end", "file_it"]
	assert [(t.source, t.target, t.action) for t in definition.leaving["file_it"]] == [
		("file_it", "head", "Done")
	]
	assert definition.leaving["ask"][0].target == "file_it"


def test_a_step_that_was_taken_out_is_gone():
	def change(root, by_id):
		process = next(root.iter(tag("bpmn:process")))
		for flow in list(process.iter(tag("bpmn:sequenceFlow"))):
			if "Step_head" in (flow.get("sourceRef"), flow.get("targetRef")):
				process.remove(flow)
		for each in ("Step_head", "Limit_head"):
			process.remove(by_id[each])

	definition = parse(changed(change).document)

	assert [step.id for step in definition.steps] == ["ask", "end"]


def test_a_copied_step_gets_a_name_of_its_own():
	def change(root, by_id):
		process = next(root.iter(tag("bpmn:process")))
		copy = etree.fromstring(etree.tostring(by_id["Step_head"]))
		copy.set("id", "Step_head_copy")
		process.append(copy)

	assert [step.id for step in parse(changed(change).document).steps] == ["ask", "head", "head_2", "end"]
