"""The request: its fields are kept as viewflow's documentation advises, in the process's own JSON."""

from viewflow import jsonstore
from viewflow.workflow.models import Process


class Request(Process):
	subject = jsonstore.CharField(max_length=140)
	kind = jsonstore.CharField(max_length=140)
	first_day = jsonstore.CharField(max_length=10)
	last_day = jsonstore.CharField(max_length=10)
	hours = jsonstore.FloatField()
	amount = jsonstore.FloatField()
	reason = jsonstore.TextField()
	comment = jsonstore.TextField(blank=True)

	class Meta:
		proxy = True
