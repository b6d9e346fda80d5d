"""Accounts for many people at once.

Saving a User document costs dozens of statements and two background jobs, one of which asks an outside service
for a picture; for 4,160 people that blocks the job queue for hours. So the same rows are written in bulk.
"""

import frappe
from frappe import _
from frappe.model.naming import is_autoincremented
from frappe.utils import validate_email_address
from frappe.utils.password import update_password

from liuwan_process.process_organization.bulk import insert_rows, update_rows
from liuwan_process.process_organization.changes import people_changed
from liuwan_process.setup.role_permissions import PARTICIPANT

STANDARD = ("admin@example.com", "guest@example.com")


def make_users(people: list[dict]) -> list[str]:
	"""Creates the accounts that do not exist yet and returns their names.

	`people`: dicts with `email`, `full_name`, `roles` (list), optional `username`, `mobile_no`, `language`.
	No mail is sent and no password is set. An account with a desk role becomes a System User.
	"""
	present = _present(people)
	new = [person for person in people if person["email"] not in present]
	if not new:
		return []
	_insert_users(new)
	_insert_roles(new)
	_insert_own_records([person["email"] for person in new])
	for key in ("users_for_mentions", "enabled_users"):
		frappe.cache.delete_key(key)
	return [person["email"] for person in new]


def _present(people: list[dict]) -> set[str]:
	emails = [person["email"] for person in people]
	return set(frappe.get_all("User", {"name": ("in", emails or [""])}, pluck="name"))


def _insert_users(people: list[dict]) -> None:
	desk = set(frappe.get_all("Role", {"desk_access": 1}, pluck="name"))
	for field in ("username", "mobile_no"):
		_drop_taken(people, field)
	insert_rows("User", [_user_row(person, desk) for person in people])


def _drop_taken(people: list[dict], field: str) -> None:
	"""Frappe keeps these unique; whoever comes second goes without."""
	values = [person[field] for person in people if person.get(field)]
	taken = set(frappe.get_all("User", {field: ("in", values or [""])}, pluck=field))
	for person in people:
		value = person.get(field)
		if value in taken:
			person[field] = None
		taken.add(value)


def _user_row(person: dict, desk_roles: set[str]) -> dict:
	return {
		"name": person["email"],
		"email": person["email"],
		"first_name": person["full_name"],
		"full_name": person["full_name"],
		"username": person.get("username") or None,
		"mobile_no": person.get("mobile_no") or None,
		"language": person.get("language"),
		"enabled": 1,
		"send_welcome_email": 0,
		"user_type": "System User" if desk_roles & set(person["roles"]) else "Website User",
	}


def _insert_roles(people: list[dict]) -> None:
	insert_rows(
		"Has Role",
		[
			{
				"parent": person["email"],
				"parenttype": "User",
				"parentfield": "roles",
				"role": role,
				"idx": idx,
			}
			for person in people
			for idx, role in enumerate(dict.fromkeys(person["roles"]), 1)
		],
	)


def _insert_own_records(users: list[str]) -> None:
	"""What Frappe itself gives each new user: notification settings, the right to their own profile, a login id."""
	insert_rows("Notification Settings", [{"name": user, "user": user} for user in users])
	share = {"share_doctype": "User", "read": 1, "write": 1, "share": 1}
	insert_rows(
		"DocShare", [{"name": _share_name(), **share, "share_name": user, "user": user} for user in users]
	)
	insert_rows(
		"User Social Login",
		[
			{
				"parent": user, "parenttype": "User", "parentfield": "social_logins", "idx": 1,
				"provider": "frappe", "userid": frappe.generate_hash(length=39),
			}
			for user in users
		],
	)  # fmt: skip


def _share_name() -> int | str:
	"""Frappe numbers its log tables by a sequence, except on sites that began before version 14."""
	if is_autoincremented("DocShare"):
		return frappe.db.get_next_sequence_val("DocShare")
	return frappe.generate_hash(length=10)


def set_passwords(users: list[str], password: str) -> None:
	"""Gives each user this password."""
	for user in users:
		update_password(user, password)


def make_staff_users(staff_nos: list[str], login_domain: str | None) -> list[str]:
	"""Portal accounts for staff members that have none; returns the accounts made.

	Somebody without an e-mail signs in as `<staff no>@<login_domain>`, or gets no account if no domain is given.
	An account that exists under the e-mail and belongs to nobody else is linked, not made.
	"""
	people = _people_without_account(staff_nos, login_domain)
	made = make_users(people)
	update_rows("Staff Member", {person["staff_no"]: {"user": person["email"]} for person in people})
	frappe.clear_document_cache("Staff Member")
	people_changed()
	return made


def _people_without_account(staff_nos: list[str], login_domain: str | None) -> list[dict]:
	staff = frappe.get_all(
		"Staff Member",
		{"name": ("in", staff_nos or [""]), "user": ("is", "not set"), "status": "Active"},
		["name as staff_no", "staff_name as full_name", "email", "mobile as mobile_no"],
	)
	for person in staff:
		derived = f"{person.staff_no}@{login_domain}".lower() if login_domain else ""
		person.update(email=person.email or derived, roles=[PARTICIPANT], username=person.staff_no)
	taken = set(
		frappe.get_all("Staff Member", {"user": ("in", [p.email for p in staff] or [""])}, pluck="user")
	)
	return [person for person in staff if person.email not in taken and _may_sign_in(person.email)]


def _may_sign_in(email: str) -> bool:
	return email.isascii() and bool(validate_email_address(email)) and email not in STANDARD


def send_welcome_mails(users: list[str]) -> str | None:
	"""Queues Frappe's welcome mail for each user; returns a message if the site cannot send mail, else None."""
	try:
		for user in users:
			frappe.get_doc("User", user).send_welcome_mail_to_user()
	except frappe.OutgoingEmailError:
		frappe.clear_last_message()
		return _("No mail was sent: the site has no outgoing e-mail account.")
	return None
