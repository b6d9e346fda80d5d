"""What steps without people do: the work of an automatic step, and the run of another process that a step starts."""

from __future__ import annotations

from dataclasses import dataclass, field

RIGHTS = ("process_owner", "service_user")
STARTERS = ("initiator", "last_actor")
OUTCOMES = ("completed", "refused", "withdrawn", "terminated")
LONGEST_WAIT = 60  # seconds that a call may take
MOST_ATTEMPTS = 20
TIMEOUT, ATTEMPTS = 10.0, 6


@dataclass(frozen=True, slots=True)
class Assignment:
	"""`target` gets a value: of an expression, or of a place in an answer such as `result.number`."""

	target: str
	value: str


@dataclass(frozen=True, slots=True)
class Creation:
	"""A document that is made with somebody's rights; `into` is the form's field that gets its name."""

	doctype: str
	rights: str = "process_owner"
	user: str = ""
	fields: tuple[Assignment, ...] = ()
	into: str = ""


@dataclass(frozen=True, slots=True)
class Call:
	"""A POST of JSON: `send` names its values, `take` the form's fields that places of the answer go to.

	`timeout` in seconds for one attempt.
	"""

	url: str
	send: tuple[Assignment, ...] = ()
	take: tuple[Assignment, ...] = ()
	timeout: float = TIMEOUT
	attempts: int = ATTEMPTS


@dataclass(frozen=True, slots=True)
class Subprocess:
	"""A run of another process: `give` fills in its form, `take` reads from it, by expressions over either form.

	`outcomes` maps how that run ended to the action by which this step is left; only where the step waits for it.
	"""

	process: str
	give: tuple[Assignment, ...] = ()
	take: tuple[Assignment, ...] = ()
	wait: bool = True
	starter: str = "initiator"
	outcomes: dict[str, str] = field(default_factory=dict)
