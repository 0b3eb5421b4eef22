"""The one clock, and a thread that stands apart from it."""

import threading
from datetime import UTC, date, datetime

from envoy_desktop import now


def test_days_played_apart_are_seen_by_no_other_thread() -> None:
    seen: list[date] = []
    with now.turned():
        now.set_today(date(2026, 11, 23))
        with now.apart():
            assert now.today() == date(2026, 11, 23)
            now.set_today(date(2025, 1, 6))
            now.set_instant(lambda: datetime(2025, 1, 6, 1, tzinfo=UTC))
            other = threading.Thread(target=lambda: seen.append(now.today()))
            other.start()
            other.join()
            assert now.today() == now.instant().date() == date(2025, 1, 6)
        assert seen == [date(2026, 11, 23)] == [now.today()]
        assert now.instant().year > 2025
