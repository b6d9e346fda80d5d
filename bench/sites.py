"""Sites from dumps: a base with the framework set up, and one with the app installed on it.

Making a site anew takes half a minute, restoring one three seconds. A dump is named by a key
of what went into it, so it is never older than that.
"""

import hashlib
import secrets
import shutil
from pathlib import Path

from bench import config, database, framework, keys, packages, paths, shell
from bench.console import lap, say

SCRATCH = "scratch.liuwan"
PREPARE = paths.SOURCE / "prepare_site.py"
# parts of the app that an installation reads
FOLDERS = {"setup", "fixtures", "patches", "packs", "compiler"}
FILES = {"hooks.py", "install.py", "uninstall.py", "modules.txt", "patches.txt"}
QUIET = {"allow_tests": True, "mute_emails": 1, "pause_scheduler": 1, "disable_website_cache": 1}
KEPT_DUMPS = 6


def database_name(site: str) -> str:
	"""The database and its user bear one name; a site always gets the same."""
	return f"lw_{hashlib.sha256(site.encode()).hexdigest()[:12]}"


def base_key() -> str:
	return keys.of_text(framework.key(), framework.version(), PREPARE.read_text())


def app_key() -> str:
	"""A key of those parts of the app that end up in a site's database."""
	root = paths.ROOT / paths.APP
	parts = [path for path in keys.walk(root) if matters(path.relative_to(root))]
	return keys.of_text(base_key(), *packages.app_dependencies(), keys.of_files(parts, root))


def matters(path: Path) -> bool:
	"""Whether an installation reads this file of the app."""
	if path.name.startswith("test_"):
		return False
	return path.suffix == ".json" or path.parts[0] in FOLDERS or str(path) in FILES


def code_key() -> str:
	"""A key of the whole app, for what must be started anew when any of it changes."""
	root = paths.ROOT / paths.APP
	return keys.of_files([p for p in keys.walk(root) if not p.name.startswith("test_")], root)


def base_dump(settings: dict) -> Path:
	"""The dump of a site with the framework alone, the setup wizard done; made when there is none."""
	target = paths.DUMPS / f"base-{base_key()}.sql.gz"
	if not target.exists():
		with lap("a site with the framework, set up"), database.relaxed(settings):
			make_base(settings, target)
	return target


def make_base(settings: dict, target: Path) -> None:
	drop(settings, SCRATCH)
	account = [
		"--db-root-username",
		database.ROOT_USER,
		"--db-root-password",
		settings["database"]["root_password"],
	]
	admin = ["--admin-password", settings["administrator_password"]]
	name = ["--db-name", database_name(SCRATCH), "--no-mariadb-socket", "--force"]
	frappe("new-site", SCRATCH, *account, *admin, *name, log="new-site")
	shell.run([paths.PYTHON, PREPARE, SCRATCH], "prepare-site", cwd=paths.SITES, env=shell.bench_env())
	for older in paths.DUMPS.glob("base-*.sql.gz"):
		older.unlink()
	database.dump(settings, database_name(SCRATCH), target)
	drop(settings, SCRATCH)


def app_dump(settings: dict) -> Path:
	"""The dump of a site with the app installed as it is now; made when the app's parts have changed."""
	base = base_dump(settings)
	target = paths.DUMPS / f"app-{app_key()}.sql.gz"
	if not target.exists():
		with lap("a site with the app installed"), database.relaxed(settings):
			restore(settings, SCRATCH, base)
			frappe("--site", SCRATCH, "install-app", paths.APP, log="install-app")
			database.dump(settings, database_name(SCRATCH), target)
			drop(settings, SCRATCH)
		forget_old_dumps()
	return target


def forget_old_dumps() -> None:
	"""Keep the latest few: going back to an earlier state of the app stays quick."""
	dumps = sorted(paths.DUMPS.glob("app-*.sql.gz"), key=lambda file: file.stat().st_mtime)
	for file in dumps[:-KEPT_DUMPS]:
		file.unlink()


def restore(settings: dict, site: str, source: Path, **more: object) -> None:
	"""Make a site anew from a dump: its database, its folder, and no cache of an earlier one."""
	password = config.read_site(site).get("db_password") or secrets.token_hex(12)
	shutil.rmtree(paths.SITES / site, ignore_errors=True)
	config.write_site(site, settings, database_name(site), password, **(QUIET | more))
	database.restore(settings, source, database_name(site), password)
	forget_cache(settings, site)


def forget_cache(settings: dict, site: str) -> None:
	"""Delete one site's keys from the cache; those of other sites stay."""
	script = "for _, k in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('DEL', k) end"
	port = str(settings["ports"]["redis_cache"])
	shell.output(["redis-cli", "-p", port, "EVAL", script, "0", f"{database_name(site)}|*"])


def drop(settings: dict, site: str) -> None:
	"""Leave nothing of a site."""
	database.drop(settings, database_name(site))
	shutil.rmtree(paths.SITES / site, ignore_errors=True)
	forget_cache(settings, site)


def exists(settings: dict, site: str) -> bool:
	return bool(config.read_site(site)) and database.exists(settings, database_name(site))


def frappe(*arguments: str, log: str) -> None:
	"""Run a bench command from sites/, its output in a log."""
	shell.run(shell.frappe(*arguments), log, cwd=paths.SITES, env=shell.bench_env())


def reset_for_tests(settings: dict, site: str) -> None:
	"""A test site as after installation."""
	source = app_dump(settings)
	with lap(f"site {site} reset"), database.relaxed(settings):
		restore(settings, site, source, admin_password=settings["administrator_password"])
	say(f"  site {site}, database {database_name(site)}")
