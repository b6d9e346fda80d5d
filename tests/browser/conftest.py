"""People at the portal of the test site."""

import frappe
import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.person import Person, speak
from tests.factories import ensure_demo, person
from tests.fixtures.browser import forget_jobs

expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="module")
def people(browser, base_url, worker, site):
	"""login -> Person, made when first asked for; closing them checks that no console complained."""
	ensure_demo()
	made: dict[str, Person] = {}

	def get(login: str, **options) -> Person:
		key = f"{login} {options}"
		if key not in made:
			made[key] = Person(browser, base_url, login, **options)
		return made[key]

	yield get
	for one in made.values():
		one.close()


@pytest.fixture(scope="module", autouse=True)
def free_worker(site):
	"""What people start here is not to wait behind the jobs of earlier tests."""
	forget_jobs(site)


@pytest.fixture(params=["en", "zh"])
def language(request) -> str:
	return request.param


@pytest.fixture
def say(language):
	"""A word of the desk as the person reads it."""
	return lambda text: frappe._(text, language)


@pytest.fixture
def office(browser, base_url, site, language):
	"""The process office at the desk, in each language."""
	ensure_demo()
	desk = Desk(browser, base_url, "office", language=language)
	yield desk
	desk.close()
	speak(person("office"), "en")


@pytest.fixture(autouse=True)
def fresh_view(site):
	"""The server commits in transactions of its own: look at the database anew."""
	frappe.db.rollback()
	yield
	frappe.db.rollback()
