"""Names of the states that a document of a compiled process can be in."""

from liuwan_process.definition.model import Definition, Step

PARALLEL = "In parallel"
REFUSED = "Refused"
WITHDRAWN = "Withdrawn"
TERMINATED = "Terminated"
ENDED = {"Refused": REFUSED, "Withdrawn": WITHDRAWN, "Terminated": TERMINATED}

_STYLES = {
	"start": "Primary",
	"task": "Info",
	"approval": "Warning",
	"notice": "Info",
	"automatic": "Info",
	"subprocess": "Info",
}
_END_STYLES = {"Completed": "Success", "Refused": "Danger"}
FIXED_STYLES = {PARALLEL: "Warning", REFUSED: "Danger", WITHDRAWN: "Inverse", TERMINATED: "Inverse"}


def state_of(step: Step) -> str:
	"""The Workflow State of a document that stands in this step."""
	return step.title


def style_of(step: Step) -> str:
	"""The colour of a step's state where it is made new."""
	return _END_STYLES[step.status] if step.kind == "end" else _STYLES[step.kind]


def splits(definition: Definition) -> bool:
	"""Whether several steps of a run can be open at once."""
	return any(step.split != "one" and len(definition.leaving[step.id]) > 1 for step in definition.steps)
