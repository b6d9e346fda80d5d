import json
import socket

import pytest

from bench import paths, settings


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
	monkeypatch.setattr(paths, "HOME", tmp_path)
	monkeypatch.setattr(paths, "SETTINGS", tmp_path / "settings.json")


@pytest.fixture
def foreign_port():
	with socket.socket() as listener:
		listener.bind((settings.HOST, 0))
		listener.listen()
		yield listener.getsockname()[1]


def test_settings_are_remembered():
	assert settings.load() == settings.load()
	assert paths.SETTINGS.exists()


def test_only_the_owner_reads_the_passwords():
	settings.load()
	assert paths.SETTINGS.stat().st_mode & 0o077 == 0


def test_what_a_person_wrote_stays():
	paths.SETTINGS.write_text(json.dumps({"database": {"buffer_pool": "4G"}}))
	loaded = settings.load()
	assert loaded["database"]["buffer_pool"] == "4G"
	assert loaded["database"]["flush_log_at_trx_commit"] == 1
	assert set(loaded["ports"]) == set(settings.WISHES)


def test_ports_are_free_and_differ():
	ports = list(settings.load()["ports"].values())
	assert len(set(ports)) == len(ports)


def test_a_taken_port_is_not_free(foreign_port):
	assert not settings.is_free(foreign_port)


def test_a_taken_wish_gives_another_port(foreign_port):
	assert settings.choose_port(foreign_port) in settings.RANGE


def test_a_moved_port_is_written_down():
	known = settings.load()
	before = known["ports"]["web"]
	moved = settings.move_port(known, "web")
	assert moved != before
	assert settings.load()["ports"]["web"] == moved
