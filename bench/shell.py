"""Runs commands: output goes to a log, and a failure quotes its end."""

import os
import shlex
import subprocess
from pathlib import Path

from bench import paths
from bench.console import Failure

TAIL = 25


def tail(log: Path, lines: int = TAIL) -> str:
	"""The last lines of a log, indented, for a failure's message."""
	if not log.exists():
		return "    (no log)"
	text = log.read_text(errors="replace").splitlines()[-lines:]
	return "\n".join(f"    {line}" for line in text)


def failure(command: list, code: int, log: Path, hint: str = "") -> Failure:
	"""Say which command failed, why as far as its log tells, and what to do."""
	parts = [f"failed with exit code {code}: {shlex.join(map(str, command))}", tail(log), f"full log: {log}"]
	parts.append(
		f"what to do: {hint or 'mend the cause above and run the same make target again: it goes on from here'}"
	)
	return Failure("\n".join(parts))


def run(
	command: list, log: str, *, cwd: Path | None = None, env: dict | None = None, stdin=None, hint: str = ""
) -> None:
	"""Run a command to its end, quietly; raise a Failure with the tail of its log if it fails."""
	path = paths.LOGS / f"{log}.log"
	path.parent.mkdir(parents=True, exist_ok=True)
	with path.open("wb") as out:
		out.write(f"$ {shlex.join(map(str, command))}\n".encode())
		out.flush()
		code = subprocess.call(
			[str(c) for c in command],
			cwd=cwd,
			env=env,
			stdin=stdin or subprocess.DEVNULL,
			stdout=out,
			stderr=subprocess.STDOUT,
		)
	if code:
		raise failure(command, code, path, hint)


def output(command: list, **options) -> str:
	"""What a short command prints, or an empty text if it fails or does not exist."""
	try:
		done = subprocess.run(
			[str(c) for c in command], capture_output=True, text=True, timeout=120, **options
		)
	except (OSError, subprocess.TimeoutExpired):
		return ""
	return done.stdout if done.returncode == 0 else ""


def attached(command: list, *, cwd: Path | None = None, env: dict | None = None) -> int:
	"""Run a command on the terminal and give its exit code."""
	return subprocess.call([str(c) for c in command], cwd=cwd, env=env)


FOREIGN = (
	"PYTHONPATH",
	"PYTHONHOME",
	"VIRTUAL_ENV",
	"FRAPPE_SITE",
	"SITES_PATH",
	"DEV_SERVER",
	"FRAPPE_BENCH_ROOT",
)
NOWHERE = "http://127.0.0.1:9"


def bench_env(**extra: str) -> dict:
	"""The environment of bench processes: our programs first, and no call outside.

	Frappe asks gravatar and others for things; a proxy that refuses at once makes such
	calls fail in a millisecond instead of hanging where there is no network.
	"""
	env = {k: v for k, v in os.environ.items() if k not in FOREIGN and not k.lower().endswith("_proxy")}
	env["PATH"] = os.pathsep.join([str(paths.BIN), str(paths.ENV / "bin"), env.get("PATH", "/usr/bin:/bin")])
	for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
		env[name] = NOWHERE
	env["no_proxy"] = env["NO_PROXY"] = "127.0.0.1,localhost,::1"
	env.setdefault("LANG", "C.UTF-8")
	env["PYTHONUNBUFFERED"] = "1"
	# A heap for each thread would keep what that thread once needed at its worst.
	env.setdefault("MALLOC_ARENA_MAX", "2")
	return env | extra


def frappe(*arguments: str) -> list[str]:
	"""The command line that does what `bench` does (run it from sites/)."""
	return [str(paths.PYTHON), "-m", "frappe.utils.bench_helper", "frappe", *arguments]
