"""A case on paper: everything that its reader may see, in both languages, fonts in the file; who may not gets nothing."""

import builtins
import io

import frappe
import pytest
from pypdf import PdfReader

from liuwan_process.api import prints
from liuwan_process.engine import acts
from liuwan_process.engine.start import start
from liuwan_process.printing import case, fonts, pdf
from tests.factories import document, ensure_demo, only_task, publish_process, signed_in, step

CODE = "ZT-PAPER"
FIELDS = [
	{"name": "purpose", "label": "Purpose", "type": "Text"},
	{"name": "pay", "label": "Pay", "type": "Currency"},
	{"name": "goods", "label": "Goods", "type": "Table"},
	{"name": "good", "label": "Good", "type": "Data", "table": "goods"},
]
STEPS = [
	step("begin", "start", title="Request"),
	step("experts", user=("expert1", "expert2"), completion={"rule": "all"}, fields={"pay": "hide"}),
	step("head", user="branch", limit={"amount": 5, "unit": "days"}),
	step("done", "end", title="Completed"),
]
WAYS = ["begin>experts Submit", "experts>head Approve", "head>done Approve"]


@pytest.fixture
def run() -> str:
	"""Two experts have signed, the branch's head has not."""
	ensure_demo()
	if frappe.db.get_value("Process", CODE, "status") != "Published":
		publish_process(document(CODE, STEPS, WAYS, FIELDS))
	with signed_in("sales1"):
		values = {"purpose": "更换电缆", "pay": 424242, "goods": [{"good": "矿用电缆"}] * 60}
		run = start(CODE, values)["instance"]
	for login, said in (("expert1", "符合规程"), ("expert2", "Agreed")):
		with signed_in(login):
			acts.decide(only_task(login, run), "Approve", comment=said)
	return run


def read(content: bytes) -> PdfReader:
	return PdfReader(io.BytesIO(content))


@pytest.mark.parametrize("language", ("en", "zh"))
def test_the_whole_case_is_printed(run, language):
	frappe.local.lang = language
	with signed_in("sales1"):
		found = read(pdf.of_case(run))
	frappe.local.lang = "en"
	pages = [page.extract_text() for page in found.pages]
	text = "\n".join(pages)
	headings = {
		"en": ("Approval sheet", "Signature and date", "What has happened", "Drawing of the process"),
		"zh": ("审批单", "签名与日期", "办理记录", "流程图"),
	}
	for words in (*headings[language], "更换电缆", "矿用电缆", "符合规程", "Agreed", "424,242"):
		assert words in text, words
	assert [f"{n} / {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
	assert len(pages) >= 3


def test_every_font_is_in_the_file_and_only_the_characters_that_are_used(run):
	with signed_in("sales1"):
		content = pdf.of_case(run)
	kept = set()
	for page in read(content).pages:
		for font in page["/Resources"]["/Font"].values():
			described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
			kept.add(str(described["/FontName"]))
			assert {"/FontFile", "/FontFile2", "/FontFile3"} & described.keys()
	assert {name.partition("+")[2] for name in kept} <= {"Case-Sans", "Case-Sans-Bold", "Case-Serif-Bold"}
	assert len(content) < 200_000


def test_those_who_sign_together_stand_under_one_step(run):
	with signed_in("sales1"):
		sheet = {group["step"]: group for group in case.context(run)["sheet"]}
	assert [line["opinion"] for line in sheet["Experts"]["lines"]] == ["Approve", "Approve"]
	assert sheet["Experts"]["together"] and not sheet["Request"]["together"]


def test_what_a_step_hides_is_not_printed_for_its_people(run):
	def shows(login: str) -> bool:
		with signed_in(login):
			form = case.context(run)["form"]
		return "424,242" in str(form)

	assert shows("sales1") and shows("office") and shows("branch")
	assert not shows("expert1")


def test_a_stranger_gets_nothing(run):
	with signed_in("miner1"), pytest.raises(frappe.PermissionError):
		prints.case(run)


def test_it_comes_as_a_file(run):
	with signed_in("branch"):
		prints.case(run)
	assert frappe.local.response.type == "pdf"
	assert frappe.local.response.filecontent.startswith(b"%PDF")


def test_a_missing_library_is_named(monkeypatch):
	real = builtins.__import__

	def without(name, *rest):
		if name == "weasyprint":
			raise OSError("cannot load library 'pango-1.0-0': pango-1.0-0: cannot open shared object file")
		return real(name, *rest)

	monkeypatch.setattr(builtins, "__import__", without)
	with pytest.raises(pdf.CannotPrint, match=r"pango is missing on the server.*libpango-1\.0-0"):
		pdf.library()


def test_a_missing_chinese_font_is_named(monkeypatch):
	monkeypatch.setattr(fonts, "has_chinese", lambda: False)
	with pytest.raises(pdf.CannotPrint, match="fonts-noto-cjk"):
		pdf.require_fonts()


def test_nothing_is_fetched():
	with pytest.raises(ValueError):
		pdf.no_address("http://127.0.0.1/secret")
