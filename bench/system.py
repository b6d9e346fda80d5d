"""Debian packages: the only thing that is changed outside this folder."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench import shell
from bench.console import Failure, lap

NEEDED = [
	"mariadb-server",
	"mariadb-client",
	"redis-server",
	"chromium",
	"fontconfig",
	"fonts-noto-cjk",
	"fonts-liberation",
	"libpango-1.0-0",
	"libpangoft2-1.0-0",
]
FOR_TESTS = ["slapd"]  # a directory to sign in by
POLICY = Path("/usr/sbin/policy-rc.d")
NODE = 18


def install_packages(more: Sequence[str] = ()) -> bool:
	"""Install what is missing; tell whether anything was."""
	missing = missing_packages(more)
	if not missing:
		return False
	with lap(f"Debian packages: {' '.join(missing)}"), services_kept_from_starting():
		apt("update", hint="check the network and /etc/apt/sources.list")
		apt("install", "--yes", "--no-install-recommends", *missing, hint=by_hand(missing))
	return True


def missing_packages(more: Sequence[str] = ()) -> list[str]:
	"""Names of packages that are needed here and are not installed."""
	return [name for name in [*wanted_packages(), *more] if not is_installed(name)]


def wanted_packages() -> list[str]:
	"""The fixed list, and tools only where the machine has none of its own."""
	wanted = list(NEEDED)
	if not has_uv() and importlib.util.find_spec("ensurepip") is None:
		wanted.append("python3.11-venv")
	if node_version() < NODE:
		wanted += ["nodejs", "npm"]
	return wanted


def is_installed(name: str) -> bool:
	status = shell.output(["dpkg-query", "-W", "-f", "${db:Status-Status}", name])
	return status.strip() == "installed"


def has_uv() -> bool:
	return bool(shell.output(["uv", "--version"]))


def node_version() -> int:
	"""The major release of Node.js, 0 where there is none."""
	answer = shell.output(["node", "--version"]).strip().lstrip("v")
	return int(answer.split(".")[0]) if answer and shutil.which("npm") else 0


def as_root(command: list[str]) -> list[str]:
	"""The command as root runs it: as it is, or by sudo (which asks only where somebody can answer)."""
	if os.geteuid() == 0:
		return command
	if not shutil.which("sudo"):
		raise Failure(
			f"this needs root and there is no sudo: {' '.join(command)}\n{by_hand(missing_packages())}"
		)
	return ["sudo", *([] if sys.stdin and sys.stdin.isatty() else ["-n"]), *command]


def apt(*arguments: str, hint: str) -> None:
	"""Run apt-get without questions, waiting for another package manager to finish."""
	quiet = [
		"env",
		"DEBIAN_FRONTEND=noninteractive",
		"LC_ALL=C.UTF-8",
		"apt-get",
		"-q",
		"-o",
		"DPkg::Lock::Timeout=300",
	]
	stdin = sys.stdin if sys.stdin and sys.stdin.isatty() else None
	shell.run(as_root([*quiet, *arguments]), f"apt-{arguments[0]}", stdin=stdin, hint=hint)


def by_hand(missing: list[str]) -> str:
	return f"have an administrator run: apt-get install {' '.join(missing)}"


@contextmanager
def services_kept_from_starting() -> Iterator[None]:
	"""Packages must not start their services: the bench runs its own. A policy that stands is left alone."""
	if POLICY.exists():
		yield
		return
	write = f"printf '#!/bin/sh\\nexit 101\\n' > {POLICY} && chmod 755 {POLICY}"
	shell.run(as_root(["sh", "-c", write]), "policy-rc.d")
	try:
		yield
	finally:
		shell.run(as_root(["rm", "-f", str(POLICY)]), "policy-rc.d")
