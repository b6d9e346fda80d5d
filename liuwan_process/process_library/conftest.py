"""Fixtures of the process library's tests."""

import pytest

from liuwan_process.compiler.factories_for_tests import Flows
from liuwan_process.process_library.knowledge_for_tests import Records


@pytest.fixture
def flows():
	"""Makes and publishes processes; removes them afterwards, with their tables."""
	made = Flows()
	yield made
	made.remove()


@pytest.fixture
def records():
	"""Makes objects, risks, regulations and processes tied to them; removes them afterwards."""
	made = Records()
	yield made
	made.remove()
