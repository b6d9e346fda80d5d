"""Python packages: an installer (uv, else pip) and the bench's own environment."""

import os
import shutil
import sys
from pathlib import Path

import tomllib

from bench import keys, paths, shell, system

REQUIREMENTS = paths.SOURCE / "requirements"
RUNTIME = REQUIREMENTS / "runtime.txt"
TEST = REQUIREMENTS / "test.txt"
CONSTRAINTS = paths.SOURCE / "constraints.txt"
UV = "uv==0.13.9"
HINT = (
	"check that Python packages can be downloaded, then run the same make target again: it goes on from here"
)


def prepare_installer() -> None:
	"""Bring uv where the machine has none: it is three times as fast as pip."""
	if system.has_uv() or (paths.TOOLS / "bin" / "uv").exists():
		return
	shell.run([sys.executable, "-m", "venv", paths.TOOLS], "uv", hint="install python3.11-venv")
	shell.run([paths.TOOLS / "bin" / "pip", "install", UV], "uv", hint=HINT)


def uv() -> str:
	own = paths.TOOLS / "bin" / "uv"
	return str(own) if own.exists() else "uv"


def uv_env() -> dict:
	"""Never let uv bring a Python of its own, nor read another project's settings."""
	env = {k: v for k, v in os.environ.items() if k not in shell.FOREIGN}
	return env | {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_CONFIG": "1", "UV_HTTP_TIMEOUT": "180"}


def install(python: Path | str, arguments: list, log: str) -> None:
	"""Install packages for an interpreter."""
	command = [uv(), "pip", "install", "--python", python, *arguments]
	shell.run(command, log, env=uv_env(), cwd=paths.HOME, hint=HINT)


def app_dependencies() -> list[str]:
	"""What the app itself declares."""
	project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text())
	return project["project"].get("dependencies", [])


def environment_key() -> str:
	files = [RUNTIME, TEST, CONSTRAINTS]
	return keys.of_text(sys.version, *app_dependencies(), keys.of_files(files, paths.ROOT))


def make_environment() -> None:
	"""Make the bench's Python environment; an existing one is brought up to date."""
	if not paths.PYTHON.exists():
		shutil.rmtree(paths.ENV, ignore_errors=True)
		command = [uv(), "venv", "--python", sys.executable, paths.ENV]
		shell.run(command, "venv", env=uv_env(), cwd=paths.HOME, hint=HINT)
	install(
		paths.PYTHON, ["-r", RUNTIME, "-r", TEST, "-c", CONSTRAINTS, *app_dependencies()], "python-packages"
	)
	put_apps_on_path(paths.PYTHON)


def put_apps_on_path(python: Path) -> None:
	"""The framework and this checkout are imported from where they lie."""
	query = "import sysconfig; print(sysconfig.get_path('purelib'))"
	site_packages = Path(shell.output([python, "-c", query]).strip())
	(site_packages / "bench_apps.pth").write_text(f"{paths.FRAPPE}\n{paths.ROOT}\n")
