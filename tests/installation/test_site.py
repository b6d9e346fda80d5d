import frappe


def test_the_app_is_installed():
	assert "liuwan_process" in frappe.get_installed_apps()


def test_the_site_speaks_to_china():
	assert frappe.db.get_single_value("System Settings", "time_zone") == "Asia/Shanghai"
	assert frappe.db.get_default("currency") == "CNY"
