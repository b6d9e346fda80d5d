"""The scheduler's own records of the app's jobs; Frappe makes them at migration and forgets them at removal."""

import frappe


def remove_jobs() -> None:
	frappe.db.delete("Scheduled Job Type", {"method": ("like", "liuwan_process.%")})
