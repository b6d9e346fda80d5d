"""`make test`: all tests with pytest, on a site of this bench's or on another bench."""

import os
import shlex
from pathlib import Path

from bench import keys, locks, packages, paths, provision, shell, sites, steps, system
from bench.console import Failure, lap, say

SITE = "liuwan.test"
TIMEOUT = "600"
PACKAGES = paths.HOME / "test-packages"
NO_TESTS = 5


def test(arguments: str) -> int:
	"""Run the tests; give pytest's exit code (no test at all is a failure)."""
	site = os.environ.get("LIUWAN_SITE") or SITE
	elsewhere = os.environ.get("LIUWAN_BENCH")
	if elsewhere:
		return run_pytest(prepare_elsewhere(Path(elsewhere).resolve(), site), arguments)
	with locks.held(f"site-{site}", f"site {site} is in use"):
		with locks.held("bench", "the bench is being brought up"):
			system.install_packages(system.FOR_TESTS)
			settings = provision.bring_up()
			if not (os.environ.get("KEEP") and sites.exists(settings, site)):
				sites.reset_for_tests(settings, site)
		env = shell.bench_env(LIUWAN_BENCH=str(paths.BENCH), LIUWAN_SITE=site, LIUWAN_OWN_BENCH="1")
		return run_pytest(env, arguments)


def run_pytest(env: dict, arguments: str) -> int:
	"""Run pytest in the bench's Python, from the checkout's root."""
	python = Path(env["LIUWAN_BENCH"]) / "env" / "bin" / "python"
	command = [
		python,
		"-m",
		"pytest",
		"--timeout",
		TIMEOUT,
		*shlex.split(arguments),
	]
	code = shell.attached(command, cwd=paths.ROOT, env=env)
	if code == NO_TESTS:
		say("✗ no test was run")
	return code


def prepare_elsewhere(bench: Path, site: str) -> dict:
	"""An existing bench gets nothing installed: what the tests need lies in a folder of ours."""
	python = bench / "env" / "bin" / "python"
	if not python.exists() or not (bench / "sites" / site / "site_config.json").exists():
		raise Failure(
			f"{bench} is no bench with a site {site}\nwhat to do: set LIUWAN_BENCH and LIUWAN_SITE to an existing one"
		)
	paths.make_folders()
	packages.prepare_installer()
	frozen = shell.output([packages.uv(), "pip", "freeze", "--python", python], env=packages.uv_env())
	key = keys.of_text(packages.TEST.read_text(), packages.CONSTRAINTS.read_text(), python, frozen)
	if steps.read_stamp("test-packages") != key:
		install_beside(python, frozen)
		steps.write_stamp("test-packages", key)
	env = shell.bench_env(LIUWAN_BENCH=str(bench), LIUWAN_SITE=site, PYTHONPATH=str(PACKAGES))
	env["PATH"] = os.pathsep.join([str(bench / "env" / "bin"), os.environ.get("PATH", "")])
	return env


def install_beside(python: Path, frozen: str) -> None:
	"""Install the test packages for another bench's Python, with the releases it already has of the rest."""
	pins = {
		line.split("==")[0].lower(): line
		for line in packages.CONSTRAINTS.read_text().splitlines()
		if "==" in line
	}
	pins |= {line.split("==")[0].lower(): line for line in frozen.splitlines() if "==" in line}
	for line in packages.TEST.read_text().splitlines():
		pins.pop(line.partition(">")[0], None)
	constraints = paths.CACHE / "test-constraints.txt"
	constraints.write_text("\n".join(pins.values()) + "\n")
	with lap("test packages beside the bench"):
		packages.install(
			python, ["--target", PACKAGES, "-r", packages.TEST, "-c", constraints], "test-packages"
		)
