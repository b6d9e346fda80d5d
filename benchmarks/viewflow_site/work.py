"""`python -m benchmarks.viewflow_site.work sessions|refill N`: prints JSON for the benchmark, which runs another Python."""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.viewflow_site.settings")

import django

django.setup()

from django.contrib.auth.models import Permission, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from viewflow.workflow.models import Task  # noqa: E402
from viewflow.workflow.status import STATUS  # noqa: E402

from benchmarks import flow  # noqa: E402
from benchmarks.viewflow_site import urls  # noqa: E402, F401 (where the flow learns its addresses)
from benchmarks.viewflow_site.flows import SpeedFlow  # noqa: E402

HOST = "127.0.0.1"


def sessions() -> dict[str, str]:
	"""Tables and people where they are missing; user -> key of a session."""
	call_command("migrate", verbosity=0)
	found, seeing = {}, Permission.objects.get(codename="view_request")
	for name in map(flow.email, flow.people()):
		user, _made = User.objects.get_or_create(username=name)
		user.user_permissions.add(seeing)
		found[name] = signed_in(user).cookies["sessionid"].value
	return found


def signed_in(user: User) -> Client:
	client = Client(SERVER_NAME=HOST)
	client.force_login(user)
	return client


def refill(wanted: int) -> list[tuple[str, str]]:
	"""(path of the approval, its person) of so many requests; the first ones are spread over all steps."""
	present = waiting().count()
	for number in range(max(wanted - present, 0)):
		SpeedFlow.start.run(**flow.VALUES)
		for _step in range(0 if present else number % len(flow.STEPS)):
			approve(waiting().latest("pk"))
	return [(path_of(task), task.owner.username) for task in waiting().select_related("owner", "process")]


def waiting():
	return Task.objects.filter(status=STATUS.ASSIGNED, flow_task_type="HUMAN")


def path_of(task: Task) -> str:
	return task.flow_task.reverse("execute", args=[task.process_id, task.pk])


def approve(task: Task) -> None:
	answer = signed_in(task.owner).post(path_of(task), {"comment": "Agreed"})
	if answer.status_code != 302:
		raise RuntimeError(f"{path_of(task)}: {answer.status_code}")


if __name__ == "__main__":
	command, *numbers = sys.argv[1:]
	print(json.dumps({"sessions": sessions, "refill": refill}[command](*map(int, numbers))))
