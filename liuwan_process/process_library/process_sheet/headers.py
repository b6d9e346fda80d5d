"""Headers in English that are not labels of the forms; they are translated where they are shown."""

from liuwan_process.definition.problems import _

STEP_NO = "step_no"
# Labels where those of the form would stand twice in a sheet, or need their table to be understood.
ENGLISH = {
	"code": _("Process Code"),
	"title": _("Process Title"),
	STEP_NO: _("Step No"),
	"steps.title": _("Step"),
	"participants.rule": _("Who"),
	"transitions.to_step": _("Next Step"),
	"steps.make_up_unit": _("Make-up: Limit Unit"),
	"steps.make_up_warn_before": _("Make-up: Warn Before"),
	"steps.make_up_when_late": _("Make-up: When Late"),
	"steps.make_up_repeat_every": _("Make-up: Repeat Every"),
}
