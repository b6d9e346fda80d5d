"""Completes the setup wizard of a new site; run by the bench's own Python from sites/."""

import secrets
import sys

import frappe

WIZARD = {
	"language": "English",
	"country": "China",
	"timezone": "Asia/Shanghai",
	"currency": "CNY",
	"full_name": "Site Manager",
	"email": "site.manager@liuwan.example",  # every real site has a System Manager beside Administrator
	"password": secrets.token_urlsafe(24),
	"enable_telemetry": 0,
}
SETTINGS = {
	"language": "en",
	"time_zone": "Asia/Shanghai",
	"country": "China",
	"currency": "CNY",
	"enable_onboarding": 0,
	"enable_telemetry": 0,
	"enable_scheduler": 1,
	"disable_system_update_notification": 1,
	"disable_change_log_notification": 1,
}


def main(site: str) -> None:
	frappe.init(site=site, sites_path=".")
	frappe.connect()
	complete_wizard()
	apply_settings()
	frappe.db.commit()
	frappe.destroy()


def complete_wizard() -> None:
	from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

	answer = setup_complete(WIZARD)
	if answer["status"] != "ok":
		sys.exit(f"the setup wizard failed: {answer}")


def apply_settings() -> None:
	"""No tours over the page, nothing sent outside."""
	known = frappe.get_meta("System Settings")
	for name, value in SETTINGS.items():
		if known.has_field(name):
			frappe.db.set_single_value("System Settings", name, value)
	frappe.db.set_default("currency", "CNY")


main(sys.argv[1])
