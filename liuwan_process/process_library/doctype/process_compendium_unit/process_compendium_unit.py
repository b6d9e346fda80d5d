"""A unit whose processes a compendium takes up."""

from frappe.model.document import Document


class ProcessCompendiumUnit(Document):
	pass
