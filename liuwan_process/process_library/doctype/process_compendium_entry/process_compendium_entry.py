"""One process of an edition, in the version that it had then."""

from frappe.model.document import Document


class ProcessCompendiumEntry(Document):
	pass
