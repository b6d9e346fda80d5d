"""Somebody of the demo enterprise in front of the portal: what they click and type, and what their console says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import frappe
from frappe import _
from playwright.sync_api import Page, expect

from liuwan_process.setup.demo import PASSWORD
from tests.factories import person

# Frappe's grid selects the text of whatever has the focus, which may be a list of choices without any.
# Its reports draw the chart anew while the one before is still being drawn.
OF_FRAPPE = (
	"document.activeElement.select is not a function",
	"Failed to execute 'removeChild' on 'Node': The node to be removed is not a child of this node.",
)


def speak(user: str, language: str) -> None:
	"""Choose the language of an account, whatever an earlier test left there."""
	frappe.db.rollback()
	frappe.db.set_value("User", user, "language", language)
	frappe.db.commit()
	frappe.clear_cache(user=user)


class Person:
	"""A browser of one person. `errors` collects what the console complains of."""

	def __init__(self, browser, base_url: str, login: str, width: int = 1280, language: str = "en") -> None:
		speak(person(login), language)
		self.login, self.language = login, language
		self._sign_in(browser, base_url, person(login), PASSWORD, width)

	def _sign_in(self, browser, base_url: str, user: str, password: str, width: int) -> None:
		self.base_url = base_url
		window = {"viewport": {"width": width, "height": 844}, "reduced_motion": "reduce"}
		self.context = browser.new_context(base_url=base_url, **window)
		form = {"usr": user, "pwd": password}
		assert self.context.request.post("/api/method/login", form=form).ok
		self.page: Page = self.context.new_page()
		self.page.set_default_timeout(20_000)
		self.errors: list[str] = []
		self.page.on("console", lambda message: self._listen(message))
		self.page.on("pageerror", lambda error: self._hear(str(error)))

	def _listen(self, message) -> None:
		if message.type == "error":
			self.errors.append(f"{message.text} ({message.location.get('url')})")

	def _hear(self, error: str) -> None:
		if error not in OF_FRAPPE:
			self.errors.append(error)

	def close(self) -> None:
		self.context.close()
		speak(person(self.login), "en")  # later tests read what they are told
		assert not self.errors, f"{self.login}: {self.errors}"

	def start(self, process: str, values: dict[str, Any]) -> str:
		"""Fill in the start page and submit; returns the run."""
		self.page.goto(f"/process/start/{process}")
		self.fill(values)
		self.page.locator("#start button[type=submit]").click()
		self.page.wait_for_url("**/process/run/*")
		return self.page.url.rsplit("/", 1)[-1].partition("?")[0]

	def fill(self, values: dict[str, Any]) -> None:
		for name, value in values.items():
			box = self.page.locator(f'[data-field="{name}"]')
			if isinstance(value, list):
				self._fill_rows(box, value)
			else:
				self._fill_one(box, value)

	def _fill_one(self, box, value: Any) -> None:
		kind = box.get_attribute("data-type") or "Data"
		control = box.locator("[data-input]")
		if kind == "Select":
			control.select_option(value)
		elif kind == "Attach":
			control.set_input_files(value)
			expect(box.locator(".upload-file")).to_be_visible()
		elif kind == "Link":
			control.fill(value)
			box.locator("[role=option]:not([aria-disabled=true])").first.click()
			expect(control).to_have_value(re.compile(re.escape(value), re.IGNORECASE))
		else:
			control.fill(str(value))

	def _fill_rows(self, box, rows: list[dict[str, Any]]) -> None:
		for i, row in enumerate(rows):
			if box.locator("[data-row]").count() <= i:
				box.locator("[data-add-row]").click()
			for column, value in row.items():
				self._fill_one(box.locator("[data-row]").nth(i).locator(f'[data-column="{column}"]'), value)

	def open_task(self, run: str) -> None:
		self.page.goto(f"/process/run/{run}")
		self.page.get_by_role("link", name=_("Open my task", self.language)).click()
		self.page.wait_for_url("**/process/task/*")

	def act(self, run: str, action: str, comment: str = "", **values: Any) -> None:
		"""Open my task in a run, fill in what is given, and take an action."""
		self.open_task(run)
		self.fill(values)
		if comment:
			self.page.locator("#comment").fill(comment)
		button = self.page.locator(f'#task [data-action="{action}"]')
		if not button.is_visible():
			self.page.locator("#more").click()
		button.click()
		self.leave_task()

	def send_back(self, run: str, step: str, comment: str) -> None:
		self.open_task(run)
		self.page.locator("#more").click()
		self.page.locator('[data-dialog="return"]').click()
		self.page.locator(f'#return input[value="{step}"]').check()
		self.page.locator("#return-comment").fill(comment)
		self.page.locator("#return [data-yes]").click()
		self.leave_task()

	def leave_task(self) -> None:
		"""Every act leads away from the task's page."""
		self.page.wait_for_url(lambda url: "/process/task/" not in url)

	def withdraw(self, run: str, comment: str = "") -> None:
		self.page.goto(f"/process/run/{run}")
		self.page.locator('[data-dialog="withdraw"]').click()
		self.page.locator("#withdraw-comment").fill(comment)
		self.page.locator("#withdraw [data-yes]").click()
		expect(self.page.locator('[data-dialog="withdraw"]')).to_have_count(0)

	def timeline(self, run: str) -> list[str]:
		self.page.goto(f"/process/run/{run}")
		return self.page.locator(".timeline > li > p:first-child").all_inner_texts()

	def look(self, folder: Path, name: str) -> Path:
		"""A picture of the whole page."""
		path = folder / f"{name}.png"
		self.page.screenshot(path=path, full_page=True)
		return path
