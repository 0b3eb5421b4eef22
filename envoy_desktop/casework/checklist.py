"""一单清: the merged papers of a project with when each is needed, and demands that go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from envoy_desktop.casework import outlook
from envoy_desktop.domain import checklist, demands, iso
from envoy_desktop.domain.clock_values import EventKind, Proposal
from envoy_desktop.domain.demands import Demand, KnownPaper
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import facts, materials, standing
from envoy_desktop.store.queries.materials import MaterialRow

ASKING = (EventKind.CORRECTION_NOTICE, EventKind.RECEIPT_REFUSED, EventKind.PRE_REVIEW)


@dataclass(frozen=True, slots=True)
class PaperReading:
    """A paper on a day.

    `needed_on`: the first filing that still waits for it, as planned. `warning`: expired or
    expires_before_filing, with the filing that it would `miss`; "" where it is good long enough.
    """

    row: MaterialRow
    needed_on: date | None
    warning: str
    miss: date | None


def readings(
    reader: Reader, project: int, today: date, *, seen: outlook.Outlook | None = None
) -> list[PaperReading]:
    """The papers of a project, each once; `seen` is the project's outlook where it is at hand."""
    rows = materials.materials(reader, project)
    looked = seen or outlook.outlook(reader, project, today)
    return read(rows, looked, today)


def read(rows: list[MaterialRow], seen: outlook.Outlook, today: date) -> list[PaperReading]:
    """Papers held against the filings that the outlook expects."""
    waits: Mapping[int, date] = {
        step.procedure: max(step.start, today) for step in seen.steps if step.state == "future"
    }
    made = []
    for row in rows:
        filings = [waits[id] for id, _name in row.procedures if id in waits]
        until = iso.day(row.expires_on)
        warning, miss = checklist.expiry(until, filings, today)
        made.append(PaperReading(row, min(filings, default=None), warning, miss))
    return made


def papers(reader: Reader, project: int) -> list[KnownPaper]:
    """The papers of a project as the judging of demands wants them."""
    codes = {one.id: one.code for one in standing.procedures_of(reader, project)}
    return [
        KnownPaper(
            row.code,
            row.name,
            row.is_shared,
            tuple(dict.fromkeys(codes[id] for id, _name in row.procedures)),
            row.state,
        )
        for row in materials.materials(reader, project)
    ]


def judged(reader: Reader, procedure: int, text: str) -> Demand | None:
    """What is wrong with a procedure's window asking for `text`, out of the blue."""
    project, code = _place(reader, procedure)
    return demands.judge(text, code, papers(reader, project), own_shown=True)


def proposals(reader: Reader, procedure: int) -> list[Proposal]:
    """Obstacles that the recorded demands of a procedure suggest.

    A paper that departments share, one that another procedure of the project asked for before
    (每份只要一次), and what is no condition of the works permit. What only is not recognised
    is left alone: corrections are told in free words.
    """
    project, code = _place(reader, procedure)
    asked = _asked(reader, project)
    mine = [one for one in asked if one[1] == procedure]
    if not mine:
        return []
    known = papers(reader, project)
    found = []
    for on, _own, event, items in mine:
        for item in items:
            wrong = demands.judge(item, code, known)
            if wrong is not None and wrong.why not in ("unlisted", "not_here"):
                found.append(_proposal(wrong.kind, wrong.why, event, on, item))
                continue
            paper = demands.recognise(item, known)
            before = None
            for other_on, other, _event, others in asked:
                if other == procedure or (other_on, _event) >= (on, event):
                    continue
                for wanted in others:
                    same = demands.recognise(wanted, known) if paper else None
                    if wanted == item or (paper and same and same.code == paper.code):
                        before = other
            if before is not None and paper is not None:
                found.append(_proposal(demands.TWICE, "demanded_twice", event, on, item))
    return found


def _proposal(kind: str, why: str, event: int, on: date, item: str) -> Proposal:
    return Proposal(kind, event, {"on": on, "items": (item,), "why": why})


def _asked(reader: Reader, project: int) -> list[tuple[date, int, int, tuple[str, ...]]]:
    """What the windows of a project asked for: (day, procedure, event, items), by day."""
    procedures = [one.id for one in standing.procedures_of(reader, project)]
    return sorted(
        (event.on, id, event.id, event.items)
        for id, told in facts.several(reader, procedures)
        for event in told.events
        if event.kind in ASKING and event.items
    )


def _place(reader: Reader, procedure: int) -> tuple[int, str]:
    found = standing.procedure(reader, procedure)
    if found is None:
        raise Refusal("unknown-id", kind="procedure")
    return found.project, found.code
