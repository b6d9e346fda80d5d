"""Times as people say them."""

from datetime import datetime, timedelta

import frappe
import pytest

from liuwan_process.portal import times
from liuwan_process.process_organization.calendar import FALLBACK

NOW = datetime(2026, 11, 24, 9, 0)  # a Tuesday
DAY = FALLBACK.regular_day


@pytest.fixture(params=["en", "zh"])
def language(request):
	frappe.local.lang = request.param
	yield request.param
	frappe.local.lang = "en"


@pytest.mark.parametrize(
	("moment", "english", "chinese"),
	[
		(datetime(2026, 11, 24, 17, 0), "today 17:00", "今天17:00"),
		(datetime(2026, 11, 25, 8, 5), "tomorrow 08:05", "明天08:05"),
		(datetime(2026, 11, 23, 23, 59), "yesterday 23:59", "昨天23:59"),
		(datetime(2026, 11, 27, 10, 0), "Fri 27 Nov 10:00", "11月27日周五 10:00"),
		(datetime(2024, 2, 29, 10, 0), "29 Feb 2024", "2024年2月29日"),
	],
)
def test_moments(language, moment, english, chinese):
	assert times.when(moment, NOW) == {"en": english, "zh": chinese}[language]


@pytest.mark.parametrize(
	("due", "english", "chinese"),
	[
		(datetime(2026, 11, 26, 9, 0), "2 working days left", "还剩2个工作日"),
		(datetime(2026, 11, 25, 9, 0), "1 working day left", "还剩1个工作日"),
		(datetime(2026, 11, 24, 12, 0), "3 working hours left", "还剩3个工作小时"),
		(datetime(2026, 11, 24, 9, 40), "40 minutes left", "还剩40分钟"),
		(datetime(2026, 11, 24, 9, 0, 30), "less than a minute left", "还剩不到1分钟"),
		(datetime(2026, 11, 23, 9, 0), "overdue by 1 working day", "已超时1个工作日"),
	],
)
def test_time_left(language, due, english, chinese):
	assert times.left(due, NOW, FALLBACK) == {"en": english, "zh": chinese}[language]


def test_time_left_on_a_day_off_counts_by_the_clock():
	saturday = datetime(2026, 11, 28, 9, 0)
	assert times.left(saturday + timedelta(hours=2), saturday, FALLBACK) == "2 hours left"


def test_until(language):
	assert (
		times.until(datetime(2026, 11, 24, 17, 0), NOW)
		== {"en": "by today 17:00", "zh": "今天17:00前"}[language]
	)


@pytest.mark.parametrize(
	("seconds", "english", "chinese"),
	[
		(0, "less than a minute", "不到1分钟"),
		(60, "1 minute", "1分钟"),
		(DAY - 1, "7 working hours", "7个工作小时"),
		(DAY * 3 + 5, "3 working days", "3个工作日"),
	],
)
def test_working_time(language, seconds, english, chinese):
	assert times.worked(seconds, DAY) == {"en": english, "zh": chinese}[language]


def test_what_it_usually_takes_is_rounded_to_half_days():
	assert times.about(DAY * 2.3, DAY) == "2.5 working days"
	assert times.about(DAY, DAY) == "1 working day"


@pytest.mark.parametrize(
	("amount", "unit", "english", "chinese"),
	[
		(30, "seconds", "30 seconds", "30秒"),
		(1, "working_days", "1 working day", "1个工作日"),
		(0.5, "days", "0.5 days", "0.5天"),
	],
)
def test_limits(language, amount, unit, english, chinese):
	assert times.limit(amount, unit) == {"en": english, "zh": chinese}[language]
