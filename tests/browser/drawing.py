"""The drawing editor as somebody uses it with mouse and keyboard."""

from __future__ import annotations

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect

SELECTED = re.compile(r"\bselected\b")


class Drawing:
	"""The editor on the page: its shapes by what is written in them, its palette, its pad."""

	def __init__(self, page: Page, say) -> None:
		self.page, self.say = page, say

	def open(self, code: str) -> None:
		self.page.goto(f"/app/process-drawing/{code}")
		expect(self.page.locator(f'.drawing-canvas[data-shows="{code}"]')).to_be_visible()

	def shape(self, element: str) -> Locator:
		return self.page.locator(f'.drawing-canvas .djs-element[data-element-id="{element}"]').first

	def called(self, name: str) -> Locator:
		"""The shape with these words in it."""
		return (
			self.page.locator(".drawing-canvas .djs-shape")
			.filter(has_text=name)
			.filter(has_not=self.page.locator(".djs-shape"))
			.last
		)

	def middle(self, shape: Locator) -> tuple[float, float]:
		box = shape.locator(".djs-visual").first.bounding_box()
		return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

	def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
		mouse = self.page.mouse
		mouse.move(*start)
		mouse.down()
		mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=5)
		mouse.move(*end, steps=5)
		mouse.up()

	def write(self, words: str) -> None:
		"""Into the box that opens in a shape."""
		box = self.page.locator(".djs-direct-editing-content")
		expect(box).to_be_visible()
		box.press("Control+a")
		self.page.keyboard.insert_text(words)
		box.press("Enter")
		expect(box).to_be_hidden()

	def draw(self, kind: str, at: tuple[float, float], name: str) -> None:
		entry = self.page.locator(f'.djs-palette .entry[data-action="step-{kind}"]')
		box = entry.bounding_box()
		self.drag((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), at)
		self.write(name)

	def select(self, shape: Locator) -> None:
		"""A click on what is selected already would let go of it: look, and click once more if need be."""
		for patience in (2_000, 30_000):
			if not SELECTED.search(shape.get_attribute("class")):
				self.page.mouse.click(*self.middle(shape))
			with suppress(AssertionError):
				expect(shape).to_have_class(SELECTED, timeout=patience)
				break
		expect(self.page.locator(".djs-context-pad.open")).to_be_visible()

	def pad(self, action: str) -> None:
		self.page.locator(f'.djs-context-pad.open .entry[data-action="{action}"]').click()

	def connect(self, source: Locator, target: Locator) -> None:
		self.select(source)
		self.pad("connect")
		self.page.mouse.move(*self.middle(target), steps=8)
		self.page.mouse.click(*self.middle(target))

	def rename(self, shape: Locator, name: str) -> None:
		self.page.mouse.dblclick(*self.middle(shape))
		self.write(name)

	def beside(self, shape: Locator, aside: float, below: float) -> tuple[float, float]:
		x, y = self.middle(shape)
		return x + aside, y + below

	def save(self) -> None:
		self.page.locator(".page-head:visible .primary-action").click()
		expect(self.page.locator(".desk-alert")).to_contain_text(
			self.say("The drawing is in the working copy.")
		)
		expect(self.page.locator(".page-head:visible .indicator-pill.orange")).to_have_count(0)
