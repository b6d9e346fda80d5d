"""Robots of WeCom and DingTalk groups, in the formats of their public documentation.

WeCom: https://developer.work.weixin.qq.com/document/path/91770
DingTalk: https://open.dingtalk.com/document/orgapp/custom-robot-access
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import quote, urlsplit

import frappe
import requests
from frappe import _
from frappe.utils import get_url

from liuwan_process.portal import rows
from liuwan_process.telling import settings, words
from liuwan_process.telling.errors import Hopeless, NotSent
from liuwan_process.telling.identity import speaking
from liuwan_process.telling.readers import Reader, readers

Row = dict[str, Any]
TIMEOUT = (3.05, 10)  # seconds to connect, to wait for an answer
MOST_ANSWER = 16_384  # bytes
LONGEST = {"WeCom": 2_048, "DingTalk": 15_000}  # bytes of a text
TOO_MANY = (45009, 130101)  # both limit messages to about 20 a minute
LANGUAGES = {"Chinese": "zh", "English": "en"}
BUSY = -1  # the receiver's own trouble, in both


def send(message: Row) -> None:
	"""Post a message to its group. Raises NotSent or Hopeless."""
	robot = frappe.get_cached_doc("Process Robot", message["robot"])
	if not robot.enabled:
		raise Hopeless(_("This robot is switched off"))
	url = robot.get_password("url")
	require_allowed(url)
	if robot.kind == "DingTalk" and (secret := robot.get_password("secret", raise_exception=False)):
		url += sign(secret, int(time.time() * 1000))
	post(url, body(robot, message))


def body(robot: Any, message: Row) -> Row:
	"""The JSON that the robot's kind expects, in the robot's language."""
	people = list(readers(json.loads(message["people"] or "[]")).values())
	with speaking(LANGUAGES[robot.language]):
		news = words.news(message)
		text = words.to_group(news, rows.joined(reader.name for reader in people))
		return BODIES[robot.kind](robot, _plain(text), get_url(news.address), mentioned(robot, people))


def mentioned(robot: Any, people: list[Reader]) -> list[str]:
	"""How the group knows the people: mobile numbers or staff numbers; none where nobody is to be mentioned."""
	numbers = {
		"Mobile Number": [reader.mobile for reader in people],
		"Staff Number": [reader.staff_no for reader in people],
	}
	return [number for number in numbers.get(robot.mention, []) if number]


def _wecom(robot: Any, text: str, address: str, numbers: list[str]) -> Row:
	"""Markdown cannot mention mobile numbers; accounts stand in it as <@userid>."""
	if robot.style == "Markdown":
		by_account = numbers if robot.mention == "Staff Number" else []
		marks = "".join(f" <@{number}>" for number in by_account)
		link = f"[{_('Open it')}]({address})"
		content = _shortened(text, LONGEST["WeCom"] - len(link) - len(marks) - 2)
		return {"msgtype": "markdown", "markdown": {"content": f"{content}\n{link}{marks}"}}
	field = "mentioned_list" if robot.mention == "Staff Number" else "mentioned_mobile_list"
	content = _shortened(text, LONGEST["WeCom"] - len(address) - 1)
	mentions = {field: numbers} if numbers else {}
	return {"msgtype": "text", "text": {"content": f"{content}\n{address}", **mentions}}


def _dingtalk(robot: Any, text: str, address: str, numbers: list[str]) -> Row:
	"""In both styles whoever is mentioned has to stand in the text too."""
	field = "atUserIds" if robot.mention == "Staff Number" else "atMobiles"
	marks = "".join(f" @{number}" for number in numbers)
	text = _shortened(text, LONGEST["DingTalk"] - len(address) - len(marks))
	at = {"at": {field: numbers, "isAtAll": False}}
	if robot.style == "Markdown":
		content = f"{text}\n\n[{_('Open it')}]({address}){marks}"
		return {"msgtype": "markdown", "markdown": {"title": text[:60], "text": content}, **at}
	return {"msgtype": "text", "text": {"content": f"{text}\n{address}{marks}"}, **at}


BODIES = {"WeCom": _wecom, "DingTalk": _dingtalk}


def sign(secret: str, milliseconds: int) -> str:
	"""What DingTalk wants behind the address of a robot that signs: HMAC-SHA256 over time and secret."""
	text = f"{milliseconds}\n{secret}".encode()
	digest = hmac.new(secret.encode(), text, hashlib.sha256).digest()
	return f"&timestamp={milliseconds}&sign={quote(base64.b64encode(digest), safe='')}"


def post(url: str, content: Row) -> None:
	"""One request, no redirect followed. Who did not answer may have understood: that is not tried again."""
	try:
		response = requests.post(url, json=content, timeout=TIMEOUT, allow_redirects=False, stream=True)
	except requests.ConnectTimeout:
		raise NotSent(_("The robot's host cannot be reached")) from None
	except requests.Timeout:
		raise Hopeless(_("The robot's host did not answer in time; the message may have arrived")) from None
	except requests.ConnectionError as error:
		raise _lost(error) from None
	except requests.RequestException:
		raise Hopeless(_("The robot's address cannot be used")) from None
	with response:
		_understand(response)


def _lost(error: requests.ConnectionError) -> NotSent:
	"""A connection that was never made may be tried again; one that broke may have carried the message."""
	if "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error):
		return NotSent(_("The robot's host cannot be reached"))
	return Hopeless(_("The connection to the robot's host broke; the message may have arrived"))


def _understand(response: requests.Response) -> None:
	status = response.status_code
	if status >= 500 or status == 429:
		raise NotSent(_("The robot's host answered with status {0}").format(status))
	if status != 200:
		raise Hopeless(_("The robot's host answered with status {0}").format(status))
	try:
		answer = json.loads(response.raw.read(MOST_ANSWER, decode_content=True))
		code = int(answer.get("errcode", 0))
	except Exception:
		raise Hopeless(_("The robot's host answered something that is no robot's answer")) from None
	if code:
		said = _("The robot refused the message ({0}): {1}").format(code, str(answer.get("errmsg"))[:200])
		raise NotSent(said) if code in (*TOO_MANY, BUSY) else Hopeless(said)


def require_allowed(url: str) -> None:
	"""Only https to a listed host, or exactly an address that is listed with its scheme. Raises Hopeless."""
	try:
		parts = urlsplit(url)
		origin = f"{parts.scheme}://{parts.netloc}".lower()
	except ValueError:
		raise Hopeless(_("This is not an address of a robot")) from None
	hosts = settings.allowed_hosts()
	if not (origin in hosts or (parts.scheme == "https" and parts.netloc.lower() in hosts)):
		raise Hopeless(_("The host of this address is not among the allowed hosts in Process Settings"))


def _plain(text: str) -> str:
	"""Titles are typed by people: nothing in them may mention everybody or become a link."""
	return " ".join(text.translate(str.maketrans("<>[]", "＜＞［］")).split())


def _shortened(text: str, most: int) -> str:
	"""Cut to so many bytes, never inside a character."""
	content = text.encode()
	return text if len(content) <= most else content[: max(most - 3, 0)].decode(errors="ignore") + "…"
