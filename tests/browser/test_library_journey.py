"""A process library on an empty site: a map, thirty processes from a workbook, one drawn by hand, released by the groups,
read by those concerned, changed, compared and printed.

With LIUWAN_SHOTS=folder the pages, the release and the book are kept there for whoever looks at them.
"""

import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.desk import SHOTS
from tests.browser.drawing import Drawing
from tests.browser.empty_site import Member, Somebody, administrator, served, set_up
from tests.browser.thirty import workbook

pytestmark = [
	pytest.mark.browser,
	pytest.mark.timeout(1_500),
	pytest.mark.skipif(not os.environ.get("LIUWAN_OWN_BENCH"), reason="makes a site of its own"),
]

OFFICE, SAFETY = "Process Management Office", "Safety Section"
INSPECTOR = ("Safety Inspector",)
MEMBERS = [
	Member("L1", "Gao Jianguo", "Leadership", "Director", ("Director", "Process Leading Group"), head=True),
	Member("P1", "Fan Zhihong", "Planning", "Planner", ("Process Promotion Group",)),
	Member("O1", "Du Haiyan", OFFICE, "Office Head", ("Process Office",), ("Process Administrator",), True),
	Member("S1", "Shi Lei", SAFETY, "Section Head", ("Unit Head", "Department Process Manager"), head=True),
	Member("S2", "Lin Yue", SAFETY, "Inspector", INSPECTOR),
	Member("S3", "Ma Chao", SAFETY, "Inspector", INSPECTOR),
	Member("S4", "Bai Yujie", SAFETY, "Inspector", INSPECTOR),
]
OF = {member.number: member for member in MEMBERS}
MAP = (
	("SAF", "Safety", "Domain", None),
	("SAF-HAZ", "Hidden Hazards", "Process Group", "SAF"),
	("SAF-TRA", "Training", "Process Group", "SAF"),
	("PRD", "Production", "Domain", None),
	("PRD-MAT", "Materials", "Process Group", "PRD"),
)
ROOF, ROOF_TITLE = "SAF-HAZ-ROOF", "Roof Check"
APPROVALS = (("S1", "Approve"), ("P1", "Approve"), ("O1", "Approve"), ("L1", "Release"))
PUBLICATION = 400  # seconds for thirty-one forms on a busy machine


@pytest.fixture(scope="module")
def address(site, tmp_path_factory):
	with served(tmp_path_factory.mktemp("journey")) as found:
		yield found


@pytest.fixture(scope="module")
def people(browser, address):
	admin = administrator(browser, address)
	set_up(admin, MEMBERS)
	made: dict[str, Somebody] = {"admin": admin}

	def get(number: str, **options) -> Somebody:
		key = f"{number} {options}"
		if key not in made:
			made[key] = Somebody(browser, address, OF[number].user, **options)
		return made[key]

	yield get
	for one in made.values():
		one.shot(f"journey-end-{one.login}")
		one.close()


def test_a_library_from_nothing(people, tmp_path):
	office = people("O1")
	draw_the_map(office)
	import_thirty(office, tmp_path)
	see_the_map(office)
	draw_by_hand(office)
	say_who_and_what(office)
	let_the_groups_release(office)
	approve(people, send_all(office))
	wait_for_versions(office, 31)
	read_it(people, ("S2", "S3", "S4"))
	change(office)
	approve(people, send_one(office))
	wait_for_versions(office, 32)
	compare(office)
	print_it(office)


def draw_the_map(office):
	for code, title, level, above in MAP:
		new_process(office, code, title, level, above)


def new_process(office, code: str, title: str, level: str, above: str | None, unit: str = ""):
	office.open_new("process")
	office.set("title", title)
	office.set("code", code)
	office.set("level", level)
	if above:
		office.field("parent_process").locator("input").press_sequentially(above, delay=20)
		office.page.locator("ul[role=listbox] li:visible").filter(has_text=above).first.click()
	if unit:
		office.set("org_unit", unit)
	office.save("Save")


def import_thirty(office, folder):
	file = folder / "processes.xlsx"
	file.write_bytes(workbook())
	office.page.goto("/app/process-import/new")
	office.page.locator('[data-fieldname="import_file"] button').first.click()
	office.page.set_input_files(".modal input[type=file]", file)
	office.page.locator(".modal .btn-modal-primary:visible").click()
	expect(office.field("import_file")).to_contain_text(".xlsx")
	office.save("Save")
	office.press("Start Import")
	expect(office.field("processes_created")).to_contain_text("30", timeout=90_000)
	office.shot("journey-import")


def see_the_map(office):
	"""Three levels: domains, their groups, the processes of a group."""
	page = office.page
	page.goto("/app/process-map")
	tiles = page.locator(".process-map")
	expect(tiles.get_by_text("Production").first).to_be_visible()
	office.shot("journey-map")
	for title in ("Safety", "Hidden Hazards"):
		tiles.get_by_text(title).first.click()
	expect(tiles.get_by_text("Hazard Report").first).to_be_visible()
	office.shot("journey-group")


def draw_by_hand(office):
	"""A step between the request and its end; nobody refuses here."""
	new_process(office, ROOF, ROOF_TITLE, "Process", "SAF-HAZ", SAFETY)
	drawing = Drawing(office.page, lambda text: text)
	drawing.open(ROOF)
	drawing.select(drawing.called("Request"))
	drawing.pad("append-task")
	drawing.write("Check the roof")
	drawing.connect(drawing.called("Check the roof"), drawing.shape("Step_completed"))
	drawing.select(drawing.shape("Step_refused"))
	office.page.keyboard.press("Delete")
	office.shot("journey-drawn")
	drawing.save()


def say_who_and_what(office):
	office.page.goto(f"/app/process/{ROOF}")
	office.tab("People")
	rule = {"rule": "Process role", "process_role": "Safety Inspector"}
	office.add_row("participants", "Add Row", step="Check the roof", **rule)
	office.tab("Form")
	office.add_row("form_fields", "Add Row", label="Place", fieldtype="Data")
	office.tab("Test and Publish")
	office.set("reading", "Sent at once")
	office.save("Save")


def let_the_groups_release(office):
	office.page.goto("/app/process-settings")
	office.press("Set Up the Release Flow")
	expect(office.page.locator(".desk-alert").filter(has_text="PM-RELEASE")).to_be_visible(timeout=90_000)
	office.set("released_by_groups", "1")
	office.save("Save")


def send_all(office) -> str:
	"""The drawn one and the thirty, ticked in the list."""
	page = office.page
	page.goto("/app/process/view/list?is_group=0&status=Draft")
	page.locator('.btn-paging[data-value="100"]').click()
	expect(page.locator(".list-row-checkbox:visible")).to_have_count(31)
	page.locator(".list-check-all:visible").click()
	page.locator(".page-head:visible").get_by_role("button", name="Actions").click()
	page.locator(".page-head:visible .actions-btn-group").get_by_text("Send for Release", exact=True).click()
	return send(office, "The first edition")


def send_one(office) -> str:
	office.page.goto(f"/app/process/{ROOF}")
	office.press("Send for Release")
	return send(office, "Roofs do not wait")


def send(office, reason: str) -> str:
	"""Returns the run of the release."""
	dialog = office.page.get_by_role("dialog").filter(has=office.page.locator('[data-fieldname="reason"]'))
	dialog.locator('[data-fieldname="reason"] textarea').fill(reason)
	dialog.get_by_role("button", name="Send", exact=True).click()
	office.page.wait_for_url("**/app/process-release/REL*", timeout=90_000)
	release = office.page.url.rsplit("/", 1)[1]
	office.shot("journey-release")
	return office.ask(f"/api/resource/Process Release/{release}")["process_instance"]


def approve(people, run: str):
	"""Department, promotion group, office, leading group; each on a phone."""
	for number, action in APPROVALS:
		one = people(number, width=390)
		one.open_task(run)
		one.shot(f"journey-approve-{number}")
		one.act(run, action)


def wait_for_versions(office, count: int):
	end = time.monotonic() + PUBLICATION
	while time.monotonic() < end:
		found = office.find("Process Version", {"process_code": ("!=", "PM-RELEASE")})
		if len(found) >= count:
			return
		time.sleep(2)
	raise AssertionError(f"{len(found)} versions: {office.find('Process Release Item', {}, 'error')}")


def read_it(people, numbers):
	for number in numbers:
		one = people(number, width=390)
		one.page.goto("/process")
		one.shot(f"journey-home-{number}")
		one.page.locator('a[href^="/process/reading/"]').filter(has_text=ROOF_TITLE).first.click()
		one.shot(f"journey-reading-{number}")
		one.page.get_by_role("button", name="I have read it").click()
		one.page.wait_for_url("**/process")
	office = people("O1")
	office.page.goto(f"/app/query-report/Acknowledgement Status?process={ROOF}")
	expect(office.page.locator(".report-summary")).to_be_visible()
	office.shot("journey-read")
	found = office.find("Process Acknowledgement", {"status": "Acknowledged"}, "staff")
	assert sorted(found) == sorted(numbers)


def change(office):
	office.page.goto(f"/app/process/{ROOF}")
	row = office.row_of("steps", title="Check the roof")
	office.open_row(row, limit_amount="4", limit_unit="Hours")
	office.save("Save")


def compare(office):
	office.page.goto(f"/app/process/{ROOF}")
	office.tab("Versions")
	office.page.get_by_role("link", name="Compare with the One Before").first.click()
	office.page.wait_for_url("**/process-comparison/**")
	expect(office.page.locator(".cmp-drawing svg")).to_have_count(2)
	expect(office.page.locator(".cmp-entry").first).to_contain_text("Check the roof")
	office.shot("journey-compared")


def print_it(office):
	office.open_new("process-compendium")
	office.set("title", "Work Processes 2026")
	office.set("year", "2026")
	office.set("language", "English")
	office.save("Save")
	office.press("Make the Book")
	expect(office.page.locator(".page-head").get_by_role("button", name="Download Book")).to_be_visible(
		timeout=180_000
	)
	office.shot("journey-book")
	book = download(office)
	if SHOTS:
		(Path(SHOTS) / "book.pdf").write_bytes(book)
	look_through(book)


def download(office) -> bytes:
	"""The book, which the button opens in a window of its own."""
	name = office.page.url.rsplit("/", 1)[1]
	answer = office.context.request.get(f"/api/method/liuwan_process.api.compendiums.download?name={name}")
	assert answer.ok and answer.headers["content-type"] == "application/pdf"
	return answer.body()


def look_through(book: bytes):
	"""Each process has its page where the contents say."""
	pages = [page.extract_text() for page in PdfReader(BytesIO(book)).pages]
	whole = "\n".join(pages)
	assert len(pages) > 31 and "Work Processes 2026" in pages[0]
	for title in (ROOF_TITLE, "Hazard Report", "Material Return"):
		assert whole.count(title) > 2, title
