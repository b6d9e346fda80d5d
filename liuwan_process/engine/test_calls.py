"""Calls of automatic steps: made after the act, tried again, answered into the form, and refused where they lead."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import frappe
import pytest
from frappe.utils import now_datetime

from liuwan_process.engine import acts, calls, notify, outgoing, repair
from liuwan_process.engine.start import start
from tests.at_once import in_site, together
from tests.factories import document, ensure_demo, only_task, publish_process, signed_in, step, tasks_of

FIELDS = [
	{"name": "amount", "label": "Amount", "type": "Int"},
	{"name": "number", "label": "Number", "type": "Data"},
]
YEAR = timedelta(days=365)


class Receiver(BaseHTTPRequestHandler):
	"""Answers with what the test has put into `answers`, one after the other; remembers what came."""

	answers: list = []
	seen: list = []

	def do_POST(self):
		body = self.rfile.read(int(self.headers["Content-Length"]))
		headers = {name.lower(): value for name, value in self.headers.items()}
		self.seen.append({"path": self.path, "headers": headers, "body": json.loads(body)})
		status, answer, more = (*self.answers.pop(0), {})[:3] if self.answers else (200, {}, {})
		text = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
		self.send_response(status)
		for name, value in {"Content-Length": str(len(text)), **more}.items():
			self.send_header(name, value)
		self.end_headers()
		self.wfile.write(text)

	def log_message(self, *_args):
		pass


@pytest.fixture
def receiver(monkeypatch):
	server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
	threading.Thread(target=server.serve_forever, daemon=True).start()
	Receiver.answers, Receiver.seen = [], []
	host = f"127.0.0.1:{server.server_port}"
	for key in ("liuwan_webhook_hosts", "liuwan_webhook_private_hosts"):
		monkeypatch.setitem(frappe.conf, key, [host])
	Receiver.url = f"http://{host}/orders?x=1"
	yield Receiver
	server.shutdown()
	server.server_close()


@pytest.fixture(autouse=True)
def demo():
	ensure_demo()


def calling(code: str, receiver, ways: tuple[str, ...] = (), **call) -> str:
	"""A run that waits for the answer to a call, and then goes to the office."""
	work = {
		"url": receiver.url,
		"send": [{"target": "sum", "value": "amount * 2"}],
		"take": [{"target": "number", "value": "order.0.number"}],
		**call,
	}
	steps = [
		step("start", "start"),
		step("ask", "automatic", call=work),
		step("check", user="office"),
		step("mend", user="miner1"),
		step("end", "end"),
	]
	always = ["start>ask Submit", "ask>check", "check>end", "check>mend !Mend", "mend>end"]
	publish_process(document(code, steps, [*always, *ways], FIELDS))
	with signed_in("sales1"):
		instance = start(code, {"amount": 21})["instance"]
	frappe.db.commit()
	return instance


def answer(number: str = "A-7") -> tuple:
	return 200, {"order": [{"number": number}]}


def call_of(instance: str):
	return frappe.get_last_doc("Process Call", {"instance": instance})


def form_value(instance: str, field: str = "number"):
	return frappe.db.get_value(
		frappe.db.get_value("Process Instance", instance, "document_type"),
		frappe.db.get_value("Process Instance", instance, "document_name"),
		field,
	)


def acts_of(instance: str) -> list[str]:
	return frappe.get_all("Process Log", {"instance": instance}, pluck="act", order_by="creation, idx")


def test_nothing_is_called_within_the_act(receiver):
	instance = calling("T-CALL", receiver)
	assert receiver.seen == []
	assert call_of(instance).status == "Waiting"
	assert frappe.get_all("Process Task", {"instance": instance, "status": "Open"}) == []
	assert frappe.db.get_value("Process Instance", instance, "current_steps") == "Ask"


def test_a_worker_is_asked_to_make_the_call_after_the_act(receiver, monkeypatch):
	asked = []
	monkeypatch.setattr(notify, "start_job", lambda job, **arguments: asked.append((job, arguments)))
	instance = calling("T-CALL", receiver)
	receiver.answers[:] = [answer()]
	[(job, arguments)] = [each for each in asked if "call" in each[1]]
	assert frappe.get_attr(job)(**arguments) is True
	assert only_task("office", instance)


def test_the_answer_goes_into_the_form_and_the_run_goes_on(receiver):
	instance = calling("T-CALL", receiver)
	receiver.answers[:] = [answer()]
	calls.pick_up()
	[seen] = receiver.seen
	assert seen["path"] == "/orders?x=1"
	assert seen["body"]["values"] == {"sum": 42}
	assert seen["body"]["run"] == instance
	assert seen["headers"]["idempotency-key"] == call_of(instance).name
	assert form_value(instance) == "A-7"
	assert only_task("office", instance)
	assert acts_of(instance) == ["Start", "Call Made", "Call Answered"]
	assert call_of(instance).status == "Done"
	calls.pick_up(now_datetime() + YEAR)
	assert len(receiver.seen) == 1


def test_a_failed_attempt_is_repeated_with_the_same_key_after_a_pause(receiver):
	instance = calling("T-CALL", receiver)
	receiver.answers[:] = [(503, {}), answer()]
	now = now_datetime()
	calls.pick_up(now)
	calls.pick_up(now + timedelta(seconds=calls.FIRST_PAUSE - 1))
	assert len(receiver.seen) == 1
	calls.pick_up(now + timedelta(seconds=calls.FIRST_PAUSE + 1))
	assert len({seen["headers"]["idempotency-key"] for seen in receiver.seen}) == 1
	assert len(receiver.seen) == 2
	assert only_task("office", instance)


def test_pauses_grow():
	pauses = [calls.pause(attempts).total_seconds() for attempts in range(1, 14)]
	assert pauses[:3] == [60, 120, 240]
	assert pauses == sorted(pauses) and pauses[-1] == calls.LONGEST_PAUSE


def test_final_failure_goes_the_drawn_way(receiver):
	instance = calling("T-CALL-WAY", receiver, ("ask>mend !Failed",), attempts=1)
	receiver.answers[:] = [(500, {})]
	calls.pick_up()
	assert only_task("miner1", instance)
	assert acts_of(instance) == ["Start", "Call Made", "Call Failed"]


def test_without_a_way_the_office_decides_and_may_try_again(receiver):
	instance = calling("T-CALL-OFFICE", receiver)
	receiver.answers[:] = [(404, {"error": "no such order"}), answer("B-1")]
	calls.pick_up()
	with signed_in("office"):
		task = only_task("office", instance)
		assert acts.offered(_definition(instance), "ask") == repair.OFFERED
		acts.decide(task, repair.AGAIN)
	frappe.db.commit()
	comment = frappe.db.get_value("Process Log", {"instance": instance, "act": "Call Failed"}, "comment")
	assert comment == "The answer was 404"
	assert "no such order" in call_of(instance).error
	calls.pick_up()
	assert form_value(instance) == "B-1"
	assert only_task("office", instance) != task
	assert len({seen["headers"]["idempotency-key"] for seen in receiver.seen}) == 1


def test_or_goes_on_without(receiver):
	instance = calling("T-CALL-OFFICE", receiver)
	receiver.answers[:] = [(404, {})]
	calls.pick_up()
	with signed_in("office"):
		acts.decide(only_task("office", instance), repair.WITHOUT)
	frappe.db.commit()
	assert frappe.db.get_value("Process Instance", instance, "current_steps") == "Check"
	calls.pick_up(now_datetime() + YEAR)
	assert len(receiver.seen) == 1


def test_an_answer_without_what_the_step_takes_is_a_failure(receiver):
	instance = calling("T-CALL-OFFICE", receiver)
	receiver.answers[:] = [(200, {"order": []})]
	calls.pick_up()
	comment = frappe.db.get_value("Process Log", {"instance": instance, "act": "Call Failed"}, "comment")
	assert "order.0.number" in comment
	assert only_task("office", instance)


def test_a_redirection_is_not_followed(receiver):
	instance = calling("T-CALL-OFFICE", receiver)
	receiver.answers[:] = [(302, {}, {"Location": receiver.url})]
	calls.pick_up()
	assert len(receiver.seen) == 1
	assert "Call Failed" in acts_of(instance)


def test_what_was_withdrawn_is_not_called(receiver):
	instance = calling("T-CALL", receiver)
	with signed_in("sales1"):
		acts.withdraw(instance)
	frappe.db.commit()
	calls.pick_up(now_datetime() + YEAR)
	assert receiver.seen == []
	assert call_of(instance).status == "Cancelled"


def test_a_return_past_the_step_cancels_its_call_and_makes_a_new_one(receiver):
	instance = calling("T-CALL", receiver)
	receiver.answers[:] = [answer("first"), answer("second")]
	calls.pick_up()
	with signed_in("office"):
		acts.send_back(only_task("office", instance), "start", "Once more")
	with signed_in("sales1"):
		acts.decide(only_task("sales1", instance), "Submit")
	frappe.db.commit()
	calls.pick_up()
	assert form_value(instance) == "second"
	assert len({seen["headers"]["idempotency-key"] for seen in receiver.seen}) == 2


def test_two_workers_make_a_call_once(receiver):
	instance = calling("T-CALL", receiver)
	receiver.answers[:] = [answer()]
	name, now = call_of(instance).name, now_datetime()
	assert calls.make(name, now) is True
	assert calls.make(name, now) is False
	assert len(receiver.seen) == 1


def test_nothing_is_locked_while_the_other_side_thinks(receiver, monkeypatch):
	instance = calling("T-CALL", receiver)
	call, refused = call_of(instance).name, []

	def lock_all() -> None:
		for doctype, name in (("Process Instance", instance), ("Process Call", call)):
			table = frappe.qb.DocType(doctype)
			frappe.qb.from_(table).select(table.name).where(table.name == name).for_update(nowait=True).run()

	def post(*_args):
		refused.append(together([in_site(lock_all)]))
		return outgoing.Outcome(answer={"order": [{"number": "N"}]})

	monkeypatch.setattr(outgoing, "post", post)
	calls.pick_up()
	assert refused == [[]]
	assert only_task("office", instance)


def test_a_trouble_behind_the_call_gives_the_step_to_the_office(receiver, monkeypatch):
	instance = calling("T-CALL", receiver)
	receiver.answers[:] = [answer()]
	monkeypatch.setattr(calls, "_answered", lambda *args: 1 / 0)
	calls.pick_up()
	assert "Call Failed" in acts_of(instance)
	assert tasks_of("office", instance)


def _definition(instance: str):
	from liuwan_process.engine.versions import get_definition

	return get_definition(frappe.db.get_value("Process Instance", instance, "process_version"))


@pytest.mark.parametrize(
	("address", "public"),
	[
		("8.8.8.8", True),
		("2001:4860:4860::8888", True),
		("10.1.2.3", False),
		("127.0.0.1", False),
		("169.254.169.254", False),
		("100.64.0.1", False),
		("0.0.0.0", False),
		("224.0.0.1", False),
		("::1", False),
		("fe80::1%eth0", False),
		("fd00::1", False),
		("::ffff:10.0.0.1", False),
		("64:ff9b::a00:1", False),
		("2002:0a00:0001::1", False),
	],
)
def test_addresses_inside_the_network_are_known(address, public):
	assert outgoing.is_public(address) is public


@pytest.mark.parametrize(
	("hosts", "private", "url", "words"),
	[
		([], [], "https://service.example/x", "does not allow"),
		(["service.example"], [], "http://service.example/x", "does not allow"),
		(["service.example:8443"], [], "https://service.example/x", "does not allow"),
		(["*.example"], [], "https://example/x", "does not allow"),
		(["localhost"], [], "https://localhost/x", "inside the network"),
		(["127.0.0.1"], [], "https://127.0.0.1/x", "inside the network"),
	],
)
def test_a_call_that_is_not_allowed_never_leaves(monkeypatch, hosts, private, url, words):
	monkeypatch.setitem(frappe.conf, "liuwan_webhook_hosts", hosts)
	monkeypatch.setitem(frappe.conf, "liuwan_webhook_private_hosts", private)
	outcome = outgoing.post(url, "{}", "key", 2)
	assert outcome.final and words in outcome.error


def test_a_long_answer_is_cut_off(receiver):
	receiver.answers[:] = [(200, b"x" * (outgoing.LONGEST_ANSWER + 1))]
	outcome = outgoing.post(receiver.url, "{}", "key", 5)
	assert outcome.final and "longer" in outcome.error


def test_calls_are_signed_where_the_site_has_a_secret(receiver, monkeypatch):
	import hashlib
	import hmac

	monkeypatch.setitem(frappe.conf, "liuwan_webhook_secret", "s3")
	outgoing.post(receiver.url, "{}", "key", 5)
	expected = hmac.new(b"s3", b"{}", hashlib.sha256).hexdigest()
	assert receiver.seen[0]["headers"]["x-signature"] == f"sha256={expected}"
