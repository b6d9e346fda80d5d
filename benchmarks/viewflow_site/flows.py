"""Five approvals in a row, each given to somebody of the step; the process is locked while a task is done."""

from functools import partial

from django.contrib.auth.models import User
from viewflow import this
from viewflow.workflow import flow, lock
from viewflow.workflow.flow import views

from benchmarks.flow import STEPS, email
from benchmarks.viewflow_site.models import Request


def somebody(number: int, activation) -> User:
	"""People of a step take turns."""
	logins = STEPS[number][2]
	return User.objects.get(username=email(logins[activation.process.pk % len(logins)]))


def approval(number: int, following):
	view = views.UpdateProcessView.as_view(fields=["comment"])
	return flow.View(view).Assign(partial(somebody, number)).Next(following)


class SpeedFlow(flow.Flow):
	process_class = Request
	lock_impl = lock.select_for_update_lock

	start = flow.StartHandle(this.begin).Next(this.s1)
	s1 = approval(0, this.s2)
	s2 = approval(1, this.s3)
	s3 = approval(2, this.s4)
	s4 = approval(3, this.s5)
	s5 = approval(4, this.end)
	end = flow.End()

	def begin(self, activation, **values):
		for name, value in values.items():
			setattr(activation.process, name, value)
		return activation.process
