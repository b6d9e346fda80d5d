"""Files: private, one's own, readable by everybody who sees the form, and by nobody else."""

import io

import frappe
import pytest
from werkzeug.datastructures import FileStorage

from liuwan_process.api import portal as api
from liuwan_process.engine.errors import EngineError
from liuwan_process.engine.start import start
from liuwan_process.portal import uploads
from liuwan_process.portal.support_for_tests import CODE, VALUES, html, publish_all_fields
from tests.factories import ensure_demo, signed_in


@pytest.fixture(autouse=True)
def enterprise() -> None:
	ensure_demo()
	publish_all_fields()


def upload(login: str, name: str, content: bytes) -> str:
	with signed_in(login):
		file = uploads.keep(FileStorage(io.BytesIO(content), filename=name))
		assert file.is_private
		return file.file_url


def readable(login: str, url: str) -> bool:
	with signed_in(login):
		names = frappe.get_all("File", {"file_url": url}, pluck="name")
		return any(frappe.get_doc("File", name).is_downloadable() for name in names)


def test_an_upload_is_its_owners_alone():
	url = upload("sales1", "mine.pdf", b"%PDF-1 mine")
	assert readable("sales1", url)
	assert not readable("branch", url)


def test_participants_read_the_files_of_a_form_and_its_rows():
	paper = upload("sales1", "paper.pdf", b"%PDF-1 paper")
	picture = upload("sales1", "picture.png", b"PNG picture")
	with signed_in("sales1"):
		values = {**VALUES, "paper": paper, "goods": [{"good": "Rope", "picture": picture}]}
		run = start(CODE, values)["instance"]
	for url in (paper, picture):
		assert readable("branch", url), url
		assert not readable("miner1", url), url
	assert f'href="{paper}"' in html("branch", f"/process/run/{run}")


def test_a_file_used_twice_stays_private():
	paper = upload("sales1", "twice.pdf", b"%PDF-1 twice")
	with signed_in("sales1"):
		for _i in range(2):
			start(CODE, {**VALUES, "paper": paper, "goods": [{"good": "Rope", "picture": paper}]})
	content = frappe.db.get_value("File", {"file_url": paper}, "content_hash")
	found = frappe.get_all("File", {"content_hash": content}, ["is_private", "file_url"])
	assert len(found) >= 2 and all(row.is_private and row.file_url == paper for row in found)


def test_a_file_given_later_belongs_to_the_form():
	with signed_in("sales1"):
		run = start(CODE, VALUES)["instance"]
	form = frappe.db.get_value("Process Instance", run, ["document_type", "document_name"])
	late = upload("Administrator", "late.pdf", b"%PDF-1 late")
	document = frappe.get_doc(*form)
	document.paper = late
	document.flags.liuwan_engine = True
	document.save()
	assert readable("branch", late) and not readable("miner1", late)


def test_nobody_puts_a_file_into_a_form_that_he_may_not_read():
	url = upload("branch", "secret.pdf", b"%PDF-1 secret")
	for given in ({"paper": url}, {"goods": [{"good": "Rope", "picture": url}]}):
		with signed_in("sales1"), pytest.raises(EngineError, match="upload the file"):
			start(CODE, {**VALUES, **given})
	with signed_in("sales1"), pytest.raises(EngineError, match="upload the file"):
		frappe.get_doc({"doctype": "All kinds of fields", "paper": url}).insert()


@pytest.mark.parametrize(
	"address", ["javascript:alert(1)", "https://other.example/a.pdf", "/private/files/none.pdf"]
)
def test_only_stored_files_can_stand_in_a_form(address):
	with signed_in("sales1"), pytest.raises(EngineError, match="upload the file"):
		start(CODE, {**VALUES, "paper": address})


@pytest.mark.parametrize("name", ["page.html", "script.js", "picture.svg", "noextension"])
def test_other_kinds_of_files_are_refused(name):
	with signed_in("sales1"), pytest.raises(frappe.ValidationError, match="Only pictures"):
		uploads.keep(FileStorage(io.BytesIO(b"content"), filename=name))


def test_a_file_that_is_too_large_or_empty_is_refused():
	large = b"x" * (uploads.most_megabytes() * uploads.MEGABYTE + 1)
	for content, words in ((large, "too large"), (b"", "empty")):
		with signed_in("sales1"), pytest.raises(frappe.ValidationError, match=words):
			uploads.keep(FileStorage(io.BytesIO(content), filename="a.txt"))


def test_guests_upload_and_search_nothing():
	with signed_in("Guest"):
		for call in (api.upload, lambda: api.search_link("User", "a"), lambda: api.set_language("zh")):
			with pytest.raises(frappe.PermissionError):
				call()
