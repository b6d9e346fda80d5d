import re

import frappe
from frappe import _
from frappe.model.document import Document

from liuwan_process.process_library.governance import gate


class ProcessSettings(Document):
	"""What the process office sets for the whole site. Each part has a section of its own."""

	def validate(self) -> None:
		self._check_hours()
		self._check_digest()
		self._check_groups()

	def _check_hours(self) -> None:
		if self.mail_decisions and not 0 < (self.mail_hours or 0) <= 30 * 24:
			frappe.throw(_("A link may live from 1 to {0} hours").format(30 * 24))

	def _check_groups(self) -> None:
		"""Nothing could be published any more where releases could not be sent or would find nobody."""
		if self.released_by_groups and self.has_value_changed("released_by_groups"):
			gate.require_ready()

	def _check_digest(self) -> None:
		"""A field of type Time would begin with the moment at which the site was made."""
		if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", self.digest_at or ""):
			frappe.throw(_("Please write the time of the digest as 07:30"))
