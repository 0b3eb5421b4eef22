"""Writes the monthly report (月报) from the month's facts: counts, days, names, nothing else."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from envoy_desktop.documents.blocks import (
    Align,
    Attachment,
    Block,
    Column,
    Heading,
    Item,
    Paragraph,
    Table,
    text,
)
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import duties as duty_rows
from envoy_desktop.store.queries import month as rows
from envoy_desktop.store.queries.duties import DutyRow
from envoy_desktop.store.queries.month import MonthCounts, ProcedureLine

NAMED = 8
"""Cases named in the text; where there are more, the attachment has them all."""
T = TypeVar("T")
_LIMITS = {"statutory": "法定时限", "promised": "承诺时限", "plan": "计划时限"}


@dataclass(frozen=True, slots=True)
class Month:
    """A month's days; `end` is today where the month is not over."""

    first: date
    end: date
    next_end: date

    @property
    def name(self) -> str:
        """2026年11月."""
        return f"{self.first.year}年{self.first.month}月"


def month_of(told: str, today: date) -> Month:
    """The month `2026-11`, or this one; refuses "bad-month" and "month-to-come"."""
    try:
        first = date.fromisoformat(f"{told}-01") if told else today.replace(day=1)
    except ValueError:
        raise Refusal("bad-month", text=told, next="correct-month") from None
    if first > today:
        raise Refusal("month-to-come", month=told, next="correct-month")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    after = last + timedelta(days=1)
    following = after.replace(day=monthrange(after.year, after.month)[1])
    return Month(first, min(last, today), following)


def title(month: Month) -> str:
    """The title."""
    return f"关于{month.name}重点项目特派服务工作情况的报告"


def body(reader: Reader, month: Month) -> tuple[Block, ...]:
    """The report: projects, procedures, obstacles, answers owed, duties, the month to come."""
    counts = rows.counts(reader, month.first, month.end)
    ledger = duty_rows.duties(reader)
    blocks: list[Block] = [
        Heading(1, text("项目总体情况")),
        Paragraph(text(_projects(counts, month))),
        Heading(1, text("审批事项办理情况")),
        Paragraph(text(_procedures(counts, month))),
    ]
    late = rows.overdue(reader, month.end)
    if late:
        blocks.append(Paragraph(text("超过时限的事项：")))
        blocks += [Item(text(_late(line) + _stop(n, late))) for n, line in _named(late)]
    blocks.append(Heading(1, text("障碍协调情况")))
    blocks.append(Paragraph(text(_obstacles(reader, counts, month))))
    blocks.append(Heading(1, text("部门应答复事项")))
    blocks += _answers(reader, month)
    blocks.append(Heading(1, text("承诺和督办事项")))
    blocks += _ledger(ledger, month)
    blocks.append(Heading(1, text("下月工作安排")))
    blocks += _ahead(reader, ledger, month)
    blocks.append(Paragraph(text("特此报告。")))
    return tuple(blocks)


def attachments(reader: Reader, month: Month) -> tuple[Attachment, ...]:
    """The tables behind the figures: projects, overdue procedures, the month's obstacles."""
    found = []
    lines = rows.projects(reader, month.end)
    if lines:
        found.append(
            Attachment(
                "重点项目进展情况表",
                (
                    _table(
                        (("序号", 2), ("项目", 8), ("已办结", 3), ("在办", 3), ("超期", 3),
                         ("未解决障碍", 4), ("计划动工日期", 5)),
                        [
                            (p.name, str(p.done), str(p.running), str(p.overdue),
                             str(p.obstacles), p.target_on or "—")
                            for p in lines
                        ],
                    ),
                ),
            )
        )  # fmt: skip
    late = rows.overdue(reader, month.end)
    if late:
        found.append(
            Attachment(
                "超过时限事项明细表",
                (
                    _table(
                        (("序号", 2), ("项目", 6), ("事项", 6), ("部门", 5), ("申请日期", 4),
                         ("截止日期", 4)),
                        [
                            (p.project, p.name, p.department, p.filed_on, p.deadline or "—")
                            for p in late
                        ],
                    ),
                ),
            )
        )  # fmt: skip
    met = rows.obstacles(reader, month.first, month.end)
    if met:
        found.append(
            Attachment(
                "本月障碍明细表",
                (
                    _table(
                        (("序号", 2), ("日期", 4), ("项目", 5), ("部门", 4), ("障碍", 8),
                         ("解决日期", 4)),
                        [
                            (o.on, o.project, o.department, o.text, o.resolved_on or "—")
                            for o in met
                        ],
                    ),
                ),
            )
        )  # fmt: skip
    return tuple(found)


def _projects(counts: MonthCounts, month: Month) -> str:
    told = f"截至{_day(month.end)}，服务重点项目{counts.projects}个"
    parts = []
    if counts.projects_opened:
        parts.append(f"本月新增{counts.projects_opened}个")
    if counts.projects_closed:
        parts.append(f"本月结束{counts.projects_closed}个")
    return "，".join((told, *parts)) + "。"


def _procedures(counts: MonthCounts, month: Month) -> str:
    told = (
        f"本月提交申请{counts.filed}件，受理{counts.accepted}件，作出决定{counts.decided}件，"
        f"送达{counts.delivered}件。截至{_day(month.end)}，在办{counts.running}件"
    )
    return told + (
        f"，其中超过时限{counts.overdue}件。" if counts.overdue else "，没有超过时限的。"
    )


def _late(line: ProcedureLine) -> str:
    limit = _LIMITS.get(line.limit_kind, "时限")
    due = f"，{limit}截止{_day(line.deadline)}" if line.deadline else ""
    return f"{line.project}的{line.name}（{line.department}），{_day(line.filed_on)}提交申请{due}"


def _obstacles(reader: Reader, counts: MonthCounts, month: Month) -> str:
    told = (
        f"本月发现障碍{counts.obstacles_found}个，解决{counts.obstacles_resolved}个。"
        f"截至{_day(month.end)}，未解决{counts.obstacles_open}个"
    )
    by = rows.standing_by_department(reader, month.end)
    if by:
        told += "，涉及" + "、".join(f"{name}{count}个" for name, count in by[:NAMED])
        told += f"等{len(by)}个部门" if len(by) > NAMED else ""
    return told + "。"


def _answers(reader: Reader, month: Month) -> list[Block]:
    owed = rows.answers_owed(reader, month.end)
    broken = rows.promises_broken(reader, month.end)
    if not owed and not broken:
        return [Paragraph(text(f"截至{_day(month.end)}，没有到期未答复的事项。"))]
    blocks: list[Block] = [
        Paragraph(
            text(f"截至{_day(month.end)}，到期未答复{len(owed)}项，到期未兑现{len(broken)}项。")
        )
    ]
    lines = [
        f"{o.department or '有关部门'}：{o.project}，{_bare(o.text)}"
        f"（应于{_day(o.answer_due)}前答复）"
        for o in owed
    ] + [
        f"{p.department or '有关部门'}：{p.project}，{_day(p.on)}答复于{_day(p.promised_on)}前"
        f"{_bare(p.promised) or '办理'}"
        for p in broken
    ]
    return blocks + [Item(text(line + _stop(n, lines))) for n, line in _named(lines)]


def _ledger(ledger: Sequence[DutyRow], month: Month) -> list[Block]:
    first, end = month.first.isoformat(), month.end.isoformat()
    standing = [d for d in ledger if not d.withdrawn_on and (d.given_on or d.due_on) <= end]
    done = [d for d in standing if d.done_on and first <= d.done_on <= end]
    late = [d for d in standing if d.due_now and d.due_now <= end and (d.done_on or "9") > end]
    promised = [d for d in standing if d.source == "commitment"]
    kept = [d for d in promised if d in done]
    broken = [d for d in promised if d in late]
    told = f"本月办结督办事项{len(done)}项，截至{_day(month.end)}到期未办结{len(late)}项。"
    if promised:
        told += f"其中对投资方的承诺，本月兑现{len(kept)}项，到期未兑现{len(broken)}项。"
    blocks: list[Block] = [Paragraph(text(told))]
    late.sort(key=lambda d: (d.source != "commitment", d.due_now))
    return blocks + [
        Item(text(f"{_who(d)}{_bare(d.text)}（期限{_day(d.due_now)}）{_stop(n, late)}"))
        for n, d in _named(late)
    ]


def _ahead(reader: Reader, ledger: Sequence[DutyRow], month: Month) -> list[Block]:
    first = month.end + timedelta(days=1)
    due = rows.falling_due(reader, first, month.next_end)
    owed = [
        d for d in ledger
        if not d.done_on and not d.withdrawn_on
        and first.isoformat() <= (d.due_now or "") <= month.next_end.isoformat()
    ]  # fmt: skip
    until = _day(month.next_end)
    if not due and not owed:
        return [Paragraph(text(f"{until}前没有到期的审批事项和督办事项。"))]
    told = f"{until}前到期的审批事项{len(due)}件，督办事项{len(owed)}项，逐件跟进："
    lines = [f"{p.project}的{p.name}（{p.department}），{_day(p.deadline)}到期" for p in due]
    lines += [f"{_who(d)}{_bare(d.text)}，{_day(d.due_now)}到期" for d in owed]
    blocks: list[Block] = [Paragraph(text(told))]
    return blocks + [Item(text(line + _stop(n, lines))) for n, line in _named(lines)]


def _who(duty: DutyRow) -> str:
    who = duty.department_name or duty.owed_by
    return f"{who}：" if who else ""


def _named(lines: Sequence[T]) -> list[tuple[int, T]]:
    return list(enumerate(lines[:NAMED]))


def _stop(n: int, lines: Sequence[object]) -> str:
    """What ends an item: the last one says how many more there are."""
    last = n == min(len(lines), NAMED) - 1
    if last and len(lines) > NAMED:
        return f"；另有{len(lines) - NAMED}项。"
    return "。" if last else "；"


def _bare(words: str) -> str:
    return words.strip().rstrip("。；")


def _day(on: date | str | None) -> str:
    if on is None:
        return ""
    value = on if isinstance(on, date) else date.fromisoformat(on)
    return f"{value.year}年{value.month}月{value.day}日"


def _table(heads: Sequence[tuple[str, int]], lines: Sequence[tuple[str, ...]]) -> Table:
    """The lines numbered from 1."""
    columns = tuple(
        Column(name, share, Align.LEFT if share > 5 else Align.CENTRE) for name, share in heads
    )
    return Table(columns, tuple((str(n), *line) for n, line in enumerate(lines, 1)))
