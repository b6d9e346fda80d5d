"""Configuration files of the bench and its sites, written from the settings."""

import json
from pathlib import Path

from bench import paths
from bench.settings import HOST

DEMO_SITE = "localhost"


def write_common(settings: dict) -> None:
	"""What every site shares: where database, queue and the desk's push service are."""
	ports = settings["ports"]
	write_json(
		paths.SITES / "common_site_config.json",
		{
			"db_host": HOST,
			"db_port": ports["database"],
			"default_site": DEMO_SITE,
			"developer_mode": 0,
			"frappe_user": paths.HOME.owner(),
			"redis_cache": f"redis://{HOST}:{ports['redis_cache']}",
			"redis_queue": f"redis://{HOST}:{ports['redis_queue']}",
			"redis_socketio": f"redis://{HOST}:{ports['redis_queue']}",
			"serve_default_site": True,
			"socketio_port": ports["realtime"],
			"webserver_port": ports["web"],
		},
	)
	write_apps()


def write_apps() -> None:
	write_text(paths.SITES / "apps.txt", f"frappe\n{paths.APP}\n")


def write_site(site: str, settings: dict, database: str, password: str, **more: object) -> None:
	"""A site's own configuration; outside calls, tours and telemetry are off."""
	folder = paths.SITES / site
	for name in ("public/files", "private/files", "private/backups", "locks", "logs"):
		(folder / name).mkdir(parents=True, exist_ok=True)
	common = {
		"db_name": database,
		"db_password": password,
		"db_type": "mariadb",
		"encryption_key": settings["encryption_key"],
		"disable_session_cache": 0,
	}
	write_json(folder / "site_config.json", common | more)


def read_site(site: str) -> dict:
	file = paths.SITES / site / "site_config.json"
	return json.loads(file.read_text()) if file.exists() else {}


def write_json(file: Path, content: dict) -> None:
	write_text(file, json.dumps(content, indent=1, sort_keys=True) + "\n")


def write_text(file: Path, content: str) -> None:
	"""Write only what differs, and as a whole: running processes read these files."""
	if file.exists() and file.read_text() == content:
		return
	draft = file.with_name(file.name + ".new")
	draft.write_text(content)
	draft.replace(file)
