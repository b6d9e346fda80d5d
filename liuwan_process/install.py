"""Entry points of installation and migration; the work is in `setup/`, one module per concern."""

from liuwan_process.process_execution.workspace.narrow import narrow_framework_workspaces
from liuwan_process.setup.calendar import make_standard_calendar
from liuwan_process.setup.process_roles import make_process_roles
from liuwan_process.setup.roles import make_roles
from liuwan_process.setup.settings import fill_settings


def before_install() -> None:
	"""Roles come before the DocTypes that name them."""
	make_roles()


before_migrate = before_install


def after_install() -> None:
	"""What a new site starts with. Not repeated later: what an administrator deletes stays deleted."""
	after_migrate()
	make_standard_calendar()
	make_process_roles()


def after_migrate() -> None:
	"""What every site needs at any time. Can be repeated; overwrites nothing."""
	make_roles()
	narrow_framework_workspaces()
	fill_settings()
