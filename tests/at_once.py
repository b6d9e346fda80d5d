"""Things that happen at the same time, each with a connection of its own, as workers have it."""

import threading

import frappe


def in_site(act):
	"""The act with a connection of its own, as a worker has it."""
	site, path = frappe.local.site, frappe.local.sites_path

	def run() -> None:
		frappe.init(site=site, sites_path=path, force=True)
		frappe.connect()
		frappe.flags.in_test = frappe.flags.mute_emails = True
		try:
			act()
			frappe.db.commit()
		finally:
			frappe.destroy()

	return run


def together(acts_at_once: list) -> list[Exception]:
	"""Run everything at once in threads; what went wrong."""
	errors: list[Exception] = []
	barrier = threading.Barrier(len(acts_at_once))

	def one(act) -> None:
		barrier.wait()
		try:
			act()
		except Exception as error:
			errors.append(error)

	threads = [threading.Thread(target=one, args=(act,)) for act in acts_at_once]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	return errors
