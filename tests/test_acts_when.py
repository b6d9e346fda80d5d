"""When each act is refused to somebody who otherwise may: in the reader's language, with nothing changed.

The column "when" of docs/acts.md. Tested beside the engine, and not again here: fields and reasons of a decision
(test_acts.TestRefusals), steps never visited and other branches (test_acts.TestReturning, test_office.TestComingBack),
what can no longer be taken back (test_take_back), who can be added (test_signers), urging too often
(test_acts.TestOtherActs), where no way leads and what cannot be put in (test_office), what cannot move (test_move),
urgent starts (test_green), people who have left (test_acts, test_lead, test_office).
"""

import re

import frappe
import pytest

from liuwan_process.api import office, runs, tasks
from tests import cells
from tests.cells import CALLS, CODE, HR, WHY, Case, user

# Acts that a run allows although it does not run, by its status.
ALLOWED = {
	"Suspended": {"Resume", "Comment", "Hand Over", "Start"},
	"Withdrawn": {"Comment", "Start"},
	"Terminated": {"Comment", "Start"},
}
WHO = {
	"Start": "initiator",
	"Take Back": "before",
	"Withdraw": "initiator",
	"Urge": "initiator",
	"Name Lead Person": "head",
	**dict.fromkeys(
		("Hand Over", "Suspend", "Resume", "Jump", "Leave Out", "Insert", "Terminate", "Move"), "office"
	),
}


@pytest.fixture(scope="module", autouse=True)
def process(site):
	cells.publish()


@pytest.fixture
def case():
	with cells.kept_apart():
		yield Case.standing()


def refused(case: Case, who: str, act) -> str:
	"""The words in which an act is refused; nothing has changed."""
	frappe.db.savepoint("cell")
	before = case.dump()
	message = case.refused_to(who, act)
	assert case.dump() == before
	assert re.search("[\u4e00-\u9fff]", message), message
	return message


def stop(case: Case, status: str) -> None:
	act, who = {
		"Suspended": ("Suspend", "office"),
		"Withdrawn": ("Withdraw", "initiator"),
		"Terminated": ("Terminate", "office"),
	}[status]
	case.do(act, who)


@pytest.mark.parametrize("status", ALLOWED)
@pytest.mark.parametrize("act", CALLS)
def test_what_does_not_run_allows_only_what_the_table_says(act, status, case):
	case.prepare(act if act != "Resume" else "Pause")
	stop(case, status)
	who = WHO.get(act, "assignee")
	if act in ALLOWED[status]:
		case.do(act, who)
		assert case.logged(act)
	else:
		refused(case, who, CALLS[act])


# (who, what is done before, what is then refused, words of the refusal)
REFUSED = {
	"an incomplete form": ("initiator", (), lambda _case: runs.start(CODE, {}), "金额"),
	"a process that is not there": ("initiator", (), lambda _case: runs.start("T-NONE", {}), "T-NONE"),
	"a return without a reason": ("assignee", (), lambda case: tasks.send_back(case.task, "first", " "), ""),
	"a transfer to oneself": (
		"assignee",
		(),
		lambda case: tasks.transfer(case.task, user("assignee")),
		"quality",
	),
	"an opinion of nobody": ("assignee", (), lambda case: tasks.add_signer(case.task, [], "Before"), ""),
	"a decision that waits for an opinion": ("assignee", ("Add Signer",), CALLS["Decide"], "程学勤"),
	"a signer who is none": ("assignee", (), lambda case: tasks.remove_signer(case.task), ""),
	"a pause without a question": ("assignee", (), lambda case: tasks.pause(case.task, ""), ""),
	"a pause in a pause": ("assignee", ("Pause",), CALLS["Pause"], ""),
	"going on without a pause": ("assignee", (), CALLS["Continue"], ""),
	"an empty comment": ("before", (), lambda case: runs.comment(case.instance, " "), ""),
	"urging twice": ("initiator", ("Urge",), CALLS["Urge"], "30"),
	"the present lead": ("office", (), lambda case: runs.name_lead(case.instance, user("lead")), ""),
	"a lead who is nobody": ("office", (), lambda case: runs.name_lead(case.instance, "x@y.z"), "x@y.z"),
	"nothing to hand over": (
		"office",
		(),
		lambda case: office.hand_over_here(case.instance, HR, user("lead")),
		"程学勤",
	),
	"a suspension twice": ("office", ("Suspend",), CALLS["Suspend"], ""),
	"resuming what runs": ("office", (), CALLS["Resume"], ""),
	"a jump without a reason": ("office", (), lambda case: office.jump(case.instance, "third", ""), ""),
	"leaving out what is not open": (
		"office",
		(),
		lambda case: office.leave_out(case.instance, "third", WHY),
		"Third",
	),
	"an end without a reason": ("office", (), lambda case: runs.terminate(case.instance, ""), ""),
	"a decision twice": ("assignee", ("Decide",), CALLS["Decide"], ""),
	"a field of another step": (
		"assignee",
		(),
		lambda case: tasks.decide(case.task, "Approve", values={"note": "Seen", "amount": 7}),
		"金额",
	),
}


@pytest.mark.parametrize("what", REFUSED)
def test_when_an_act_is_refused(what, case):
	who, done, act, words = REFUSED[what]
	for name in done:
		case.do(name, who)
	assert words in refused(case, who, act)


def test_the_form_is_edited_only_in_what_the_step_lets_one_edit(case):
	def edit(case: Case) -> None:
		form = frappe.get_doc(*case.form)
		form.amount = 9
		form.save()

	refused(case, "assignee", edit)
