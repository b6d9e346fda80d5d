import json
import os
import signal
import subprocess
import sys
import time

import pytest

from bench import paths, processes
from bench.console import Failure
from bench.processes import Service

SLEEP = "import time; print('awake', flush=True); time.sleep(60)"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
	monkeypatch.setattr(paths, "RUN", tmp_path)
	monkeypatch.setattr(paths, "LOGS", tmp_path)


@pytest.fixture
def sleeper():
	yield service(SLEEP)
	processes.stop("sleeper")


def service(code, inputs="", ready=lambda: True):
	command = [sys.executable, "-c", code]
	return Service("sleeper", command, paths.RUN, dict(os.environ), ready, inputs, wait=5)


def test_a_started_service_is_known_and_current(sleeper):
	processes.start(sleeper)
	assert processes.running("sleeper")
	assert processes.is_current(sleeper)


def test_a_service_with_other_inputs_is_not_current(sleeper):
	processes.start(sleeper)
	assert not processes.is_current(service(SLEEP, inputs="newer code"))


def test_a_stopped_service_is_gone(sleeper):
	processes.start(sleeper)
	pid = processes.running("sleeper")["pid"]
	assert processes.stop("sleeper") is True
	assert processes.start_time(pid) is None
	assert processes.stop("sleeper") is False


def test_a_killed_service_is_not_running(sleeper):
	processes.start(sleeper)
	os.kill(processes.running("sleeper")["pid"], signal.SIGKILL)
	time.sleep(0.2)
	assert processes.running("sleeper") is None


def test_a_process_that_is_not_ours_is_left_alone():
	stranger = subprocess.Popen([sys.executable, "-c", SLEEP], start_new_session=True)
	record = {"pid": stranger.pid, "started": "1", "signature": "x"}
	processes.record_file("sleeper").write_text(json.dumps(record))
	assert processes.running("sleeper") is None
	processes.stop("sleeper")
	assert stranger.poll() is None
	stranger.kill()
	stranger.wait()


def test_a_service_that_ends_at_once_says_why():
	broken = service("import sys; sys.exit('no such table')", ready=lambda: False)
	processes.start(broken)
	with pytest.raises(Failure, match="no such table"):
		processes.wait_ready(broken)
