from liuwan_process.engine.records import EngineRecord, add_indexes


class GreenChannelUse(EngineRecord):
	"""Urgent starts of a process by a unit in a month. Written by the engine only; see `engine/green.py`."""


def on_doctype_update() -> None:
	add_indexes("Green Channel Use")
