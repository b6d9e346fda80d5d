"""Robots of groups, against a receiver on this machine: real sockets, good and bad answers."""

import base64
import hashlib
import hmac
import json
import socket
from datetime import timedelta
from urllib.parse import parse_qs

import frappe
import pytest
from frappe.utils import now_datetime

from liuwan_process.engine import acts
from liuwan_process.telling import outbox, robots
from liuwan_process.telling.errors import Hopeless
from liuwan_process.telling.support_for_tests import (
	CODE,
	Receiver,
	first_log,
	last_log,
	messages,
	publish_one,
	settings,
	started,
)
from tests.factories import ensure_demo, person, signed_in


@pytest.fixture(autouse=True)
def enterprise(monkeypatch) -> None:
	monkeypatch.setenv("NO_PROXY", "127.0.0.1")
	ensure_demo()
	publish_one()
	frappe.db.delete("Process Robot")
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.db.delete("Process Robot")
	frappe.db.commit()


@pytest.fixture
def receiver():
	made = Receiver()
	with settings(allowed_hosts=made.origin):
		yield made
	made.close()


def robot(receiver: Receiver, kind: str = "WeCom", **values):
	"""A robot in English that tells everything and mentions people by staff number."""
	doc = frappe.new_doc("Process Robot", robot_name=f"{kind} group", kind=kind, language="English")
	doc.update({"url": f"{receiver.origin}/robot/send?key=k1", "mention": "Staff Number", **values})
	doc.insert()
	frappe.db.commit()
	return doc


def told(instance: str) -> frappe._dict:
	"""Deliver the first act of a run; what became of the group's message."""
	outbox.deliver(first_log(instance))
	[message] = messages(instance, channel="Robot")
	return message


def staff_no(login: str) -> str:
	return frappe.db.get_value("Staff Member", {"user": person(login)}, "staff_no")


def test_wecom_text(receiver):
	robot(receiver)
	run = started()
	assert told(run).status == "Sent"
	[(query, content)] = receiver.got
	assert query == {"key": ["k1"]}
	assert content["msgtype"] == "text"
	assert content["text"]["mentioned_list"] == [staff_no("branch")]
	assert content["text"]["content"].startswith("Look at it waits for 范志宏: ")
	assert f"/process/run/{run}" in content["text"]["content"]


def test_wecom_markdown_mentions_accounts_in_the_text(receiver):
	robot(receiver, style="Markdown")
	run = started()
	told(run)
	[(_query, content)] = receiver.got
	assert content["msgtype"] == "markdown" and set(content) == {"msgtype", "markdown"}
	assert f"<@{staff_no('branch')}>" in content["markdown"]["content"]
	assert "](http" in content["markdown"]["content"]


def test_dingtalk_text_signed_with_mobile_numbers(receiver):
	member = frappe.db.get_value("Staff Member", {"user": person("branch")})
	frappe.db.set_value("Staff Member", member, "mobile", "13800000001")
	robot(receiver, "DingTalk", secret="SEC123", mention="Mobile Number")
	told(started())
	[(query, content)] = receiver.got
	[timestamp], [sign] = query["timestamp"], query["sign"]
	expected = hmac.new(b"SEC123", f"{timestamp}\nSEC123".encode(), hashlib.sha256).digest()
	assert base64.b64decode(sign) == expected and len(timestamp) == 13
	assert content["at"] == {"atMobiles": ["13800000001"], "isAtAll": False}
	assert content["msgtype"] == "text" and "@13800000001" in content["text"]["content"]


def test_dingtalk_markdown_without_a_secret(receiver):
	robot(receiver, "DingTalk", style="Markdown")
	told(started())
	[(query, content)] = receiver.got
	assert set(query) == {"key"}
	assert set(content["markdown"]) == {"title", "text"} and content["at"]["atUserIds"] == [
		staff_no("branch")
	]


def test_the_signature_is_that_of_the_documentation():
	"""HMAC-SHA256 with the secret as key over time, new line, secret; base64; escaped for an address."""
	assert robots.sign("this is secret", 1_577_262_236_757).startswith("&timestamp=1577262236757&sign=")
	[value] = parse_qs(robots.sign("this is secret", 1_577_262_236_757))["sign"]
	assert len(base64.b64decode(value)) == 32


def test_a_group_hears_in_its_language_of_its_processes_units_and_events_only(receiver):
	robot(receiver, robot_name="zh", language="Chinese")
	robot(receiver, robot_name="other process", processes=[{"process_code": "BO-LEAVE"}])
	robot(receiver, robot_name="this process", processes=[{"process_code": CODE}])
	robot(receiver, robot_name="other unit", units=[{"org_unit": "Finance Section"}])
	robot(receiver, robot_name="above", units=[{"org_unit": "Branch Office"}])
	robot(receiver, robot_name="not tasks", tell_task=0)
	run = started()
	outbox.deliver(first_log(run))
	assert {each.robot for each in messages(run, channel="Robot")} == {"zh", "this process", "above"}
	assert any("等待" in content["text"]["content"] for _query, content in receiver.got)


def test_what_people_type_mentions_nobody_and_links_nowhere(receiver):
	robot(receiver, style="Markdown")
	run = started()
	frappe.db.set_value("Process Instance", run, "title", "<@all> [free](http://evil.example) \n# Big")
	told(run)
	content = receiver.got[0][1]["markdown"]["content"]
	assert "<@all>" not in content and "[free]" not in content and "\n#" not in content


def test_long_texts_are_cut_to_bytes_and_never_inside_a_character():
	assert len(robots._shortened("矿" * 2_000, 2_048).encode()) <= 2_048
	assert robots._shortened("矿" * 2_000, 2_048).endswith("矿…")
	assert robots._shortened("short", 2_048) == "short"


def test_a_host_in_trouble_is_asked_again(receiver):
	robot(receiver)
	run = started()
	receiver.status = 500
	message = told(run)
	assert (message.status, message.attempts) == ("Failed", 1) and "500" in message.error
	receiver.status = 200
	assert outbox.send(message.name, message.next_try) == "Sent"
	assert len(receiver.got) == 2


@pytest.mark.parametrize(
	("code", "status"), [(45009, "Failed"), (-1, "Failed"), (93000, "Dead"), (310000, "Dead")]
)
def test_errors_of_the_robot(receiver, code, status):
	robot(receiver)
	receiver.body = {"errcode": code, "errmsg": "no"}
	message = told(started())
	assert message.status == status and str(code) in message.error


def test_no_redirect_is_followed(receiver):
	robot(receiver)
	elsewhere = Receiver()
	receiver.status, receiver.headers = 302, {"Location": elsewhere.origin}
	assert told(started()).status == "Dead"
	assert elsewhere.got == []
	elsewhere.close()


def test_who_answers_too_late_may_have_understood_and_is_not_told_again(receiver, monkeypatch):
	monkeypatch.setattr(robots, "TIMEOUT", (1, 0.3))
	robot(receiver)
	receiver.delay = 1.0
	message = told(started())
	assert message.status == "Dead" and "may have arrived" in message.error
	assert outbox.send(message.name, now_datetime() + timedelta(days=1)) == ""
	assert len(receiver.got) == 1


def test_a_host_that_refuses_connections_is_asked_again(receiver):
	robot(receiver)
	with socket.socket() as free:
		free.bind(("127.0.0.1", 0))
		origin = f"http://127.0.0.1:{free.getsockname()[1]}"
	with settings(allowed_hosts=origin):
		doc = frappe.get_doc("Process Robot", "WeCom group")
		doc.url = f"{origin}/send?key=SECRETKEY"
		doc.save()
		message = told(started())
	assert message.status == "Failed"
	assert "SECRETKEY" not in json.dumps(message, default=str)


def test_an_answer_that_is_no_robots_is_not_taken_for_success(receiver):
	robot(receiver)
	receiver.body = "<html>Sign in</html>"
	assert told(started()).status == "Dead"


def test_a_robot_that_was_switched_off_says_nothing(receiver):
	doc = robot(receiver)
	run = started()
	outbox.expand(first_log(run))
	frappe.db.set_value("Process Robot", doc.name, "enabled", 0)
	frappe.clear_document_cache("Process Robot", doc.name)
	[message] = messages(run, channel="Robot")
	assert outbox.send(message.name) == "Dead" and receiver.got == []


def test_robots_are_told_of_each_event_once_with_everybody_whom_it_concerns(receiver):
	robot(receiver, tell_comment=1)
	run = started()
	with signed_in("sales1"):
		acts.comment(run, "Please look", mentions=[person("branch")])
	frappe.db.commit()
	outbox.deliver(last_log(run))
	[message] = messages(run, channel="Robot")
	assert message.event == "mention" and json.loads(message.people) == [person("branch")]


ADDRESSES = [
	("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", True),
	("https://oapi.dingtalk.com/robot/send?access_token=1", True),
	("http://oapi.dingtalk.com/robot/send?access_token=1", False),
	("https://oapi.dingtalk.com:8443/robot/send", False),
	("https://oapi.dingtalk.com@evil.example/robot/send", False),
	("https://evil.example/robot/send", False),
	("http://127.0.0.1/", False),
	("file:///etc/passwd", False),
	("https://[::1", False),
]


@pytest.mark.parametrize(("address", "allowed"), ADDRESSES)
def test_only_listed_hosts_are_spoken_to(address, allowed):
	doc = frappe.new_doc("Process Robot", robot_name="X", kind="WeCom", url=address)
	if allowed:
		doc.validate()
		return
	with pytest.raises(frappe.ValidationError):
		doc.validate()
	with pytest.raises(Hopeless):
		robots.require_allowed(address)


def test_the_address_is_kept_encrypted(receiver):
	doc = robot(receiver)
	assert "k1" not in frappe.db.get_value("Process Robot", doc.name, "url")
	assert frappe.get_doc("Process Robot", doc.name).get_password("url").endswith("key=k1")
