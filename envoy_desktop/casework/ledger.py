"""The supervision ledger read: every duty as it stands on a day, and the ledger's counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from envoy_desktop.domain import duties as rules
from envoy_desktop.domain.duties import DutyReading
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import duties as stored
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.duties import DutyRow


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty and how it stands."""

    row: DutyRow
    reading: DutyReading

    @property
    def broken(self) -> bool:
        """A promise to the investor that was not kept in time: it leads everything (守信重诺)."""
        return self.row.source == "commitment" and self.reading.state == "overdue"

    @property
    def unproved(self) -> bool:
        """Said to be done, its proof not yet seen."""
        return self.reading.state in ("done", "done_late") and not self.reading.closed

    @property
    def owner(self) -> str:
        """Who is to do it."""
        return self.row.department_name or self.row.owed_by

    @property
    def order(self) -> tuple[int, str, int, int]:
        """Broken promises first, then by date; of equal date the weightier source."""
        place = {"overdue": 1, "due_soon": 2, "open": 3}.get(self.reading.state, 4)
        source = rules.SOURCES.get(self.row.source)
        weight = -source.weight if source else 0
        return (
            0 if self.broken else place, self.reading.due.isoformat(), weight, self.row.id,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a ledger; each equals a count of facts."""

    total: int
    states: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    unproved: int = 0
    closed: int = 0
    to_remind: int = 0
    postponed: int = 0

    @property
    def open(self) -> int:
        """Duties that are neither done nor withdrawn."""
        return sum(self.states[state] for state in ("open", "due_soon", "overdue"))


def read(
    reader: Reader,
    today: date,
    *,
    project: int | None = None,
    source: str = "",
    department: int | None = None,
) -> list[Entry]:
    """The duties as they stand on `today`, broken promises first, ended ones last."""
    terms = _Terms(reader, today)
    found = [
        Entry(row, terms.read(row))
        for row in stored.duties(reader, project=project, source=source, department=department)
    ]
    found.sort(key=lambda entry: entry.order)
    return found


def of_row(reader: Reader, row: DutyRow, today: date) -> DutyReading:
    """How one duty stands."""
    return _Terms(reader, today).read(row)


def counts(entries: Iterable[Entry]) -> Counts:
    """The ledger's figures."""
    listed = list(entries)
    return Counts(
        total=len(listed),
        states=Counter(entry.reading.state for entry in listed),
        sources=Counter(entry.row.source for entry in listed),
        broken=sum(entry.broken for entry in listed),
        unproved=sum(entry.unproved for entry in listed),
        closed=sum(entry.reading.closed for entry in listed),
        to_remind=sum(bool(entry.reading.to_remind) for entry in listed),
        postponed=sum(bool(entry.reading.postponed) for entry in listed),
    )


class _Terms:
    """What all readings of one day share."""

    def __init__(self, reader: Reader, today: date) -> None:
        self._calendar = reference.calendar(reader)
        self._today = today
        self._soon = int(str(reference.setting(reader, "today.due_soon_days")))
        self._escalate = int(str(reference.setting(reader, "duty.escalate_after_days")))

    def read(self, row: DutyRow) -> DutyReading:
        return rules.read_duty(
            row.facts(),
            self._calendar,
            self._today,
            soon=self._soon,
            escalate_after=self._escalate,
        )
