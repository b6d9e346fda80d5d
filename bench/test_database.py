"""The database server of a bench."""

from bench import database, paths


def test_it_writes_below_the_bench_alone(tmp_path, monkeypatch):
	for name in ("HOME", "RUN", "DATABASE", "DATABASE_TEMPORARY"):
		place = tmp_path / name.lower()
		place.mkdir()
		monkeypatch.setattr(paths, name, place)
	folders = ("--datadir", "--tmpdir", "--pid-file", "--init-file")
	command = dict(part.split("=", 1) for part in database.server_command(CHOSEN) if "=" in part)
	assert all(command[name].startswith(str(tmp_path)) for name in folders)


CHOSEN = {
	"ports": {"database": 1},
	"database": {"root_password": "p", "flush_log_at_trx_commit": 1, "buffer_pool": "1G"},
}
