"""Somebody of the demo enterprise at the desk: what they click, type and choose in forms and their tables."""

from __future__ import annotations

import os
import re
from contextlib import suppress

from playwright.sync_api import Locator, expect

from tests.browser.person import Person

PICTURES = os.environ.get("LIUWAN_PICTURES")
SHOTS = os.environ.get("LIUWAN_SHOTS")
# The test server has no realtime server beside it; everything else that a console says is a fault.
REALTIME = re.compile(r"^http://127\.0\.0\.1:\d+/socket\.io/\?[^/]*$")
# After a new document's first save the desk goes to its address and draws it again.
AT_REST = """() => {
	if (frappe.request.ajax_count || frappe.ui.form.is_saving) window.busy_until = performance.now();
	return performance.now() - window.busy_until > 400;
}"""
TYPED_INTO = "input:visible, select:visible, textarea:visible"

expect.set_options(timeout=30_000)  # a publication takes seconds on a busy machine


class Desk(Person):
	"""A browser of one person at the desk. Texts are those that the person sees."""

	def _listen(self, message) -> None:
		if not REALTIME.match(message.location.get("url") or ""):
			super()._listen(message)

	@property
	def form(self) -> Locator:
		"""The form itself, without the forms of its rows."""
		return self.page.locator(".std-form-layout:visible > .form-layout > .form-page")

	def open_new(self, doctype: str) -> None:
		"""From the list by its button; once more if the list was not ready for it."""
		self.page.goto(f"/app/{doctype}")
		for patience in (10_000, 30_000):
			self.page.locator(".page-head:visible .primary-action").click()
			with suppress(AssertionError):
				expect(self.form).to_be_visible(timeout=patience)
				return
		expect(self.form).to_be_visible()

	def picture(self, name: str, part: Locator | None = None) -> None:
		"""For the guides: the window down to the end of the form, with a part of the form at its top."""
		if not PICTURES:
			return
		self.page.locator(".desk-alert").evaluate_all("alerts => alerts.forEach((alert) => alert.remove())")
		self.page.evaluate("$('html, body').stop(true, true)")
		top = part.evaluate("box => box.getBoundingClientRect().top + scrollY") - 200 if part else 0
		self.page.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)
		self.page.mouse.move(0, 0)
		end = self.form.bounding_box()
		height = min(844, end["y"] + end["height"] + 16)
		clip = {"x": 0, "y": 0, "width": 1280, "height": height}
		self.page.screenshot(path=f"{PICTURES}/{self.language}-{name}.png", clip=clip, animations="disabled")

	def window(self, name: str) -> None:
		"""For the guides: the window as it is, where there is no form."""
		if PICTURES:
			self.page.screenshot(path=f"{PICTURES}/{self.language}-{name}.png", animations="disabled")

	def shot(self, name: str) -> None:
		"""For whoever looks at the pages: LIUWAN_SHOTS is a folder."""
		if SHOTS:
			self.page.wait_for_timeout(600)
			self.page.screenshot(path=f"{SHOTS}/{self.language}-{name}.png", full_page=True)

	def tab(self, name: str) -> None:
		self.page.get_by_role("tab", name=name, exact=True).click()
		expect(self.page.get_by_role("tabpanel", name=name, exact=True)).to_be_visible()

	def field(self, name: str) -> Locator:
		return self.page.locator(f'.form-page .frappe-control[data-fieldname="{name}"]:visible').first

	def set(self, name: str, value: str) -> None:
		self._enter(self.field(name), value)

	def press(self, name: str) -> None:
		"""A button of the page's head."""
		self.page.locator(".page-head").get_by_role("button", name=name, exact=True).click()

	def save(self, name: str) -> None:
		"""As a person does: press, and once more if nothing came of it, until the form stands still."""
		unsaved = self.page.locator(".page-head .indicator-pill.orange")
		for patience in (10_000, 30_000):
			self.press(name)
			with suppress(AssertionError):
				expect(unsaved).to_have_count(0, timeout=patience)
				break
		expect(unsaved).to_have_count(0)
		self.page.evaluate("() => { window.busy_until = performance.now(); }")
		self.page.wait_for_function(AT_REST)

	def read(self) -> str:
		"""What stands on the page of the form: its head, its fields and rows; not the names on hidden tooltips."""
		self.page.add_style_tag(content=".tooltip-content { display: none; }")
		head = self.page.locator(".page-head:visible")
		return f"{head.inner_text()}\n{self.form.inner_text()}"

	def table(self, name: str) -> Locator:
		return self.page.locator(f'.form-page [data-fieldtype="Table"][data-fieldname="{name}"]')

	def rows(self, table: str) -> Locator:
		return self.table(table).locator(".grid-body .rows > .grid-row")

	def row_of(self, table: str, **shown: str) -> Locator:
		"""The first row that shows these texts in these columns."""
		rows = self.rows(table)
		for name, text in shown.items():
			cell = self.page.locator(f'.data-row .col[data-fieldname="{name}"] .static-area')
			rows = rows.filter(has=cell.filter(has_text=re.compile(f"^\\s*{re.escape(text)}\\s*$")))
		return rows.first

	def add_row(self, table: str, button: str, **values: str) -> Locator:
		before = self.rows(table).count()
		self.table(table).locator(".grid-footer").get_by_role("button", name=button, exact=True).click()
		expect(self.rows(table)).to_have_count(before + 1)
		row = self.rows(table).nth(before)
		self.type_in(row, **values)
		return row

	def type_in(self, row: Locator, **values: str) -> None:
		"""Type into the cells of a row."""
		for name, value in values.items():
			cell = row.locator(f'.data-row .col[data-fieldname="{name}"]')
			self._begin(cell)
			self._enter(cell.locator(".field-area"), value)

	def _begin(self, cell: Locator) -> None:
		"""Click until the cell can be typed into: the desk may draw a table anew under somebody's hand."""
		control = cell.locator(".field-area").locator(TYPED_INTO).first
		for patience in (3_000, 10_000):
			cell.click()
			with suppress(AssertionError):
				expect(control).to_be_visible(timeout=patience)
				return
		cell.click()

	def open_row(self, row: Locator, picture: str = "", **values: str) -> None:
		"""Open a row's form, fill in what is given, and close it."""
		row.locator(".btn-open-row").click()
		form = row.locator(".form-in-grid")
		expect(form).to_be_visible()
		first = form.locator(".form-area input").first
		if first.is_visible():  # the desk goes there a moment later
			expect(first).to_be_focused()
		for name, value in values.items():
			self._enter(form.locator(f'.frappe-control[data-fieldname="{name}"]'), value)
		if picture:
			self.picture(picture, form)
		form.locator(".grid-collapse-row").click()
		expect(form).to_be_hidden()

	def _enter(self, box: Locator, value: str) -> None:
		control = box.locator(TYPED_INTO).first
		expect(control).to_be_visible()
		if control.get_attribute("type") == "checkbox":
			control.check()
		elif control.evaluate("box => box.tagName") == "SELECT":
			control.select_option(label=value)
		elif control.get_attribute("role") == "combobox":
			self._choose(control, value)
		else:
			control.fill(value)

	def _choose(self, control: Locator, value: str) -> None:
		"""A link: type, and take the first that is offered."""
		control.press_sequentially(value, delay=20)
		self.page.locator("ul[role=listbox] li:visible").filter(has_text=value).first.click()
		expect(control).to_have_value(value)
