"""Processes that were there before numbers were get theirs, by their place below a domain."""

from liuwan_process.process_library import hierarchy


def execute() -> None:
	hierarchy.renumber()
