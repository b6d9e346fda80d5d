"""The word on the button where none was given, by kind of step and decision."""

ACTIONS = {
	("start", "approve"): "Submit",
	("task", "approve"): "Done",
	("task", "refuse"): "Return",
	("approval", "approve"): "Approve",
	("approval", "refuse"): "Refuse",
	("notice", "approve"): "Continue",
	("automatic", "approve"): "Continue",
	("automatic", "refuse"): "Failed",
	("subprocess", "approve"): "Completed",
	("subprocess", "refuse"): "Not completed",
}
