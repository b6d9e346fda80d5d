"""What people can be told of, and what they can choose."""

from __future__ import annotations

# Event of the engine -> what a person, or a robot, chooses it by. Events without an entry of their own are comments'.
CHOICES = {
	"task": "task",
	"copy": "copy",
	"urge": "urge",
	"ended": "ended",
	"near": "near",
	"late": "late",
	"comment": "comment",
	"mention": "comment",
	"case_near": "near",
	"case_late": "late",
	"lead": "task",
	"stand_in": "task",
	"pause": "comment",
	"suspended": "task",
	"make_up_refused": "task",
	"digest": "digest",
	"read": "task",
	"read_near": "near",
	"read_late": "late",
	"read_above": "late",
	"suggestion": "task",
	"question": "task",
	"answer": "comment",
}
CHANNELS = {"In the App": "desk", "By E-mail": "email"}
ROBOT = "Robot"
DIGEST = "digest"
CHOSEN = ("task", "copy", "urge", "ended", "near", "late", "comment", DIGEST)
# What nobody has chosen otherwise; the DocType's defaults say the same.
BY_DEFAULT = {
	"desk": frozenset({"task", "copy", "urge", "ended", "near", "late", "comment"}),
	"email": frozenset({"task", "urge", "late", "comment", DIGEST}),
}
FIELDS = tuple(f"{event}_{channel}" for channel in BY_DEFAULT for event in CHOSEN)


def choice_of(event: str) -> str:
	return CHOICES.get(event, "comment")


def default(field: str) -> int:
	"""Of a field of Process Notification Choice, such as `task_email`."""
	event, _, channel = field.rpartition("_")
	return int(event in BY_DEFAULT[channel])
