"""Pages that listen to the push service, and what that weighs."""

import gzip
from pathlib import Path

import frappe
import pytest

from liuwan_process.portal import environment, live
from liuwan_process.portal.support_for_tests import get, html
from tests.factories import ensure_demo

BUDGET = 200_000  # bytes, compressed


@pytest.fixture(autouse=True)
def enterprise(monkeypatch) -> None:
	ensure_demo()
	monkeypatch.setattr(live, "_asked", {})


def pushing(monkeypatch, somebody: bool = True) -> None:
	monkeypatch.setattr(live, "_listeners", lambda _address: somebody)


def test_without_a_push_service_nothing_is_loaded(monkeypatch):
	pushing(monkeypatch, False)
	assert "socket.io" not in html("sales1", "/process")


def test_with_one_the_page_names_site_and_time(monkeypatch):
	pushing(monkeypatch)
	text = html("sales1", "/process")
	assert f'data-site="{frappe.local.site}"' in text and "socket.io.min.js" in text
	assert 'data-live="*"' in text


def test_a_site_that_wants_no_push_gets_none(monkeypatch):
	pushing(monkeypatch)
	monkeypatch.setitem(frappe.local.conf, "disable_async", 1)
	assert "socket.io" not in html("sales1", "/process")


def test_it_is_asked_once_in_a_while_only(monkeypatch):
	asked = []
	monkeypatch.setattr(live, "_listeners", lambda address: asked.append(address) or True)
	for _i in range(3):
		live.context()
	assert len(asked) == 1


def test_a_cache_that_is_down_means_no_push(monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "redis_queue", "redis://127.0.0.1:1")
	assert live.context() is None


def test_scripts_may_speak_to_the_own_host_only():
	policy = get("sales1", "/process").headers["Content-Security-Policy"]
	[sources] = [part for part in policy.split("; ") if part.startswith("connect-src")]
	assert sources.startswith("connect-src 'self'") and "*" not in sources


def test_a_page_with_everything_is_light():
	client = Path(frappe.get_app_path("frappe")).parent / live.CLIENT
	files = [*environment.ASSETS.iterdir(), client]
	weight = sum(len(gzip.compress(file.read_bytes())) for file in files)
	assert weight + len(gzip.compress(html("sales1", "/process").encode())) < BUDGET
