"""The words of the Process form and what they are called in a definition. The words are English; the desk translates them."""

from liuwan_process.definition import knowledge, model, usual

KINDS = dict(
	zip(
		("Start", "Task", "Approval", "Notice", "Automatic", "Sub-process", "End"),
		model.STEP_KINDS,
		strict=True,
	)
)
DECISIONS = {"Approve": "approve", "Refuse": "refuse"}
SPLITS = {"One way": "one", "Some ways": "some", "All ways": "all"}
JOINS = {"": "", "Any way": "any", "All ways": "all"}
COMPLETIONS = {
	"Any one": "any",
	"All": "all",
	"At least": "at_least",
	"Percent": "percent",
	"Weighted": "weighted",
	"In turn": "in_turn",
}
REFUSALS = {"One refusal decides": "decides", "Refusals are counted": "counts"}
NOBODY = {
	"Process administrator": "administrator",
	"Skip the step": "skip",
	"Refuse to enter": "refuse",
}
UNITS = {
	"Seconds": "seconds",
	"Minutes": "minutes",
	"Hours": "hours",
	"Days": "days",
	"Working hours": "working_hours",
	"Working days": "working_days",
}
AFTERWARDS = {
	"Remind": "remind",
	"Escalate to the superior": "escalate",
	"Pass": "pass",
	"Return": "return",
	"Hand over": "hand_over",
}
ACCESSES = {"Edit": "edit", "Required": "require", "Hidden": "hide"}
CASE_AFTERWARDS = {"Remind": "remind", "Escalate to the superior": "escalate"}
LEADS = {
	"Not named": "none",
	"May be named at the start": "optional",
	"Must be named at the start": "required",
}
ROWS = {"Add and remove": "free", "Add only": "add", "As they are": "fixed"}
POLICIES = {"Ask again": "ask", "Pass automatically": "pass"}
RULES = {
	"Process role": "process_role",
	"Position": "position",
	"Initiator": "initiator",
	"Head of the initiator's unit": "head_of_initiator_unit",
	"Superior of the initiator": "superior_of_initiator",
	"Superior of the last actor": "superior_of_last_actor",
	"Heads up to a position": "heads_up_to",
	"Person in a field": "user_field",
	"Head of the unit in a field": "unit_field_head",
	"Lead person": "lead_person",
	"Process owner": "process_owner",
	"Whoever did a step": "actor_of_step",
	"Named users": "users",
}
SCOPES = {
	"Initiator's unit": "initiator_unit",
	"Named unit": "unit",
	"Unit in a field": "field",
	"Anywhere": "anywhere",
}
CREATION_RIGHTS = {"Process owner": "process_owner", "Service account": "service_user"}
STARTERS = {"Initiator": "initiator", "Last actor": "last_actor"}
# What a value of a step is for: the part of the step's work that it belongs to.
PURPOSES = {
	"Field of this form": "sets",
	"Field of the new document": "creation.fields",
	"Sent with the call": "call.send",
	"Taken from the answer": "call.take",
	"Given to the sub-process": "subprocess.give",
	"Taken from the sub-process": "subprocess.take",
}
# What a row of the steps' knowledge is: the part of the definition that it goes to, and the DocType of what it names.
TIES = {
	"Input": ("inputs", "Process Object"),
	"Output": ("outputs", "Process Object"),
	"Clause": ("clauses", "Regulation"),
	"Risk": ("risks", "Process Risk"),
	"Indicator": ("indicators", ""),
}
LETTERS = dict(zip(("Responsible", "Accountable", "Consulted", "Informed"), knowledge.LETTERS, strict=True))
PARTIES = dict(
	zip(
		(
			"Process Role",
			"Position",
			"Org Unit",
			"Initiator",
			"Head of the initiator's unit",
			"Superior of the initiator",
			"Lead person",
			"Process owner",
		),
		knowledge.PARTIES,
		strict=True,
	)
)
NAMED_PARTIES = ("Process Role", "Position", "Org Unit")
ACCOUNTABLES = {
	"Whom the step names": "stated",
	"The process owner unless the step names somebody": "process_owner",
}
OWN_FIELDS, LINKED = "Own Fields", "Linked DocType"
KNOWLEDGE = (
	"input",
	"output",
	"method",
	"tools",
	"constraints",
	"quality_standard",
	"risks",
	"controls",
	"clauses",
	"record_form",
)


def label_of(labels: dict[str, str], code: str) -> str:
	"""The word of the form for a code of the definition. Raises KeyError."""
	return {value: label for label, value in labels.items()}[code]


# The word on the button where none was given, by kind of step and decision.
ACTIONS = {
	(label_of(KINDS, kind), label_of(DECISIONS, decision)): word
	for (kind, decision), word in usual.ACTIONS.items()
}
