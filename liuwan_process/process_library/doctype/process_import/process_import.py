"""Brings processes from an Excel workbook; the work is done by `process_library/process_sheet/`."""

from liuwan_process.process_organization.file_import import FileImport


class ProcessImport(FileImport):
	job = "liuwan_process.process_library.process_sheet.job.run"
	refusals = "Process Import Refusal"
	counts = ("rows_total", "processes_created", "processes_replaced", "processes_refused")
