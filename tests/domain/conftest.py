"""A procedure told as a story, for the tables of cases: `procedure.filed("2026-03-02")…`."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from envoy_desktop.domain import clock
from envoy_desktop.domain.calendar import Calendar, HolidayRow
from envoy_desktop.domain.clock import Event, EventKind, Party, Reading, Terms

ROWS_FILE = Path(__file__).resolve().parents[2] / "db" / "reference" / "holidays.csv"


@cache
def published_calendar() -> Calendar:
    with ROWS_FILE.open(encoding="utf-8", newline="") as file:
        return Calendar(
            HolidayRow(
                date.fromisoformat(row["date"]),
                "workday" if row["kind"] == "workday" else "holiday",
                row["name"],
                int(row["notice_year"]),
            )
            for row in csv.DictReader(file)
        )


class Story:
    """The events of one procedure in the sequence of telling, and its readings."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.terms = Terms()
        self.calendar = published_calendar()

    def under(self, **terms: object) -> Story:
        self.terms = replace(self.terms, **terms)
        return self

    def add(self, kind: EventKind, on: str, **more: object) -> Story:
        event = Event(len(self.events) + 1, kind, date.fromisoformat(on))
        self.events.append(replace(event, **more))
        return self

    def filed(self, on: str, **more: object) -> Story:
        return self.add(EventKind.FILED, on, **more)

    def notice(self, on: str, *items: str, party: Party | None = None) -> Story:
        return self.add(EventKind.CORRECTION_NOTICE, on, items=items, party=party)

    def resubmitted(self, on: str, *items: str) -> Story:
        return self.add(EventKind.RESUBMITTED, on, items=items)

    def accepted(self, on: str, **more: object) -> Story:
        return self.add(EventKind.ACCEPTED, on, **more)

    def special_step(self, on: str, announced: int | None, ended: str | None = None) -> Story:
        self.add(EventKind.SPECIAL_STEP_BEGUN, on, announced=announced)
        return self.add(EventKind.SPECIAL_STEP_ENDED, ended) if ended else self

    def extension(self, on: str, days: int | None = None) -> Story:
        return self.add(EventKind.EXTENSION, on, days=days)

    def suspended(self, on: str, resumed: str | None = None) -> Story:
        self.add(EventKind.SUSPENDED, on)
        return self.add(EventKind.RESUMED, resumed) if resumed else self

    def decided(self, on: str, **more: object) -> Story:
        return self.add(EventKind.DECIDED, on, **more)

    def delivered(self, on: str, **more: object) -> Story:
        return self.add(EventKind.DELIVERED, on, **more)

    def refused(self, on: str, **more: object) -> Story:
        return self.add(EventKind.REFUSED, on, **more)

    def not_accepted(self, on: str, **more: object) -> Story:
        return self.add(EventKind.NOT_ACCEPTED, on, **more)

    def withdrawn(self, on: str, **more: object) -> Story:
        return self.add(EventKind.WITHDRAWN, on, **more)

    def read(self, as_of: str) -> Reading:
        return clock.read(self.events, self.terms, self.calendar, date.fromisoformat(as_of))

    def effects(self, as_of: str = "2027-12-31") -> list[str]:
        """The codes of what each event did, in the sequence of the events' days."""
        return [effect.code for effect in self.read(as_of).effects]

    def check(self, kind: EventKind, on: str, today: str = "2027-12-31", **more: object):
        """The warnings of one more event, which is not added."""
        new = replace(Event(len(self.events) + 1, kind, date.fromisoformat(on)), **more)
        return clock.check(self.events, new, self.terms, self.calendar, date.fromisoformat(today))


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """The calendar of the published tables, 2014 to 2026."""
    return published_calendar()


@pytest.fixture
def procedure() -> Story:
    """A licence under 行政许可法 42: 20 working days, no right to extend until told otherwise."""
    return Story()
