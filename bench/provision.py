"""What makes a bench, as steps, and the services under it."""

from pathlib import Path

from bench import assets, database, framework, keys, packages, paths, services, system
from bench.steps import Step, perform_all


def steps() -> list[Step]:
	"""Everything short of a site. Those that need not wait for each other run at once."""
	python = ("installer",)
	return [
		Step("installer", "Python package installer", packages.prepare_installer, lambda: packages.UV),
		Step("framework", "Frappe restored", framework.restore, framework.key, python, paths.FRAPPE / "frappe"),
		Step("environment", "Python packages", packages.make_environment, packages.environment_key, python, paths.PYTHON),
		Step("npm", "JavaScript packages", assets.install_packages, assets.packages_key, (), paths.NODE / "node_modules"),
		Step("database", "database files", database.make_files, lambda: "1", (), paths.DATABASE / "mysql"),
		assets_step("assets", assets.build_framework, assets.framework_key, ("framework", "npm", "link")),
		assets_step("assets-app", assets.build_app, assets.app_key, ("assets",)),
		Step("link", "the app in the bench", link_app, link_key, ("framework",), paths.APPS / paths.APP),
	]


def assets_step(name: str, run, key, needs: tuple[str, ...]) -> Step:
	title = "the app's bundles" if name == "assets-app" else "the framework's bundles"
	return Step(name, title, run, key, needs, paths.ASSETS)


def link_key() -> str:
	return keys.of_text(paths.ROOT, framework.key())


def link_app() -> None:
	"""The checkout is the app: the bench refers to it, and lists it among its apps."""
	assets.link(paths.ROOT, paths.APPS / paths.APP)
	Path(paths.SITES / "apps.txt").write_text(f"frappe\n{paths.APP}\n")


def bring_up() -> dict:
	"""Install what is missing and start database and Redis; give the settings."""
	paths.make_folders()
	system.install_packages()
	perform_all(steps())
	return services.start_stores()
