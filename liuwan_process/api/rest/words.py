"""Types that several routes share, each described once: parts of addresses and arguments of acts."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from liuwan_process.engine import acts, office, signers


def text(most: int, description: str) -> Any:
	"""A string of at most so many characters."""
	return Annotated[
		str, _within(most), Field(description=description, json_schema_extra={"maxLength": most})
	]


def _within(most: int) -> AfterValidator:
	"""Some releases of pydantic count bytes instead of characters."""

	def check(value: str | None) -> str | None:
		if value is not None and len(value) > most:
			raise PydanticCustomError("string_too_long", "too long")
		return value

	return AfterValidator(check)


TaskId = Annotated[str, Field(description="A task, as lists of tasks name it", examples=["b3c5f0a1d2"])]
RunId = Annotated[
	str, Field(description="A run, as the answer to its start names it", examples=["9f2e41c07a"])
]
ProcessCode = Annotated[str, Field(description="Code of a process", examples=["BO-LEAVE"])]
Key = Annotated[
	str,
	Field(
		description="A text of your own for this one act on this one task, run or process. Sent again with the same key, "
		"the act is not done again: the first answer comes back"
	),
]

# Arguments of acts by name. A new one needs a line here; a test says so. `choices` stand in the document only: what
# else comes is the engine's to refuse.
ARGUMENTS: dict[str, dict[str, Any]] = {
	"action": {
		"description": "One of the actions that the step offers, as the task names them",
		"max_length": 140,
		"examples": ["Approve"],
	},
	"comment": {
		"description": "What the people who see the run can read of it; compulsory where something is refused or undone",
		"max_length": 10_000,
		"examples": ["Agreed, from Monday on"],
	},
	"text": {
		"description": "What to say to the people who see the run",
		"max_length": 10_000,
		"examples": ["The parts have arrived"],
	},
	"values": {
		"description": "Fields of the form that change, by name; a table is a list of rows",
		"examples": [{"reason": "Wedding"}],
	},
	"step": {
		"description": "Id of an earlier step, as `return_to` of the task lists them",
		"max_length": 140,
		"examples": ["start"],
	},
	"user": {
		"description": "Account of the person meant",
		"max_length": 140,
		"examples": ["colleague@liuwan.example"],
	},
	"document": {
		"description": "A form of yours that was saved before and not submitted",
		"max_length": 140,
		"examples": [None],
	},
	"lead_person": {
		"description": "Account of who answers for the whole run, where the process has a lead person",
		"max_length": 140,
		"examples": [None],
	},
	"urgent": {
		"description": "Start by the green channel, where the process has one; counts towards your unit's quota",
		"examples": [False],
	},
	"urgent_reason": {
		"description": "Why it is urgent; compulsory with `urgent`",
		"max_length": 1_000,
		"examples": [""],
	},
	"files": {
		"description": "Addresses of files of yours that were uploaded before",
		"max_length": 10,
		"examples": [[]],
	},
	"mentions": {
		"description": "Accounts of people who see the run and are told of this",
		"max_length": 50,
		"examples": [[]],
	},
	"version": {
		"description": "Name of the version in force, as the process has it",
		"max_length": 140,
		"examples": ["BO-LEAVE-2"],
	},
	"mapping": {
		"description": "Ids of the run's steps that the new version names otherwise, each with the new id",
		"examples": [None],
	},
	"accept_losses": {
		"description": "Also when the new form hides what was filled in, or asks for what was never asked",
		"examples": [False],
	},
	"to_user": {
		"description": "Account of the person who gets it",
		"max_length": 140,
		"examples": ["colleague@liuwan.example"],
	},
	"users": {
		"description": "Accounts of the people asked",
		"max_length": 50,
		"examples": [["colleague@liuwan.example"]],
	},
	"how": {
		"description": "Before, Beside or After your own decision",
		"max_length": 20,
		"choices": signers.HOW,
		"examples": ["Before"],
	},
	"then": {
		"description": "What comes after the earlier step: through again, or straight back to you",
		"max_length": 20,
		"choices": (acts.AGAIN, acts.BACK),
		"examples": [acts.AGAIN],
	},
	"to_step": {
		"description": "Id of the step that the run goes to",
		"max_length": 140,
		"examples": ["sign"],
	},
	"from_step": {
		"description": "Id of the open step that it leaves, where several are open",
		"max_length": 140,
		"examples": [""],
	},
	"before": {
		"description": "Id of the step before which the new one stands",
		"max_length": 140,
		"examples": ["sign"],
	},
	"title": {"description": "Title of the new step", "max_length": 140, "examples": ["Ask the lawyers"]},
	"kind": {
		"description": "approval or task",
		"max_length": 20,
		"choices": office.KINDS,
		"examples": ["approval"],
	},
}


def annotated(name: str, hint: Any, default: Any) -> tuple[Any, Any]:
	"""An argument of an act as pydantic's create_model takes it."""
	about = dict(ARGUMENTS.get(name, {}))
	is_text = hint in (str, str | None)
	most, choices = about.pop("max_length", None), about.pop("choices", None)
	if not is_text or most is None:
		return hint, Field(default, max_length=most, **about)
	said = {"maxLength": most} | ({"enum": list(choices)} if choices else {})
	return Annotated[hint, _within(most)], Field(default, json_schema_extra=said, **about)
