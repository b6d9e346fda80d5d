"""JavaScript packages and the bundles of every app (the release has no build files of its own)."""

import json
import os
import shutil
from pathlib import Path

from bench import framework, keys, paths, shell

SCRIPTS = paths.SOURCE / "node"
HINT = "check that JavaScript packages can be downloaded, then run the same make target again: it goes on from here"


def packages_key() -> str:
	return keys.of_files([SCRIPTS / "package.json", SCRIPTS / "package-lock.json"], paths.ROOT)


def install_packages() -> None:
	"""Install exactly what the lock file names."""
	for name in ("package.json", "package-lock.json"):
		shutil.copy(SCRIPTS / name, paths.NODE / name)
	shell.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], "npm", cwd=paths.NODE, hint=HINT)


def scripts() -> list[Path]:
	return [path for path in keys.walk(SCRIPTS) if path.suffix in (".mjs", ".cjs")]


def framework_key() -> str:
	return keys.of_text(framework.key(), packages_key(), keys.of_files(scripts(), paths.ROOT))


def app_key() -> str:
	public = keys.walk(paths.ROOT / paths.APP / "public")
	return keys.of_text(framework_key(), keys.of_files(public, paths.ROOT))


def link_tree() -> None:
	"""Give the framework's tree what its release lacks: packages, build scripts, and `yarn` for `bench build`."""
	for script in scripts():
		shutil.copy(script, paths.NODE / script.name)
	link(paths.NODE / "node_modules", paths.FRAPPE / "node_modules")
	shutil.copy(SCRIPTS / "bootstrap_theme.cjs", paths.FRAPPE / "generate_bootstrap_theme.js")
	commands = {
		"build": "node ../../../node/build.mjs",
		"production": "node ../../../node/build.mjs --production",
	}
	(paths.FRAPPE / "package.json").write_text(json.dumps({"name": "frappe", "scripts": commands}) + "\n")
	shutil.copy(SCRIPTS / "yarn", paths.BIN / "yarn")
	(paths.BIN / "yarn").chmod(0o755)


def link(target: Path, at: Path) -> None:
	"""Make a relative link, in place of one that stands."""
	if at.is_symlink():
		at.unlink()
	at.symlink_to(os.path.relpath(target, at.parent))


def build_framework() -> None:
	link_tree()
	build("frappe")


def build_app() -> None:
	build(paths.APP)


def build(app: str) -> None:
	"""Bundle the files of one app into sites/assets."""
	env = shell.bench_env(BENCH_PATH=str(paths.BENCH))
	shell.run(["node", paths.NODE / "build.mjs", "--apps", app], f"assets-{app}", cwd=paths.NODE, env=env)
