import json

from bench import assets, paths


def test_the_app_and_this_bench_name_the_same_releases():
	"""An ordinary bench installs what the app names, this one what its own lock file does."""
	app = json.loads((paths.ROOT / "package.json").read_text())["dependencies"]
	here = json.loads((assets.SCRIPTS / "package.json").read_text())["dependencies"]
	locked = json.loads((assets.SCRIPTS / "package-lock.json").read_text())["packages"]

	assert {name: here.get(name) for name in app} == app
	assert {name: locked[f"node_modules/{name}"]["version"] for name in app} == app
