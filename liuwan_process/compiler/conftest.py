"""Fixtures of the compiler's tests."""

import pytest

from liuwan_process.compiler.factories_for_tests import Flows


@pytest.fixture
def flows():
	"""Makes and publishes processes; removes them afterwards, with their tables."""
	made = Flows()
	yield made
	made.remove()
