"""Who gets which page, and what stands on it."""

import frappe
import pytest

from liuwan_process.engine import acts
from liuwan_process.engine.start import start
from liuwan_process.portal.support_for_tests import (
	CODE,
	RESTRICTED,
	VALUES,
	get,
	html,
	publish_all_fields,
	publish_for_branch_only,
)
from tests.factories import counted_statements, ensure_demo, only_task, person, signed_in

LEAVE = {"leave_type": "Personal leave", "first_day": "2024-11-25", "last_day": "2024-11-25", "days": 1}


@pytest.fixture(autouse=True)
def enterprise() -> None:
	ensure_demo()
	publish_all_fields()


@pytest.fixture
def run() -> str:
	"""A run that waits for the branch office manager."""
	with signed_in("sales1"):
		return start(CODE, VALUES)["instance"]


def test_guest_is_sent_to_sign_in_and_back():
	response = get("Guest", f"/process/start/{CODE}?draft=x")
	assert response.status_code == 302
	assert response.headers["Location"] == f"/login?redirect-to=/process/start/{CODE}%3Fdraft%3Dx"


@pytest.mark.parametrize(
	"path", ["", "/tasks", "/requests", "/catalogue", "/library", "/library/SI-LOOP", "/me", f"/start/{CODE}"]
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_opens_in_both_languages(path, language):
	text = html("sales1", f"/process{path}", language)
	assert ("柳湾流程" in text) == (language == "zh")


def test_an_unknown_process_run_or_task_is_not_found_or_refused():
	assert get("sales1", "/process/start/NO-SUCH").status_code == 404
	assert get("sales1", "/process/task/nosuchtask").status_code == 404
	assert get("sales1", "/process/run/nosuchrun").status_code == 403


def test_a_process_that_one_may_not_start_is_refused():
	publish_for_branch_only()
	assert get("branch", f"/process/start/{RESTRICTED}").status_code == 200
	response = get("miner1", f"/process/start/{RESTRICTED}")
	assert response.status_code == 403 and "Secret list" not in response.get_data(as_text=True)
	assert RESTRICTED in html("branch", "/process/catalogue")
	assert RESTRICTED not in html("miner1", "/process/catalogue")


def test_initiator_sees_who_has_the_run(run):
	text = html("sales1", f"/process/run/{run}")
	assert "Look at it" in text and "范志宏" in text and "has not opened it yet" in text
	assert 'id="urge"' in text and "Withdraw this request?" in text
	assert text.count("<svg xmlns") == 2


def test_only_the_initiator_may_urge_and_withdraw(run):
	text = html("branch", f"/process/run/{run}")
	assert 'id="urge"' not in text and "Withdraw this request?" not in text
	assert "Open my task" in text


def test_a_stranger_sees_neither_run_nor_task(run):
	task = only_task("branch", run)
	for path in (f"/process/run/{run}", f"/process/task/{task}"):
		response = get("miner1", path)
		assert response.status_code == 403
		assert "Look at it" not in response.get_data(as_text=True)


def test_the_task_page_has_what_its_step_needs(run):
	text = html("branch", f"/process/task/{only_task('branch', run)}")
	assert 'data-action="Fine"' in text and 'data-action="Refuse"' in text
	assert "Look twice" in text and "Blindness" in text
	assert 'data-field="verdict"' in text and 'data-field="what"' not in text


def test_somebody_else_is_led_from_the_task_to_the_run(run):
	task = only_task("branch", run)
	response = get("sales1", f"/process/task/{task}")
	assert response.status_code == 302
	assert response.headers["Location"] == f"/process/run/{run}?task={task}"


def test_a_task_that_was_dealt_with_names_who_and_when(run):
	task = only_task("branch", run)
	with signed_in("branch"):
		acts.decide(task, "Fine", values={"verdict": "ok"})
	assert "范志宏 dealt with “Look at it” today" in html("branch", f"/process/run/{run}?task={task}")


def test_hidden_fields_reach_nobody_who_must_not_see_them(run):
	task = only_task("branch", run)
	for path in (f"/process/task/{task}", f"/process/run/{run}"):
		assert "THE-SECRET" not in html("branch", path)
	assert "THE-SECRET" in html("sales1", f"/process/run/{run}")
	with signed_in("branch"):
		acts.decide(task, "Fine", values={"verdict": "Not for you"})
	assert "Not for you" not in html("sales1", f"/process/run/{run}")
	text = html("sales.vp", f"/process/run/{run}")
	assert "THE-SECRET" in text and "Not for you" in text


def test_values_are_escaped_and_shown_as_people_read_them(run):
	form, name = frappe.db.get_value("Process Instance", run, ["document_type", "document_name"])
	frappe.db.set_value(form, name, "what", "<script>alert('x')</script>")  # as if Frappe had not cleaned it
	text = html("sales1", f"/process/run/{run}")
	assert "<script>alert" not in text and "&lt;script&gt;alert" in text
	for shown in ("1,234.50", "0.25", "24 Nov 2026", "24 Nov 2026 08:30", "09:15", "范志宏", "Rope", "Lamp"):
		assert shown in text
	chinese = html("sales1", f"/process/run/{run}", "zh")
	assert "2026年11月24日" in chinese and "财务" in chinese


def test_the_start_form_has_an_input_for_every_kind_of_field():
	text = html("sales1", f"/process/start/{CODE}")
	for part in ('type="date"', 'type="datetime-local"', 'type="time"', 'type="checkbox"', 'type="file"'):
		assert part in text
	for part in ('inputmode="numeric"', 'inputmode="decimal"', 'role="combobox"', "<select", "<textarea"):
		assert part in text
	assert "data-add-row" in text and "About it" in text
	assert "<script>alert(1)" not in text and "What &lt;b&gt;is&lt;/b&gt; it" in text
	assert 'data-field="verdict"' not in text


def test_what_happens_next_names_people_and_limits():
	text = html("sales1", f"/process/start/{CODE}")
	assert "Look at it" in text and "范志宏" in text and "within 2 working days" in text


def test_a_comment_stands_with_the_earlier_opinions(run):
	with signed_in("branch"):
		acts.decide(only_task("branch", run), "Fine", "Two lamps would do", {"verdict": "ok"})
	assert "Two lamps would do" in html("sales.vp", f"/process/task/{only_task('sales.vp', run)}")


def test_changes_and_times_stand_in_the_timeline(run):
	with signed_in("branch"):
		acts.decide(only_task("branch", run), "Fine", values={"verdict": "sound"})
	text = html("sales.vp", f"/process/run/{run}")
	assert "Verdict: <ins>sound</ins>" in text and "waited less than a minute" in text


def test_an_ended_run_says_so(run):
	with signed_in("sales1"):
		acts.withdraw(run)
	text = html("sales1", f"/process/run/{run}")
	assert "Withdrawn" in text and "Who has it now" not in text
	assert "已撤回" in html("sales1", f"/process/run/{run}", "zh")


def test_lists_search_filter_and_page(run):
	assert f"/process/run/{run}" in html("sales1", "/process/requests?show=running")
	assert f"/process/run/{run}" not in html("sales1", "/process/requests?show=ended")
	assert "Nothing found" in html("branch", "/process/tasks?q=zzzz")
	for _i in range(21):
		with signed_in("sales1"):
			start(CODE, VALUES)
	first = html("branch", "/process/tasks")
	assert "page=2" in first and "Previous page" not in first
	assert "Previous page" in html("branch", "/process/tasks?page=2")


def test_home_takes_few_statements_with_many_tasks():
	for _i in range(50):
		with signed_in("branch"):
			start(CODE, VALUES)
	html("branch", "/process")
	with counted_statements() as statements:
		html("branch", "/process")
	assert len(statements) <= 12, statements


def test_run_and_task_take_few_statements(run):
	for login, path, most in (
		("sales1", f"/process/run/{run}", 12),
		("branch", f"/process/task/{only_task('branch', run)}", 14),
		("sales1", f"/process/start/{CODE}", 8),
	):
		html(login, path)
		with counted_statements() as statements:
			html(login, path)
		assert len(statements) <= most, statements


def test_pages_are_light():
	for path in ("/process", "/process/catalogue", f"/process/start/{CODE}"):
		assert len(html("sales1", path)) < 100_000
	text = html("sales1", "/process")
	assert "//" not in "".join(part.split('"')[0] for part in text.split('src="')[1:])


def test_pages_forbid_foreign_scripts_and_caches():
	headers = get("sales1", "/process").headers
	assert "default-src 'self'" in headers["Content-Security-Policy"]
	assert headers["Cache-Control"] == "no-store"


def test_desk_users_get_a_way_to_the_desk():
	assert 'href="/app"' in html("office", "/process")
	assert 'href="/app"' not in html("sales1", "/process")


def test_website_users_land_on_the_portal():
	from frappe.website.utils import get_home_page

	with signed_in("sales1"):
		frappe.cache.hdel("home_page", person("sales1"))
		assert get_home_page() == "process"


def test_the_form_is_shown_as_it_was_at_an_act(run):
	with signed_in("branch"):
		acts.decide(only_task("branch", run), "Fine", values={"verdict": "Good rope"})
	log = frappe.get_all("Process Log", {"instance": run}, ["name", "act"], order_by="creation, idx")
	first, last = log[0].name, next(row.name for row in reversed(log) if row.act == "Decide")
	page = html("branch", f"/process/run/{run}?at={last}")
	assert "The form at that moment" in page and "Good rope" in page and "is-changed" in page
	assert "Show the form as it is now" in page
	before = html("branch", f"/process/run/{run}?at={first}")
	form = before.split('id="form"')[1].split("</section>")[0]
	assert "Good rope" not in form and "is-changed" not in form
