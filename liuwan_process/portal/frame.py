"""What every page of the portal shows around its own content: who reads, in which language, what waits."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from liuwan_process.engine import inbox
from liuwan_process.portal import live, rows
from liuwan_process.portal.answer import Page

LANGUAGES = {"en": "English", "zh": "中文"}


def context(page: Page) -> dict[str, Any]:
	user = frappe.session.user
	return {
		"page_title": page.title,
		"room": page.room,
		"rooms": rooms(user),
		"user": user,
		"full_name": full_name(user),
		"desk": is_desk_user(user),
		"language": language(),
		"languages": LANGUAGES,
		"csrf_token": frappe.sessions.get_csrf_token() if frappe.local.session.data else "",
		"words": words(),
		"live": live.context(),
	}


def rooms(user: str) -> list[dict[str, Any]]:
	"""Entries of the navigation, in order; `waiting` is the number shown beside one."""
	entries = (
		("home", _("Home"), "/process", 0),
		("tasks", _("My tasks"), "/process/tasks", inbox.count_open(user)),
		("catalogue", _("New request"), "/process/catalogue", 0),
		("requests", _("My requests"), "/process/requests", 0),
		("library", _("Library"), "/process/library", 0),
		("handbook", _("Handbook"), "/process/handbook", 0),
		("me", _("My page"), "/process/me", 0),
	)
	return [{"id": i, "title": t, "address": a, "waiting": w} for i, t, a, w in entries]


def full_name(user: str) -> str:
	return frappe.get_cached_value("User", user, "full_name") or user


def is_desk_user(user: str) -> bool:
	return frappe.get_cached_value("User", user, "user_type") == "System User"


def language() -> str:
	"""The interface's language: one of LANGUAGES."""
	return "zh" if (frappe.local.lang or "en").startswith("zh") else "en"


def words() -> dict[str, str]:
	"""What the scripts say."""
	return {
		"sending": _("Sending…"),
		"kept": _("No connection. This is kept on this device and sent as soon as there is one."),
		"sent_later": _("Sent now: {0}"),
		"not_sent": _("Could not be sent: {0}"),
		"waiting": _("Not sent yet: {0}"),
		"went_wrong": _("Something went wrong. Nothing has been changed; please try again."),
		"signed_out": _("Please sign in again. What you typed is kept on this device."),
		"fill_in": _("Please fill this in"),
		"number": _("Please enter a number"),
		"whole_number": _("Please enter a whole number"),
		"choose_listed": _("Please choose an entry of the list"),
		"sign_in": _("Sign in"),
		"nothing_found": _("Nothing found"),
		"searching": _("Searching…"),
		"found": _("{0} found"),
		"say_why": _("Please say why"),
		"choose_step": _("Please choose a step"),
		"choose_person": _("Please choose a person"),
		"uploading": _("Uploading…"),
		"uploaded": _("Uploaded: {0}"),
		"remove": _("Remove"),
		"choice_kept": _("Your choice is kept"),
		"row": _("Row {0}"),
		"errors": _("Please mend what is marked below"),
		"restored": _("What you typed here before is back"),
		"draft_saved": _("Draft saved"),
		"draft_device": _("Draft kept on this device"),
		"now_with": _("Now with {0}"),
		"and": rows.joined(("", "")),
		"ended": _("The request has ended"),
		"chosen": _("{0} chosen"),
		"approve_many": _("{0} ({1})"),
		"decided": _("{0} decided"),
		"not_decided": _("{0} not decided"),
		"go_home": _("Go to my tasks"),
	}
