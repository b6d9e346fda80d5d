"""One flow twice: five approvals over the same form, as a process and as a stock Workflow with roles."""

from __future__ import annotations

from typing import Any

CODE = "SPEED"
STOCK = "Speed Request"
ACTION = "Approve"
DOMAIN = "liuwan.example"
STARTERS = ("miner1", "miner2", "sales1")
# step: what it is called, the rule that finds its people, and who they are
STEPS: tuple[tuple[str, dict[str, Any], tuple[str, ...]], ...] = (
	("Head of the unit", {"rule": "head_of_initiator_unit"}, ("team1", "branch")),
	("Safety", {"rule": "users", "users": ["inspector1", "inspector2"]}, ("inspector1", "inspector2")),
	(
		"Finance",
		{"rule": "process_role", "role": "Finance Officer", "scope": "anywhere"},
		("accountant",),
	),
	(
		"Deputy director",
		{"rule": "position", "position": "Deputy Director for Production"},
		("deputy.production",),
	),
	(
		"Director",
		{"rule": "process_role", "role": "Approving Leader", "scope": "anywhere"},
		("director", "approver"),
	),
)
FIELDS = (
	("subject", "Data"),
	("kind", "Select"),
	("first_day", "Date"),
	("last_day", "Date"),
	("hours", "Float"),
	("amount", "Currency"),
	("reason", "Small Text"),
	("colleague", "Link"),
)
OPTIONS = {"kind": "Repair\nPurchase\nTravel", "colleague": "User"}
VALUES = {
	"subject": "Belt of the main haulage road",
	"kind": "Repair",
	"first_day": "2026-11-23",
	"last_day": "2026-11-25",
	"hours": 16.5,
	"amount": 12800,
	"reason": "Worn through over eleven metres",
}


def email(login: str) -> str:
	return f"{login}@{DOMAIN}"


def people() -> list[str]:
	return list(dict.fromkeys([*STARTERS, *(login for *_step, logins in STEPS for login in logins)]))


def form_fields() -> list[dict[str, Any]]:
	label = str.replace
	return [
		{"name": n, "label": label(n, "_", " ").capitalize(), "type": t, "options": OPTIONS.get(n, "")}
		for n, t in FIELDS
	]


def document(position: str) -> dict[str, Any]:
	"""The process as a definition document; `position`: name of the Position record of step four."""
	ids = [f"s{number}" for number in range(1, len(STEPS) + 1)]
	ways = zip(["start", *ids], [*ids, "end"], strict=True)
	return {
		"schema": 1,
		"process": CODE,
		"title": "Speed",
		"version": 0,
		"subject": "{initiator}: {subject}",
		"form": {"fields": form_fields()},
		"steps": [
			_step("start", "Request", "start", []),
			*(
				_step(i, title, "approval", [_rule(rule, position)])
				for i, (title, rule, _) in zip(ids, STEPS, strict=True)
			),
			_step("end", "Granted", "end", []),
		],
		"transitions": [
			{"from": a, "to": b, "action": "Submit" if a == "start" else ACTION, "decision": "approve"}
			for a, b in ways
		],
	}


def _step(step: str, title: str, kind: str, participants: list[dict]) -> dict[str, Any]:
	row: dict[str, Any] = {
		"id": step,
		"title": title,
		"kind": kind,
		"lane": "Speed",
		"participants": participants,
	}
	if kind == "approval":
		row["limit"] = {"amount": 2, "unit": "working_days", "warn_before": 1, "then": "remind"}
	return row


def _rule(rule: dict[str, Any], position: str) -> dict[str, Any]:
	found = dict(rule)
	if "users" in found:
		found["users"] = [email(login) for login in found["users"]]
	if "position" in found:
		found["position"] = position
	return found


def states() -> list[str]:
	"""States of the stock Workflow: one for each approval, and the last."""
	return [*(title for title, *_more in STEPS), "Granted"]


def role(number: int) -> str:
	return f"Speed {number + 1}"
