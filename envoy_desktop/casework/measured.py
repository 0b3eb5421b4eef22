"""Figures for a paper, and how honest past forecasts were."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from envoy_desktop.domain import calibration as rules
from envoy_desktop.domain import departments
from envoy_desktop.domain.calibration import Calibration
from envoy_desktop.domain.departments import Figure
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import figures, reference
from envoy_desktop.store.queries.figures import Item, Window
from envoy_desktop.words import figures as words


@dataclass(frozen=True, slots=True)
class Said:
    """A figure as a sentence with its footnote, and the procedures behind it."""

    text: str
    footnote: str
    behind: tuple[int, ...]
    figure: Figure


def calibration(reader: Reader, as_of: date) -> Calibration:
    """Of past steps, how many ended within what was forecast when they were filed."""
    found = figures.facts(reader, as_of)
    given_up = ~found.cases.ended & (found.elapsed < 0)
    kept = found.take(~given_up)
    return rules.calibrate(
        kept.cases.item,
        kept.filed,
        np.where(kept.delivered, kept.ended, 0),
        kept.elapsed,
        reference.calendar(reader),
        as_of.toordinal(),
        [(item.promised, item.statutory) for item in found.items],
    )


def sentence(reader: Reader, as_of: date, department: int, window: Window | None = None) -> Said:
    """What a department's cases say, as a sentence. Refuses "no-cases"."""
    wanted = window or Window()
    found = figures.facts(reader, as_of, wanted)
    goes = figures.successors(reader)
    number = found.department(department)
    if number is None:
        number = found.department(figures.follow(goes, department, 0))
    own = found.take(found.cases.department == (-1 if number is None else number))
    if number is None or not len(own.cases):
        raise Refusal("no-cases", next="widen-window")
    office = found.departments[number]
    figure = departments.figure(own.cases)
    place = found.item(wanted.item) if wanted.item else None
    item = Item("", "", None, None) if place is None else found.items[place]
    text = words.sentence(
        office.name,
        item.name,
        figure,
        since=wanted.since,
        until=wanted.until,
        promised=item.promised,
        statutory=item.statutory,
    )
    # open cases first: a claim then sees that one of them has ended
    behind = own.procedure[np.lexsort((own.procedure, own.cases.ended))]
    return Said(text, words.footnote(as_of, figure), tuple(behind.tolist()), figure)
