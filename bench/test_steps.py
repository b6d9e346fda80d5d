import threading

import pytest

from bench import paths, steps
from bench.steps import Step


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
	monkeypatch.setattr(paths, "STAMPS", tmp_path)


def step(name, done, *, key="1", needs=(), product=None):
	return Step(name, name, lambda: done.append(name), lambda: key, needs, product)


def test_a_step_runs_once_for_the_same_inputs():
	done = []
	assert steps.perform(step("a", done)) is True
	assert steps.perform(step("a", done)) is False
	assert done == ["a"]


def test_a_step_runs_again_when_its_inputs_change():
	done = []
	steps.perform(step("a", done))
	steps.perform(step("a", done, key="2"))
	assert done == ["a", "a"]


def test_a_step_runs_again_when_its_product_has_gone(tmp_path):
	done = []
	steps.perform(step("a", done))
	steps.perform(step("a", done, product=tmp_path / "gone"))
	assert done == ["a", "a"]


def test_a_failed_step_leaves_no_stamp():
	def fail():
		raise RuntimeError("no network")

	with pytest.raises(RuntimeError):
		steps.perform(Step("a", "a", fail, lambda: "1"))
	assert steps.read_stamp("a") is None


def test_a_step_that_fails_the_second_time_is_no_longer_done():
	done = []
	steps.perform(step("a", done))

	def fail():
		raise RuntimeError("disk full")

	with pytest.raises(RuntimeError):
		steps.perform(Step("a", "a", fail, lambda: "2"))
	assert not steps.is_done(step("a", done))


def test_steps_wait_for_those_they_need():
	done = []
	steps.perform_all([step("c", done, needs=("b",)), step("b", done, needs=("a",)), step("a", done)])
	assert done == ["a", "b", "c"]


def test_steps_that_need_nothing_of_each_other_run_at_once():
	meet = threading.Barrier(2, timeout=10)
	pair = [Step(name, name, lambda: meet.wait(), lambda: "1") for name in "ab"]
	assert steps.perform_all(pair) == {"a", "b"}


def test_nothing_that_needs_a_failed_step_is_begun():
	done = []

	def fail():
		raise RuntimeError("no network")

	with pytest.raises(RuntimeError):
		steps.perform_all([Step("a", "a", fail, lambda: "1"), step("b", done, needs=("a",))])
	assert done == []


def test_an_unknown_need_is_an_error():
	with pytest.raises(ValueError):
		steps.perform_all([step("a", [], needs=("nowhere",))])
