"""The settlement sheet 一费结: every fee of a project with basis, bound, charge and difference."""

import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from envoy_desktop import now
from envoy_desktop.casework.settlement import FeeLine, Settlement, settlement
from envoy_desktop.documents import pdf
from envoy_desktop.documents.blocks import Align, Column, Table
from envoy_desktop.documents.layout import Layout
from envoy_desktop.documents.sheet import (
    LAMP_COLOURS,
    Fields,
    Figures,
    Pairs,
    Part,
    Piece,
    Sheet,
    Words,
    compose,
)
from envoy_desktop.domain import fees as rules
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader, replace_file
from envoy_desktop.store.queries import projects, reference
from envoy_desktop.words import _, names, ngettext


@dataclass(frozen=True, slots=True)
class SettlementSheet:
    """What the sheet says of a project on a day."""

    name: str
    investor: str
    as_of: date
    envoy: str
    fees: Settlement


def read(reader: Reader, project: int, today: date) -> SettlementSheet:
    """The settlement of a project as of a day. Refuses "unknown-id"."""
    row = projects.project(reader, project, today)
    if row is None:
        raise Refusal("unknown-id", kind="project")
    envoy = str(reference.setting(reader, "envoy.name"))
    return SettlementSheet(
        row.name, row.investor, today, envoy, settlement(reader, project, as_of=today)
    )


def write(told: SettlementSheet, path: Path) -> None:
    """Write the sheet, as a spreadsheet where the path ends so, else as PDF.

    Raises SystemFailed where the file cannot be written.
    """
    data = xlsx(told) if path.suffix.lower() == ".xlsx" else pdf.write(layout(told))
    replace_file(path, data)


def layout(told: SettlementSheet) -> Layout:
    """The sheet laid out for A4."""
    fees = told.fees
    figures = (
        (names.money(fees.charged), _("已收取"), ""),
        (names.money(fees.paid), _("已缴"), ""),
        (names.money(fees.lower), _("按下限应收（可算的）"), ""),
        (names.money(fees.above), _("高于应收"), LAMP_COLOURS["red"] if fees.above else ""),
    )
    pieces: list[Piece] = [
        Figures(figures),
        Pairs(
            (
                (_("项目单位"), told.investor),
                (_("截至"), names.full_day(told.as_of)),
            )
        ),
    ]
    flagged = [line for line in fees.lines if line.flags]
    if flagged:
        pieces += [Part(_("需要说明的收费")), _flagged(flagged)]
    for market, title in ((False, _("行政收费和税费")), (True, _("中介服务（按合同）"))):
        lines = [line for line in fees.lines if line.intermediary is market]
        if lines:
            pieces += [Part(title), _table(lines)]
    if fees.open:
        words = ngettext(
            "另有 {n} 项按标准另行核定或尚未签订合同，未计入合计。",
            "另有 {n} 项按标准另行核定或尚未签订合同，未计入合计。",
            fees.open,
        )
        pieces.append(Words(words.format(n=fees.open), size=9.0))
    pieces.append(Fields((_("项目单位确认"), _("特派服务员"), _("日期"))))
    foot = _("收费结清单 · {name}").format(name=told.name)
    return compose(Sheet(_("收费结清单（一费结）"), tuple(pieces), subtitle=told.name, foot=foot))


def _flagged(lines: list[FeeLine]) -> Table:
    return Table(
        (Column(_("事项"), 5), Column(_("收取（元）"), 3, Align.RIGHT), Column(_("问题"), 8)),
        tuple(
            (
                line.name,
                _money(line.charged),
                _("；").join(names.fee_flag(flag) for flag in line.flags),
            )
            for line in lines
        ),
    )


def _table(lines: list[FeeLine]) -> Table:
    return Table(
        (
            Column(_("事项"), 5),
            Column(_("依据"), 6),
            Column(_("应收（元）"), 3, Align.RIGHT),
            Column(_("收取（元）"), 3, Align.RIGHT),
            Column(_("差额（元）"), 3, Align.RIGHT),
            Column(_("已缴（元）"), 3, Align.RIGHT),
        ),
        tuple(
            (
                line.name,
                line.basis or (_("按合同") if line.intermediary else _("没有依据")),
                _money(line.price if line.price is not None else line.lower, _unknown(line)),
                _money(line.charged),
                _money(line.difference),
                _money(line.paid),
            )
            for line in lines
        ),
    )


def _unknown(line: FeeLine) -> str:
    """What stands where no amount can be worked out."""
    return _("不应收") if rules.NO_BASIS in line.flags else _("另定")


def _money(amount: Decimal | None, none: str = "—") -> str:
    """Yuan to the cent: a settlement is added up by hand."""
    return none if amount is None else f"{amount:,.2f}"


def xlsx(told: SettlementSheet) -> bytes:
    """The same as a spreadsheet, sums as numbers."""
    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": now.instant().replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "bottom": 1})
    yuan = book.add_format({"num_format": "#,##0.00"})
    page = book.add_worksheet(_("一费结"))
    page.freeze_panes(1, 1)
    page.set_column(0, 0, 34)
    page.set_column(1, 3, 22)
    page.set_column(4, 9, 14)
    heads = (
        _("事项"), _("代码"), _("部门"), _("依据"), _("下限（元）"), _("合同价（元）"),
        _("收取（元）"), _("差额（元）"), _("已缴（元）"), _("问题"),
    )  # fmt: skip
    page.write_row(0, 0, heads, bold)
    for n, line in enumerate(told.fees.lines, 1):
        for column, text in enumerate((line.name, line.code, line.department_name, line.basis)):
            page.write_string(n, column, text)
        sums = (line.lower, line.price, line.charged, line.difference, line.paid)
        for column, amount in enumerate(sums, 4):
            if amount is not None:
                page.write_number(n, column, amount, yuan)
        page.write_string(n, 9, _("；").join(names.fee_flag(flag) for flag in line.flags))
    if told.fees.lines:
        page.autofilter(0, 0, len(told.fees.lines), len(heads) - 1)
    book.close()
    return data.getvalue()
