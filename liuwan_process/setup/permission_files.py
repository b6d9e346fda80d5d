"""For developers: brings the DocTypes' JSON files and `docs/roles.md` in line with `role_permissions.py`.

Run as `python -m liuwan_process.setup.permission_files` in the app's folder; needs no bench.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from liuwan_process.setup.role_permissions import DOCTYPE_RIGHTS, RIGHT_NAMES, ROLES, rows_for

PACKAGE = Path(__file__).resolve().parent.parent
DOCUMENT = PACKAGE.parent / "docs" / "roles.md"

HEAD = """# Roles

What each role may do with each kind of record. The table is made from
`liuwan_process/setup/role_permissions.py`; a test compares it with the code and with the DocTypes themselves.
Rules that look at the single record come on top of it: who sees which run stands in `liuwan_process/permissions/`.

| role | desk | held by |
|---|---|---|
| Process Administrator | yes | the process management office |
| Process Manager | yes | heads and process managers of the responsible departments |
| Process Leader | yes | the leading group |
| Process Supervisor | yes | the supervision group |
| Process Promoter | yes | the promotion group |
| Process Analyst | yes | personnel and others who pull reports |
| Process Participant | portal only | every employee with an account |
| Process Engine | - | nobody: it stands on compiled workflow transitions, so that only the engine walks them |

"""
LEGEND_HEAD = "\n## What the words mean\n\n| word | rights |\n|---|---|\n"


def doctype_files() -> Iterator[Path]:
	"""The JSON files of all DocTypes of the app."""
	for path in sorted(PACKAGE.glob("*/doctype/*/*.json")):
		if path.stem == path.parent.name:
			yield path


def permissions_by_doctype() -> dict[str, list[dict]]:
	"""What the JSON files say now; child tables have no permissions of their own and are left out."""
	definitions = (json.loads(path.read_text()) for path in doctype_files())
	return {d["name"]: d["permissions"] for d in definitions if not d.get("istable")}


def document() -> str:
	"""The text of docs/roles.md."""
	header = f"| record | {' | '.join(ROLES[:-1])} |\n|{'---|' * len(ROLES)}\n"
	rows = "".join(_row(doctype) for doctype in DOCTYPE_RIGHTS)
	legend = "".join(f"| {name} | {', '.join(rights)} |\n" for rights, name in RIGHT_NAMES.items())
	return HEAD + header + rows + LEGEND_HEAD + legend


def _row(doctype: str) -> str:
	rights = DOCTYPE_RIGHTS[doctype]
	cells = (RIGHT_NAMES[rights[role]] if role in rights else "-" for role in ROLES[:-1])
	return f"| {doctype} | {' | '.join(cells)} |\n"


def write_files() -> None:
	"""Rewrites what differs, and moves the DocType's time stamp, by which Frappe sees that it has changed."""
	for path in doctype_files():
		definition = json.loads(path.read_text())
		name = definition["name"]
		if name in DOCTYPE_RIGHTS and definition["permissions"] != rows_for(name):
			definition["permissions"] = rows_for(name)
			definition["modified"] = f"{datetime.now():%Y-%m-%d %H:%M:%S.%f}"
			path.write_text(json.dumps(definition, indent=1, ensure_ascii=False) + "\n")
	DOCUMENT.write_text(document())


if __name__ == "__main__":
	write_files()
