"""Writes the monthly report (月报) from the month's facts: counts, days, names, nothing else."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from envoy_desktop.documents.blocks import (
    Align,
    Attachment,
    Block,
    Column,
    Heading,
    Inline,
    Item,
    Paragraph,
    Table,
    text,
)
from envoy_desktop.documents.sentences import Ground, Sentence
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import duties as duty_rows
from envoy_desktop.store.queries import month as rows
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.duties import DutyRow
from envoy_desktop.store.queries.month import ProcedureLine

NAMED = 8
"""Cases named in the text; where there are more, the attachment has them all."""
WORST = 3
"""Procedures past their limit named in the text, of all in the attachment."""
LATE = "超过时限事项明细表"
Line = tuple[str, str, int, Ground]
"""An item: its words, what it tells, of which object, and the fact."""
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
    return _Written(reader, month).blocks()


def sentences(reader: Reader, month: Month) -> dict[str, Sentence]:
    """Every sentence of the report that rests on facts, by its recipe."""
    written = _Written(reader, month)
    written.blocks()
    return written.told


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
                        (("序号", 2), ("项目", 8), ("已办结", 3), ("在办", 2), ("超期", 2),
                         ("未解决障碍", 5), ("计划动工日期", 5)),
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
                LATE,
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
                "本月发现和解决的障碍明细表",
                (
                    _table(
                        (("序号", 2), ("日期", 4), ("项目", 6), ("部门", 6), ("障碍", 8),
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


class _Written:
    """A report as it is written: its blocks, and what was said of which facts."""

    def __init__(self, reader: Reader, month: Month) -> None:
        self.reader, self.month = reader, month
        self.counts = rows.counts(reader, month.first, month.end)
        self.ledger = duty_rows.duties(reader)
        self.names = {id: d.name for id, d in reference.departments(reader).items()}
        self.told: dict[str, Sentence] = {}

    def blocks(self) -> tuple[Block, ...]:
        parts = (
            ("项目总体情况", self._projects()),
            ("审批事项办理情况", self._procedures()),
            ("障碍协调情况", self._obstacles()),
            ("部门应答复事项", self._answers()),
            ("承诺和督办事项", self._ledger()),
            ("下一步工作安排", self._ahead()),
        )
        made: list[Block] = []
        for heading, blocks in parts:
            made += [Heading(1, text(heading)), *blocks]
        return (*made, Paragraph(text("特此报告。")))

    def _say(self, words: str, tells: str, of: int, grounds: Iterable[Ground]) -> Inline:
        sentence = Sentence(words, f"month_{tells}", of, tuple(dict.fromkeys(grounds)))
        self.told[sentence.key] = sentence
        return sentence.run()

    def _sum(self, words: str, tells: str, grounds: Iterable[Ground] = ()) -> Paragraph:
        return Paragraph((self._say(words, tells, 0, grounds),))

    def _items(self, lines: Sequence[Line], most: int = NAMED) -> list[Block]:
        """The first lines as items; the last of them says how many more there are."""
        shown = lines[:most]
        made: list[Block] = []
        for n, (words, tells, of, ground) in enumerate(shown):
            end = "；" if n + 1 < len(shown) else "。"
            if n + 1 == len(shown) and len(lines) > most:
                end = f"；另有{len(lines) - most}项。"
            made.append(Item((self._say(words, tells, of, (ground,)), Inline(end))))
        return made

    def _projects(self) -> list[Block]:
        counts = self.counts
        parts = [f"截至{_day(self.month.end)}，服务重点项目{counts.projects}个"]
        if counts.projects_opened:
            parts.append(f"本月新增{counts.projects_opened}个")
        if counts.projects_closed:
            parts.append(f"本月结束{counts.projects_closed}个")
        return [self._sum("，".join(parts) + "。", "projects")]

    def _procedures(self) -> list[Block]:
        counts = self.counts
        told = (
            f"本月提交申请{counts.filed}件，受理{counts.accepted}件，作出决定{counts.decided}件，"
            f"送达{counts.delivered}件。截至{_day(self.month.end)}，在办{counts.running}件"
        )
        late = rows.overdue(self.reader, self.month.end)
        told += f"，其中超过时限{counts.overdue}件。" if counts.overdue else "，没有超过时限的。"
        made: list[Block] = [self._sum(told, "procedures", (("procedure", p.id) for p in late))]
        if not late:
            return made
        # the attachment has them all; the text names those that wait longest
        worst = late[:WORST]
        if len(late) > len(worst):
            told = f"超过时限时间最长的{len(worst)}件如下，其余见“{LATE}”："
        else:
            told = "超过时限的事项："
        made.append(Paragraph(text(told)))
        return made + self._items([(_late(p), "late", p.id, ("procedure", p.id)) for p in worst])

    def _obstacles(self) -> list[Block]:
        counts, end = self.counts, self.month.end
        told = (
            f"本月发现障碍{counts.obstacles_found}个，解决{counts.obstacles_resolved}个。"
            f"截至{_day(end)}，未解决{counts.obstacles_open}个"
        )
        by = rows.standing_by_department(self.reader, end)
        if by:
            told += "，涉及" + "、".join(f"{name}{count}个" for name, count in by[:NAMED])
            told += f"等{len(by)}个部门" if len(by) > NAMED else ""
        met = rows.obstacles(self.reader, self.month.first, end)
        return [self._sum(told + "。", "obstacles", (("obstacle", o.id) for o in met))]

    def _answers(self) -> list[Block]:
        end = self.month.end
        owed = rows.answers_owed(self.reader, end)
        broken = rows.promises_broken(self.reader, end)
        if not owed and not broken:
            return [self._sum(f"截至{_day(end)}，没有到期未答复的事项。", "answers")]
        lines: list[Line] = [
            (
                f"{o.department or '有关部门'}：{o.project}，{_bare(o.text)}"
                f"（应于{_day(o.answer_due)}前答复）",
                "owed", o.id, ("obstacle", o.id),
            )
            for o in owed
        ]  # fmt: skip
        lines += [
            (
                f"{p.department or '有关部门'}：{p.project}，{_day(p.on)}答复于"
                f"{_day(p.promised_on)}前{_bare(p.promised) or '办理'}",
                "promise", p.id, ("attempt", p.id),
            )
            for p in broken
        ]  # fmt: skip
        told = f"截至{_day(end)}，到期未答复{len(owed)}项，到期未兑现{len(broken)}项。"
        grounds = [ground for _words, _tells, _of, ground in lines]
        return [self._sum(told, "answers", grounds), *self._items(lines)]

    def _ledger(self) -> list[Block]:
        first, end = self.month.first.isoformat(), self.month.end.isoformat()
        standing = [
            d for d in self.ledger if not d.withdrawn_on and (d.given_on or d.due_on) <= end
        ]
        done = [d for d in standing if d.done_on and first <= d.done_on <= end]
        late = [d for d in standing if d.due_now and d.due_now < end and (d.done_on or "9") > end]
        kept = [d for d in done if d.source == "commitment"]
        broken = [d for d in late if d.source == "commitment"]
        told = f"本月办结督办事项{len(done)}项，截至{_day(end)}到期未办结{len(late)}项。"
        if kept or broken:
            told += f"其中对投资方的承诺，本月兑现{len(kept)}项，到期未兑现{len(broken)}项。"
        elif any(d.source == "commitment" for d in standing):
            told += "对投资方的承诺，没有到期未兑现的。"
        late.sort(key=lambda d: (d.source != "commitment", d.due_now))
        grounds = [("duty", d.id) for d in (*done, *late)]
        lines: list[Line] = [
            (f"{self._who(d)}{_bare(d.text)}（期限{_day(d.due_now)}）", "duty", d.id,
             ("duty", d.id))
            for d in late
        ]  # fmt: skip
        return [self._sum(told, "ledger", grounds), *self._items(lines)]

    def _ahead(self) -> list[Block]:
        # a day that is today still lies ahead
        first = self.month.end.isoformat()
        due = rows.falling_due(self.reader, self.month.end, self.month.next_end)
        owed = [
            d for d in self.ledger
            if not d.done_on and not d.withdrawn_on
            and first <= (d.due_now or "") <= self.month.next_end.isoformat()
        ]  # fmt: skip
        until = _day(self.month.next_end)
        # what is late and still open is next month's work before all that falls due in it
        coming = {p.id for p in due}
        late = [p for p in rows.overdue(self.reader, self.month.end) if p.id not in coming]
        behind = [
            d for d in self.ledger
            if d.due_now and d.due_now < first and (d.done_on or "9") > first
            and not d.withdrawn_on
        ]  # fmt: skip
        if not due and not owed and not late and not behind:
            return [self._sum(f"{until}前没有到期的审批事项和督办事项。", "ahead")]
        carried: list[Line] = [
            (f"{_of(p)}，已超过时限", "carried", p.id, ("procedure", p.id)) for p in late
        ]
        carried += [
            (f"{self._who(d)}{_bare(d.text)}，期限{_day(d.due_now)}", "carried_task", d.id,
             ("duty", d.id))
            for d in behind
        ]  # fmt: skip
        made: list[Block] = []
        if carried:
            parts = [f"审批事项{len(late)}件"] if late else []
            parts += [f"督办事项{len(behind)}项"] if behind else []
            told = f"已经逾期、尚未办结的{'、'.join(parts)}，继续督促办理："
            grounds = [ground for _words, _tells, _of, ground in carried]
            made = [self._sum(told, "overdue", grounds), *self._items(carried)]
        if not due and not owed:
            return [*made, self._sum(f"{until}前没有新到期的审批事项和督办事项。", "ahead")]
        lines: list[Line] = [
            (f"{_of(p)}，{_day(p.deadline)}到期", "due", p.id, ("procedure", p.id))
            for p in due
        ]  # fmt: skip
        lines += [
            (f"{self._who(d)}{_bare(d.text)}，{_day(d.due_now)}到期", "task", d.id, ("duty", d.id))
            for d in owed
        ]
        parts = [f"审批事项{len(due)}件"] if due else []
        parts += [f"督办事项{len(owed)}项"] if owed else []
        told = f"{until}前到期的{'、'.join(parts)}，逐件跟进："
        grounds = [ground for _words, _tells, _of, ground in lines]
        return [*made, self._sum(told, "ahead", grounds), *self._items(lines)]

    def _who(self, duty: DutyRow) -> str:
        who = self.names.get(duty.lead_department or 0) or duty.department_name or duty.owed_by
        return f"{who}：" if who else ""


def _late(line: ProcedureLine) -> str:
    limit = _LIMITS.get(line.limit_kind, "时限")
    due = f"，{limit}截止{_day(line.deadline)}" if line.deadline else ""
    return f"{_of(line)}，{_day(line.filed_on)}提交申请{due}"


def _of(line: ProcedureLine) -> str:
    """A procedure with its project and its department, whose own brackets are left out."""
    return f"{line.project}的{line.name}（{line.department.partition('（')[0]}）"


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
