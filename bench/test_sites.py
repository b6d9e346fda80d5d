from pathlib import Path

import pytest

from bench import config, demo, framework, shell, sites
from bench.console import Failure


@pytest.mark.parametrize(
	("file", "matters"),
	[
		("process_library/doctype/process/process.json", True),
		("process_library/doctype/process/process.py", False),
		("setup/roles.py", True),
		("setup/test_roles.py", False),
		("hooks.py", True),
		("engine/act.py", False),
		("public/js/desk.bundle.js", False),
	],
)
def test_what_an_installation_reads(file, matters):
	assert sites.matters(Path(file)) is matters


def test_every_site_has_a_database_of_its_own():
	assert sites.database_name("localhost") != sites.database_name("liuwan.test")
	assert len(sites.database_name("a" * 200)) < 32


def test_names_are_put_back():
	assert (
		framework.rename("from criscostack.utils import CriscoError")
		== "from frappe.utils import FrappeError"
	)


def test_what_is_not_text_stays_as_it_is():
	assert framework.rename_bytes(b"\0criscostack") == b"\0criscostack"


def test_users_are_found_among_other_output():
	printed = 'making units\n[warning]\n[{"who": "Head", "user": "h@x", "password": "p"}]\nbye\n'
	assert demo.printed_users(printed) == [{"who": "Head", "user": "h@x", "password": "p"}]


def test_configuration_is_written_only_when_it_differs(tmp_path):
	file = tmp_path / "x.json"
	config.write_json(file, {"a": 1})
	before = file.stat().st_mtime_ns
	config.write_json(file, {"a": 1})
	assert file.stat().st_mtime_ns == before


def test_a_failed_command_quotes_its_log(tmp_path, monkeypatch):
	monkeypatch.setattr(shell.paths, "LOGS", tmp_path)
	with pytest.raises(Failure) as caught:
		shell.run(["sh", "-c", "echo disk full; exit 3"], "try", hint="make room")
	message = str(caught.value)
	assert "exit code 3" in message
	assert "disk full" in message
	assert str(tmp_path / "try.log") in message
	assert "make room" in message


def test_bench_processes_call_nobody_outside():
	env = shell.bench_env()
	assert env["https_proxy"] == shell.NOWHERE
	assert "127.0.0.1" in env["no_proxy"]
