"""Somebody with a phone: everything that people do with a running case, by what they see and touch."""

from __future__ import annotations

import re
from typing import Any

from frappe import _
from playwright.sync_api import Locator, expect

from liuwan_process.engine import store
from tests.browser.person import Person
from tests.factories import person

PHONE = 390


class Colleague(Person):
	"""A phone of one person. Words are found in the language that the person speaks."""

	def __init__(self, browser, base_url: str, login: str, language: str) -> None:
		super().__init__(browser, base_url, login, width=PHONE, language=language)

	def say(self, text: str) -> str:
		return _(text, self.language)

	@property
	def main(self) -> Locator:
		return self.page.locator("main")

	def see_run(self, run: str) -> Locator:
		self.page.goto(f"/process/run/{run}")
		return self.main

	def more(self, run: str, words: str) -> Locator:
		"""Open my task, then an entry behind “More”; the dialog that it opens."""
		self.open_task(run)
		self.page.locator("#more").click()
		self.page.locator("#more-actions").get_by_role("button", name=self.say(words), exact=True).click()
		return self.page.locator("dialog[open]")

	def pick(self, box: Locator, login: str) -> None:
		"""Choose somebody by name in a box that searches."""
		name = store.full_name(person(login))
		box.fill(name)
		box.locator("xpath=..").locator("[role=option][data-value]").filter(has_text=name).first.click()

	def yes(self, dialog: Locator) -> None:
		dialog.locator("[data-yes]").click()

	def stays(self) -> None:
		"""The task's page is shown anew."""
		expect(self.page.locator("dialog[open]")).to_have_count(0)
		self.page.wait_for_load_state()

	def ask(self, run: str, logins: tuple[str, ...], how: str, comment: str = "") -> None:
		"""Add signers Before, Beside or After me."""
		dialog = self.more(run, "Ask somebody else to decide too")
		for login in logins:
			self.pick(dialog.locator("#signer"), login)
		expect(dialog.locator(".chip")).to_have_count(len(logins))
		dialog.locator(f'[name=how][value="{how}"]').check()
		dialog.locator("textarea").fill(comment)
		with self.page.expect_navigation():
			self.yes(dialog)

	def no_longer_ask(self, run: str, login: str) -> None:
		name = store.full_name(person(login))
		self.see_run(run)
		words = self.say("No longer ask {0}").format(name)
		self.page.get_by_role("button", name=words, exact=True).click()
		with self.page.expect_navigation():
			self.yes(self.page.locator("dialog[open]"))

	def give_to(self, run: str, login: str, comment: str = "") -> None:
		dialog = self.more(run, "Transfer to somebody else")
		self.pick(dialog.locator("input"), login)
		dialog.locator("textarea").fill(comment)
		self.yes(dialog)
		self.leave_task()

	def send_back_to(self, run: str, step: str, comment: str, straight: bool = False) -> None:
		dialog = self.more(run, "Return to an earlier step")
		dialog.locator(f'[name=step][value="{step}"]').check()
		if straight:
			dialog.get_by_label(self.say("Straight back to me")).check()
		dialog.locator("textarea").fill(comment)
		self.yes(dialog)
		self.leave_task()

	def wait_for_applicant(self, run: str, comment: str) -> None:
		dialog = self.more(run, "Wait for the applicant")
		dialog.locator("textarea").fill(comment)
		with self.page.expect_navigation():
			self.yes(dialog)

	def go_on(self, run: str) -> None:
		with self.page.expect_navigation(url=re.compile("/task/")):
			self.open_task(run)
		self.page.locator("#more").click()
		with self.page.expect_navigation():
			self.page.locator("[data-go-on]").click()

	def take_back(self, run: str) -> None:
		self.see_run(run)
		self.page.get_by_role("button", name=self.say("Take back"), exact=True).click()
		with self.page.expect_navigation():
			self.yes(self.page.locator("dialog[open]"))

	def may_take_back(self, run: str) -> bool:
		self.see_run(run)
		return self.page.locator("[data-dialog=take-back]").count() == 1

	def hurry(self, run: str) -> None:
		self.see_run(run)
		with self.page.expect_navigation():
			self.page.get_by_role("button", name=self.say("Ask to hurry"), exact=True).click()

	def remark(self, run: str, text: str) -> None:
		self.see_run(run)
		self.page.locator("#text").fill(text)
		with self.page.expect_navigation():
			self.page.get_by_role("button", name=self.say("Send the comment"), exact=True).click()

	def approve_many(self, kind: str, comment: str) -> list[str]:
		"""Choose every task of a kind in the list and approve; what became of each."""
		self.page.goto(f"/process/tasks?q={kind}")
		self.page.locator("#choose-several").click()
		for box in self.page.locator(".choose input").all():
			box.check()
		self.page.locator("#batch-comment").fill(comment)
		self.page.locator("#batch-send").click()
		results = self.page.locator("#batch-results li")
		expect(results.first).to_be_visible()
		return results.all_inner_texts()

	def let_stand_in(self, login: str, begin: str, end: str, **more: Any) -> None:
		"""On my own page: somebody has my tasks from `begin` to `end` (2026-11-23T08:00)."""
		self.page.goto("/process/me")
		self.page.get_by_role("button", name=self.say("Let somebody stand in"), exact=True).click()
		form = self.page.locator("#stand-in")
		self.pick(form.locator('[data-field="delegate"] input'), login)
		form.locator('[data-field="from_time"] input').fill(begin)
		form.locator('[data-field="to_time"] input').fill(end)
		form.get_by_role("button", name=self.say("Save"), exact=True).click()
