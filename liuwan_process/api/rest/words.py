"""Types that several routes share, each described once: parts of addresses and arguments of acts."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

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

# Arguments of acts by name. A new one needs a line here; a test says so.
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
}
