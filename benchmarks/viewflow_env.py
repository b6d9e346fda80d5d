"""Installs viewflow, when it is asked for, into an environment of its own: AGPL, measured as a program, never imported."""

from __future__ import annotations

import sys

from bench import paths, shell
from bench.console import lap

ENV = paths.HOME / "viewflow"
PYTHON = ENV / "bin" / "python"
WANTED = ("django-viewflow>=2.2,<3", "Django>=4.2,<5", "PyMySQL>=1.1,<2", "gunicorn>=21")
STAMP = ENV / "installed.txt"


def install() -> None:
	if STAMP.exists() and STAMP.read_text() == "\n".join(WANTED):
		return
	with lap("viewflow in an environment of its own"):
		shell.run([sys.executable, "-m", "venv", "--clear", ENV], "viewflow-environment")
		shell.run([PYTHON, "-m", "pip", "install", *WANTED], "viewflow-packages")
	STAMP.write_text("\n".join(WANTED))
