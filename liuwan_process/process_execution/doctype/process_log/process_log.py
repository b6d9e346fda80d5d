from liuwan_process.engine.records import EngineRecord, add_indexes


class ProcessLog(EngineRecord):
	"""Written by the engine only; see `liuwan_process.engine`."""


def on_doctype_update() -> None:
	add_indexes("Process Log")
