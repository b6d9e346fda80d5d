"""The process office builds a flow in the desk from nothing and publishes it; then people run it in the portal.

Once in English and once in Chinese. With LIUWAN_PICTURES=folder the pictures of the guides are written there.
"""

import re
from types import SimpleNamespace

import frappe
import pytest
from playwright.sync_api import expect

from liuwan_process.process_library.slugs import slug
from tests.browser.desk import PICTURES, Desk
from tests.factories import ensure_demo, person

pytestmark = pytest.mark.browser

ENGLISH = SimpleNamespace(
	code="PURCHASE",
	title="Purchase Request", start="Request", completed="Completed",
	head="Unit head agrees", director="Director decides", countersign="Finance and budget sign", order="Place the order",
	lanes=("Unit", "Director", "Finance", "Accounts"),
	item="Item", kind="Kind of purchase", kinds=("Material", "Service"), amount="Estimated amount", needed="Needed on",
	reason="Reason", quotation="Quotation", parts="Parts", part="Part", quantity="Quantity", number="Order number",
	note="First version",
	subject="{initiator}: {Item}",
	values=("Roof bolts", "Safety stock is used up", "Bolt, 2.4 m", "PO-2026-31"),
)  # fmt: skip
CHINESE = SimpleNamespace(
	code="CAIGOU",
	title="采购申请", start="申请", completed="办结",
	head="部门负责人审批", director="矿长审批", countersign="财务与预算会签", order="下单",
	lanes=("申请单位", "矿长", "财务", "会计"),
	item="物品名称", kind="采购类型", kinds=("材料", "服务"), amount="预计金额", needed="需用日期",
	reason="申请理由", quotation="报价单", parts="明细", part="配件", quantity="数量", number="订单编号",
	note="首个版本",
	subject="{initiator}：{物品名称}",
	values=("锚杆", "安全库存已用完", "2.4 米锚杆", "PO-2026-32"),
)  # fmt: skip
WORDS = {"en": ENGLISH, "zh": CHINESE}
WHO = ("office", "miner1", "team1", "director", "finance", "budget", "accountant")
NAMED = ("杜海燕", "白玉洁")  # the heads of finance and of budget, by name
# What stands there in Latin letters for good: codes, names in conditions, the user's own sign-in.
SAME = r"CAIGOU(-[a-z0-9]+)?|BO-LEAVE|PO-2026|[a-z]+(_[a-z]+)+|initiator|process|days|ID|HTML|RACI|Ctrl|Enter|Administrator"


@pytest.fixture
def words(language):
	return WORDS[language]


@pytest.fixture
def speaking(site, language):
	"""Everybody who takes part has chosen the language."""
	ensure_demo()
	users = [person(login) for login in WHO]
	before = {user: frappe.db.get_value("User", user, "language") for user in users}
	choose(dict.fromkeys(users, language))
	yield language
	choose(before)


def choose(languages: dict[str, str]) -> None:
	for user, language in languages.items():
		frappe.db.set_value("User", user, "language", language)
	frappe.db.commit()
	for user in languages:
		frappe.clear_cache(user=user)


@pytest.fixture
def office(browser, base_url, speaking):
	desk = Desk(browser, base_url, "office", language=speaking)
	yield desk
	desk.close()


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> str:
	path = tmp_path_factory.mktemp("papers") / "quotation.pdf"
	path.write_bytes(b"%PDF-1.4 a quotation\n%%EOF\n")
	return str(path)


def test_a_flow_is_built_published_and_run(office, people, language, words, say, paper):
	name_it(office, words, say)
	draw_steps(office, words, say)
	office.save(say("Save"))
	office.picture("problems")
	build_form(office, words, say)
	name_people(office, words, say)
	office.save(say("Save"))
	office.picture("people")
	connect(office, words, say)
	allow(office, words, say)
	if language == "zh":
		no_english(office, say)
	publish(office, words, say)
	run_it(people, language, words, paper)


def name_it(office, words, say):
	office.open_new("process")
	office.set("title", words.title)
	taken = frappe.db.exists("Process", words.code)
	office.set("code", f"{words.code}-{frappe.generate_hash(length=5)}" if taken else words.code)
	office.picture("new")


def draw_steps(office, words, say):
	kinds = {
		words.head: "Approval",
		words.director: "Approval",
		words.countersign: "Approval",
		words.order: "Task",
	}
	for (title, kind), lane in zip(kinds.items(), words.lanes, strict=True):
		office.add_row("steps", say("Add Row"), title=title, kind=say(kind), lane=lane)
	row = office.row_of("steps", title=words.countersign)
	countersign = {"completion": say("All"), "limit_amount": "2", "limit_unit": say("Working days")}
	office.open_row(row, "step", **countersign)
	office.table("transitions").get_by_role("button", name=say("Connect in Order")).click()
	expect(office.rows("transitions")).to_have_count(8)
	office.picture("steps", office.field("steps"))


def build_form(office, words, say):
	office.tab(say("Form"))
	fields = {
		words.item: "Data",
		words.kind: "Select",
		words.amount: "Currency",
		words.needed: "Date",
		words.reason: "Small Text",
		words.quotation: "Attach",
		words.parts: "Table",
		words.part: "Data",
		words.quantity: "Int",
		words.number: "Data",
	}
	for label, kind in fields.items():
		office.add_row("form_fields", say("Add Row"), label=label, fieldtype=say(kind))
	office.open_row(office.row_of("form_fields", label=words.kind), options="\n".join(words.kinds))
	for column in (words.part, words.quantity):
		office.open_row(office.row_of("form_fields", label=column), parent_table=words.parts)


def name_people(office, words, say):
	office.tab(say("People"))
	rows = {
		words.head: {"rule": "Head of the initiator's unit"},
		words.director: {"rule": "Process role", "process_role": "Director"},
		words.countersign: {"rule": "Named users"},
		words.order: {"rule": "Process role", "process_role": "Finance Officer"},
	}
	for step, cells in rows.items():
		office.add_row("participants", say("Add Row"), step=step, **{k: say(v) for k, v in cells.items()})
	office.open_row(office.row_of("participants", step=words.countersign), users="\n".join(NAMED))


def connect(office, words, say):
	"""Above 2,000 the director decides, else the request goes on to finance and budget."""
	office.tab(say("Drawing and Steps"))
	to_director = office.row_of("transitions", from_step=words.head, to_step=words.director)
	office.type_in(to_director, condition=f"{words.amount} > 2000")
	office.add_row("transitions", say("Add Row"), from_step=words.head, to_step=words.countersign)
	office.save(say("Save"))
	office.picture("drawing")
	office.picture("transitions", office.field("transitions"))


def allow(office, words, say):
	"""The start fills in everything but the order's number, which is filled in by who places the order."""
	office.tab(say("Form"))
	office.picture("form", office.field("form_fields"))
	rows = ((words.start, words.number, "Hidden"), (words.order, words.number, "Required"))
	for step, field, access in rows:
		office.add_row("field_access", say("Add Row"), step=step, fieldname=field, access=say(access))
	office.save(say("Save"))
	office.picture("access", office.field("field_access"))


def no_english(office, say):
	for tab in ("Drawing and Steps", "Form", "People", "Limits and Knowledge", "Test and Publish"):
		office.tab(say(tab))
		assert re.findall("[A-Za-z]{2,}", re.sub(SAME, "", office.read())) == [], tab


def publish(office, words, say):
	office.tab(say("Test and Publish"))
	office.set("subject", words.subject)
	office.save(say("Save"))
	office.press(say("Publish"))
	dialog = office.page.get_by_role("dialog")
	dialog.get_by_role("textbox").fill(words.note)
	dialog.get_by_role("button", name=say("Publish"), exact=True).click()
	expect(office.page.locator(".page-head:visible .indicator-pill:visible")).to_have_text(say("Published"))
	office.tab(say("Versions"))
	office.picture("versions")


def run_it(people, language, words, paper):
	"""A dear request that the director sees too, and a cheap one that passes him by."""
	frappe.db.rollback()
	process = frappe.db.get_value("Process", {"title": words.title}, order_by="creation desc")
	who = {login: people(login, language=language, width=390) for login in WHO[1:]}
	dear, cheap = (who["miner1"].start(process, request(words, amount, paper)) for amount in ("3500", "120"))
	take_phone_pictures(who, process, dear, request(words, "3500", paper))
	for login, run in (("team1", dear), ("team1", cheap), ("director", dear)):
		who[login].act(run, "Approve")
	for run in (dear, cheap):
		who["finance"].act(run, "Approve")
		who["budget"].act(run, "Approve")
		who["accountant"].act(run, "Done", **{slug(words.number): words.values[3]})
	frappe.db.rollback()
	statuses = [frappe.db.get_value("Process Instance", run, "status") for run in (dear, cheap)]
	assert statuses == ["Completed", "Completed"]
	assert len(who["miner1"].timeline(dear)) == len(who["miner1"].timeline(cheap)) + 1


def take_phone_pictures(who, process: str, run: str, values: dict) -> None:
	if not PICTURES:
		return
	miner, head = who["miner1"], who["team1"]
	miner.page.goto(f"/process/start/{process}")
	miner.fill(values)
	miner.page.evaluate("scrollTo(0, 0)")
	miner.page.screenshot(path=f"{PICTURES}/{miner.language}-phone-start.png")
	miner.page.goto(f"/process/run/{run}")
	miner.page.screenshot(path=f"{PICTURES}/{miner.language}-phone-run.png")
	head.open_task(run)
	head.page.screenshot(path=f"{PICTURES}/{head.language}-phone-task.png")


def request(words, amount: str, paper: str) -> dict:
	item, reason, part, _number = words.values
	values = {
		words.item: item,
		words.kind: words.kinds[0],
		words.amount: amount,
		words.needed: "2026-12-01",
		words.reason: reason,
		words.quotation: paper,
		words.parts: [{slug(words.part): part, slug(words.quantity): "40"}],
	}
	return {slug(label): value for label, value in values.items()}
