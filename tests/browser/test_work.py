"""The process office draws an automatic step and a sub-process in the desk; the run goes through both by itself."""

from types import SimpleNamespace

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.engine import children
from tests.factories import document, ensure_demo, person, publish_process, step

pytestmark = pytest.mark.browser

ENGLISH = SimpleNamespace(
	title="Doubled order", auto="Double it", part="Have it checked", amount="How much", verdict="What was said",
)  # fmt: skip
CHINESE = SimpleNamespace(
	title="加倍订购", auto="数量加倍", part="交由核查", amount="数量", verdict="核查结论"
)
CHECKING = "Checking of orders"
WORDS = {"en": ENGLISH, "zh": CHINESE}


@pytest.fixture
def words(language):
	return WORDS[language]


@pytest.fixture
def checking(site) -> str:
	"""The process that the sub-process starts: the first expert says something about an amount."""
	ensure_demo()
	fields = [{"name": "count", "label": "Count", "type": "Int"}, {"name": "said", "label": "Said"}]
	steps = [
		step("start", "start"),
		step("check", user="expert1", fields={"said": "require"}),
		step("end", "end"),
	]
	publish_process(
		document("T-CHECKING", steps, ["start>check Submit", "check>end"], fields, title=CHECKING)
	)
	return "T-CHECKING"


def test_both_are_drawn_published_and_run_by_themselves(checking, office, people, language, words, say):
	code = draw(office, words, say)
	write_values(office, words, say)
	publish(office, say)
	frappe.db.rollback()
	asks = people("miner1", language=language, width=390)
	run = asks.start(code, {slug_of(code, words.amount): "4"})
	frappe.db.rollback()
	part = frappe.db.get_value("Process Instance", {"parent_instance": run})
	expect(asks.page.locator("#parts + ul")).to_contain_text(CHECKING)
	people("expert1", language=language).act(part, "Approve", said="Fine")
	assert_done(asks, run, code, words)


def draw(office, words, say) -> str:
	code = f"WORK-{frappe.generate_hash(length=5)}"
	office.open_new("process")
	office.set("title", words.title)
	office.set("code", code)
	office.add_row("steps", say("Add Row"), title=words.auto, kind=say("Automatic"))
	office.add_row("steps", say("Add Row"), title=words.part, kind=say("Sub-process"))
	office.open_row(office.row_of("steps", title=words.part), sub_process=CHECKING)
	office.tab(say("Form"))
	for label, kind in ((words.amount, "Int"), (words.verdict, "Data")):
		office.add_row("form_fields", say("Add Row"), label=label, fieldtype=say(kind))
	office.tab(say("Drawing and Steps"))
	office.table("transitions").get_by_role("button", name=say("Connect in Order")).click()
	office.save(say("Save"))
	return code


def write_values(office, words, say) -> None:
	"""With the labels of fields; the sub-process's own as they are called there."""
	rows = (
		(words.auto, "Field of this form", words.amount, f"{words.amount} * 2"),
		(words.part, "Given to the sub-process", "Count", f"{words.amount} + 1"),
		(words.part, "Taken from the sub-process", words.verdict, "Said"),
	)
	office.tab(say("Form"))
	for title, purpose, target, value in rows:
		cells = {"step": title, "purpose": say(purpose), "target": target, "value": value}
		office.add_row("step_values", say("Add Row"), **cells)
	office.save(say("Save"))
	expect(office.row_of("step_values", target=words.verdict, value="said")).to_be_visible()


def publish(office, say) -> None:
	office.press(say("Publish"))
	office.page.get_by_role("dialog").get_by_role("button", name=say("Publish"), exact=True).click()
	expect(office.page.locator(".page-head:visible .indicator-pill:visible")).to_have_text(say("Published"))


def slug_of(code: str, label: str) -> str:
	return frappe.db.get_value("Process Form Field", {"parent": code, "label": label}, "fieldname")


def assert_done(asks, run: str, code: str, words) -> None:
	"""What the scheduler does every minute goes on after the sub-process's end; the initiator's page says what became of it."""
	children.pick_up()
	frappe.db.rollback()
	asks.page.goto(f"/process/run/{run}")
	log = asks.page.locator(".timeline")
	expect(log).to_contain_text(words.auto)
	expect(log.get_by_role("link", name=CHECKING).first).to_be_visible()
	form = frappe.get_doc(*frappe.db.get_value("Process Instance", run, ["document_type", "document_name"]))
	assert (form.docstatus, form.get(slug_of(code, words.amount))) == (1, 8)
	assert form.get(slug_of(code, words.verdict)) == "Fine"
	assert frappe.db.get_value("Process Instance", {"parent_instance": run}, "initiator") == person("miner1")
