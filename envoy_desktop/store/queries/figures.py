"""The facts behind figures as columns: every filed case with its days, a million events at once."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from envoy_desktop.domain.clock_arrays import (
    CLOCKS,
    LAMPS,
    STATES,
    Readings,
    read_many,
)
from envoy_desktop.domain.clock_pack import (
    CODE,
    KINDS,
    MOST_ITEMS,
    NONE,
    PARTY_CODE,
    EventColumns,
    TermsColumns,
    pack_columns,
)
from envoy_desktop.domain.clock_values import ClockName, EventKind, Lamp, LimitKind, Party, State
from envoy_desktop.domain.departments import INSIDE, OUTSIDE, UNSETTLED, Cases
from envoy_desktop.domain.plan import working_length
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.facts import STANDING

Index = npt.NDArray[np.intp]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

BLOCK = 50_000
"""Rows taken from the file at once: what is not yet in arrays stays small."""
NO_ITEM = -1


@dataclass(frozen=True, slots=True)
class Window:
    """Which cases are meant: filed from `since` up to `until`, of the item of a code."""

    since: date | None = None
    until: date | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A department as figures show it; `earlier`: names of those whose history went over to it."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item as figures show it: code and name, limits in working days (a calendar-day limit at
    five a week)."""

    code: str
    name: str
    promised: int | None
    statutory: int | None


@dataclass(frozen=True, eq=False, slots=True)
class Facts:
    """Filed cases, a row each; `cases` has what the rules want.

    `departments` and `items`: what the numbers in `cases` mean. `procedure`, `project`: ids.
    `filed`, `ended`: ordinals of days, `ended` 0 where open or given up. `delivered`, `imported`:
    marks. `elapsed`: working days from filing to end, whoever was charged. `charged`: calendar
    days by party ([party, case], as `clock_pack.PARTIES`). `unusable`: cases left out, with the
    reason (procedure, code).
    """

    as_of: date
    departments: tuple[Office, ...]
    items: tuple[Item, ...]
    cases: Cases
    procedure: Ints
    project: Ints
    filed: Ints
    ended: Ints
    delivered: Bools
    imported: Bools
    elapsed: Ints
    charged: Ints
    unusable: tuple[tuple[int, str], ...] = ()

    def take(self, places: Index | Bools) -> "Facts":
        """The same departments and items with the cases at `places`."""
        return Facts(
            self.as_of, self.departments, self.items, self.cases.take(places),
            self.procedure[places], self.project[places], self.filed[places],
            self.ended[places], self.delivered[places], self.imported[places],
            self.elapsed[places], self.charged[:, places], self.unusable,
        )  # fmt: skip

    def department(self, id: int) -> int | None:
        """The number of a department by its id, None where it has no case."""
        return next((n for n, one in enumerate(self.departments) if one.id == id), None)

    def item(self, code: str) -> int | None:
        """The number of an item by its code."""
        return next((n for n, one in enumerate(self.items) if one.code == code), None)


@dataclass(frozen=True, eq=False, slots=True)
class _Procedures:
    id: Ints
    project: Ints
    item: Ints  # row of the item in the catalogue rows
    plan_limit: npt.NDArray[np.int32]


def facts(reader: Reader, as_of: date, window: Window | None = None) -> Facts:
    """Every filed case of the window as read on a day."""
    wanted = window or Window()
    rows = _item_rows(reader, wanted.item)
    events = _events(reader)
    held = _procedures(reader, rows, np.unique(events.case))
    place = np.searchsorted(held.id, events.case)
    place = np.minimum(place, max(0, len(held.id) - 1))
    known = held.id[place] == events.case if len(held.id) else np.zeros(len(place), bool)
    own = events.take(known)
    columns = EventColumns(
        place[known].astype(np.intp), own.kind, own.on, own.order, own.id, own.items, own.party,
        own.days,
    )  # fmt: skip
    terms = _terms(rows, held)
    calendar, thresholds = reference.calendar(reader), reference.thresholds(reader)
    read = read_many(pack_columns(columns, terms), calendar, as_of, thresholds)
    return _columns(reader, as_of, wanted, rows, held, terms, read)


# -- reading the file ----------------------------------------------------------------------------


def _item_rows(reader: Reader, code: str) -> list[tuple[Any, ...]]:
    where, values = (" AND code = :code", {"code": code}) if code else ("", {})
    return reader.rows(
        "SELECT id, code, name, lead_department, kind, statutory_limit, promised_limit,"
        " limit_unit, limit_from, extension, notes FROM catalogue_item"
        f" WHERE deleted = 0{where} ORDER BY id",
        **values,
    )


def _procedures(reader: Reader, rows: list[tuple[Any, ...]], filed: Ints) -> _Procedures:
    """Live procedures that have an event, by id."""
    place = {row[0]: n for n, row in enumerate(rows)}
    parts: list[npt.NDArray[np.int64]] = []
    for block in _blocks(
        reader.each(
            "SELECT p.id, p.project, p.item, coalesce(p.plan_limit, -1) FROM procedure p"
            " JOIN project j ON j.id = p.project WHERE p.deleted = 0 AND j.deleted = 0"
            " ORDER BY p.id"
        )
    ):
        told = np.array([(p, j, place.get(i, NO_ITEM), n) for p, j, i, n in block], np.int64)
        told = told[(told[:, 2] >= 0) & np.isin(told[:, 0], filed, assume_unique=True)]
        parts.append(told)
    whole = np.concatenate(parts) if parts else np.zeros((0, 4), np.int64)
    return _Procedures(whole[:, 0], whole[:, 1], whole[:, 2], whole[:, 3].astype(np.int32))


def _events(reader: Reader) -> EventColumns:
    """All standing events; papers become bits within their procedure."""
    bits: dict[int, dict[str, int]] = {}
    days: dict[str, int] = {}
    ints: list[npt.NDArray[np.int64]] = []
    orders: list[npt.NDArray[np.float64]] = []
    begun = CODE[EventKind.SPECIAL_STEP_BEGUN]
    codes = {kind.value: code for kind, code in CODE.items()}
    parties = {party.value: code for party, code in PARTY_CODE.items()}

    def ordinal(on: str) -> int:
        if on not in days:
            days[on] = date.fromisoformat(on).toordinal()
        return days[on]

    def papers(procedure: int, items: str) -> int:
        if not items or items == "[]":
            return 0
        own = bits.setdefault(procedure, {})
        told = 0
        for item in set(json.loads(items)):
            told |= 1 << min(own.setdefault(item, len(own)), MOST_ITEMS - 1)
        return told

    for block in _blocks(
        reader.each(
            'SELECT e.procedure, e.kind, e."on", e.day_order, e.id, e.items, e.party,'
            f" e.announced, e.days FROM event e WHERE {STANDING} ORDER BY e.procedure"
        )
    ):
        known = [row for row in block if row[1] in codes]
        ints.append(
            np.array(
                [
                    (
                        p, codes[k], ordinal(on), id, papers(p, items) if items else 0,
                        parties.get(party, NONE),
                        (announced if codes[k] == begun else length) or 0,
                    )
                    for p, k, on, _order, id, items, party, announced, length in known
                ],
                np.int64,
            ).reshape(-1, 7)
        )  # fmt: skip
        orders.append(np.array([row[3] for row in known], np.float64))
    told = np.concatenate(ints) if ints else np.zeros((0, 7), np.int64)
    order = np.concatenate(orders) if orders else np.zeros(0)
    return EventColumns(
        told[:, 0], told[:, 1].astype(np.int8), told[:, 2].astype(np.int32), order,
        told[:, 3], told[:, 4], told[:, 5].astype(np.int8), told[:, 6].astype(np.int32),
    )  # fmt: skip


def events_of(reader: Reader) -> Iterator[tuple[int, list[tuple[str, str, str]]]]:
    """Standing events by procedure, rising: (kind, day, day of entry), in the order of days."""
    for procedure, rows in groupby(
        reader.each(
            'SELECT e.procedure, e.kind, e."on", e.entered_on FROM event e'
            f' WHERE {STANDING} ORDER BY e.procedure, e."on", e.day_order, e.id'
        ),
        key=lambda row: row[0],
    ):
        yield procedure, [(kind, on, entered) for _procedure, kind, on, entered in rows]


def _blocks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    block: list[tuple[Any, ...]] = []
    for row in rows:
        block.append(row)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _terms(rows: list[tuple[Any, ...]], held: _Procedures) -> TermsColumns:
    from envoy_desktop.domain.catalogue import LICENCE, unit_to_confirm

    def column(values: Sequence[Any], kind: Any) -> Any:
        return np.array(values if len(values) else [0], kind)[held.item]

    def limit(value: int | None, none: int = NONE) -> int:
        return none if value is None else value

    return TermsColumns(
        column([limit(row[5]) for row in rows], np.int32),
        column([limit(row[6]) for row in rows], np.int32),
        held.plan_limit,
        column([row[7] == "calendar_day" for row in rows], np.bool_),
        column([row[8] == "received" for row in rows], np.bool_),
        column([limit(row[9], 0) for row in rows], np.int32),
        column([row[4] == LICENCE for row in rows], np.bool_),
        column([row[3].startswith("zj_") for row in rows], np.bool_),
        column(
            [row[7] == "calendar_day" and unit_to_confirm(row[10] or "") for row in rows],
            np.bool_,
        ),
    )


@dataclass(frozen=True, slots=True)
class Transition:
    """From one event to the next: how often, and the working days between (all, median)."""

    first: str
    then: str
    count: int
    days: int
    median: float


def transitions(reader: Reader, as_of: date) -> list[Transition]:
    """Where the working days between events lie, the most days first; an event after `as_of`
    is not there yet."""
    events = _events(reader)
    events = events.take(events.on <= as_of.toordinal())
    events = events.take(np.lexsort((events.id, events.order, events.on, events.case)))
    calendar = reference.calendar(reader).arrays
    same = np.flatnonzero(events.case[1:] == events.case[:-1])
    code = events.kind[same].astype(np.int64) * len(KINDS) + events.kind[same + 1]
    days = _working(
        calendar.count, calendar.first, events.on[same].astype(np.int64),
        events.on[same + 1].astype(np.int64),
    )  # fmt: skip
    order = np.lexsort((days, code))
    code, days = code[order], days[order]
    kinds, starts = np.unique(code, return_index=True)
    found = []
    for one, part in zip(kinds.tolist(), np.split(days, starts[1:]), strict=True):
        first, then = divmod(one, len(KINDS))
        found.append(
            Transition(
                KINDS[first].value, KINDS[then].value, len(part), int(part.sum()),
                float(np.median(part)),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: -one.days)


# -- from readings to cases ----------------------------------------------------------------------

_STATUTORY = CLOCKS.index((ClockName.DECISION, LimitKind.STATUTORY))
_PROMISED = CLOCKS.index((ClockName.DECISION, LimitKind.PROMISED))
_DELIVERED, _REFUSED = STATES.index(State.DELIVERED), STATES.index(State.REFUSED)
_RED = LAMPS.index(Lamp.RED)


def _columns(
    reader: Reader,
    as_of: date,
    window: Window,
    rows: list[tuple[Any, ...]],
    held: _Procedures,
    terms: TermsColumns,
    read: Readings,
) -> Facts:
    filed = np.where(read.filed == NONE, 0, read.filed.astype(np.int64) + read.first)
    ended = np.where(read.ended == NONE, 0, read.ended.astype(np.int64) + read.first)
    state = read.state
    charged = read.charged.astype(np.int64)
    days = np.where(
        terms.led_by_intermediary,
        charged[PARTY_CODE[Party.INTERMEDIARY]],
        charged[PARTY_CODE[Party.DEPARTMENT]],
    ).astype(np.float64)
    finished = (state == _DELIVERED) | (state == _REFUSED)
    delivered = state == _DELIVERED
    promised = _kept(read, _PROMISED, finished)
    statutory = _kept(read, _STATUTORY, finished)
    overdue = np.maximum(_over(read, _STATUTORY), 0)
    overdue = np.where(read.limit[_STATUTORY] == NONE, _over(read, _PROMISED), overdue)
    overdue = np.maximum(overdue, 0).astype(np.float64)
    items, of_row = _items(rows)
    limit = np.full(len(held.id), np.nan)
    for n, item in enumerate(items):
        own = item.promised if item.promised is not None else item.statutory
        if own:
            limit[of_row[held.item] == n] = own
    calendar = reference.calendar(reader)
    count = calendar.arrays.count
    first = calendar.arrays.first
    until = np.where(ended > 0, ended, as_of.toordinal())
    passed = _passed(count, first)
    logs = _imported(reader, held, as_of, passed)
    imported = np.zeros(len(held.id), bool)
    unusable: list[tuple[int, str]] = []
    bad = np.zeros(len(held.id), bool)
    for at, told in logs:
        imported[at] = True
        until[at] = told.until
        if told.filed:
            filed[at] = told.filed
        if told.ended and told.ended < told.filed:
            bad[at] = True
            unusable.append((int(held.id[at]), "ended-before-filed"))
            continue
        if told.plain:
            days[at] = told.days
        finished[at] = finished[at] or told.ended > 0
        delivered[at] = finished[at] and state[at] != _REFUSED
        ended[at] = told.ended or ended[at]
        limit[at] = told.limit if told.limit is not None else limit[at]
        if told.deadline:
            statutory[at], overdue[at] = told.held(told.deadline, passed)
        if told.planned:
            promised[at], over = told.held(told.planned, passed)
            overdue[at] = overdue[at] if told.deadline else over
    inside = (filed > 0) & (filed <= as_of.toordinal()) & ~bad
    if window.since:
        inside &= filed >= window.since.toordinal()
    if window.until:
        inside &= filed <= window.until.toordinal()
    kept = np.flatnonzero(inside)
    kept = kept[_once(reader, held.id[kept], held.item[kept], rows, days[kept])]
    elapsed = _working(count, first, filed, np.maximum(until, filed))
    offices, of_department = _departments(reader, rows)
    cases = Cases(
        of_department[held.item].astype(np.intp), of_row[held.item].astype(np.intp), days,
        finished, limit, promised, statutory, overdue,
    )  # fmt: skip
    ended = np.where(finished, ended, 0)
    whole = Facts(
        as_of, offices, items, cases, held.id, held.project, filed, ended, delivered, imported,
        elapsed, charged, tuple(unusable),
    )  # fmt: skip
    return whole.take(kept)


def _kept(read: Readings, clock: int, finished: Bools) -> npt.NDArray[np.int8]:
    has = read.limit[clock] != NONE
    over = has & (read.lamp[clock] == _RED)
    marks = np.where(over, OUTSIDE, np.where(has & finished, INSIDE, UNSETTLED))
    return marks.astype(np.int8)


def _over(read: Readings, clock: int) -> Ints:
    over = read.used[clock].astype(np.int64) - read.limit[clock]
    return np.where((read.limit[clock] == NONE) | (read.lamp[clock] != _RED), 0, over)


def _working(count: npt.NDArray[np.int32], first: int, low: Ints, high: Ints) -> Ints:
    """Working days d with low < d ≤ high, of ordinals."""
    last = len(count) - 1
    from_, to = np.clip(low - first, 0, last), np.clip(high - first, 0, last)
    days: Ints = np.maximum(count[to].astype(np.int64) - count[from_], 0)
    return days


def _passed(count: npt.NDArray[np.int32], first: int) -> Callable[[int, int], int]:
    """The same for single days, without an array each."""
    known: list[int] = count.tolist()
    last = len(known) - 1

    def passed(low: int, high: int) -> int:
        return max(
            0, known[min(max(high - first, 0), last)] - known[min(max(low - first, 0), last)]
        )

    return passed


def _ordinal(on: str | None) -> int:
    return date.fromisoformat(on).toordinal() if on else 0


def _items(rows: list[tuple[Any, ...]]) -> tuple[tuple[Item, ...], Index]:
    """The items by code (an edition's own row counts as the same item), and each row's number."""
    known: dict[str, int] = {}
    items: list[Item] = []
    of_row = np.zeros(max(1, len(rows)), np.intp)
    for n, row in enumerate(rows):
        _id, code, name, _lead, _kind, statutory, promised, unit, *_rest = row
        if code not in known:
            known[code] = len(items)
            items.append(
                Item(code, name, working_length(promised, unit), working_length(statutory, unit))
            )
        of_row[n] = known[code]
    return tuple(items), of_row


def _departments(reader: Reader, rows: list[tuple[Any, ...]]) -> tuple[tuple[Office, ...], Index]:
    """Departments with those they became, and each item row's number among them."""
    known = {
        row[0]: row
        for row in reader.rows(
            "SELECT id, code, name, short_name, kind FROM department ORDER BY code, id"
        )
    }
    by_code = {row[1]: row[0] for row in known.values()}
    goes = successors(reader)
    newest = reference.newest_edition(reader)
    leads = dict(
        reader.rows(
            "SELECT code, lead_department FROM catalogue_item"
            " WHERE edition = :edition AND deleted = 0",
            edition=newest,
        )
        if newest is not None
        else ()
    )
    numbers: dict[int, int] = {}
    found: list[tuple[Any, ...]] = []
    earlier: dict[int, list[str]] = {}
    of_row = np.zeros(max(1, len(rows)), np.intp)
    for n, row in enumerate(rows):
        id = by_code.get(row[3], 0)
        now_led_by = by_code.get(leads.get(row[1], ""), 0)
        final = follow(goes, id, now_led_by)
        if final not in numbers:
            numbers[final] = len(found)
            found.append(known.get(final, (0, row[3], row[3], "", "")))
        if final != id and id in known and known[id][2] not in earlier.setdefault(final, []):
            earlier[final].append(known[id][2])
        of_row[n] = numbers[final]
    offices = tuple(
        Office(row[0], row[1], row[2], row[3], row[4], tuple(earlier.get(row[0], ())))
        for row in found
    )
    return offices, of_row


def has_item(reader: Reader, code: str) -> bool:
    """Whether an item of this code is known, from a list or from a log."""
    found = reader.value(
        "SELECT 1 FROM catalogue_item WHERE code = :code AND deleted = 0 LIMIT 1", code=code
    )
    return found is not None


def offices(reader: Reader) -> list[Office]:
    """All departments, those without a case too."""
    return [
        Office(*row)
        for row in reader.rows(
            "SELECT id, code, name, short_name, kind FROM department WHERE deleted = 0"
            " ORDER BY code, id"
        )
    ]


def successors(reader: Reader) -> dict[int, list[int]]:
    """For each department that was merged or split the ones it went into."""
    goes: dict[int, list[int]] = {}
    for department, into in reader.rows(
        'SELECT department, "into" FROM succession WHERE deleted = 0 AND department <> "into"'
        ' ORDER BY "on", id'
    ):
        goes.setdefault(department, []).append(into)
    return goes


def follow(goes: dict[int, list[int]], department: int, leads_now: int) -> int:
    """Where the history of a department's item is now: with the one that leads the item, else
    the first successor."""
    seen = {department}
    while department in goes:
        into = goes[department]
        department = leads_now if leads_now in into else into[0]
        if department in seen:  # a circle of mergers: stay
            return department
        seen.add(department)
    return department


def _once(
    reader: Reader, procedures: Ints, item: Ints, rows: list[tuple[Any, ...]], days: Any
) -> Index:
    """The places to keep: of a joint review's procedures at one department the longest alone."""
    joint = dict(
        reader.rows(
            "SELECT jp.procedure, jp.joint_review FROM joint_procedure jp JOIN joint_review j"
            " ON j.id = jp.joint_review WHERE jp.deleted = 0 AND j.deleted = 0"
        )
    )
    if not joint:
        return np.arange(len(procedures))
    best: dict[tuple[int, str], int] = {}
    drop: list[int] = []
    at = {int(p): n for n, p in enumerate(procedures) if int(p) in joint}
    for procedure, n in at.items():
        key = joint[procedure], rows[int(item[n])][3]
        other = best.get(key)
        if other is None or days[n] > days[other]:
            best[key] = n
        if other is not None:
            drop.append(n if best[key] == other else other)
    return np.setdiff1d(np.arange(len(procedures)), drop)


# -- cases of an imported log --------------------------------------------------------------------


@dataclass(slots=True)
class _Logged:
    """A case of a log: ordinals of its days (0: none); `until` where it ends or is cut off."""

    filed: int
    deadline: int
    planned: int
    ended: int
    until: int
    plain: bool
    days: float
    limit: float | None

    def held(self, by: int, passed: Callable[[int, int], int]) -> tuple[int, float]:
        """Whether a day was kept by local date, and the working days beyond it."""
        over = passed(by, self.until)
        late = self.until > by
        mark = OUTSIDE if late else INSIDE if self.ended else UNSETTLED
        return mark, float(max(over, 1) if late else 0)


def _imported(
    reader: Reader, held: _Procedures, as_of: date, passed: Callable[[int, int], int]
) -> Iterator[tuple[int, _Logged]]:
    """The cases of logs with their place among the procedures.

    An open one lasted at least up to the log's last day: what came after it the log cannot know.
    """
    if not len(held.id) or not reader.value("SELECT 1 FROM imported_case LIMIT 1"):
        return
    last = {
        log: max(filter(None, (filed, ended)), default=None)
        for log, filed, ended in reader.rows(
            "SELECT imported_log, max(filed_on), max(ended_on) FROM imported_case"
            " WHERE deleted = 0 GROUP BY imported_log"
        )
    }
    eventful = {
        row[0]
        for row in reader.rows(
            "SELECT DISTINCT e.procedure FROM event e JOIN imported_case c"
            f" ON c.procedure = e.procedure WHERE {STANDING}"
            " AND e.kind NOT IN ('filed', 'delivered')"
        )
    }
    today = as_of.toordinal()

    ordinal = lru_cache(maxsize=100_000)(_ordinal)

    place = {id: n for n, id in enumerate(held.id.tolist())}
    ends = {log: ordinal(on) for log, on in last.items()}
    for log, procedure, filed_on, deadline_on, planned_on, ended_on in reader.each(
        "SELECT imported_log, procedure, filed_on, deadline_on, planned_on, ended_on"
        " FROM imported_case WHERE deleted = 0"
    ):
        at = place.get(procedure)
        if at is None:
            continue
        filed, ended = ordinal(filed_on), ordinal(ended_on)
        if ended > today:
            ended = 0
        until = ended or max(filed, min(today, ends[log]))
        deadline, planned = ordinal(deadline_on), ordinal(planned_on)
        by = planned or deadline
        yield at, _Logged(
            filed, deadline, planned, ended, until,
            procedure not in eventful,
            float(passed(filed, until)) if until >= filed else 0.0,
            float(max(1, passed(filed, by))) if by > filed > 0 else None,
        )  # fmt: skip
