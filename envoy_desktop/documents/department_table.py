"""The department table (部门效能排名): honest figures of a time, worded, with trend and answers.

Nobody is ranked who cannot be told from the city; the answer of a department stands with its
figures. The published version names no person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from envoy_desktop.casework import figures
from envoy_desktop.casework.figures import DepartmentFigures
from envoy_desktop.documents import official_page
from envoy_desktop.documents.blocks import (
    Align,
    Block,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    closed_up,
    text,
)
from envoy_desktop.documents.layout import Layout
from envoy_desktop.domain.departments import Figure
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import meetings as rows
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.figures import Window
from envoy_desktop.store.queries.meetings import AnswerRow
from envoy_desktop.words import as_printed
from envoy_desktop.words import figures as words

SLOWER, FASTER, ALIKE, UNKNOWN = "slower", "faster", "alike", ""
TRENDS: Mapping[str, str] = {SLOWER: "变慢", FASTER: "变快", ALIKE: "看不出变化", UNKNOWN: "—"}
AGAINST: Mapping[str, str] = {
    "slower": "慢于全市", "faster": "快于全市", "not_distinguishable": "看不出差别",
    "not_comparable": "不可比", "too_few": "不足5件",
}  # fmt: skip
MASK = "×××"


@dataclass(frozen=True, slots=True)
class TableLine:
    """A department's line: its figures now, those of the time before, its answers."""

    row: DepartmentFigures
    before: Figure | None
    trend: str
    answers: tuple[AnswerRow, ...]

    @property
    def name(self) -> str:
        return self.row.office.short_name or self.row.office.name


@dataclass(frozen=True, slots=True)
class DepartmentTable:
    """The table of a time; `lines` from the slowest on, intermediaries last."""

    since: date
    until: date
    as_of: date
    made_on: date
    unit: str
    lines: tuple[TableLine, ...]

    @property
    def offices(self) -> tuple[TableLine, ...]:
        """Departments and public utilities."""
        return tuple(one for one in self.lines if not figures.is_intermediary(one.row.office))

    @property
    def intermediaries(self) -> tuple[TableLine, ...]:
        """Kinds of intermediaries: they are ranked among themselves."""
        return tuple(one for one in self.lines if figures.is_intermediary(one.row.office))

    @property
    def period(self) -> str:
        """2026年11月, 2026年第四季度, or the two days."""
        return period(self.since, self.until)


@as_printed()
def period(since: date, until: date) -> str:
    """How a time is called on paper: a month, a quarter, a year, else its two days."""
    return words.period(since, until)


def file_name(name: str) -> str:
    """The name of the file that a department's own sheet is written into."""
    bare = "".join(c for c in name if c not in '\\/:*?"<>|\0').strip(". ")
    return f"{bare or '-'}.pdf"


def read(
    reader: Reader, since: date, until: date, today: date, *, public: bool = False
) -> DepartmentTable:
    """The table of cases filed from `since` to `until`, as known at its end or today.

    `public`: the published version, in which no person is named. Refuses "period-backwards".
    """
    if until < since:
        raise Refusal("period-backwards", since=since, until=until)
    as_of = min(until, today)
    found = figures.table(reader, as_of, Window(since, until))
    length = until - since + timedelta(days=1)
    earlier = figures.table(reader, min(since - timedelta(1), today),
                            Window(since - length, since - timedelta(1)))  # fmt: skip
    before = {row.office.id: row.figure for row in earlier.departments}
    persons = _persons(reader) if public else ()
    answers: dict[int, list[AnswerRow]] = {}
    for answer in rows.answers(reader, since, until):
        answers.setdefault(answer.department, []).append(_masked(answer, persons))
    lines = tuple(
        TableLine(
            row,
            before.get(row.office.id),
            trend(row.figure, before.get(row.office.id)),
            tuple(answers.get(row.office.id, ())),
        )
        for row in found.departments
    )
    unit = str(reference.setting(reader, "memo.organ") or reference.setting(reader, "envoy.unit"))
    return DepartmentTable(since, until, as_of, today, unit, lines)


def trend(told: Figure, before: Figure | None) -> str:
    """Slower or faster than in the time before, where the two intervals do not touch."""
    if before is None or told.median.value is None or before.median.value is None:
        return UNKNOWN
    low, high = told.median.low, told.median.high
    old_low, old_high = before.median.low, before.median.high
    if low is not None and old_high is not None and low > old_high:
        return SLOWER
    if high is not None and old_low is not None and high < old_low:
        return FASTER
    return ALIKE


@as_printed()
def official(table: DepartmentTable, *, public: bool = False) -> OfficialDocument:
    """The table as an official paper: how to read it, the figures, the answers."""
    blocks: list[Block] = [Paragraph(text(_opening(table)))]
    if table.offices:
        blocks += [Heading(1, text("部门办理用时（工作日）")), figures_table(table.offices)]
    if table.intermediaries:
        blocks += [
            Heading(1, text("中介机构办理用时（工作日）")),
            figures_table(table.intermediaries, "中介机构"),
        ]
    if table.lines:
        blocks += [Heading(1, text("办理中的问题（件、日）")), conduct_table(table)]
    blocks += answers(table)
    blocks += [Heading(1, text("怎样读这张表")), *(Paragraph(text(one)) for one in METHOD)]
    title = f"{table.period}部门审批效能情况表"
    return OfficialDocument(
        "report",
        "",
        title + ("（公布稿）" if public else ""),
        tuple(blocks),
        signature=Signature((table.unit,), table.made_on, sealed=False) if table.unit else None,
        keep=("部门审批效能情况表", table.period),
    )


def layout(table: DepartmentTable, *, public: bool = False) -> Layout:
    """The pages of the table."""
    return official_page.compose(official(table, public=public), quoting=True)


METHOD = (
    "用时为申报至送达之间计入部门的工作日；投资方补正、中介、依法除外的时间不计。在办的按“至少已用这些天”"
    "计入（卡普兰—迈耶法），不因没有办完而显得快。",
    "办件不足5件的只列各件用时，不作统计；承诺内、法定内已见分晓的不足5件的，写“几件在内／共几件”。"
    "区间为95%区间。与全市比，按同类事项、同样时限相比；有95%以上把握慢于或快于全市的才排名次，第1名最慢，"
    "其余写“看不出差别”。中介机构另排。",
    "趋势与前一段同样长的时间相比，两段区间不相交的才写变快或变慢。数据来自特派服务员的记录，"
    "只有一方记载，部门的答复一并印出。",
)


def figures_table(lines: Sequence[TableLine], who: str = "部门") -> Table:
    """The figures with their intervals."""
    return Table(
        (
            Column("名次", 6, Align.CENTRE), Column(who, 17), Column("办件", 6, Align.RIGHT),
            Column("在办", 6, Align.RIGHT), Column("用时中位数（区间）", 16, Align.CENTRE),
            Column("承诺内", 7, Align.RIGHT), Column("法定内", 7, Align.RIGHT),
            Column("与全市比", 13, Align.CENTRE), Column("趋势", 10, Align.CENTRE),
        ),
        tuple(
            (
                str(line.row.standing.rank or "—"),
                line.name,
                str(line.row.figure.cases),
                str(line.row.figure.open),
                _median(line.row.figure),
                words.held(line.row.figure.promised),
                words.held(line.row.figure.statutory),
                against_city(line),
                TRENDS[line.trend],
            )
            for line in lines
        ),
    )  # fmt: skip


def conduct_table(table: DepartmentTable) -> Table:
    """What was met with beside the time taken; its last line adds up."""
    told = [counts(line) for line in table.lines]
    sums = [sum(row[n] for row in told) for n in range(len(CONDUCT))]
    return Table(
        (Column("部门", 8), *(Column(name, 4, Align.RIGHT) for name in CONDUCT),
         Column("评议", 4, Align.RIGHT)),
        (
            *(
                (line.name, *map(str, row), _rating(line))
                for row, line in zip(told, table.lines, strict=True)
            ),
            *([("合计", *map(str, sums), "")] if len(told) > 1 else []),
        ),
    )  # fmt: skip


CONDUCT = ("超期日", "非一次性告知", "清单外事项", "障碍", "未解决", "欠答复", "补录")


def counts(line: TableLine) -> tuple[int, ...]:
    """The whole numbers of a line, as `CONDUCT` names them."""
    told = line.row.conduct
    return (
        line.row.figure.overdue_days, told.kinds["piecemeal"], told.kinds["off_list_demand"],
        told.obstacles, told.unresolved, told.owed, told.late,
    )  # fmt: skip


def answers(table: DepartmentTable) -> list[Block]:
    """What departments say to their figures, word for word."""
    blocks: list[Block] = []
    for line in table.lines:
        for answer in line.answers:
            said = f"{line.name}（{_day(date.fromisoformat(answer.on))}）：{answer.text}"
            blocks.append(Paragraph(text(said)))
    return [Heading(1, text("部门的答复")), *blocks] if blocks else []


def against_city(line: TableLine) -> str:
    """慢于全市, 看不出差别, 不足5件, 不可比."""
    note = line.row.standing.note
    told = AGAINST.get(note, note)
    pace = line.row.standing.shrunk
    return f"{told}（{pace:.1f}倍）" if pace and note in ("slower", "faster") else told


@as_printed()
def own_sheet(
    reader: Reader, table: DepartmentTable, department: int, today: date
) -> OfficialDocument:
    """A department's own sheet: its figures, the cases behind them, its answer or room for one.

    Refuses "no-figures" where it has none in that time.
    """
    line = next((one for one in table.lines if one.row.office.id == department), None)
    if line is None:
        raise Refusal("no-figures", since=table.since, until=table.until)
    figure = line.row.figure
    said = words.sentence(line.name, "", figure, since=table.since, until=table.until)
    going = f"；趋势：{TRENDS[line.trend]}" if line.trend else ""
    blocks: list[Block] = [
        Paragraph(text(said)),
        Paragraph(text(f"与全市比：{against_city(line)}{going}。")),
        conduct_table(replace(table, lines=(line,))),
        Heading(1, text("所据办件")),
        _cases(reader, table, department),
        Heading(1, text("答复")),
    ]
    if line.answers:
        blocks += [
            Paragraph(text(f"{_day(date.fromisoformat(a.on))}：{a.text}")) for a in line.answers
        ]
    else:
        blocks.append(
            Paragraph(
                text(
                    "如对以上数字有不同意见，请写明哪一件、依据是什么，于5个工作日内盖章退回；"
                    "答复与数字一并印出。"
                )
            )
        )
    return OfficialDocument(
        "report",
        "",
        f"{line.row.office.name}{table.period}审批效能单",
        tuple(blocks),
        signature=Signature((table.unit,), table.made_on, sealed=False) if table.unit else None,
        keep=(line.row.office.name, "审批效能单"),
    )


def _cases(reader: Reader, table: DepartmentTable, department: int) -> Table:
    from envoy_desktop.store.queries import procedures

    found = figures.table(reader, table.as_of, Window(table.since, table.until))
    behind = found.behind(department)
    own = found.facts
    days = {int(p): (int(d), bool(e)) for p, d, e in
            zip(own.procedure, own.cases.days, own.cases.ended, strict=True)}  # fmt: skip
    listed = procedures.rows(reader, list(behind))
    listed.sort(key=lambda row: (-days.get(row.procedure, (0, True))[0], row.procedure))
    return Table(
        (
            Column("序号", 2, Align.CENTRE), Column("项目", 7), Column("事项", 7),
            Column("申请日期", 5, Align.CENTRE), Column("部门用时", 4, Align.RIGHT),
            Column("状态", 4, Align.CENTRE),
        ),
        tuple(
            (
                str(n), row.project_name, row.name, row.filed_on or "—",
                str(days.get(row.procedure, (0, True))[0]),
                "办结" if days.get(row.procedure, (0, True))[1] else "在办",
            )
            for n, row in enumerate(listed, 1)
        ),
    )  # fmt: skip


def _opening(table: DepartmentTable) -> str:
    judged = [line for line in table.lines if line.row.standing.rank is not None]
    cases = sum(line.row.figure.cases for line in table.lines)
    firms = f"、{len(table.intermediaries)}类中介机构" if table.intermediaries else ""
    told = (
        f"{table.period}（截至{_day(table.as_of)}）申报的办件共{cases}件，"
        f"涉及{len(table.offices)}个部门和公用企业{firms}。"
    )
    if not table.lines:
        return f"{table.period}没有申报的办件，也没有部门的障碍和评议。"
    if not judged:
        return told + "各部门的快慢与全市相比看不出确实的差别，本期不排名次。"
    slow = [line.name for line in judged if line.row.standing.note == "slower"]
    fast = [line.name for line in judged if line.row.standing.note == "faster"]
    parts = [f"慢于全市的有{'、'.join(slow)}"] if slow else []
    parts += [f"快于全市的有{'、'.join(fast)}"] if fast else []
    return f"{told}有把握{'；'.join(parts)}；其余看不出差别、办件不足或不可比。"


def _median(figure: Figure) -> str:
    if not figure.is_statistic:
        done = "、".join(str(days) for days, ended in figure.durations if ended)
        running = "、".join(str(days) for days, ended in figure.durations if not ended)
        told = [f"办结{done}"] if done else []
        return "；".join(told + ([f"在办{running}"] if running else [])) or "—"
    median = figure.median
    known = median.low is not None or median.high is not None
    around = f"（{closed_up(words.interval(median.low, median.high))}）" if known else ""
    return ("尚不能定" if median.value is None else words.figure_days(median.value)) + around


def _rating(line: TableLine) -> str:
    rating = line.row.conduct.rating
    return f"{rating:.1f}（{line.row.conduct.ratings}）" if rating is not None else "—"


def _persons(reader: Reader) -> tuple[str, ...]:
    """Every name of a person that this workspace knows, the longest first."""
    return tuple(sorted(rows.persons(reader), key=lambda name: (-len(name), name)))


def _masked(answer: AnswerRow, persons: Sequence[str]) -> AnswerRow:
    said = answer.text
    for name in persons:
        said = said.replace(name, MASK)
    return replace(answer, text=said)


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
