"""Fixtures of the tests of releases."""

import pytest

from liuwan_process.compiler.factories_for_tests import Flows
from liuwan_process.process_library.governance import support_for_tests as support
from tests.factories import ensure_demo


@pytest.fixture
def flows():
	"""Makes processes; removes them afterwards with their tables and releases."""
	ensure_demo()
	made = Flows()
	yield made
	support.forget(made)
	made.remove()
