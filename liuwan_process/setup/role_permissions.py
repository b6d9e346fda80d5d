"""What each role may do: the one table.

The DocTypes' own JSON files and `docs/roles.md` are compared with it by tests. To change a right, or to add a
DocType, change it here, then run `python -m liuwan_process.setup.permission_files` in the app's folder, which
rewrites both.
Rows narrow further: which runs, processes and people somebody sees is decided in `permissions/`.
"""

SEE = ("select", "read", "report", "print")
LOOK_UP = ("select", "read")
ANALYSE = (*SEE, "export", "email")
MAINTAIN = (*ANALYSE, "write", "create", "delete", "share", "import")
EDIT = (*ANALYSE, "write", "create", "share")
# Written by the engine or by publication alone: nobody creates, changes or deletes these by hand.
WATCH = ("read", "report", "export", "print")
CITE = (*ANALYSE, "share")
OWN = ("read", "write", "create", "delete")
ADJUST = ("read", "write")
KEEP = (*LOOK_UP, "write", "create", "delete")

ADMINISTRATOR = "Process Administrator"
MANAGER = "Process Manager"
LEADER = "Process Leader"
SUPERVISOR = "Process Supervisor"
PROMOTER = "Process Promoter"
ANALYST = "Process Analyst"
PARTICIPANT = "Process Participant"
ENGINE = "Process Engine"

_DESK_READERS = (LEADER, SUPERVISOR, PROMOTER, ANALYST)


def _organisation(participants: tuple[str, ...] = LOOK_UP) -> dict[str, tuple[str, ...]]:
	rights = {ADMINISTRATOR: MAINTAIN, MANAGER: SEE, PARTICIPANT: participants}
	return rights | dict.fromkeys(_DESK_READERS, SEE)


def _record(rights: tuple[str, ...], participants: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
	return dict.fromkeys((ADMINISTRATOR, MANAGER, *_DESK_READERS), rights) | {PARTICIPANT: participants}


def _knowledge() -> dict[str, tuple[str, ...]]:
	readers = dict.fromkeys(_DESK_READERS, ANALYSE)
	return {ADMINISTRATOR: MAINTAIN, MANAGER: EDIT, PARTICIPANT: LOOK_UP} | readers


# DocType: role: rights.
DOCTYPE_RIGHTS: dict[str, dict[str, tuple[str, ...]]] = {
	"Org Unit": _organisation(),
	"Position": _organisation(),
	"Process Role": _organisation(),
	"Work Calendar": _organisation(),
	"Staff Member": _organisation(("select",)) | {ANALYST: ANALYSE},
	"Delegation": dict.fromkeys((MANAGER, *_DESK_READERS, PARTICIPANT), OWN) | {ADMINISTRATOR: MAINTAIN},
	"Staff Import": {ADMINISTRATOR: MAINTAIN[:-1]},
	"Process": {ADMINISTRATOR: MAINTAIN, MANAGER: EDIT} | dict.fromkeys(_DESK_READERS, ANALYSE),
	"Process Import": {ADMINISTRATOR: MAINTAIN[:-1]},
	"Process Version": _record(CITE, LOOK_UP),
	"Process Compendium": {ADMINISTRATOR: MAINTAIN[:-1], MANAGER: ANALYSE}
	| dict.fromkeys(_DESK_READERS, ANALYSE),
	"Job Handbook Issue": dict.fromkeys((ADMINISTRATOR, ANALYST), WATCH),
	"Process Object": _knowledge(),
	"Process Risk": _knowledge(),
	"Regulation": _knowledge(),
	"Process Release": {ADMINISTRATOR: EDIT, MANAGER: EDIT} | dict.fromkeys(_DESK_READERS, ANALYSE),
	"Process Candidate": dict.fromkeys((ADMINISTRATOR, MANAGER, *_DESK_READERS), WATCH),
	"Process Review": dict.fromkeys((ADMINISTRATOR, MANAGER, *_DESK_READERS), WATCH),
	"Process Announcement": {ADMINISTRATOR: MAINTAIN[:-1], MANAGER: EDIT} | dict.fromkeys(_DESK_READERS, SEE),
	"Process Acknowledgement": _record(WATCH, ("read",)),
	"Process Change Request": {
		ADMINISTRATOR: MAINTAIN[:-1],
		MANAGER: EDIT,
		**dict.fromkeys(_DESK_READERS, (*SEE, "create")),
		PARTICIPANT: ("read", "write", "create"),
	},
	"Process Comment": {ADMINISTRATOR: (*WATCH, "write", "create")}
	| dict.fromkeys((MANAGER, *_DESK_READERS, PARTICIPANT), ("read", "create")),
	"Process Usefulness": {ADMINISTRATOR: WATCH},
	"Process Restoration": {ADMINISTRATOR: WATCH, MANAGER: WATCH},
	"Process Test Run": {ADMINISTRATOR: (*WATCH, "delete"), MANAGER: WATCH},
	"Process Instance": _record(WATCH, ("read",)),
	"Process Task": _record(WATCH, ("read",)),
	"Process Log": _record(WATCH, ("read",)),
	"Process Call": {ADMINISTRATOR: WATCH},
	"Process Instance Participant": {ADMINISTRATOR: ("read",)},
	"Green Channel Use": dict.fromkeys((ADMINISTRATOR, *_DESK_READERS), WATCH),
	"Process Message": {ADMINISTRATOR: WATCH},
	"Process Settings": {ADMINISTRATOR: ADJUST},
	"Process Robot": {ADMINISTRATOR: KEEP},
	"Process Notification Choice": dict.fromkeys(
		(ADMINISTRATOR, MANAGER, *_DESK_READERS, PARTICIPANT), (*ADJUST, "create")
	),
}

# DocType: who reads its fields of permission level 1 as well. Process Log: what was changed in a form, hidden fields too.
HIGHER_LEVEL: dict[str, tuple[str, ...]] = {"Process Log": (ADMINISTRATOR, SUPERVISOR)}

# Set of rights: what it is called in docs/roles.md.
RIGHT_NAMES = {
	("select",): "offered in links",
	("read",): "read",
	LOOK_UP: "look up",
	SEE: "see",
	WATCH: "watch",
	(*WATCH, "delete"): "watch, delete",
	ANALYSE: "analyse",
	CITE: "cite",
	OWN: "keep one's own",
	EDIT: "edit",
	MAINTAIN: "maintain",
	MAINTAIN[:-1]: "keep",
	ADJUST: "adjust",
	(*ADJUST, "create"): "own",
	(*SEE, "create"): "see, file",
	(*WATCH, "write", "create"): "moderate",
	("read", "create"): "say",
	KEEP: "set up",
}

ROLES = (ADMINISTRATOR, MANAGER, LEADER, SUPERVISOR, PROMOTER, ANALYST, PARTICIPANT, ENGINE)

# Role: DocType: rights; the same table, seen from the role.
ROLE_PERMISSIONS: dict[str, dict[str, tuple[str, ...]]] = {
	role: {doctype: rights[role] for doctype, rights in DOCTYPE_RIGHTS.items() if role in rights}
	for role in ROLES
}


def rows_for(doctype: str) -> list[dict]:
	"""The DocPerm rows of a DocType, as its JSON file holds them."""
	rights_by_role = DOCTYPE_RIGHTS[doctype]
	rows = [
		{**{right: 1 for right in sorted(rights_by_role[role])}, "role": role}
		for role in ROLES
		if role in rights_by_role
	]
	return rows + [{"permlevel": 1, "read": 1, "role": role} for role in HIGHER_LEVEL.get(doctype, ())]
