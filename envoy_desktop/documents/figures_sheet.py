"""A department's figures as a working paper: sentence, charts, worst cases, its own words."""

from datetime import date
from typing import TYPE_CHECKING

from envoy_desktop.casework import department_detail, figures
from envoy_desktop.casework.department_detail import Detail
from envoy_desktop.documents import pdf
from envoy_desktop.documents.blocks import Align, Column, Table
from envoy_desktop.documents.sheet import GREY, Drawn, Part, Piece, Sheet, Words, compose
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries.figures_behind import BehindRow
from envoy_desktop.words import _, names
from envoy_desktop.words import charts as chart_words
from envoy_desktop.words import figures as words

if TYPE_CHECKING:
    from envoy_desktop.store.queries.figures import Window

MOST_WORST = 10


def pdf_of(reader: Reader, as_of: date, department: int, window: "Window") -> bytes:
    """The paper as a PDF. Refuses "no-cases"."""
    table = figures.table(reader, as_of, window)
    return pdf.write(compose(sheet(department_detail.detail(reader, table, department))))


def sheet(seen: Detail) -> Sheet:
    """The paper of a department opened up."""
    told, standing = seen.row.figure, seen.row.standing
    one = seen.items[0].item if len(seen.items) == 1 else None
    pieces: list[Piece] = [
        Words(
            words.sentence(
                seen.row.office.name, one.name if one else "", told,
                since=seen.window.since, until=seen.window.until,
                promised=one.promised if one else None,
                statutory=one.statutory if one else None,
            )
        ),
        Words(words.standing(standing)),
    ]  # fmt: skip
    drawn = words.drawn(told.cases, standing)
    if drawn:
        pieces.append(Words(drawn, size=9.0, colour=GREY))
    for chart in (seen.distribution, seen.survival, seen.months):
        pieces.append(Drawn(chart, chart_words.title(chart)))
    pieces.append(Words(chart_words.change(seen.months.change), size=9.0))
    pieces.append(Part(_("部门自己的说明")))
    pieces += [
        Words(_("{day}　{text}").format(day=names.full_day(one_.on), text=one_.text))
        for one_ in seen.statements[:5]
    ] or [Words(_("没有记下它的说明。"), colour=GREY)]
    if seen.worst:
        pieces += [Part(_("最长的办件")), _worst(seen.worst[:MOST_WORST])]
    pieces.append(Part(_("方法")))
    pieces += [Words(line, size=9.0) for line in words.method()]
    title = _("{name} · 用时").format(name=seen.row.office.name)
    return Sheet(
        title, tuple(pieces), _("截至 {day}").format(day=names.full_day(seen.as_of)), title
    )


def _worst(rows: tuple[BehindRow, ...]) -> Table:
    heads = (
        Column(_("事项"), 8),
        Column(_("项目"), 8),
        Column(_("申报"), 5),
        Column(_("用时"), 3, Align.RIGHT),
        Column(_("超期"), 3, Align.RIGHT),
    )
    return Table(
        heads,
        tuple(
            (
                row.title,
                row.project,
                names.full_day(row.on),
                words.figure_days(row.days) + ("" if row.ended else "+"),
                words.figure_days(row.over) if row.over else "",
            )
            for row in rows
        ),
    )
