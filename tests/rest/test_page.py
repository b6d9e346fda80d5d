"""The page that describes the interface, as somebody reads it: on a phone, in both languages, without signing in."""

import pytest


@pytest.mark.browser
@pytest.mark.parametrize(
	("locale", "title", "word"),
	[("en", "Interface for other applications", "Start a run"), ("zh-CN", "应用接口", "发起流程")],
)
def test_the_page_reads_on_a_phone(base_url, browser, locale, title, word, tmp_path):
	context = browser.new_context(viewport={"width": 390, "height": 844}, locale=locale)
	page = context.new_page()
	troubles: list[str] = []
	page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
	page.on("requestfailed", lambda request: troubles.append(request.url))
	page.goto(f"{base_url}/api/process/v1/docs")
	assert page.locator("h1").inner_text() == title
	page.get_by_role("link", name="POST /processes/{process}/runs").click()
	assert page.locator(":target h3").inner_text() == word
	assert page.evaluate("document.documentElement.scrollWidth") <= 390
	page.screenshot(path=tmp_path / f"{locale}.png")
	context.close()
	assert troubles == []
