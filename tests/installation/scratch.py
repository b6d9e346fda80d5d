"""A site of its own to install on and remove from, and a picture of all that its database holds."""

import json
import os
import subprocess
from dataclasses import dataclass, field

from bench import database, locks, paths, settings, shell, sites

SITE = f"installation.{os.environ.get('LIUWAN_SITE')}"  # runs on two sites do not meet here
# what the framework writes of its own accord, whichever app comes or goes
LOGS = {
	"__Auth",
	"__global_search",
	"tabAccess Log",
	"tabActivity Log",
	"tabComment",
	"tabDefaultValue",  # rows are written anew under random names: read_defaults
	"tabDeleted Document",
	"tabError Log",
	"tabError Snapshot",
	"tabInstalled Application",
	"tabPatch Log",
	"tabScheduled Job Log",
	"tabSessions",
	"tabVersion",
}
COLUMNS = (
	"SELECT table_name, column_name, column_type FROM information_schema.columns WHERE table_schema = '{}'"
)
KEYS = (
	"SELECT table_name, index_name, column_name FROM information_schema.statistics WHERE table_schema = '{}'"
)


@dataclass(frozen=True)
class Picture:
	"""Tables with their columns and keys, rows by name and time of change, and single values."""

	columns: set[str]
	keys: set[str]
	rows: dict[str, str] = field(repr=False)
	singles: set[str] = field(repr=False)

	@property
	def names(self) -> set[str]:
		return set(self.rows)


def take() -> Picture:
	"""Read the whole site; tables of logs are left out."""
	name = sites.database_name(SITE)
	return Picture(
		columns=set(query(COLUMNS.format(name))),
		keys=set(query(KEYS.format(name))),
		rows=read_rows(name),
		singles=read_singles(name),
	)


def query(statement: str) -> list[str]:
	return database.execute(settings.load(), statement).splitlines()


def read_rows(name: str) -> dict[str, str]:
	"""`table: record` → when it was changed, for every record of every table."""
	having = "column_name IN ('name', 'modified') AND table_schema = '{}' GROUP BY 1 HAVING COUNT(*) = 2"
	statement = f"SELECT table_name FROM information_schema.columns WHERE {having.format(name)}"
	tables = [table for table in query(statement) if table not in LOGS]
	parts = [f"SELECT '{table}: ', name, modified FROM `{name}`.`{table}`" for table in tables]
	lines = [line.split("\t") for line in query(" UNION ALL ".join(parts))]
	return {table + record: modified for table, record, modified in lines} | read_defaults(name)


def read_defaults(name: str) -> dict[str, str]:
	lines = query(f"SELECT parent, defkey, defvalue FROM `{name}`.tabDefaultValue")
	return {f"default: {parent} {key}": value for parent, key, value in (line.split("\t") for line in lines)}


def read_singles(name: str) -> set[str]:
	housekeeping = "('modified', 'modified_by', 'creation', 'owner', 'idx')"
	return set(
		query(f"SELECT doctype, field, value FROM `{name}`.tabSingles WHERE field NOT IN {housekeeping}")
	)


def restore(with_app: bool) -> None:
	"""Make the site anew, as it is before or after the app is installed."""
	known = settings.load()
	with locks.held("bench", "the bench is being brought up"):
		source = sites.app_dump(known) if with_app else sites.base_dump(known)
	sites.restore(known, SITE, source)


def remove() -> None:
	sites.drop(settings.load(), SITE)


def bench(*arguments: str) -> str:
	"""Run a bench command on the site; give what it printed."""
	command = shell.frappe("--site", SITE, *arguments)
	options = {"cwd": paths.SITES, "env": shell.bench_env(), "capture_output": True, "text": True}
	done = subprocess.run(command, **options, stdin=subprocess.DEVNULL)
	assert done.returncode == 0, f"{' '.join(arguments)}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
	return done.stdout


def installed_apps() -> list[str]:
	return list(json.loads(bench("list-apps", "--format", "json"))[SITE])
