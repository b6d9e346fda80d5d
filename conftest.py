"""Fixtures for all tests. Tests of pure parts run without a bench; all others on the site LIUWAN_SITE of LIUWAN_BENCH."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent
PURE = (ROOT / "liuwan_process" / "definition", ROOT / "bench")

pytest_plugins = ["tests.fixtures.browser"]


def pytest_configure(config):
	config.addinivalue_line("markers", "pure: needs no site (tests below definition/ and bench/ never do)")
	config.addinivalue_line("markers", "slow: takes more than ten seconds")
	config.addinivalue_line("markers", "browser: drives Chromium")


def is_pure(item) -> bool:
	"""Whether a test runs without Frappe."""
	return item.get_closest_marker("pure") is not None or any(folder in item.path.parents for folder in PURE)


@pytest.fixture(scope="session", autouse=True)
def site(request):
	"""The connected test site's name; None when only pure tests run."""
	if all(map(is_pure, request.session.items)):
		yield None
		return
	name = connect()
	yield name
	disconnect()


def connect() -> str:
	"""Connect Frappe to the test site, as Administrator. Frappe expects to run from sites/."""
	bench, name = os.environ.get("LIUWAN_BENCH"), os.environ.get("LIUWAN_SITE")
	if not bench or not name:
		pytest.exit("set LIUWAN_BENCH and LIUWAN_SITE, or run `make test`", returncode=4)
	import frappe

	os.chdir(Path(bench) / "sites")
	frappe.init(site=name, sites_path=".")
	frappe.connect()
	frappe.flags.in_test = True
	frappe.flags.mute_emails = True
	return name


def disconnect() -> None:
	import frappe

	frappe.db.rollback()
	frappe.destroy()


@pytest.fixture(autouse=True)
def own_transaction(request, site):
	"""Each test starts as Administrator in English, and what it did not commit is undone."""
	if site is None or is_pure(request.node):
		yield
		return
	import frappe

	begin(in_class=is_unittest(request.node))
	yield
	finish(in_class=is_unittest(request.node))
	frappe.set_user("Administrator")


def is_unittest(node) -> bool:
	import unittest

	return bool(node.cls) and issubclass(node.cls, unittest.TestCase)


def begin(in_class: bool) -> None:
	"""A class of FrappeTestCase keeps what its setUpClass made: its tests go back to a savepoint only."""
	import frappe

	frappe.set_user("Administrator")
	frappe.local.lang = "en"
	frappe.flags.in_test = True
	frappe.local.message_log = []
	if in_class:
		frappe.db.savepoint("own_transaction")
	else:
		frappe.db.rollback()


def finish(in_class: bool) -> None:
	"""Undo the test's changes, in the database and in what was cached of them."""
	import frappe

	try:
		frappe.db.rollback(save_point="own_transaction" if in_class else None)
	except frappe.db.OperationalError:  # the test has committed, and the savepoint is gone
		frappe.db.rollback()
	frappe.cache.delete_keys("document_cache::")
	frappe.local.message_log = []
