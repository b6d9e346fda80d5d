"""Entry of `make`: python3.11 -m bench COMMAND."""

import os
import shlex
import shutil
import sys

from bench import demo, lint, locks, paths, processes, provision, services, shell, system, testing
from bench.console import Failure, complain, say

HELP = """make demo              install everything, bring up the demo enterprise, print address and users
                       (FRESH=1: make its site anew)
make test              run all tests on a site of their own (ARGS="-k word path": some of them;
                       KEEP=1: do not reset the site first; LIUWAN_SITE=name: another site;
                       LIUWAN_BENCH=path LIUWAN_SITE=name: on another bench, as it is)
make bench             the bench without a site, database and Redis running
make restart           web server, workers, scheduler and push service anew, on the code as it is
make run CMD="..."     a bench command, e.g. CMD="--site localhost migrate"
make shell             a console on the demo site (SITE=name: another)
make logs              follow the logs
make stop              stop everything that was started here
make lint, make format check, mend the form of the code
make benchmark         speed beside stock Frappe, into benchmarks/README.md (ARGS="approve start": some rows)
make faults            kill web workers, the database and Redis under load, and race people against each other,
                       into docs/faults.md (ARGS="-k redis": some of them)
make clean             stop, and delete all that was made here (.bench/)"""


def main(arguments: list[str]) -> int:
	command = arguments[0] if arguments else "help"
	if sys.version_info[:2] != (3, 11):
		say("Frappe 15's packages need Python 3.11: make PYTHON=/path/to/python3.11 " + command)
		return 1
	if command not in COMMANDS:
		say(HELP)
		return 2
	try:
		return COMMANDS[command]() or 0
	except Failure as failure:
		complain(failure)
		return 1
	except KeyboardInterrupt:
		complain(Failure("interrupted: the same make target goes on from here"))
		return 130


def show_help() -> None:
	say(HELP)


def make_demo() -> None:
	demo.demo(fresh=bool(os.environ.get("FRESH")))


def make_bench() -> None:
	with locks.held("bench", "the bench is being brought up"):
		settings = provision.bring_up()
	say(f"  bench at {paths.BENCH}, ports {settings['ports']}")


def make_test() -> int:
	return testing.test(os.environ.get("ARGS", ""))


def make_faults() -> int:
	os.environ["LIUWAN_FAULTS"] = "full"
	return testing.test(f"tests/faults -s {os.environ.get('ARGS', '')}")


def make_run() -> int:
	"""Any command of Frappe's, on a bench that is up."""
	ensure_stores()
	words = shlex.split(os.environ.get("CMD", "--help"))
	return shell.attached(shell.frappe(*words), cwd=paths.SITES, env=shell.bench_env())


def make_shell() -> int:
	ensure_stores()
	site = os.environ.get("SITE") or demo.SITE
	return shell.attached(shell.frappe("--site", site, "console"), cwd=paths.SITES, env=shell.bench_env())


def ensure_stores() -> None:
	if not paths.PYTHON.exists():
		raise Failure("there is no bench yet\nwhat to do: make demo, make test or make bench")
	if not all(processes.running(name) for name in services.STORES):
		make_bench()


def make_stop() -> None:
	stopped = services.stop_all([*services.STORES, *services.PROGRAMS])
	say(f"stopped: {', '.join(stopped) or 'nothing was running'}")


def make_clean() -> None:
	make_stop()
	shutil.rmtree(paths.HOME, ignore_errors=True)


def make_logs() -> int:
	files = [*paths.LOGS.glob("*.log"), *(paths.BENCH / "logs").glob("*.log")]
	return shell.attached(["tail", "-n", "20", "-F", *files])


def install_system() -> None:
	paths.make_folders()
	system.install_packages()


COMMANDS = {
	"help": show_help,
	"demo": make_demo,
	"bench": make_bench,
	"test": make_test,
	"restart": demo.restart,
	"faults": make_faults,
	"run": make_run,
	"shell": make_shell,
	"logs": make_logs,
	"stop": make_stop,
	"clean": make_clean,
	"lint": lint.check,
	"format": lint.mend,
	"packages": install_system,
}

if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
