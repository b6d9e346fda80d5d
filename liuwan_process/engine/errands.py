"""What the scheduler does for runs that wait for no person: calls, and runs whose sub-process has ended."""

from liuwan_process.engine import calls, children


def pick_up() -> None:
	"""Called every minute; whatever a job after an act has done already is not done again."""
	children.pick_up()
	calls.pick_up()
