"""Everybody finds the workspace of the own role and no other; its cards and charts say what the log says."""

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import frappe
import pytest
from frappe.desk.desktop import get_desktop_page, get_workspace_sidebar_items
from frappe.desk.doctype.number_card.number_card import has_permission as may_see_card
from frappe.utils import now_datetime

import liuwan_process
from liuwan_process.analytics import cards, charts
from liuwan_process.process_execution.workspace import narrow
from liuwan_process.process_organization.doctype.org_unit.org_unit import descendants_and_self
from tests import history
from tests.factories import counted_statements, ensure_demo, person, signed_in

WORKSPACES = {
	"Process Office": "Process Administrator",
	"My Department's Processes": "Process Manager",
	"Supervision": "Process Supervisor",
	"Leadership": "Process Leader",
	"Process Reports": "Process Analyst",
}
OF = {
	"office": {"Process Office"},
	"production": {"My Department's Processes"},
	"supervision": {"Supervision"},
	"director": {"Leadership"},
	"hr2": {"Process Reports"},
	"hr": {"Process Reports", "My Department's Processes"},
	"promotion": set(),
}
FILES = sorted(Path(liuwan_process.__file__).parent.glob("*/workspace/*/*.json"))
ALL_CARDS = (
	cards.running,
	cards.ended,
	cards.overdue,
	cards.closed_late,
	cards.on_time,
	cards.median_time,
	cards.published,
	cards.drafts,
	cards.reviews_due,
)


@pytest.fixture
def past():
	ensure_demo()
	history.make(120, datetime(2026, 9, 1), now_datetime() - timedelta(hours=1), running=0.3)


def test_there_is_one_workspace_for_each_role():
	found = {
		d["name"]: [row["role"] for row in d["roles"]] for d in (json.loads(f.read_text()) for f in FILES)
	}
	assert found == {name: [role] for name, role in WORKSPACES.items()}


@pytest.mark.parametrize(("who", "sees"), OF.items())
def test_the_side_bar_shows_the_workspace_of_the_own_roles(who, sees):
	ensure_demo()
	with signed_in(who):
		listed = {page["title"] for page in get_workspace_sidebar_items()["pages"]}
	assert listed & set(WORKSPACES) == sees


@pytest.mark.parametrize(("name", "role"), WORKSPACES.items())
def test_everything_on_a_workspace_is_there_for_its_role(name, role):
	ensure_demo()
	who = next(who for who, pages in OF.items() if pages == {name})
	workspace = frappe.get_doc("Workspace", name)
	with signed_in(who):
		page = get_desktop_page(json.dumps({"name": name, "title": name, "public": 1}))
	links = sum(len(group["links"]) for group in page["cards"]["items"])
	assert len(page["number_cards"]["items"]) == len(workspace.number_cards) >= 4
	assert len(page["charts"]["items"]) == len(workspace.charts) == 1
	assert len(page["shortcuts"]["items"]) == len(workspace.shortcuts)
	assert links == len([link for link in workspace.links if link.type == "Link"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_block_of_a_workspace_exists(file):
	workspace = json.loads(file.read_text())
	named = {
		"number_card": {row["number_card_name"] for row in workspace["number_cards"]},
		"chart": {row["chart_name"] for row in workspace["charts"]},
		"shortcut": {row["label"] for row in workspace["shortcuts"]},
		"card": {row["label"] for row in workspace["links"] if row["type"] == "Card Break"},
	}
	shown: dict[str, set] = {kind: set() for kind in named}
	for block in json.loads(workspace["content"]):
		if block["type"] in named:
			shown[block["type"]].add(block["data"][f"{block['type']}_name"])
	assert shown == named


@pytest.mark.parametrize("who", ["hr", "office", "director", "supervision"])
def test_cards_count_what_is_in_the_log(past, who):
	now = now_datetime()
	runs = frappe.get_all("Process Instance", ["*"])
	tasks = frappe.get_all("Process Task", ["*"])
	this_month = [
		r for r in runs if r.ended_on and (r.ended_on.year, r.ended_on.month) == (now.year, now.month)
	]
	late = [t for t in tasks if t.late and t.status in ("Done", "Returned", "Transferred")]
	with signed_in(who):
		assert cards.running() == sum(run.status == "Running" for run in runs)
		assert cards.ended() == sum(run.status in ("Completed", "Refused") for run in this_month)
		assert cards.overdue() == sum(t.status == "Open" and bool(t.due_on) and t.due_on < now for t in tasks)
		assert cards.closed_late() == sum(
			(t.closed_on.year, t.closed_on.month) == (now.year, now.month) for t in late
		)
		assert cards.published() == len(frappe.get_all("Process", {"status": "Published", "is_group": 0}))


def test_a_managers_cards_count_the_own_units(past):
	units = descendants_and_self("Safety Supervision Office")
	with signed_in("safety"):
		assert cards.running() == frappe.db.count(
			"Process Instance", {"status": "Running", "initiator_unit": ("in", units)}
		)


def test_shares_and_medians_say_so_when_there_is_nothing_to_measure():
	ensure_demo()
	with signed_in("production"):
		frappe.db.set_value("Staff Member", {"user": person("production")}, "status", "Departed")
		assert (cards.on_time(), cards.median_time(), charts.runs_per_week()) == ("–", "–", {})


@pytest.mark.parametrize("who", ["promotion", "miner1", "Guest"])
def test_figures_are_for_readers_of_reports_only(who):
	ensure_demo()
	for figure in (*ALL_CARDS, charts.runs_per_week):
		with signed_in(who), pytest.raises(frappe.PermissionError):
			figure()


def test_number_cards_are_shown_to_every_role():
	ensure_demo()
	for who in ("office", "production", "supervision", "director", "hr2"):
		with signed_in(who):
			for name in frappe.get_all("Number Card", {"method": ("like", "liuwan_process.%")}, pluck="name"):
				assert may_see_card(frappe.get_doc("Number Card", name), "read", person(who)), (who, name)


def test_the_chart_counts_the_runs_of_twelve_weeks(past):
	with signed_in("hr"):
		drawn = charts.runs_per_week()
	since = now_datetime().date() - timedelta(days=now_datetime().weekday(), weeks=11)
	runs = frappe.get_all("Process Instance", {"started_on": (">=", since)}, ["process_code"])
	titles = {row.name: charts.short(row.title) for row in frappe.get_all("Process", ["name", "title"])}
	by_title = Counter(titles.get(run.process_code, run.process_code) for run in runs)
	assert len(drawn["labels"]) == 12
	assert sum(sum(dataset["values"]) for dataset in drawn["datasets"]) == len(runs)
	if len(by_title) <= 6:
		assert {dataset["name"]: sum(dataset["values"]) for dataset in drawn["datasets"]} == by_title


def test_each_figure_costs_three_statements_at_most(past):
	for figure in (*ALL_CARDS, charts.runs_per_week):
		with signed_in("production"):
			figure()
			with counted_statements() as statements:
				figure()
		assert len(statements) <= 3, (figure, statements)


@pytest.mark.parametrize(("who", "sees"), [(who, sees) for who, sees in OF.items() if sees])
def test_the_frameworks_workspaces_are_for_administrators(who, sees):
	ensure_demo()
	narrow.widen_framework_workspaces()
	narrow.narrow_framework_workspaces()
	narrow.narrow_framework_workspaces()
	with signed_in(who):
		assert {page["title"] for page in get_workspace_sidebar_items()["pages"]} == sees
	assert set(narrow.OF_FRAMEWORK) <= {page["title"] for page in get_workspace_sidebar_items()["pages"]}


def test_a_role_that_an_administrator_gave_stays():
	narrow.widen_framework_workspaces()
	tools = frappe.get_doc("Workspace", "Tools")
	tools.append("roles", {"role": "Process Promoter"})
	tools.save()
	narrow.narrow_framework_workspaces()
	assert [row.role for row in frappe.get_doc("Workspace", "Tools").roles] == ["Process Promoter"]


def test_the_path_above_a_page_leads_to_the_own_workspace():
	ensure_demo()
	with signed_in("hr2"):
		boot = frappe._dict(
			allowed_workspaces=get_workspace_sidebar_items()["pages"],
			module_wise_workspaces={
				"Process Execution": ["Leadership", "Process Reports"],
				"Process Library": ["Process Office"],
			},
		)
		narrow.narrow_boot(boot)
	assert boot.module_wise_workspaces == {"Process Execution": ["Process Reports"]}


@pytest.mark.parametrize(
	("title", "shown"),
	[
		("Branch Office", "Branch Office"),
		("Branch Office Leave", "Branch Office…"),
		("煤矿建设项目竣工验收", "煤矿建设项目…"),
		("办事处请假", "办事处请假"),
	],
)
def test_a_legend_is_cut_where_it_would_run_into_the_next(title, shown):
	assert charts.short(title) == shown
