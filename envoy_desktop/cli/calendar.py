"""`envoy calendar`: a holiday table taken in, a deadline with a reason for every skipped day."""

from datetime import date
from pathlib import Path
from typing import Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, FILE, UNIT, WHOLE
from envoy_desktop.domain import iso
from envoy_desktop.domain.calendar import Calendar, Day, DayKind, HolidayRow, Unit
from envoy_desktop.words import N_, _

calendar = Group("calendar", N_("节假日表与期限推算"))


@calendar.verb(
    "deadline",
    Option("--from", "start", type=DAY, required=True, help=N_("事件发生之日，不计入")),
    Option("--days", type=WHOLE, required=True, help=N_("期限的长度")),
    Option("--unit", type=UNIT, default="working_day", help=N_("工作日，或日（届满遇节假日顺延）")),
    help=N_(
        "从某日起算的期限届满日，逐日说明为什么不计。\n指明了工作区就用它的节假日表，否则用随程序的。"
    ),
)
def deadline(session: Session, *, start: date, days: int, unit: str) -> Answer:
    """The last day of a limit; refuses a limit below one day."""
    if session.named() is not None:
        from envoy_desktop.store.queries import reference

        with session.workspace().read() as reader:
            table = reference.calendar(reader)
    else:
        table = _shipped()
    found = table.deadline(start, days, Unit(unit))
    data: dict[str, Any] = {
        "from": start.isoformat(),
        "days": days,
        "unit": unit,
        "deadline": found.on.isoformat(),
        "provisional": found.provisional,
        "skipped": [
            {
                "date": day.date.isoformat(),
                "reason": _reason(day),
                "kind": day.kind.value,
                "notice_year": day.notice_year,
            }
            for day in found.skipped
        ],
    }

    def text() -> list[str]:
        from envoy_desktop.words import names

        lines = [
            _("{start} 起 {days}，届满于 {end}").format(
                start=names.day(start), days=names.days(days, unit), end=names.day(found.on)
            )
        ]
        if found.provisional:
            lines.append(_("该年节假日安排尚未公布，日期待定"))
        rows = [(names.day(day.date), _reason(day)) for day in found.skipped]
        return [*lines, *tables.table((_("不计的日子"), _("原因")), rows)]

    return Answer(data, text)


@calendar.verb(
    "import",
    Argument("file", N_("文件"), type=FILE, help=N_("CSV 或 XLSX：date, kind, name, notice_year")),
    help=N_("导入节假日表，列出移动了的截止日"),
)
def import_(session: Session, *, file: Path) -> Answer:
    """Take in a table; gives the receipt of every deadline and lamp it moved."""
    from envoy_desktop.casework import taking_in
    from envoy_desktop.words import names

    lists, moved = taking_in.holidays(session.workspace(), file, session.backups())
    data = {
        "days": len(lists.holidays),
        "years": sorted({row.on.year for row in lists.holidays}),
        "moved": [
            {
                "procedure": ids.show(line.procedure),
                "name": line.name,
                "project": line.project,
                "clock": line.deadline.clock.value,
                "limit_kind": line.deadline.limit_kind.value,
                "old": iso.text(line.deadline.old),
                "new": iso.text(line.deadline.new),
                "old_lamp": line.deadline.old_lamp.value,
                "new_lamp": line.deadline.new_lamp.value,
                "ended": line.deadline.ended,
            }
            for line in moved
        ],
    }

    def text() -> list[str]:
        lines = [
            _("已导入 {n} 天；移动了 {moved} 个截止日").format(
                n=len(lists.holidays), moved=len(moved)
            )
        ]
        rows = [
            (
                line.project,
                line.name,
                names.limit_kind(line.deadline.limit_kind.value),
                iso.text(line.deadline.old) or "",
                iso.text(line.deadline.new) or "",
                tables.lamp(line.deadline.new_lamp.value),
            )
            for line in moved
        ]
        heads = (_("项目"), _("事项"), _("时限"), _("原截止日"), _("新截止日"), _("灯"))
        return [*lines, *tables.table(heads, rows)]

    return Answer(data, text)


def _shipped() -> Calendar:
    from envoy_desktop.casework import tables as sheets
    from envoy_desktop.domain import catalogue_rows
    from envoy_desktop.places import shipped

    rows = sheets.read(shipped("db", "reference", "holidays.csv"))
    return Calendar(
        HolidayRow(
            cells.on,
            "workday" if cells.kind == "workday" else "holiday",
            cells.name,
            cells.notice_year,
        )
        for cells in catalogue_rows.read_holidays(rows)
    )


def _reason(day: Day) -> str:
    return day.name if day.kind is DayKind.HOLIDAY else _("周末")


@calendar.verb(
    "ics",
    Argument("out", N_("文件"), type=FILE, help=N_("写到哪个 .ics 文件")),
    help=N_("把所有到期日写成日历文件（RFC 5545），前一日上午九时提醒；再次导入不会重复"),
)
def ics(session: Session, *, out: Path) -> Answer:
    """Write every due date as a calendar file."""
    from envoy_desktop import now
    from envoy_desktop.casework import reminders
    from envoy_desktop.store.connection import replace_file

    identity = session.workspace().meta("workspace")
    with session.read() as reader:
        data, count = reminders.calendar_file(reader, now.today(), identity)
    replace_file(out, data)
    return said(
        {"path": str(out), "entries": count, "size": len(data)},
        _("已写到 {path}：{n} 个到期日").format(path=out, n=count),
    )


@calendar.verb("reminders", help=N_("现在该提醒的到期日；每项在到期前、当日、逾期各提醒一次"))
def reminders(session: Session) -> Answer:
    """What to be reminded of now; asked again, it stays silent."""
    from envoy_desktop import now
    from envoy_desktop.casework import reminders

    found = reminders.notices(session.workspace(), now.today())
    data = [
        {
            "title": notice.due.title,
            "due": notice.due.on.isoformat(),
            "level": notice.level,
            "days": notice.days,
        }
        for notice in found
    ]
    return Answer(data, lambda: map(reminders.words, found))
