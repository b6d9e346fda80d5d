"""`make benchmark`: brings the bench and two sites up, then measures with the bench's Python."""

import os
import shlex
import sys

from bench import locks, paths, provision, shell, sites, steps
from bench.console import Failure, complain, lap
from benchmarks import viewflow_env

OURS, STOCK, LARGE = "speed.liuwan", "stock.speed.liuwan", "large.speed.liuwan"


def main() -> int:
	try:
		with locks.held(f"site-{OURS}", "another benchmark is running"):
			with locks.held("bench", "the bench is being brought up"):
				prepare(provision.bring_up())
			arguments = sys.argv[1:] or shlex.split(os.environ.get("ARGS", ""))
			if "approve-viewflow" in arguments:
				viewflow_env.install()
			return measure(arguments)
	except Failure as failure:
		complain(failure)
		return 1


def prepare(settings: dict) -> None:
	"""Two sites with the app as it is now and one without; all empty whenever the app's set-up has changed."""
	key = sites.app_key()
	if steps.read_stamp("benchmark") == key and all(sites.exists(settings, s) for s in (OURS, STOCK, LARGE)):
		return
	with lap("three sites for the benchmark"):
		for site in (OURS, LARGE):
			sites.restore(settings, site, sites.app_dump(settings))
		sites.restore(settings, STOCK, sites.base_dump(settings))
	steps.write_stamp("benchmark", key)


def measure(arguments: list[str]) -> int:
	env = shell.bench_env(PYTHONPATH=str(paths.ROOT), PYTHONDONTWRITEBYTECODE="1")
	return shell.attached([paths.PYTHON, "-m", "benchmarks.run", *arguments], cwd=paths.SITES, env=env)


sys.exit(main())
