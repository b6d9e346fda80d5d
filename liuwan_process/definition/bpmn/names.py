"""Namespaces, names of elements, and texts and ids that XML can hold."""

from __future__ import annotations

import re

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OURS = "urn:liuwan-process:bpmn:1"  # of what BPMN has no word for, and of the language of conditions
LANGUAGE = "urn:liuwan-process:conditions:1"
PREFIXES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI, "liuwan": OURS}

TYPE = f"{{{XSI}}}type"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UNFIT = re.compile(r"[^A-Za-z0-9_.-]")


def tag(name: str) -> str:
	"""`bpmn:task` as lxml spells it."""
	prefix, _, local = name.partition(":")
	return f"{{{PREFIXES[prefix]}}}{local}"


def words(text: str) -> str:
	"""The text with a mark in place of each character that XML cannot hold."""
	return NO_XML.sub("\ufffd", text)


class Ids:
	"""Ids for one file: readable where the name allows it, none given twice."""

	def __init__(self) -> None:
		self.taken: set[str] = set()

	def new(self, prefix: str, name: str = "") -> str:
		"""`Step_check` for ("Step", "check"); other characters by their number, a further one with a number."""
		spelt = UNFIT.sub(lambda found: f"_{ord(found[0]):x}_", name)
		wanted = found = f"{prefix}_{spelt}" if spelt else prefix
		number = 1
		while found in self.taken:
			number += 1
			found = f"{wanted}_{number}"
		self.taken.add(found)
		return found
