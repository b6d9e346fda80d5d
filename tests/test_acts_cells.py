"""Who may do what: every person of `CAST` tries every act of docs/acts.md. Whoever may not is refused in the reader's
language, and not a letter of the case has changed; for whoever may, the log names what the table says.

Some cells are tested beside the engine, and not again here: stand-ins and chains of them in test_delegation, the lead
person who decides in test_lead, signers after one's own decision in test_signers, the applicant's answer that lets a
paused task go on in test_office, the green channel in test_green, acts without the right in random cases in
tests/machine/people.py. When each act is refused: test_acts_when.
"""

import json
import re

import pytest

from tests import cells
from tests.cells import CAST, Case

# Act: who may, of the cast. `Start` names its people, so that everybody else is refused.
MAY = {
	"Start": {"initiator"},
	"Decide": {"assignee"},
	"Return": {"assignee"},
	"Take Back": {"before"},
	"Withdraw": {"initiator"},
	"Transfer": {"assignee", "office"},
	"Add Signer": {"assignee"},
	"Remove Signer": {"assignee", "office"},
	"Pause": {"assignee"},
	"Continue": {"assignee"},
	"Comment": set(CAST) - {"unrelated", "Guest"},
	"Edit": {"assignee"},
	"Urge": {"initiator", "lead"},
	"Hand Over": {"office"},
	"Name Lead Person": {"head", "owner", "office", "lead"},
	"Suspend": {"office"},
	"Resume": {"office"},
	"Jump": {"office"},
	"Leave Out": {"office"},
	"Insert": {"office"},
	"Terminate": {"office"},
	"Move": {"office"},
}
# Act: columns of its row in the log, and what they hold; True: something.
LOGGED = {
	"Start": {"action": "Submit", "to_steps": "First", "changes": None},
	"Decide": {
		"action": "Approve",
		"comment": "Why",
		"changes": {"note": [None, "Seen"]},
		"to_steps": "Third",
	},
	"Return": {"comment": "Why", "step": "second", "to_steps": "First"},
	"Take Back": {"comment": "Why", "step": "first"},
	"Withdraw": {"comment": "Why"},
	"Transfer": {"comment": "Why", "to_user": "hr"},
	"Add Signer": {"comment": "Why", "to_user": "hr", "action": "Before"},
	"Remove Signer": {"comment": "Why", "to_user": "hr"},
	"Pause": {"comment": "Why"},
	"Continue": {"step": "second"},
	"Comment": {"comment": "Why", "mentions": "expert1"},
	"Edit": {"changes": {"note": [None, "Typed"]}, "step": "second"},
	"Urge": {"comment": "Why", "to_steps": "Second"},
	"Hand Over": {"comment": "Why", "to_user": "hr", "on_behalf_of": "quality"},
	"Name Lead Person": {"comment": "Why", "to_user": "hr"},
	"Suspend": {"comment": "Why"},
	"Resume": {},
	"Jump": {"comment": "Why", "step": "second", "to_steps": "Third"},
	"Leave Out": {"comment": "Why", "step": "second", "to_steps": "Third"},
	"Insert": {"comment": "Why", "step": "third", "to_steps": "Extra"},
	"Terminate": {"comment": "Why"},
	"Move": {"comment": "Why", "to_steps": "Second"},
}
PEOPLE = ("to_user", "on_behalf_of", "mentions")


@pytest.fixture(scope="module", autouse=True)
def process(site):
	cells.publish()


@pytest.fixture
def case():
	with cells.kept_apart():
		yield Case.standing()


def cells_of(allowed: bool) -> list[tuple[str, str]]:
	return [(act, who) for act, may in MAY.items() for who in CAST if (who in may) == allowed]


@pytest.mark.parametrize("act", MAY)
def test_whoever_may_not_is_told_so_and_changes_nothing(act, case):
	case.prepare(act)
	before = case.dump()
	for who in (each for each in CAST if each not in MAY[act]):
		message = case.refused(act, who)
		assert re.search("[\u4e00-\u9fff]", message), f"{who}: {message}"
		assert case.dump() == before, f"{act} by {who} changed something"


@pytest.mark.parametrize(("act", "who"), cells_of(allowed=True))
def test_whoever_may_does_and_the_log_says_it(act, who, case):
	case.prepare(act)
	case.do(act, who)
	row = case.logged(act)
	assert row.actor == cells.user(who) and row.creation
	for column, wanted in LOGGED[act].items():
		assert shown(row, column) == wanted, column


def shown(row, column: str):
	value = row[column]
	if column == "changes":
		return value and json.loads(value)
	return value.split("@")[0] if value and column in PEOPLE else value


def test_every_act_of_these_sections_has_a_row_here():
	page = (cells.DOCS / "acts.md").read_text(encoding="utf-8")
	sections = page.split("## The engine and the clock")[0]
	named = set(re.findall(r"^\| ([A-Z][A-Za-z ]+?) \|", sections, re.MULTILINE)) - {"Delegate"}
	assert named == set(MAY)
	assert set(LOGGED) == named
