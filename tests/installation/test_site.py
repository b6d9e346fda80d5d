"""The site the tests run on."""

import os

import frappe
import pytest

own_bench = pytest.mark.skipif(
	not os.environ.get("LIUWAN_OWN_BENCH"), reason="a site of another bench has settings of its own"
)


def test_the_app_is_installed():
	assert "liuwan_process" in frappe.get_installed_apps()


@own_bench
def test_the_site_is_set_up_for_china():
	settings = frappe.get_single("System Settings")
	assert (settings.language, settings.country, settings.time_zone) == ("en", "China", "Asia/Shanghai")
	assert frappe.db.get_default("currency") == "CNY"


@own_bench
def test_nothing_is_sent_outside():
	assert frappe.conf.mute_emails
	assert not frappe.db.get_single_value("System Settings", "enable_telemetry")
	assert not frappe.conf.developer_mode


@own_bench
def test_there_is_a_system_manager_beside_administrator():
	assert frappe.db.exists("Has Role", {"role": "System Manager", "parent": "site.manager@liuwan.example"})
