"""One sign-in: whoever comes from the enterprise's directory or identity provider is matched to a Staff Member.

Frappe signs people in by LDAP and by OAuth / OpenID Connect and makes their accounts. What it cannot know is who of the
staff they are: that is found here, at the sign-in, by the e-mail that the directory vouches for, or by the staff number
that it gave in this very request. A user name or user id that stood in the account before proves nothing: people can
change those of their own account.
"""

from __future__ import annotations

import frappe
from frappe.auth import LoginManager
from werkzeug.wrappers import Request, Response

from liuwan_process.setup.role_permissions import PARTICIPANT

LDAP = "frappe.integrations.doctype.ldap_settings.ldap_settings.login"
PROVIDERS = "frappe.integrations.oauth2_logins."
FRAPPES_OWN_PAGE = "/me"
PORTAL = "/process"


def match(login_manager: LoginManager) -> None:
	"""Hook `on_login`. A match that fails never stands in the way of the sign-in; it is logged."""
	if not _comes_from_outside():
		return
	try:
		_match(login_manager.user)
	except frappe.ValidationError:
		frappe.log_error("Sign-in: this account could not be matched to a Staff Member")
		frappe.clear_messages()


def note_new(user: frappe.model.document.Document, _method: str | None = None) -> None:
	"""Hook `after_insert` of User: what stands in an account made in this request comes from the directory alone."""
	frappe.flags.setdefault("liuwan_new_users", set()).add(user.name)


def land(response: Response | None = None, request: Request | None = None) -> None:
	"""Hook `after_request`: whoever takes part in processes lands on the portal, not on Frappe's own page for users."""
	if response is None or response.status_code not in (301, 302) or PROVIDERS not in request.path:
		return
	if response.headers.get("Location", "").endswith(FRAPPES_OWN_PAGE) and PARTICIPANT in frappe.get_roles():
		response.headers["Location"] = frappe.utils.get_url(PORTAL)


def _comes_from_outside() -> bool:
	asked = frappe.local.form_dict.get("cmd") or ""
	return asked == LDAP or asked.startswith(PROVIDERS)


def _match(user: str) -> None:
	staff = frappe.db.get_value("Staff Member", {"user": user}, ["name", "status"], as_dict=True)
	if staff is None and (found := _found(user)):
		document = frappe.get_doc("Staff Member", found)
		document.user = user
		document.save(ignore_permissions=True)  # nobody is signed in yet; the directory has said who it is
		staff = document
	if staff and staff.status == "Active":
		_make_participant(user)


def _found(user: str) -> str | None:
	"""The one active person without an account who has this e-mail, or else this staff number."""
	free = {"user": ("is", "not set"), "status": "Active"}
	by_mail = frappe.get_all("Staff Member", {**free, "email": user.lower()}, pluck="name", limit=2)
	if len(by_mail) == 1:
		return by_mail[0]
	number = _staff_number(user)
	return frappe.db.get_value("Staff Member", {**free, "name": number}) if number else None


def _staff_number(user: str) -> str | None:
	"""What the directory gave in this request as user name (LDAP) or user id (a provider)."""
	if frappe.local.form_dict.get("cmd") == LDAP:  # Frappe has just written it
		return frappe.db.get_value("User", user, "username")
	if user in (frappe.flags.liuwan_new_users or ()):
		return frappe.db.get_value(
			"User Social Login", {"parent": user, "provider": ("!=", "frappe")}, "userid"
		)
	return None


def _make_participant(user: str) -> None:
	if PARTICIPANT in frappe.get_roles(user):
		return
	document = frappe.get_doc("User", user)
	document.flags.ignore_permissions = True  # as above
	document.add_roles(PARTICIPANT)
	frappe.cache.hdel("home_page", user)
