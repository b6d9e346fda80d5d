"""Entry points of installation and migration; the work is in `setup/`, one module per concern."""


def after_install() -> None:
	after_migrate()


def after_migrate() -> None:
	pass
