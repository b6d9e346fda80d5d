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
	"""Pictures of one site: without the app, after one migration, and after a second."""
	scratch.restore(with_app=False)
	pictures = {"before": scratch.take()}
	scratch.restore(with_app=True)
	for name in ("migrated", "migrated again"):
		scratch.bench("migrate", "--skip-search-index")
		pictures[name] = scratch.take()
	yield pictures
	scratch.remove()


@pytest.fixture(scope="module")
def removed(life):
	"""The same pictures, and one after the shipped flows were published and the app was removed."""
	assert scratch.installed_apps() == ["frappe", "liuwan_process"]
	scratch.bench("execute", "liuwan_process.setup.packs.install_all")
	scratch.bench("uninstall-app", "liuwan_process", "--yes", "--no-backup")
	return life | {"after": scratch.take()}


def test_a_second_migration_changes_no_table(life):
	first, second = life["migrated"], life["migrated again"]
	assert first.columns == second.columns
	assert first.keys == second.keys


def test_a_second_migration_changes_no_record(life):
	first, second = life["migrated"], life["migrated again"]
	assert changed(first.rows, second.rows) == set()
	assert first.singles == second.singles


def test_a_removed_app_is_no_longer_listed(removed):
	assert scratch.installed_apps() == ["frappe"]


def test_removal_leaves_no_table_or_column(removed):
	assert removed["after"].columns - removed["before"].columns == set()
	assert removed["before"].columns - removed["after"].columns == set()


def test_removal_leaves_no_record(removed):
	assert removed["after"].names - removed["before"].names == set()


def test_removal_takes_nothing_that_was_there_before(removed):
	assert removed["before"].names - removed["after"].names == set()


def test_removal_leaves_defaults_as_they_were(removed):
	assert defaults(removed["after"]) == defaults(removed["before"])


def test_removal_leaves_settings_as_they_were(removed):
	assert removed["after"].singles == removed["before"].singles


def defaults(picture) -> dict[str, str]:
	return {name: value for name, value in picture.rows.items() if name.startswith("default: ")}


def changed(first: dict[str, str], second: dict[str, str]) -> set[str]:
	"""Records that came, went or were written between two pictures."""
	return {record for record, _ in first.items() ^ second.items()}
