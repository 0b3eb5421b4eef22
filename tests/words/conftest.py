"""A day on which dates read as they stand in the tests, and Chinese again after each."""

from datetime import date

import pytest

from envoy_desktop import now, words


@pytest.fixture(autouse=True)
def _a_day_in_november():
    now.set_today(date(2026, 11, 23))
    yield
    now.set_today(None)
    words.set_language("zh_CN")
