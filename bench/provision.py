"""What makes a bench, as steps, and the services under it."""

from bench import (
	assets,
	config,
	database,
	framework,
	keys,
	packages,
	paths,
	services,
	settings,
	sites,
	system,
)
from bench.steps import Step, perform_all


def tool_steps() -> list[Step]:
	"""Python and JavaScript packages."""
	node = paths.NODE / "node_modules"
	return [
		Step("installer", "Python package installer", packages.prepare_installer, lambda: packages.UV),
		Step(
			"environment",
			"Python packages",
			packages.make_environment,
			packages.environment_key,
			("installer",),
			paths.PYTHON,
		),
		Step("npm", "JavaScript packages", assets.install_packages, assets.packages_key, (), node),
	]


def tree_steps() -> list[Step]:
	"""The framework, the app beside it, and their bundles."""
	tree, node = paths.FRAPPE / "frappe", paths.FRAPPE / "node_modules"
	app, listed = paths.APPS / paths.APP, paths.ASSETS / "assets.json"
	return [
		Step("framework", "Frappe restored", framework.restore, framework.key, ("installer",), tree),
		Step("link", "the app in the bench", link_app, link_key, ("framework",), app),
		Step(
			"assets",
			"the framework's bundles",
			assets.build_framework,
			assets.framework_key,
			("link", "npm"),
			node,
		),
		Step("assets-app", "the app's bundles", assets.build_app, assets.app_key, ("assets",), listed),
	]


def store_steps() -> list[Step]:
	"""The database and Redis, running, and the dump every site is made from."""
	files = Step("database", "database files", database.make_files, lambda: "1", (), paths.DATABASE / "mysql")
	running = Step("stores", "database and Redis", services.start_stores, str, ("database",), always=True)
	needs = ("stores", "environment", "link")
	base = Step("base", "a site with the framework", make_base, sites.base_key, needs, always=True)
	return [files, running, base]


def make_base() -> None:
	sites.base_dump(settings.load())


def link_key() -> str:
	return keys.of_text(paths.ROOT, framework.key())


def link_app() -> None:
	"""The checkout is the app: the bench refers to it, and lists it among its apps."""
	assets.link(paths.ROOT, paths.APPS / paths.APP)
	config.write_apps()


def bring_up() -> dict:
	"""Install what is missing and start database and Redis; give the settings."""
	paths.make_folders()
	system.install_packages()
	perform_all([*tool_steps(), *tree_steps(), *store_steps()])
	return settings.load()


def bring_tools() -> None:
	"""What the linters need, and no more."""
	paths.make_folders()
	system.install_packages()
	perform_all(tool_steps())
