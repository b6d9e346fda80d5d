"""Exports in bpmn-js itself, in Chromium: they open without a warning, and what comes out of it is what went in."""

import json
import os
from pathlib import Path

import pytest

import liuwan_process
from liuwan_process.definition.bpmn.read import from_bpmn
from liuwan_process.definition.bpmn.write import to_bpmn
from liuwan_process.definition.generated_for_tests import process
from liuwan_process.definition.model import Definition
from liuwan_process.definition.parse import parse

pytestmark = pytest.mark.browser
HOME = Path(liuwan_process.__file__).parent
PACKS = sorted(path for path in HOME.glob("packs/*/*.json") if path.name != "pack.json")
SAMPLES = [
	path
	for path in sorted((HOME / "definition/bpmn/samples").glob("*.bpmn"))
	if "BPMNDiagram" in path.read_text()
]
DESK = "window.__ = (text) => text; window.frappe = { provide() { window.liuwan ??= {}; } };"
OPEN = """async (xml) => {
	const { warnings } = await window.modeler.importXML(xml);
	return warnings.map((each) => each.message);
}"""
SAVE = "async () => (await window.modeler.saveXML()).xml"


@pytest.fixture(scope="module")
def modeler(browser, site):
	"""The editor of the desk as it was bundled, on a page without the desk."""
	assets = Path(os.environ["LIUWAN_BENCH"]) / "sites"
	bundles = json.loads((assets / "assets/assets.json").read_text())
	page = browser.new_page(viewport={"width": 1200, "height": 900})
	page.set_content('<div id="canvas" style="height: 880px"></div>')
	page.add_script_tag(content=DESK)
	page.add_script_tag(path=assets / bundles["process_drawing.bundle.js"].lstrip("/"))
	page.add_style_tag(path=assets / bundles["process_drawing.bundle.css"].lstrip("/"))
	page.evaluate("window.modeler = liuwan.new_drawing(document.getElementById('canvas'))")
	yield page
	page.close()


def pack(path: Path) -> Definition:
	return parse(json.loads(path.read_text(encoding="utf-8")))


def goes_through(modeler, definition: Definition) -> None:
	assert modeler.evaluate(OPEN, to_bpmn(definition).decode()) == []
	reading = from_bpmn(modeler.evaluate(SAVE).encode())

	assert parse(reading.document) == definition
	assert reading.notes == ()


@pytest.mark.parametrize("path", PACKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_packs_open_without_a_warning_and_come_back_whole(modeler, path):
	goes_through(modeler, pack(path))


def test_long_processes_do_too(modeler):
	for seed in range(12):
		goes_through(modeler, process(seed))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_of_other_programs_are_files_that_open(modeler, path):
	assert modeler.evaluate(OPEN, path.read_text(encoding="utf-8")) == []


# What an editor does to the notes of ours


def edited(modeler, act: str) -> Definition:
	"""The demo of a leave, after `act` on it in bpmn-js."""
	modeler.evaluate(OPEN, to_bpmn(pack(LEAVE)).decode())
	modeler.evaluate(f"""() => {{
		const get = (name) => window.modeler.get(name);
		const element = (id) => get("elementRegistry").get(id);
		{act}
	}}""")
	return parse(from_bpmn(modeler.evaluate(SAVE).encode()).document)


LEAVE = next(path for path in PACKS if path.stem == "BO-LEAVE")


def approval() -> str:
	return next(step.id for step in pack(LEAVE).steps if step.kind == "approval")


def test_a_changed_kind_keeps_all_else(modeler):
	step = approval()
	act = f'get("stepShapes").change(element("Step_{step}"), {{ type: "bpmn:SendTask", kind: "notice" }});'
	before, after = pack(LEAVE).by_id[step], edited(modeler, act).by_id[step]

	assert (before.kind, after.kind) == ("approval", "notice")
	assert (after.participants, after.title, after.limit) == (before.participants, before.title, before.limit)


def test_an_act_is_undone_as_a_whole(modeler):
	act = f'get("stepShapes").change(element("Step_{approval()}"), {{ type: "bpmn:SendTask", kind: "notice" }});'

	assert edited(modeler, act + 'get("commandStack").undo();') == pack(LEAVE)


def test_a_pasted_copy_is_a_step_of_its_own_with_the_same_people(modeler):
	step = approval()
	act = f"""
		get("copyPaste").copy([element("Step_{step}")]);
		const pool = get("elementRegistry").filter((each) => each.type === "bpmn:Lane")[0];
		get("copyPaste").paste({{ element: pool, point: {{ x: pool.x + 80, y: pool.y + pool.height - 60 }} }});
	"""
	after = edited(modeler, act)
	copies = [each for each in after.steps if each.id not in pack(LEAVE).by_id]

	assert [each.participants for each in copies] == [pack(LEAVE).by_id[step].participants]


def test_a_step_dropped_on_an_arrow_stands_between(modeler):
	way = pack(LEAVE).transitions[0]
	act = """
		const flow = get("elementRegistry").filter((each) => each.type === "bpmn:SequenceFlow")
			.find((each) => [each.source, each.target].every((end) => end.id.startsWith("Step_")));
		const shape = get("stepShapes").make({ type: "bpmn:UserTask", kind: "task", width: 100, height: 60 });
		const [a, b] = flow.waypoints;
		get("modeling").createShape(shape, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, flow);
	"""
	after = edited(modeler, act)
	new = after.steps[-1]

	assert new.kind == "task" and len(after.leaving[new.id]) == 1
	assert [each.target for each in after.transitions].count(new.id) == 1
	assert len(after.transitions) == len(pack(LEAVE).transitions) + 1
	assert way.action in [each.action for each in after.transitions]


def test_taking_a_step_out_takes_its_ways_out(modeler):
	step = approval()
	after = edited(modeler, f'get("modeling").removeElements([element("Step_{step}")]);')

	assert step not in after.by_id
	assert not [way for way in after.transitions if step in (way.source, way.target)]


def test_the_pool_stays(modeler):
	act = """
		const pool = get("elementRegistry").filter((each) => each.type === "bpmn:Participant");
		if (get("rules").allowed("elements.delete", { elements: pool })) get("modeling").removeElements(pool);
	"""

	assert edited(modeler, act) == pack(LEAVE)


def test_the_watermark_is_there_and_nothing_covers_it(modeler):
	edited(modeler, 'get("canvas").zoom("fit-viewport");')
	mark = modeler.locator("a.bjs-powered-by")
	box = mark.bounding_box()
	middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
	on_top = modeler.evaluate(
		"([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest('.bjs-powered-by'))", middle
	)

	assert mark.is_visible() and on_top
	assert mark.get_attribute("href").startswith("http") and "bpmn.io" in mark.get_attribute("href")
