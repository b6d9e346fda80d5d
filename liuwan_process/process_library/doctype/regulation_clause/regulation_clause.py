"""Regulation Clause: see the DocType's description."""

from frappe.model.document import Document


class RegulationClause(Document):
	pass
