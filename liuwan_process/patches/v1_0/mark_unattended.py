"""Running cases in which nobody has a task are marked since the watching page reads a mark."""

from liuwan_process.engine.unattended import look_through


def execute() -> None:
	while look_through():
		pass
