from liuwan_process.engine.records import EngineRecord, add_indexes


class ProcessCall(EngineRecord):
	"""Written by the engine only; see `liuwan_process.engine.calls`."""


def on_doctype_update() -> None:
	add_indexes("Process Call")
