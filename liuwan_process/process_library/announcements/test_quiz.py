"""A quiz: what is right, what an attempt is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuwan_process.process_library.announcements import quiz

pytestmark = pytest.mark.pure
ONE = quiz.read("one", " Who signs? ", "The clerk\n* The director\n\nNobody")
SEVERAL = quiz.read("two", "Until when?", "*Today\n*Tomorrow\nNever")


def test_an_asterisk_marks_what_is_right():
	assert (ONE.text, ONE.choices, ONE.right) == ("Who signs?", ("The clerk", "The director", "Nobody"), {1})
	assert not ONE.several and SEVERAL.several


@pytest.mark.parametrize("choices", ["", "*Only one", "One\nTwo", "*One\n*", "*One\nOne"])
def test_a_question_needs_two_choices_and_a_right_one(choices):
	assert not quiz.is_sound(quiz.read("q", "?", choices))
	assert quiz.is_sound(ONE) and quiz.is_sound(SEVERAL)


@pytest.mark.parametrize(
	("answers", "score"),
	[
		({"one": [1], "two": [0, 1]}, 100),
		({"one": [1], "two": [0]}, 50),
		({"one": [0, 1], "two": [0, 1, 2]}, 0),
		({}, 0),
		({"other": [1]}, 0),
	],
)
def test_only_what_is_entirely_right_counts(answers, score):
	assert quiz.score([ONE, SEVERAL], answers) == score
	assert quiz.score([], answers) == 100


@given(st.dictionaries(st.sampled_from(("one", "two")), st.sets(st.integers(0, 3))))
def test_the_score_says_how_many_are_wrong(answers):
	wrong = quiz.wrong([ONE, SEVERAL], answers)
	assert quiz.score([ONE, SEVERAL], answers) == 100 * (2 - len(wrong)) / 2
