"""Random versions on the real engine: a case that the check lets move goes on in the other version to its end."""

import frappe
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from liuwan_process.definition.strategies import sound_definitions
from liuwan_process.definition.test_moving import with_step
from liuwan_process.engine.move import move
from liuwan_process.engine.move_check import check
from liuwan_process.engine.start import start
from tests.factories import signed_in
from tests.test_generated_definitions import (
	CODE,
	MOST_ACTS,
	check_consistency,
	in_one_transaction,
	install,
	something,
	version,
)

__all__ = ["version"]  # the fixture


@settings(
	max_examples=30,
	deadline=None,
	suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
	sound_definitions(depth=2),
	sound_definitions(depth=2),
	st.randoms(use_true_random=False),
	st.integers(0, 12),
	st.booleans(),
)
def test_a_moved_case_reaches_the_end_of_the_other_version(version, old, new, random, amount, akin):
	new = with_step(old, amount, "Step 1") if akin else new
	frappe.db.savepoint("generated")
	with signed_in("office"), in_one_transaction():
		_go(old, new, random, amount)
	frappe.db.rollback(save_point="generated")


def _go(old, new, random, amount) -> None:
	install(old)
	instance = start(CODE, {"amount": amount})["instance"]
	for _act in range(random.randint(0, 3)):
		if status(instance) == "Running":
			something(instance, random, approving=False)
	target = install(new)
	[row] = check([instance], target)
	if row.reasons:
		event("refused")
		return
	event("moved")
	move(instance, target, comment="Because")
	for count in range(MOST_ACTS):
		if status(instance) != "Running":
			break
		check_consistency(instance)
		something(instance, random, approving=count > MOST_ACTS // 2)
	assert status(instance) == "Completed"


def status(instance: str) -> str:
	return frappe.db.get_value("Process Instance", instance, "status")
