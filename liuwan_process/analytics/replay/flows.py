"""What the people of the two flows of power connection do at each step of a case, and how long it takes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from liuwan_process.analytics.replay.cases import REWORK, Case, Work

SERIAL, PARALLEL = "PC-12", "PC-4"
CHANNELS = ("At the counter", "By telephone", "Online", "At another office", "Through an agent")
URGENT_REASON = "Seasonal order: power is needed before the ordinary date"
# Flow: the step with whose end the customer has power.
ENERGISED = {SERIAL: "install_meter", PARALLEL: "energise"}


@dataclass(frozen=True)
class Visit:
	"""A person's part in one visit of a step: which time the step is visited, which of its people this is."""

	step: str
	time: int
	person: int


def work(flow: str, case: Case, visit: Visit) -> Work:
	"""How long a person takes for a task of a case."""
	return WORK[flow][visit.step](case, visit)


def action(flow: str, case: Case, visit: Visit) -> str:
	"""What the person decides: a plan or works that fall short are refused the first time, by one person."""
	first = visit.time == 1 and visit.person == 0
	if visit.step in ("review", "sign_plan") and case.plan_refused and first:
		return REFUSALS[visit.step]
	if visit.step == "accept" and case.acceptance_refused and first:
		return REFUSALS["accept"]
	return APPROVALS.get(visit.step, "Done")


def application(flow: str, case: Case) -> dict[str, Any]:
	"""The form as the hall's clerk fills it in."""
	values = {
		"customer": f"Customer {case.number:03}",
		"customer_kind": case.kind,
		"capacity": case.capacity,
		"address": f"Lot {case.number}",
	}
	if flow == PARALLEL:
		values |= {
			"channel": CHANNELS[case.number % len(CHANNELS)],
			"guarantee": "Bank guarantee" if case.urgent else "",
		}
	return values


def filled_in(case: Case, step: str, day: str) -> dict[str, Any]:
	"""What a task's person writes into the form; `day` is an ISO date."""
	number = f"{case.number:04}"
	values = {
		"survey": {"plan": "10 kV, one point of supply"},
		"plan": {"plan": "10 kV, one point of supply"},
		"construct": {"contractor": f"Contractor {case.number % 7 + 1}"},
		"build": {"contractor": f"Contractor {case.number % 7 + 1}", "completed_on": day},
		"complete": {"completed_on": day},
		"contract": {"contract_no": f"C-{number}"},
		"pay": {"fees": round(case.capacity * 80, 2), "paid_on": day},
		"order_meter": {"meter_no": f"M-{number}"},
		"meter": {"meter_no": f"M-{number}"},
		"install_meter": {"energised_on": day},
		"energise": {"energised_on": day},
		"archive": {"archive_no": f"F-{number}"},
		"guarantee": {"guarantee": "Bank guarantee"},
	}
	return values.get(step, {})


def _of(activity: str) -> Callable[[Case, Visit], Work]:
	return lambda case, _visit: case.work[activity]


def _construction(case: Case, visit: Visit) -> Work:
	return case.work["construct"] if visit.time == 1 else case.work["construct"].share(REWORK)


def _own_search(case: Case, visit: Visit) -> Work:
	"""Without a recommendation the customer looks for a contractor first."""
	search = case.work["find"] if visit.time == 1 else Work()
	return search + _construction(case, visit)


def _recommended(case: Case, visit: Visit) -> Work:
	return _construction(case, visit) if case.recommended else _own_search(case, visit)


def _plan_on_site(case: Case, visit: Visit) -> Work:
	"""Survey, plan and notice in one visit; a plan that was refused is mended without going there again."""
	return case.work["survey"] if visit.time == 1 else case.work["survey"].share(0.5)


def _signing(case: Case, visit: Visit) -> Work:
	return case.signing[visit.person % len(case.signing)]


WORK: dict[str, dict[str, Callable[[Case, Visit], Work]]] = {
	SERIAL: {
		"survey": _of("survey"),
		"review": _of("review"),
		"notify": _of("notify"),
		"construct": _own_search,
		"complete": _of("report"),
		"accept": _of("accept"),
		"contract": _of("contract"),
		"pay": _of("pay"),
		"order_meter": _of("order_meter"),
		"install_meter": _of("install_meter"),
		"archive": _of("archive"),
	},
	PARALLEL: {
		"guarantee": _of("guarantee"),
		"plan": _plan_on_site,
		"sign_plan": _signing,
		"build": _recommended,
		"contract": _of("contract"),
		"pay": _of("pay"),
		"meter": lambda case, _visit: case.work["order_meter"] + case.work["install_meter"],
		"accept": _of("accept"),  # one visit of all specialists, who sign there
		"energise": _of("energise"),
		"archive": _of("archive"),
	},
}
REFUSALS = {"review": "Survey again", "sign_plan": "Plan again", "accept": "Have it mended"}
APPROVALS = {
	"review": "Approve",
	"sign_plan": "Approve",
	"guarantee": "Approve",
	"accept": "Accept",
	"archive": "Filed",
}
