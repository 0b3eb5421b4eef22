"""The attachment that numbers the facts a paper rests on (事实依据表), from plain rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from envoy_desktop.documents.blocks import Align, Attachment, Column, Table

TITLE = "事实依据表"
"""An attachment of this title without text of its own is filled with the facts."""


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact: its day and the day it was entered (ISO), the procedure, what happened.

    `place` is where the paper speaks of it: 一（二）.
    """

    on: str
    about: str
    what: str
    place: str
    entered_on: str


def attachment(lines: Sequence[FactLine]) -> Attachment:
    """The numbered table; only its title where there are no facts."""
    if not lines:
        return Attachment(TITLE)
    table = Table(
        (
            Column("序号", 2, Align.CENTRE),
            Column("日期", 6, Align.CENTRE),
            Column("事项", 8),
            Column("事实", 10),
            Column("正文", 5, Align.CENTRE),
            Column("录入日期", 6, Align.CENTRE),
        ),
        tuple(
            (str(n), line.on, line.about, line.what, line.place, line.entered_on)
            for n, line in enumerate(lines, 1)
        ),
    )
    return Attachment(TITLE, (table,))
