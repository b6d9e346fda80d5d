"""What can stop an act. All are translated where they are raised; nothing has been written when they reach the caller."""

import frappe


class EngineError(frappe.ValidationError):
	"""An act that cannot be done as asked."""


class StaleTask(EngineError):
	"""The task has been closed, by this person or another one, or the run has moved on."""

	http_status_code = 409


class NotYours(EngineError, frappe.PermissionError):
	"""The person may not do this."""

	http_status_code = 403


class NobodyFound(EngineError):
	"""A step whose rules find nobody, and whose policy is to refuse entry."""


class ProtectedField(EngineError):
	"""Somebody tried to write by hand what only the engine writes."""
