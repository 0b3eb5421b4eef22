"""The reminder sheet (督办单): what a department owes, by when, with a slip for its reply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop.casework import ledger
from envoy_desktop.casework.ledger import Entry
from envoy_desktop.documents.blocks import Column, Table
from envoy_desktop.documents.layout import Layout
from envoy_desktop.documents.sheet import (
    Fields,
    Pairs,
    Part,
    Piece,
    Sheet,
    Words,
    compose_series,
)
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference
from envoy_desktop.words import _, names, ngettext


@dataclass(frozen=True, slots=True)
class Numbered:
    """The duties that go on one sheet: those of one department, and the sheet's number."""

    number: str
    entries: tuple[Entry, ...]

    @property
    def to(self) -> str:
        """Whom it is for; who is no department, and so of a project, with the project."""
        row, owner = self.entries[0].row, self.entries[0].owner
        if owner and row.lead_department is None and row.project_name:
            return _("{owner}（{project}）").format(owner=owner, project=row.project_name)
        return owner or _("责任单位")


def grouped(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """The open duties by who owes them, each a sheet: a department, or whoever is named, who is
    another in each project (项目专班). Refuses "nothing-to-print"."""
    found: dict[tuple[str, int | None], list[Entry]] = {}
    for entry in entries:
        if entry.reading.is_open:
            of = entry.row.project if entry.row.lead_department is None else None
            found.setdefault((entry.owner, of), []).append(entry)
    if not found:
        raise Refusal("nothing-to-print")
    return [tuple(listed) for listed in found.values()]


def chosen(reader: Reader, ids: Sequence[int], today: date) -> list[Entry]:
    """The duties of these ids as they stand."""
    wanted = set(ids)
    return [entry for entry in ledger.read(reader, today) if entry.row.id in wanted]


def reminder_sheets(reader: Reader, sheets: Sequence[Numbered], today: date) -> Layout:
    """The sheets in one file, each with what is owed and a slip to tear off."""
    unit = str(reference.setting(reader, "envoy.unit"))
    phone = str(reference.setting(reader, "envoy.phone"))
    envoy = str(reference.setting(reader, "envoy.name"))
    return compose_series([_sheet(sheet, today, unit, envoy, phone) for sheet in sheets])


def _sheet(sheet: Numbered, today: date, unit: str, envoy: str, phone: str) -> Sheet:
    worst = max(sheet.entries, key=lambda e: e.reading.days if _late(e) else -1)
    pieces: list[Piece] = [
        Pairs(
            (
                (_("编号"), sheet.number or _("样张，没有编号")),
                (_("送"), sheet.to),
                (_("签发单位"), _("{unit}（盖章）").format(unit=unit)),
                (_("签发日期"), names.full_day(today)),
            )
        ),
        Words(_opening(sheet, worst)),
        _owed(sheet.entries),
    ]
    for entry in sheet.entries:
        history = _history(entry, sheet.number)
        if history:
            pieces.append(Words(history, size=9.0))
    pieces += [
        Words(_("请于 3 个工作日内把办理情况填入回执并退回；不能按期办结的，写明原因和新的日期。")),
        Words(_("联系人：{name}　{phone}").format(name=envoy, phone=phone)),
        Part(_("回执")),
        Pairs(((_("督办单编号"), sheet.number or _("样张，没有编号")), (_("承办单位"), sheet.to))),
        Fields((_("办理情况"),), lines=3),
        Fields((_("办结日期"), _("承办人、电话"), _("负责人签字、单位盖章"))),
    ]
    return Sheet(_("督办单"), tuple(pieces), unit, f"{_('督办单')} {sheet.number}")


def _late(entry: Entry) -> bool:
    return entry.reading.state == "overdue"


def _opening(sheet: Numbered, worst: Entry) -> str:
    n = len(sheet.entries)
    words = ngettext("下列 {n} 项由你单位负责", "下列 {n} 项由你单位负责", n).format(n=n)
    late = sum(_late(entry) for entry in sheet.entries)
    if not late:
        return _("{words}，将要到期，请抓紧办理。").format(words=words)
    over = names.days(worst.reading.days)
    return _("{words}，其中 {late} 项已经逾期，最长 {over}，请立即办理。").format(
        words=words, late=late, over=over
    )


def _owed(entries: Sequence[Entry]) -> Table:
    return Table(
        (
            Column(_("事项"), 9),
            Column(_("来源"), 5),
            Column(_("项目"), 5),
            Column(_("截止"), 3),
            Column(_("状态"), 4),
        ),
        tuple(
            (
                entry.row.text,
                "，".join(
                    part for part in (names.duty_source(entry.row.source), entry.row.basis) if part
                ),
                entry.row.project_name,
                names.short_day(entry.reading.due),
                _("逾期 {days}").format(days=names.days(entry.reading.days))
                if _late(entry)
                else names.duty_state(entry.reading.state),
            )
            for entry in entries
        ),
    )


def _history(entry: Entry, number: str) -> str:
    """What went before the sheet of a number: postponements with their reasons, reminders."""
    row = entry.row
    parts = [
        _("{to}：{reason}（{by}同意）").format(
            to=_("延至{day}").format(day=names.short_day(p.to_on)), reason=p.reason, by=p.agreed_by
        )
        for p in row.postponements
    ]
    if row.postponements:
        parts.insert(0, _("原定 {day}").format(day=names.short_day(row.due_on)))
    before = [
        r for r in row.reminders if r.level != "notice" and (not number or r.number != number)
    ]
    if before:
        days = "、".join(names.short_day(r.on) for r in before)
        parts.append(_("此前催办：{days}").format(days=days))
    if not parts:
        return ""
    return _("“{text}” {parts}").format(text=row.text[:24], parts="；".join(parts))
