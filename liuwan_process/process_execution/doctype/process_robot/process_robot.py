import frappe
from frappe.model.document import Document

from liuwan_process.telling import robots
from liuwan_process.telling.errors import Hopeless


class ProcessRobot(Document):
	"""A robot of a WeCom or DingTalk group, and what it tells there."""

	def validate(self) -> None:
		self._check_address()

	def _check_address(self) -> None:
		if self.is_dummy_password(self.url):
			return
		try:
			robots.require_allowed(self.url)
		except Hopeless as error:
			frappe.throw(str(error))
