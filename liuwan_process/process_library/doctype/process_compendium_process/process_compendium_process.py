"""A process, or a group with all that lies in it, that a compendium takes up."""

from frappe.model.document import Document


class ProcessCompendiumProcess(Document):
	pass
