"""`make lint`, `make format`: ruff for Python, prettier for scripts and styles."""

from bench import locks, paths, provision, shell

PATTERNS = [
	f"{paths.APP}/**/*.{{js,mjs,css,scss}}",
	"bench/**/*.{mjs,cjs}",
	"tests/**/*.{js,mjs}",
	"benchmarks/**/*.{js,mjs}",
]


def tools() -> tuple[str, str]:
	"""Linters at the releases the tests use; brought if they are missing."""
	with locks.held("bench", "the bench is being brought up"):
		provision.bring_tools()
	return str(paths.ENV / "bin" / "ruff"), str(paths.NODE / "node_modules" / ".bin" / "prettier")


def run(commands: list[list[str]]) -> int:
	"""Run all, so that one report shows everything; non-zero if any failed."""
	return max(shell.attached(command, cwd=paths.ROOT) for command in commands)


def check() -> int:
	ruff, prettier = tools()
	return run([[ruff, "check", "."], [ruff, "format", "--check", "."], [prettier, "--check", *patterns()]])


def mend() -> int:
	ruff, prettier = tools()
	return run([[ruff, "check", "--fix", "."], [ruff, "format", "."], [prettier, "--write", *patterns()]])


def patterns() -> list[str]:
	"""A pattern that matches nothing is no error: not every folder has scripts."""
	return ["--no-error-on-unmatched-pattern", "--log-level", "warn", *PATTERNS]
