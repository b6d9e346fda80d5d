"""Where things stand: everything the bench makes lies under `.bench/` of this checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "bench"
APP = "liuwan_process"

HOME = ROOT / ".bench"
SETTINGS = HOME / "settings.json"
STAMPS = HOME / "stamps"
LOGS = HOME / "logs"
RUN = HOME / "run"
CACHE = HOME / "cache"
DUMPS = HOME / "dumps"
BIN = HOME / "bin"
TOOLS = HOME / "tools"
NODE = HOME / "node"
DATABASE = HOME / "mariadb"
DATABASE_TEMPORARY = HOME / "mariadb-tmp"

BENCH = HOME / "bench"
APPS = BENCH / "apps"
SITES = BENCH / "sites"
ASSETS = SITES / "assets"
ENV = BENCH / "env"
PYTHON = ENV / "bin" / "python"
FRAPPE = APPS / "frappe"

FOLDERS = (
	STAMPS,
	LOGS,
	RUN,
	CACHE,
	DUMPS,
	BIN,
	NODE,
	APPS,
	SITES,
	ASSETS,
	BENCH / "logs",
	BENCH / "config" / "pids",
)


def make_folders() -> None:
	"""Create the empty frame of a bench; harmless when it stands already."""
	for folder in FOLDERS:
		folder.mkdir(parents=True, exist_ok=True)
