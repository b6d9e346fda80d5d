"""Entry point of uninstallation; mirrors `install.py`."""


def before_uninstall() -> None:
	pass
