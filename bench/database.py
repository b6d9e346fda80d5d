"""The private MariaDB: its files, its server, and databases made from dumps."""

import gzip
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import paths, shell
from bench.console import Failure
from bench.settings import HOST

ROOT_USER = "root"


def user_option() -> list[str]:
	"""The server refuses to run as root unless told to."""
	return ["--user=root"] if os.geteuid() == 0 else []


def make_files() -> None:
	"""Create the data folder; what an interrupted try has left is thrown away."""
	shutil.rmtree(paths.DATABASE, ignore_errors=True)
	# forced: the machine need not be able to look up its own name
	where = [f"--datadir={paths.DATABASE}", "--auth-root-authentication-method=normal", "--skip-test-db"]
	command = ["mariadb-install-db", "--no-defaults", "--force", *user_option(), *where]
	shell.run(command, "mariadb-install-db", cwd=paths.HOME)


def server_command(settings: dict) -> list[str]:
	"""The server, on its own data and port; a commit is on disk when it is answered."""
	chosen = settings["database"]
	return [
		shutil.which("mariadbd") or "/usr/sbin/mariadbd",
		"--no-defaults",
		*user_option(),
		f"--datadir={paths.DATABASE}",
		f"--tmpdir={temporary()}",
		"--socket=mariadb.sock",  # relative to the data folder: a deep checkout must not make it too long
		f"--pid-file={paths.RUN / 'mariadb.pid'}",
		f"--bind-address={HOST}",
		f"--port={settings['ports']['database']}",
		f"--init-file={write_init_file(chosen['root_password'])}",
		"--skip-name-resolve",
		"--skip-log-bin",
		"--character-set-server=utf8mb4",
		"--collation-server=utf8mb4_unicode_ci",
		f"--innodb-flush-log-at-trx-commit={chosen['flush_log_at_trx_commit']}",
		f"--innodb-buffer-pool-size={chosen['buffer_pool']}",
		"--innodb-log-file-size=256M",
		"--max-connections=400",
		"--max-allowed-packet=256M",
	]


def temporary() -> Path:
	"""A folder of its own: a server that starts removes what others have left, or still need, in a shared one."""
	paths.DATABASE_TEMPORARY.mkdir(parents=True, exist_ok=True)
	return paths.DATABASE_TEMPORARY


def write_init_file(password: str) -> Path:
	"""Statements the server runs before it takes connections: the account we administer it with."""
	file = paths.RUN / "mariadb-init.sql"
	account = f"{ROOT_USER}@'{HOST}' IDENTIFIED BY '{password}'"
	statements = [f"CREATE USER IF NOT EXISTS {account};", f"ALTER USER {account};"]
	statements.append(f"GRANT ALL ON *.* TO {ROOT_USER}@'{HOST}' WITH GRANT OPTION;")
	file.touch(mode=0o600)
	file.write_text("\n".join(statements) + "\n")
	return file


def client(settings: dict, program: str = "mariadb") -> tuple[list[str], dict]:
	"""A client's command line and environment; the password is not for everybody to read in ps."""
	where = [f"--host={HOST}", f"--port={settings['ports']['database']}", f"--user={ROOT_USER}"]
	env = shell.bench_env(MYSQL_PWD=settings["database"]["root_password"])
	return [program, "--no-defaults", "--protocol=TCP", *where], env


def is_up(settings: dict) -> bool:
	command, env = client(settings)
	return bool(shell.output([*command, "--batch", "--execute=SELECT 1"], env=env))


def execute(settings: dict, statements: str) -> str:
	"""Run statements as the administrator; give what they print."""
	command, env = client(settings)
	done = subprocess.run(
		[*command, "--batch", "--skip-column-names"],
		input=statements,
		capture_output=True,
		text=True,
		env=env,
	)
	if done.returncode:
		raise Failure(f"the database refused: {done.stderr.strip()}\nstatements: {statements}")
	return done.stdout


@contextmanager
def relaxed(settings: dict) -> Iterator[None]:
	"""Let the disk lag behind while a site is made from nothing: that is twice as fast, and can be done again."""
	execute(settings, "SET GLOBAL innodb_flush_log_at_trx_commit = 0")
	try:
		yield
	finally:
		keep_promises(settings)


def keep_promises(settings: dict) -> None:
	"""A commit is on disk when it is answered (unless the settings say otherwise)."""
	level = int(settings["database"]["flush_log_at_trx_commit"])
	execute(settings, f"SET GLOBAL innodb_flush_log_at_trx_commit = {level}")


def exists(settings: dict, name: str) -> bool:
	return bool(execute(settings, f"SHOW DATABASES LIKE '{name}'").strip())


def drop(settings: dict, name: str) -> None:
	execute(settings, f"DROP DATABASE IF EXISTS `{name}`; DROP USER IF EXISTS '{name}'@'%'")


def dump(settings: dict, name: str, target: Path) -> None:
	"""Write a database to a file; the file is there only when it is whole."""
	command, env = client(settings, "mariadb-dump")
	draft = target.with_suffix(".new")
	options = ["--single-transaction", "--quick", "--skip-comments", "--routines", name]
	with gzip.open(draft, "wb", compresslevel=1) as out:
		process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, env=env)
		shutil.copyfileobj(process.stdout, out, 1 << 20)
	if process.wait():
		raise Failure(f"the dump of database {name} failed\nwhat to do: see {paths.LOGS / 'database.log'}")
	draft.replace(target)


def restore(settings: dict, source: Path, name: str, password: str) -> None:
	"""Make a database anew from a dump, with a user that sees this one only."""
	drop(settings, name)
	execute(
		settings,
		f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;"
		f"CREATE USER '{name}'@'%' IDENTIFIED BY '{password}';"
		f"GRANT ALL ON `{name}`.* TO '{name}'@'%'",
	)
	command, env = client(settings)
	process = subprocess.Popen([*command, name], stdin=subprocess.PIPE, env=env)
	with gzip.open(source, "rb") as lines:
		shutil.copyfileobj(lines, process.stdin, 1 << 20)
	process.stdin.close()
	if process.wait():
		raise Failure(
			f"{source} could not be restored\nwhat to do: delete it and run the same make target again"
		)
