"""A wheel of the app holds everything the checkout holds: JSON, templates, translations, not only modules."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [
	pytest.mark.pure,
	pytest.mark.skipif(not os.environ.get("LIUWAN_OWN_BENCH"), reason="needs the bench's own setuptools"),
]
ROOT = Path(__file__).resolve().parents[2]
APP = "liuwan_process"
UNWANTED = shutil.ignore_patterns("__pycache__", "*.pyc", "node_modules", "dist")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
	"""A copy of what a wheel is built from: building leaves files behind."""
	copy = tmp_path_factory.mktemp("source")
	shutil.copytree(ROOT / APP, copy / APP, ignore=UNWANTED)
	for name in ("pyproject.toml", "setup.py", "README.md"):
		shutil.copy(ROOT / name, copy / name)
	return copy


@pytest.fixture(scope="module")
def packed(source, tmp_path_factory):
	"""Names of the files in the wheel."""
	target = tmp_path_factory.mktemp("wheel")
	options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(target)]
	subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True)
	[wheel] = target.glob("*.whl")
	return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_holds_every_file_of_the_app(source, packed):
	files = {str(path.relative_to(source)) for path in (source / APP).rglob("*") if path.is_file()}
	assert files - packed == set()


def test_the_wheel_brings_no_top_level_package_but_the_app(packed):
	tops = {name.split("/")[0] for name in packed}
	assert {top for top in tops if not top.endswith(".dist-info")} == {APP}
