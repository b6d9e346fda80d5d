"""Files of other modellers: what becomes of each part, and that the report tells it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from lxml import etree

from liuwan_process.definition.bpmn.notes import APPROXIMATED, LEFT_OUT, NOT_UNDERSTOOD
from liuwan_process.definition.bpmn.read import Reading, from_bpmn
from liuwan_process.definition.bpmn.safe_xml import MOST_BYTES
from liuwan_process.definition.bpmn.texts import read_duration
from liuwan_process.definition.layout import layout
from liuwan_process.definition.model import DefinitionError
from liuwan_process.definition.parse import parse

SAMPLES = Path(__file__).parent / "samples"
PLAIN = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<process id="p" name="P">{}</process></definitions>"""


def sample(name: str) -> Reading:
	return from_bpmn((SAMPLES / f"{name}.bpmn").read_bytes())


def plain(body: str) -> Reading:
	return from_bpmn(PLAIN.format(body).encode())


def flow(*pairs: str) -> str:
	"""`a>b` as sequence flows."""
	ends = [pair.split(">") for pair in pairs]
	return "".join(
		f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(ends)
	)


def ways(reading: Reading) -> set[tuple[str, str, str]]:
	titles = {row["id"]: row["title"] for row in reading.document["steps"]}
	return {(titles[t["from"]], t["action"], titles[t["to"]]) for t in reading.document["transitions"]}


def step(reading: Reading, title: str) -> dict:
	return next(row for row in reading.document["steps"] if row["title"] == title)


def fates(reading: Reading, element: str) -> list[str]:
	return [note.fate for note in reading.notes if note.id == element]


def said(reading: Reading, element: str) -> str:
	return "\n".join(note.text() for note in reading.notes if note.id == element)


def test_tasks_gateways_and_flows_of_a_file_with_prefixes():
	reading = sample("prefixed")

	assert (reading.document["title"], reading.ours) == ("Purchase of spare parts", False)
	assert ways(reading) == {
		("Part needed", "Submit", "Write order"),
		("Write order", "send", "Check order"),
		("Check order", "yes", "Book it"),
		("Check order", "no", "Write order"),
		("Book it", "Continue", "Pay"),
		("Book it", "Continue", "Take delivery"),
		("Pay", "Done", "Part in store"),
		("Pay", "Too late", "Order failed"),
		("Take delivery", "Done", "Part in store"),
	}
	assert step(reading, "Book it")["kind"] == "automatic"
	assert (step(reading, "Book it")["split"], step(reading, "Part in store")["join"]) == ("all", "all")
	assert step(reading, "Pay")["limit"] == {"amount": 3, "unit": "days", "then": "remind"}
	assert step(reading, "Order failed")["status"] == "Refused"
	assert step(reading, "Write order")["knowledge"] == {
		"method": "Compare three offers.\nOnly from listed suppliers"
	}


def test_report_of_a_file_with_prefixes_names_what_was_lost():
	reading = sample("prefixed")

	assert fates(reading, "Activity_order") == [NOT_UNDERSTOOD, NOT_UNDERSTOOD]
	assert "assignee" in said(reading, "Activity_order") and "formData" in said(reading, "Activity_order")
	assert fates(reading, "Gateway_ok") == [APPROXIMATED]
	assert "yes, no" in said(reading, "Gateway_ok")
	assert "${ok}" in said(reading, "Flow_4")
	assert fates(reading, "Event_late") == [APPROXIMATED, APPROXIMATED]
	assert APPROXIMATED in fates(reading, "Activity_book")
	assert fates(reading, "BPMNDiagram_1") == [LEFT_OUT]


def test_pools_lanes_events_and_sub_processes_of_a_file_without_prefixes():
	reading = sample("unprefixed")

	assert reading.document["title"] == "招聘"
	assert ways(reading) == {
		("岗位空缺", "Submit", "写申请"),
		("岗位空缺", "年度计划", "发布招聘信息"),
		("写申请", "Done", "发布招聘信息"),
		("发布招聘信息", "Continue", "初试"),
		("初试", "Done", "复试"),
		("复试", "接受", "已录用"),
		("复试", "未录用", "未录用"),
	}
	assert step(reading, "写申请")["lane"] == "用人单位"
	assert step(reading, "初试")["lane"] == "人力资源部"
	assert step(reading, "发布招聘信息")["kind"] == "notice"
	assert step(reading, "复试")["completion"] == {"rule": "all"}
	assert step(reading, "写申请")["knowledge"] == {"output": "用人申请表"}


@pytest.mark.parametrize(
	("element", "fate"),
	[
		("sid-s2", APPROXIMATED),
		("sid-c1", LEFT_OUT),
		("sid-sub", APPROXIMATED),
		("sid-it1", LEFT_OUT),
		("sid-it2", APPROXIMATED),
		("sid-eb", APPROXIMATED),
		("sid-acc", LEFT_OUT),
		("sid-e2", APPROXIMATED),
		("sid-ev", LEFT_OUT),
		("sid-doc", APPROXIMATED),
		("sid-io", LEFT_OUT),
		("sid-g", LEFT_OUT),
		("sid-m1", LEFT_OUT),
		("sid-agency", LEFT_OUT),
		("sid-p2", LEFT_OUT),
		("sid-store", LEFT_OUT),
		("sid-l1", NOT_UNDERSTOOD),
	],
)
def test_everything_that_is_not_kept_is_in_the_report(element, fate):
	assert fates(sample("unprefixed"), element) == [fate]


@pytest.mark.parametrize("name", ["prefixed", "unprefixed"])
def test_every_element_is_a_step_a_way_or_in_the_report(name):
	"""Nothing that has an id and a name of its own is lost silently."""
	reading = sample(name)
	kept = {row["title"] for row in reading.document["steps"]} | {
		t["action"] for t in reading.document["transitions"]
	}
	kept |= {row.get("lane") for row in reading.document["steps"]} | {reading.document["title"]}
	told = {note.id for note in reading.notes} | {
		word for note in reading.notes for arg in note.args for word in arg.split(", ")
	}
	for element in etree.parse(str(SAMPLES / f"{name}.bpmn")).iter():
		if element.get("name"):
			assert element.get("name") in kept or element.get("id") in told or element.get("name") in told


@pytest.mark.parametrize("name", ["prefixed", "unprefixed"])
def test_what_was_read_can_be_drawn(name):
	definition = parse(sample(name).document)

	assert len(layout(definition).boxes) == len(definition.steps)


def test_ways_that_part_without_a_gateway_are_all_taken():
	reading = plain(
		'<startEvent id="s"/><task id="a" name="A"/><task id="b" name="B"/><task id="c" name="C"/>'
		+ flow("s>a", "a>b", "a>c")
	)

	assert step(reading, "A")["split"] == "all"
	assert ("B", "Done", "End") in ways(reading) and ("C", "Done", "End") in ways(reading)
	assert "B, C" in said(reading, "p")


def test_a_gateway_that_no_single_step_leads_to_is_a_step():
	body = '<startEvent id="s"/><task id="a" name="A"/><task id="b" name="B"/><parallelGateway id="g" name="G"/><endEvent id="e"/><endEvent id="f"/>'
	reading = plain(body + flow("s>a", "s>b", "a>g", "b>g", "g>e", "g>f"))

	assert (step(reading, "G")["kind"], step(reading, "G")["join"], step(reading, "G")["split"]) == (
		"automatic",
		"all",
		"all",
	)
	assert fates(reading, "g") == [APPROXIMATED]


def test_links_are_the_two_ends_of_one_flow():
	body = """<startEvent id="s"/><task id="a" name="A"/><task id="b" name="B"/>
	<intermediateThrowEvent id="t"><linkEventDefinition name="1"/></intermediateThrowEvent>
	<intermediateCatchEvent id="c"><linkEventDefinition name="1"/></intermediateCatchEvent>"""
	reading = plain(body + flow("s>a", "a>t", "c>b"))

	assert ("A", "Done", "B") in ways(reading)


def test_a_process_without_start_gets_one():
	reading = plain('<task id="a" name="A"/><endEvent id="e" name="Z"/>' + flow("a>e"))

	assert ways(reading) == {("Start", "Submit", "A"), ("A", "Done", "Z")}
	assert fates(reading, "p") == [APPROXIMATED]


def test_gateways_in_a_circle_end():
	body = (
		'<startEvent id="s"/><exclusiveGateway id="g"/><exclusiveGateway id="h"/><endEvent id="e" name="E"/>'
	)
	reading = plain(body + flow("s>g", "g>h", "h>g", "h>e"))

	assert ("Start", "E", "E") in ways(reading)


def test_flows_to_nowhere_are_told():
	reading = plain('<startEvent id="s"/><endEvent id="e"/>' + flow("s>e", "s>gone"))

	assert fates(reading, "f1") == [LEFT_OUT]


@pytest.mark.parametrize(
	("text", "found"),
	[
		("P2D", (2, "days")),
		("PT30M", (30, "minutes")),
		("P1DT12H", (36, "hours")),
		("P1W", (7, "days")),
		("PT0.5S", (0.5, "seconds")),
		("P1M", None),
		("P1Y", None),
		("", None),
		("P", None),
		("PT", None),
		("P0D", None),
		("two days", None),
	],
)
def test_durations(text, found):
	assert read_duration(text) == found


# Files that are refused

ENTITIES = '<!DOCTYPE d [<!ENTITY a "b">{}]>'


@pytest.mark.parametrize(
	("content", "message"),
	[
		(b"", "not an XML file"),
		(b"PK\x03\x04", "not an XML file"),
		(b"<definitions>", "not an XML file"),
		(b"<definitions/>", "not a BPMN 2.0 file"),
		(b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "no process in this file"),
		(PLAIN.format("").encode(), "no process in this file"),
		(ENTITIES.format("").encode() + PLAIN.format("<task id='a' name='&a;'/>").encode(), "document type"),
		(
			b'<!DOCTYPE d SYSTEM "file:///etc/passwd">' + PLAIN.format("<task id='a'/>").encode(),
			"document type",
		),
		(b" " * (MOST_BYTES + 1), "larger than 4 MB"),
		(PLAIN.format("<group/>" * 100_001).encode(), "more than a process can need"),
		(PLAIN.format("".join(f"<task id='t{n}'/>" for n in range(501))).encode(), "more than 500 steps"),
	],
)
def test_files_that_are_refused(content, message):
	with pytest.raises(DefinitionError, match=message):
		from_bpmn(content)


def test_gateways_that_multiply_ways_are_refused_soon():
	diamonds = "".join(f'<exclusiveGateway id="{kind}{n}"/>' for n in range(30) for kind in "gabj")
	ways = [f"{a}{n}>{b}{n}" for n in range(30) for a, b in ("ga", "gb", "aj", "bj")]
	ways += [f"j{n}>g{n + 1}" for n in range(29)] + ["s>g0", "j29>e"]
	begin = time.process_time()

	with pytest.raises(DefinitionError, match="too many ways"):
		plain('<startEvent id="s"/><endEvent id="e"/>' + diamonds + flow(*ways))
	assert time.process_time() - begin < 5


def test_thousands_of_gateways_are_refused_soon():
	begin = time.process_time()

	with pytest.raises(DefinitionError, match="more than a process can need"):
		plain("".join(f'<exclusiveGateway id="g{n}"/>' for n in range(5_001)))
	assert time.process_time() - begin < 5


def test_entities_that_multiply_are_refused():
	grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
	bomb = f'<!DOCTYPE d [<!ENTITY e0 "x">{grown}]>' + PLAIN.format("<task id='a' name='&e11;'/>")

	with pytest.raises(DefinitionError):
		from_bpmn(bomb.encode())


def test_files_of_other_encodings_are_read():
	text = '<?xml version="1.0" encoding="{}"?>' + PLAIN.format('<task id="a" name="审批"/>')

	for encoding in ("utf-8", "gb18030", "utf-16"):
		assert step(from_bpmn(text.format(encoding).encode(encoding)), "审批")
