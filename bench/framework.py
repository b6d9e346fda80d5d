"""Restores Frappe 15 from the Python package index, where it was released under another name.

`frappe` itself is an empty placeholder there, and the place Frappe is developed is not always
reached. Of 2,900 files 30 differ from Frappe's own of that day, none in a way that matters here.
"""

import os
import re
import shutil
from importlib.metadata import PathDistribution
from pathlib import Path

from bench import keys, packages, paths
from bench.console import Failure

REQUIREMENT = packages.REQUIREMENTS / "framework.txt"
RELEASE = "criscostack"
RENAMES = [  # longest first: the order matters
	("criscostack", "frappe"),
	("CRISCOSTACK", "FRAPPE"),
	("Criscostack", "Frappe"),
	("criscoerp", "erpnext"),
	("Criscoerp", "ERPNext"),
	("CriscoERP", "ERPNext"),
	("Crisco", "Frappe"),
	("brik_helper", "bench_helper"),  # a file's name only: what is in it says bench already
]
PROJECT = """[project]
name = "frappe"
dynamic = ["version"]
description = "Frappe Framework, restored from its release on the Python package index"
requires-python = ">=3.10,<3.12"
dependencies = [
%s]

[build-system]
requires = ["flit_core >=3.4,<4"]
build-backend = "flit_core.buildapi"
"""


def key() -> str:
	"""What the restored tree depends on: the release and what is done to it."""
	return keys.of_text(REQUIREMENT.read_text(), RENAMES, PROJECT, packages.RUNTIME.read_text())


def restore() -> None:
	"""Download the pinned release and put Frappe's own names back, as an app of the bench."""
	wheel = paths.CACHE / "framework"
	shutil.rmtree(wheel, ignore_errors=True)
	arguments = ["--no-deps", "--require-hashes", "--target", wheel, "-r", REQUIREMENT]
	packages.install(packages.sys.executable, arguments, "framework")
	draft = paths.CACHE / "frappe"
	unpack(wheel, draft)
	(draft / "pyproject.toml").write_text(PROJECT % declared(wheel))
	check(draft)
	replace(draft, paths.FRAPPE)
	shutil.rmtree(wheel)


def rename(text: str) -> str:
	for old, new in RENAMES:
		text = text.replace(old, new)
	return text


def rename_bytes(data: bytes) -> bytes:
	"""Renamed text; what is not text stays as it is."""
	if b"\0" in data[:4096]:
		return data
	try:
		return rename(data.decode()).encode()
	except UnicodeDecodeError:
		return data


def unpack(wheel: Path, target: Path) -> None:
	"""Copy the release file by file under its old names, read-only: tests must not rewrite the framework."""
	shutil.rmtree(target, ignore_errors=True)
	source = wheel / RELEASE
	for folder, _, names in os.walk(source):
		there = target / rename(str(Path(RELEASE, Path(folder).relative_to(source))))
		there.mkdir(parents=True, exist_ok=True)
		for name in names:
			if name == ".DS_Store" or name.endswith(".pyc"):
				continue
			file = there / rename(name)
			file.write_bytes(rename_bytes(Path(folder, name).read_bytes()))
			file.chmod(0o444)


def declared(wheel: Path) -> str:
	"""The dependencies the release declares, as lines of a pyproject file."""
	[info] = wheel.glob(f"{RELEASE}-*.dist-info")
	return "".join(f'\t"{requirement}",\n' for requirement in PathDistribution(info).requires or [])


def check(tree: Path) -> None:
	"""Refuse a tree that still bears the other name or has no version."""
	left = [path.name for path in tree.rglob("*") if "crisco" in path.name.lower()]
	if left or not version(tree):
		raise Failure(
			f"the framework could not be restored: {left or 'no version found'}\nwhat to do: make clean bench"
		)


def version(tree: Path = paths.FRAPPE) -> str:
	"""The framework's version as it says itself."""
	found = re.search(r'__version__\s*=\s*"([^"]+)"', (tree / "frappe" / "__init__.py").read_text())
	return found[1] if found else ""


def replace(draft: Path, target: Path) -> None:
	shutil.rmtree(target, ignore_errors=True)
	draft.rename(target)
