"""What the routes give back. Each field is described here, and nowhere else."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

Urgency = Annotated[
	Literal["late", "near", "on time", ""],
	Field(description="late, near (after the warning), on time; empty without a limit"),
]
Moment = Annotated[datetime, Field(description="Date and time with the offset of the site's time zone")]
StepId = Annotated[str, Field(description="Id of a step in its version's definition")]
StepTitle = Annotated[str, Field(description="Title of the step, in your language")]


class Choice(BaseModel):
	"""One entry of a list that a field offers."""

	value: Annotated[str, Field(description="What to send")]
	title: Annotated[str, Field(description="What people read, in your language")]


class FormField(BaseModel):
	"""One field of a form as a step has it."""

	name: Annotated[str, Field(description="Name under which its value is sent")]
	label: Annotated[str, Field(description="What people read, in your language")]
	type: Annotated[str, Field(description="Data, Int, Date, Select, Link, Table and so on")]
	description: Annotated[str, Field(description="A hint for who fills it in")]
	editable: Annotated[bool, Field(description="Whether its value may be sent now")]
	required: Annotated[bool, Field(description="Whether it must not be empty when the step is left")]
	choices: Annotated[list[Choice], Field(description="Entries of a Select")]
	link: Annotated[str, Field(description="Type of record that a Link names")]
	value: Annotated[Any, Field(description="What stands in it now; a table holds a list of rows")]
	text: Annotated[str, Field(description="The value as people read it")]
	columns: Annotated[list[FormField], Field(description="Columns of a Table")]


class ProcessRow(BaseModel):
	"""A published process."""

	code: Annotated[str, Field(description="Code of the process")]
	title: Annotated[str, Field(description="Title, in your language")]
	description: Annotated[str, Field(description="What it is for")]
	version: Annotated[str, Field(description="The version that new runs take")]
	may_start: Annotated[bool, Field(description="Whether you may start it")]


class Processes(BaseModel):
	"""A page of processes."""

	items: list[ProcessRow]
	more: Annotated[bool, Field(description="Whether there are more after these")]


class Way(BaseModel):
	"""An arrow from one step to another."""

	source: Annotated[str, Field(description="Id of the step that it leaves")]
	target: Annotated[str, Field(description="Id of the step that it leads to")]
	action: Annotated[str, Field(description="The action that takes this way")]
	decision: Annotated[str, Field(description="approve or refuse")]
	condition: Annotated[str, Field(description="Taken only when this holds; empty: always")]


class Step(BaseModel):
	"""One step of a process."""

	id: StepId
	title: StepTitle
	kind: Annotated[str, Field(description="start, task, approval, notice, end and so on")]
	lane: Annotated[str, Field(description="The unit in whose column it is drawn")]


class Process(ProcessRow):
	"""A published process with its current version."""

	start: Annotated[Step, Field(description="The step that a start does")]
	form: Annotated[
		list[FormField], Field(description="The form as the start step has it, with its defaults")
	]
	steps: list[Step]
	ways: list[Way]


class Definition(BaseModel):
	"""A version's definition document, as published."""

	process: Annotated[str, Field(description="Code of the process")]
	version: Annotated[str, Field(description="Name of the version")]
	definition: Annotated[dict[str, Any], Field(description="The document, schema 1")]


class Outcome(BaseModel):
	"""Where a run stands after an act."""

	run: Annotated[str, Field(description="The run")]
	status: Annotated[str, Field(description="Running, Completed, Refused, Withdrawn and so on")]
	next: Annotated[list[str], Field(description="Titles of the steps that wait now, in your language")]
	people: Annotated[list[str], Field(description="Names of those who have the run now")]


class TaskRow(BaseModel):
	"""A task that waits for you."""

	id: Annotated[str, Field(description="The task")]
	run: Annotated[str, Field(description="Its run")]
	process: Annotated[str, Field(description="Code of its process")]
	title: Annotated[str, Field(description="Title of the run")]
	step: StepId
	step_title: StepTitle
	kind: Annotated[str, Field(description="task or approval")]
	initiator_name: Annotated[str, Field(description="Who started the run")]
	opened_on: Moment
	seen_on: Annotated[datetime | None, Field(description="When you first opened it")]
	due_on: Annotated[datetime | None, Field(description="When it should be done")]
	urgency: Urgency


class Tasks(BaseModel):
	"""A page of tasks, those due first before others."""

	items: list[TaskRow]
	more: Annotated[bool, Field(description="Whether there are more after these")]


class Action(BaseModel):
	"""A way to leave a step."""

	action: Annotated[str, Field(description="What to send")]
	title: Annotated[str, Field(description="The word on the button, in your language")]
	decision: Annotated[str, Field(description="approve or refuse; a refusal needs a comment")]


class Earlier(BaseModel):
	"""A step that the run can be returned to."""

	step: StepId
	title: StepTitle


class Task(TaskRow):
	"""A task of yours with all that is needed to decide on it."""

	status: Annotated[str, Field(description="Open, Done, Returned, Transferred or Cancelled")]
	actions: Annotated[list[Action], Field(description="What can be decided; empty when the task is closed")]
	return_to: Annotated[list[Earlier], Field(description="Steps that the run can be returned to")]
	form: Annotated[list[FormField], Field(description="The form as this step has it")]


class RunRow(BaseModel):
	"""A run that you started."""

	id: Annotated[str, Field(description="The run")]
	process: Annotated[str, Field(description="Code of its process")]
	title: Annotated[str, Field(description="Title of the run")]
	status: Annotated[str, Field(description="Running, Completed, Refused, Withdrawn and so on")]
	steps: Annotated[list[str], Field(description="Titles of the steps that wait now, in your language")]
	people: Annotated[list[str], Field(description="Names of those who have it now")]
	started_on: Moment
	ended_on: Annotated[datetime | None, Field(description="When it ended")]
	due_on: Annotated[datetime | None, Field(description="When the first of its open tasks should be done")]
	urgency: Urgency


class Runs(BaseModel):
	"""A page of runs, newest first."""

	items: list[RunRow]
	more: Annotated[bool, Field(description="Whether there are more after these")]


class OpenTask(BaseModel):
	"""Who has a run now."""

	id: Annotated[str, Field(description="The task")]
	step: StepId
	step_title: StepTitle
	person: Annotated[str, Field(description="Account of who has it")]
	person_name: Annotated[str, Field(description="Name of who has it")]
	opened_on: Moment
	seen_on: Annotated[datetime | None, Field(description="When that person first opened it")]
	due_on: Annotated[datetime | None, Field(description="When it should be done")]
	urgency: Urgency


class DoneTask(BaseModel):
	"""What somebody has done in a run."""

	id: Annotated[str, Field(description="The task")]
	step: StepId
	step_title: StepTitle
	status: Annotated[str, Field(description="Done, Returned, Transferred or Cancelled")]
	person_name: Annotated[str, Field(description="Name of who had it")]
	action: Annotated[str | None, Field(description="The action taken")]
	opened_on: Moment
	closed_on: Annotated[datetime | None, Field(description="When it was closed")]
	late: Annotated[bool, Field(description="Whether it was closed after its time")]
	waiting_seconds: Annotated[int | None, Field(description="Working seconds before it was first opened")]
	working_seconds: Annotated[int | None, Field(description="Working seconds from then to its end")]


class StepState(BaseModel):
	"""How a step of the drawing stands in a run."""

	id: StepId
	title: StepTitle
	kind: Annotated[str, Field(description="start, task, approval, notice, end and so on")]
	status: Annotated[
		Literal["current", "done", "skipped", "coming"], Field(description="Where the run is with it")
	]


class Event(BaseModel):
	"""Something that happened in a run."""

	id: Annotated[str, Field(description="The event; it never comes back under another id")]
	run: Annotated[str, Field(description="The run")]
	at: Moment
	act: Annotated[str, Field(description="Start, Decide, Return, Comment and so on")]
	action: Annotated[str | None, Field(description="The action taken, of a decision")]
	task: Annotated[str | None, Field(description="The task that was answered")]
	step: Annotated[str | None, Field(description="Id of the step")]
	step_title: Annotated[str | None, Field(description="Title of the step, in your language")]
	to_steps: Annotated[str | None, Field(description="Titles of the steps that were opened")]
	actor: Annotated[str | None, Field(description="Account of who did it")]
	actor_name: Annotated[str | None, Field(description="Name of who did it")]
	on_behalf_of: Annotated[str | None, Field(description="Account of the person for whom it was done")]
	to_user: Annotated[str | None, Field(description="Account of the person to whom it was given or sent")]
	comment: Annotated[str | None, Field(description="What was said")]


class FeedEvent(Event):
	"""An event with the run that it belongs to."""

	process: Annotated[str, Field(description="Code of its process")]
	title: Annotated[str, Field(description="Title of the run")]
	run_status: Annotated[str, Field(description="Status of the run now")]


class Events(BaseModel):
	"""Events in the order in which they happened."""

	items: list[FeedEvent]
	cursor: Annotated[str, Field(description="Where to go on: the next request's `after`")]
	more: Annotated[bool, Field(description="Whether there are more after these already")]


class Run(BaseModel):
	"""A run and everything that happened in it."""

	id: Annotated[str, Field(description="The run")]
	process: Annotated[str, Field(description="Code of its process")]
	process_title: Annotated[str, Field(description="Title of its process, in your language")]
	version: Annotated[str, Field(description="The version that it follows")]
	title: Annotated[str, Field(description="Title of the run")]
	status: Annotated[str, Field(description="Running, Completed, Refused, Withdrawn and so on")]
	status_title: Annotated[str, Field(description="The status, in your language")]
	initiator: Annotated[str, Field(description="Account of who started it")]
	initiator_name: Annotated[str, Field(description="Name of who started it")]
	initiator_unit: Annotated[str | None, Field(description="Unit of who started it")]
	lead_person: Annotated[str | None, Field(description="Account of who answers for the whole run")]
	started_on: Moment
	ended_on: Annotated[datetime | None, Field(description="When it ended")]
	working_seconds: Annotated[int | None, Field(description="Working seconds from start to end")]
	returns: Annotated[int, Field(description="How often it was returned")]
	my_task: Annotated[str | None, Field(description="Your open task in it")]
	open: list[OpenTask]
	done: list[DoneTask]
	steps: list[StepState]
	events: list[Event]
	form: Annotated[list[FormField], Field(description="The form as you may read it")]
	address: Annotated[str, Field(description="Its page in the portal, below the site's address")]


class Person(BaseModel):
	"""Who you are."""

	user: Annotated[str, Field(description="Your account")]
	full_name: Annotated[str, Field(description="Your name")]
	staff_member: Annotated[str | None, Field(description="Your staff number")]
	unit: Annotated[str | None, Field(description="Your unit")]
	language: Annotated[Literal["en", "zh"], Field(description="Language of titles and messages")]
	open_tasks: Annotated[int, Field(description="How many tasks wait for you")]


class ProblemDetail(BaseModel):
	"""What went wrong."""

	code: Annotated[str, Field(description="A word for programs, one for each status")]
	message: Annotated[str, Field(description="What to tell a person, in your language")]
	field: Annotated[str | None, Field(description="The value at fault, where one is")]


class ProblemBody(BaseModel):
	"""The body of every answer of 400 and above."""

	error: ProblemDetail
