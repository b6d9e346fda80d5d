"""What a step is tied to besides its flow: things it takes and gives, clauses, risks, indicators, and who answers for it.

Objects, regulations and risks are named by the names of their records. RACI: exactly one party is accountable for a
step; who is responsible follows from the rules that find people unless a step says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

LETTERS = ("R", "A", "C", "I")
NAMED_PARTIES = ("process_role", "position", "unit")  # parties that need a name
PARTIES = (
	*NAMED_PARTIES,
	"initiator",
	"head_of_initiator_unit",
	"superior_of_initiator",
	"lead_person",
	"process_owner",
)
ACCOUNTABLES = ("stated", "process_owner")  # who is accountable where a step does not say


@dataclass(frozen=True, slots=True)
class Clause:
	"""A clause of a regulation; the whole regulation without a number."""

	regulation: str
	clause: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
	"""What is measured at a step, with its target as people write it."""

	title: str
	target: str = ""
	unit: str = ""


@dataclass(frozen=True, slots=True)
class Responsibility:
	"""One letter of RACI for one party; `name` is that of the role, position or unit."""

	letter: str
	party: str
	name: str = ""
