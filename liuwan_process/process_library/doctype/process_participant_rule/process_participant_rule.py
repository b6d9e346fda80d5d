"""One rule that finds the people of a step; the rules of a step are tried in their order."""

from frappe.model.document import Document


class ProcessParticipantRule(Document):
	pass
