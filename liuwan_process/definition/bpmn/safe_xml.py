"""Reads a file that a stranger may have made: no entities, no network, no more than a process can need."""

from __future__ import annotations

from typing import Any

from lxml import etree

from liuwan_process.definition.bpmn.names import BPMN
from liuwan_process.definition.bpmn.notes import _
from liuwan_process.definition.model import DefinitionError

MOST_BYTES = 4_000_000
MOST_ELEMENTS = 100_000


def root_of(content: bytes) -> Any:
	"""The `definitions` of a BPMN file. Raises DefinitionError."""
	if len(content) > MOST_BYTES:
		raise DefinitionError(_("The file is larger than 4 MB"))
	parser = etree.XMLParser(
		resolve_entities=False,
		no_network=True,
		load_dtd=False,
		dtd_validation=False,
		huge_tree=False,
		remove_comments=True,
		remove_pis=True,
	)
	try:
		root = etree.fromstring(content, parser)
	except (etree.XMLSyntaxError, ValueError) as error:
		raise DefinitionError(_("This is not an XML file")) from error
	_refuse_foreign(root)
	return root


def _refuse_foreign(root: Any) -> None:
	if root.getroottree().docinfo.doctype:
		raise DefinitionError(_("A BPMN file has no document type of its own; this one is not read"))
	if etree.QName(root).namespace != BPMN or etree.QName(root).localname != "definitions":
		raise DefinitionError(_("This is not a BPMN 2.0 file"))
	if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
		raise DefinitionError(_("The file holds more than a process can need"))
