"""`make demo`: a site with the demo enterprise, and everything running that a person needs to use it."""

import json

from bench import config, locks, paths, provision, services, shell, sites, steps
from bench.console import lap, say

SITE = config.DEMO_SITE
INSTALL = "liuwan_process.setup.demo.install"
USERS = paths.HOME / "demo-users.json"
FIND = "import importlib.util as u, sys; sys.exit(not u.find_spec('liuwan_process.setup.demo'))"


def demo(fresh: bool = False) -> None:
	"""Bring everything up and print where to go and who to be."""
	with locks.held("bench", "the bench is being brought up"):
		settings = provision.bring_up()
		code = sites.code_key()
		prepare_site(settings, fresh)
		start_programs(settings, code)
	say_address(settings)


def start_programs(settings: dict, code: str) -> None:
	"""Start what runs the app; after a change of code nothing old may stay in the cache."""
	if steps.read_stamp("demo-code") != keyed(code):
		sites.forget_cache(settings, SITE)
	services.start_programs(settings, keyed(code))
	steps.write_stamp("demo-code", keyed(code))


def keyed(code: str) -> str:
	"""Programs are started anew when code or bundles have changed."""
	return f"{code} {steps.read_stamp('assets-app')}"


def prepare_site(settings: dict, fresh: bool) -> None:
	"""Make the demo site, or bring it up to the app's present state."""
	key = sites.app_key()
	if fresh or not sites.exists(settings, SITE) or not steps.read_stamp("demo-site"):
		make_site(settings, key)
	elif steps.read_stamp("demo-site") != key:
		migrate(key)
	write_config(settings)
	install_enterprise()


def make_site(settings: dict, key: str) -> None:
	for stamp in ("demo-site", "demo-enterprise"):
		steps.forget(stamp)
	services.stop_all(services.PROGRAMS)
	source = sites.app_dump(settings)
	with lap("the demo site"):
		sites.restore(settings, SITE, source)
	steps.write_stamp("demo-site", key)


def migrate(key: str) -> None:
	with lap("the demo site migrated: the app has changed"):
		sites.frappe("--site", SITE, "migrate", "--skip-search-index", log="migrate")
	steps.write_stamp("demo-site", key)


def write_config(settings: dict) -> None:
	"""A person uses this site: the clock runs, mail is written down but not sent."""
	known = config.read_site(SITE)
	more = {"mute_emails": 1, "host_name": f"http://{SITE}:{settings['ports']['web']}"}
	config.write_site(SITE, settings, known["db_name"], known["db_password"], **more)


def install_enterprise() -> None:
	"""Have the app fill the site with the demo enterprise, once, if it knows how to."""
	env = shell.bench_env()
	present = not shell.attached([paths.PYTHON, "-c", FIND], cwd=paths.SITES, env=env)
	if not present or steps.read_stamp("demo-enterprise"):
		return
	with lap("the demo enterprise"):
		sites.frappe("--site", SITE, "execute", INSTALL, log="demo")
	USERS.write_text(json.dumps(printed_users((paths.LOGS / "demo.log").read_text()), ensure_ascii=False))
	steps.write_stamp("demo-enterprise", "1")


def printed_users(text: str) -> list[dict]:
	"""The list of users among what the installation printed: the last line that is one."""
	for line in reversed(text.splitlines()):
		if line.startswith("["):
			try:
				return json.loads(line)
			except ValueError:
				continue
	return []


def say_address(settings: dict) -> None:
	"""Where to go, and who to be."""
	say(f"\nLiuwan Process runs at  http://localhost:{settings['ports']['web']}\n")
	administrator = {
		"who": "Administrator",
		"user": "Administrator",
		"password": settings["administrator_password"],
	}
	users = json.loads(USERS.read_text()) if USERS.exists() and steps.read_stamp("demo-enterprise") else []
	for user in [administrator, *users]:
		say(f"  {user['user']:<28} {user['password']:<20} {user['who']}")
	say("\nstop: make stop    logs: make logs    other targets: make help")


def restart() -> None:
	"""Start the programs anew on the code as it is, and bundle what has changed."""
	with locks.held("bench", "the bench is being brought up"):
		settings = provision.bring_up()
		services.stop_all(services.PROGRAMS)
		steps.forget("demo-code")
		start_programs(settings, sites.code_key())
	say_address(settings)
