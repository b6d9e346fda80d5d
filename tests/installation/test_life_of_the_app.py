"""Install, migrate and uninstall on a site of its own: nothing changes twice, nothing is left behind."""

import os

import pytest

from tests.installation import scratch

OWN_BENCH = os.environ.get("LIUWAN_OWN_BENCH")
pytestmark = [
	pytest.mark.slow,
	pytest.mark.skipif(not OWN_BENCH, reason="makes and drops a site: only on the bench of this checkout"),
]


@pytest.fixture(scope="module")
def life():
	"""Pictures of one site: without the app, after one migration, after a second, and after removal."""
	scratch.restore(with_app=False)
	pictures = {"before": scratch.take()}
	scratch.restore(with_app=True)
	for name in ("migrated", "migrated again"):
		scratch.bench("migrate", "--skip-search-index")
		pictures[name] = scratch.take()
	pictures["apps"] = scratch.installed_apps()
	scratch.bench("uninstall-app", "liuwan_process", "--yes", "--no-backup")
	pictures["after"] = scratch.take()
	pictures["apps left"] = scratch.installed_apps()
	yield pictures
	scratch.remove()


def test_the_app_is_listed_while_it_is_installed(life):
	assert life["apps"] == ["frappe", "liuwan_process"]
	assert life["apps left"] == ["frappe"]


def test_a_second_migration_changes_no_table(life):
	first, second = life["migrated"], life["migrated again"]
	assert first.columns == second.columns
	assert first.keys == second.keys


def test_a_second_migration_changes_no_record(life):
	first, second = life["migrated"], life["migrated again"]
	assert changed(first.rows, second.rows) == set()
	assert first.singles == second.singles


def test_removal_leaves_no_table_or_column(life):
	assert life["after"].columns - life["before"].columns == set()
	assert life["before"].columns - life["after"].columns == set()


def test_removal_leaves_no_record(life):
	assert life["after"].names - life["before"].names == set()


def test_removal_takes_nothing_that_was_there_before(life):
	assert life["before"].names - life["after"].names == set()


def test_removal_leaves_defaults_as_they_were(life):
	assert defaults(life["after"]) == defaults(life["before"])


def test_removal_leaves_settings_as_they_were(life):
	assert life["after"].singles == life["before"].singles


def defaults(picture) -> dict[str, str]:
	return {name: value for name, value in picture.rows.items() if name.startswith("default: ")}


def changed(first: dict[str, str], second: dict[str, str]) -> set[str]:
	"""Records that came, went or were written between two pictures."""
	return {record for record, _ in first.items() ^ second.items()}
