"""`envoy stats`: logs taken in, honest figures of departments and items, what they rest on."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, FILE, WHOLE
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.figures import DepartmentFigures
    from envoy_desktop.casework.logs import Bad, Imported
    from envoy_desktop.domain.departments import Figure
    from envoy_desktop.store.connection import Reader
    from envoy_desktop.store.queries.figures import Window

stats = Group("stats", N_("部门用时的统计，日志的导入导出"))

LOG = Argument("file", N_("文件"), type=FILE, help=N_("XES 或 CSV，可以是 .gz"))
ITEM = Option("--item", help=N_("只算这个事项（代码）"))
FROM = Option("--from", "since", type=DAY, help=N_("只算这一天起申报的"))
TO = Option("--to", "until", type=DAY, help=N_("只算到这一天为止申报的"))


@stats.verb(
    "import",
    LOG,
    Option("--case", required=True, help=N_("哪个属性（列）是办件编号")),
    Option("--item", required=True, help=N_("哪个属性（列）是事项")),
    Option("--department", required=True, help=N_("哪个属性（列）是部门")),
    Option("--filed", required=True, help=N_("哪个属性（列）是申报日期")),
    Option("--deadline", help=N_("哪个属性（列）是截止日")),
    Option("--planned", help=N_("哪个属性（列）是承诺的办结日")),
    Option("--ended", help=N_("哪个属性（列）是办结日期")),
    Option(
        "--event",
        greedy=True,
        help=N_("事件：种类=列或活动名，例如 accepted=受理日期；或者只写记着种类的那个属性"),
    ),
    Option("--time", help=N_("事件的哪个属性（列）是时间")),
    help=N_("导入办件日志：每个办件一条，坏行逐条列出位置和原因"),
)
def import_(
    session: Session, *, file: Path, event: tuple[str, ...], time: str | None, **columns: str | None
) -> Answer:
    """Take in a log."""
    from envoy_desktop.casework import logs

    mapping = logs.mapping_of(events=event, time=time or "", **columns)
    logs.check(file, mapping)
    held = session.workspace()
    told: Imported = held.do(logs.import_log, path=file, mapping=mapping)
    data = {
        "log": ids.show(told.log),
        "project": ids.show(told.project),
        "taken": told.cases,
        "events": told.events,
        "refused": told.refused,
        "remarks": told.remarks,
        "departments": told.departments,
        "items": told.items,
        "bad": [_bad(bad) for bad in told.bad],
    }
    return Answer(data, lambda: _told(told))


def _bad(bad: "Bad") -> Row:
    from envoy_desktop.words import figures as words

    return {
        "place": bad.place,
        "case": bad.case,
        "column": bad.column,
        "value": bad.value,
        "reason": bad.reason,
        "message": words.reason(bad.reason),
        "taken": bad.taken,
    }


def _told(told: "Imported") -> list[str]:
    from envoy_desktop.words import figures as words

    lines = [
        _("导入 {cases} 件、{events} 个事件；{refused} 行没有采用，{remarks} 处有说明").format(
            cases=told.cases, events=told.events, refused=told.refused, remarks=told.remarks
        )
    ]
    if told.departments:
        lines.append(_("新增部门：{names}").format(names="、".join(told.departments)))
    heads = (_("行"), _("编号"), _("列"), _("值"), _("采用"), _("原因"))
    rows = [
        (
            str(bad.place), bad.case, bad.column, bad.value, _("是") if bad.taken else _("否"),
            words.reason(bad.reason),
        )
        for bad in told.bad
    ]  # fmt: skip
    return [*lines, *tables.table(heads, rows)]


@stats.verb("look", LOG, help=N_("日志里有哪些属性（列），哪些是日期，取值的样子"))
def look(session: Session, *, file: Path) -> Answer:
    """What a log calls things, before it is taken in."""
    from envoy_desktop.casework import log_rows

    found = log_rows.attributes(file)
    data = [
        {
            "attribute": one.name,
            "of": one.of,
            "seen": one.seen,
            "days": one.days,
            "samples": list(one.samples),
        }
        for one in found
    ]

    def text() -> Any:
        heads = (_("属性"), _("属于"), _("出现"), _("是日期"), _("取值"))
        return tables.table(
            heads,
            (
                (
                    one.name, _("事件") if one.of == "event" else _("办件"), str(one.seen),
                    str(one.days), "、".join(sample[:30] for sample in one.samples[:3]),
                )
                for one in found
            ),
        )  # fmt: skip

    return Answer(data, text)


@stats.verb("deadlines", help=N_("逾期办结、按期办结、未办结各多少件（按当地日期）"))
def deadlines(session: Session) -> Answer:
    """How many cases kept their deadline."""
    from envoy_desktop.casework import figures

    with session.read() as reader:
        told = figures.deadlines(reader, now.today())
    data = {
        "late": told.late,
        "in_time": told.in_time,
        "open": told.open,
        "without_deadline": told.without,
    }
    line = _("逾期办结 {late} 件，按期办结 {in_time} 件，未办结 {open} 件").format(
        late=told.late, in_time=told.in_time, open=told.open
    )
    return said(data, line)


@stats.verb(
    "departments",
    ITEM,
    FROM,
    TO,
    Option("--seed", type=WHOLE, default=1, help=N_("模拟所用的随机数种子")),
    help=N_("各部门用时：中位数与区间、守时比例、与全市比较、名次"),
)
def departments(
    session: Session, *, item: str | None, since: date | None, until: date | None, seed: int
) -> Answer:
    """The department table."""
    from envoy_desktop.casework import figures

    with session.read() as reader:
        table = figures.table(reader, now.today(), _window(reader, item, since, until), seed=seed)
    data = [_department(row) for row in table.departments]
    return Answer(data, lambda: _departments(table.departments))


def _window(reader: "Reader", item: str | None, since: date | None, until: date | None) -> "Window":
    from envoy_desktop.store.queries.figures import Window, has_item

    if item and not has_item(reader, item):
        raise Refusal("no-such-item", item=item, next="see-catalogue")
    return Window(since, until, item or "")


def _department(row: "DepartmentFigures") -> Row:
    from envoy_desktop.domain.survival import rounded
    from envoy_desktop.words import figures as words

    standing, told = row.standing, row.conduct
    return {
        "department": row.office.short_name or row.office.name,
        "id": ids.show(row.office.id),
        "code": row.office.code,
        "name": row.office.name,
        "earlier": list(row.office.earlier),
        **_figure(row.figure),
        "shrunk_median": rounded(standing.shrunk_median),
        "rank": standing.rank,
        "note": standing.note,
        "message": words.note(standing.note),
        "pace": _round(standing.pace),
        "shrunk_pace": _round(standing.shrunk),
        "pace_low": _round(standing.low),
        "pace_high": _round(standing.high),
        "drawn": _round(standing.drawn),
        "slower": _round(standing.slower),
        "piecemeal": told.kinds["piecemeal"],
        "off_list_demands": told.kinds["off_list_demand"],
        "sent_to_back_office": told.kinds["sent_to_back_office"],
        "window_cannot_decide": told.kinds["window_cannot_decide"],
        "days_before_clock": told.before_days,
        "cases_before_clock": told.before_cases,
        "events": told.events,
        "late_entries": told.late,
        "system_gap_events": told.gap_events,
        "system_gap_days": told.gap_days,
        "ratings": told.ratings,
        "rating": _round(told.rating),
        "rated": {question: round(mean, 2) for question, mean in told.rated.items()},
        "obstacles": told.obstacles,
        "open_obstacles": told.unresolved,
        "answers_owed": told.owed,
    }


def _figure(told: "Figure") -> Row:
    from envoy_desktop.domain.survival import rounded

    return {
        "cases": told.cases,
        "open": told.open,
        "median": rounded(told.median.value),
        "low": rounded(told.median.low),
        "high": rounded(told.median.high),
        "p90": rounded(told.p90.value),
        "p90_low": rounded(told.p90.low),
        "p90_high": rounded(told.p90.high),
        "used_of_limit": _round(told.used.value),
        "within_promised": _round(told.promised.share),
        "within_statutory": _round(told.statutory.share),
        "over_promised": told.promised.outside,
        "over_statutory": told.statutory.outside,
        "overdue_days": told.overdue_days,
        "overdue_cases": told.overdue_cases,
        "durations": [{"days": days, "ended": ended} for days, ended in told.durations],
    }


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _departments(rows: "tuple[DepartmentFigures, ...]") -> Any:
    from envoy_desktop.words import figures as words

    heads = (
        _("名次"), _("部门"), _("办件"), _("在办"), _("中位数"), _("95%区间"), "P90",
        _("承诺内"), _("法定内"), _("超期日"), _("靠拢后"), _("说明"),
    )  # fmt: skip
    return tables.table(
        heads,
        [
            (
                str(row.standing.rank or "—"),
                row.office.short_name or row.office.name,
                str(row.figure.cases),
                str(row.figure.open),
                words.figure_days(row.figure.median.value),
                words.interval(row.figure.median.low, row.figure.median.high),
                words.figure_days(row.figure.p90.value),
                words.held(row.figure.promised),
                words.held(row.figure.statutory),
                str(row.figure.overdue_days),
                words.figure_days(row.standing.shrunk_median),
                words.note(row.standing.note),
            )
            for row in rows
        ],
    )


@stats.verb("items", FROM, TO, help=N_("各事项在全市的用时"))
def items(session: Session, *, since: date | None, until: date | None) -> Answer:
    """The city-wide figure of every item."""
    from envoy_desktop.casework import figures
    from envoy_desktop.words import figures as words

    with session.read() as reader:
        rows = figures.items(reader, now.today(), _window(reader, None, since, until))
    data = [
        {
            "code": row.item.code,
            "name": row.item.name,
            "promised": row.item.promised,
            "statutory": row.item.statutory,
            "departments": row.departments,
            **_figure(row.figure),
        }
        for row in rows
    ]

    def text() -> Any:
        heads = (
            _("代码"), _("事项"), _("办件"), _("在办"), _("中位数"), _("95%区间"), "P90", _("承诺"),
            _("法定"),
        )  # fmt: skip
        return tables.table(
            heads,
            [
                (
                    row.item.code, row.item.name, str(row.figure.cases), str(row.figure.open),
                    words.figure_days(row.figure.median.value),
                    words.interval(row.figure.median.low, row.figure.median.high),
                    words.figure_days(row.figure.p90.value), words.figure_days(row.item.promised),
                    words.figure_days(row.item.statutory),
                )
                for row in rows
            ],
        )  # fmt: skip

    return Answer(data, text)


@stats.verb(
    "bottlenecks",
    FROM,
    TO,
    help=N_("日子耗在哪里：责任方、事项、环节，最误工期的等待，提速三分之一的好处"),
)
def bottlenecks(session: Session, *, since: date | None, until: date | None) -> Answer:
    """Where days are lost."""
    from envoy_desktop.casework import bottlenecks as waits

    with session.read() as reader:
        told = waits.bottlenecks(reader, now.today(), _window(reader, None, since, until))
    data = {
        "parties": dict(told.parties),
        "items": [
            {
                "code": one.code,
                "name": one.name,
                "cases": one.cases,
                "department_days": one.department_days,
                "overdue_days": one.overdue_days,
            }
            for one in told.items
        ],
        "transitions": [
            {
                "from": one.first,
                "to": one.then,
                "count": one.count,
                "days": one.days,
                "median": one.median,
            }
            for one in told.transitions
        ],
        "waits": [
            {
                "project": ids.show(one.project),
                "project_name": one.project_name,
                "procedure": ids.show(one.procedure),
                "code": one.code,
                "name": one.name,
                "department": one.department_name,
                "state": one.state,
                "days": one.days,
            }
            for one in told.waits
        ],
        "thirds": [
            {
                "department": one.department_name,
                "days": one.days,
                "projects": [
                    {
                        "project": ids.show(id),
                        "project_name": name,
                        "days": days,
                        "planned": before.isoformat(),
                        "then": after.isoformat(),
                    }
                    for (id, name, days), (before, after) in zip(
                        one.projects, one.dates, strict=True
                    )
                ],
            }
            for one in told.thirds
        ],
        "left_out": list(told.left_out),
    }

    def text() -> list[str]:
        from envoy_desktop.words import names

        parts = [
            tables.table(
                (_("责任方"), _("日数")),
                [(names.party(party), str(days)) for party, days in told.parties],
            ),
            tables.table(
                (_("事项"), _("办件"), _("部门用时"), _("超期日")),
                [
                    (one.name, str(one.cases), str(one.department_days), str(one.overdue_days))
                    for one in told.items
                ],
            ),
            tables.table(
                (_("从"), _("到"), _("次数"), _("工作日"), _("中位数")),
                [
                    (
                        names.event(one.first), names.event(one.then), str(one.count),
                        str(one.days), f"{one.median:g}",
                    )
                    for one in told.transitions
                ],
            ),
            tables.table(
                (_("误工期"), _("项目"), _("事项"), _("部门")),
                [
                    (str(one.days), one.project_name, one.name, one.department_name)
                    for one in told.waits
                ],
            ),
            tables.table(
                (_("快三分之一可提前"), _("部门"), _("项目数")),
                [
                    (str(one.days), one.department_name, str(len(one.projects)))
                    for one in told.thirds
                ],
            ),
        ]  # fmt: skip
        lines: list[str] = []
        for part in parts:
            own = list(part)
            lines += ["", *own] if lines and own else own
        return lines

    return Answer(data, text)


@stats.verb("calibration", help=N_("过去的推演准不准：有多少在五成、九成把握之内办结"))
def calibration(session: Session) -> Answer:
    """Of past steps, how many ended inside their P50 and P90."""
    from envoy_desktop.casework import measured

    with session.read() as reader:
        told = measured.calibration(reader, now.today())
    data = {
        "cases": told.cases,
        "open": told.open,
        "since": date.fromordinal(told.since).isoformat() if told.since else None,
        "p50": _round(told.p50),
        "p90": _round(told.p90),
        "bins": [{"chance": one.chance, "ended": _round(one.ended)} for one in told.bins],
        "no_history": told.no_history,
    }
    if told.p50 is None or told.p90 is None:
        return said(data, _("办结的还太少，量不出来（同一事项办结 5 件后才推演）"))
    lines = [
        _("{n} 件推演过：五成把握之内办结 {p50}%，九成把握之内办结 {p90}%").format(
            n=told.cases, p50=round(100 * told.p50), p90=round(100 * told.p90)
        ),
        *(f"{one.chance:.0%}  {one.ended:.0%}" for one in told.bins),
    ]
    return said(data, *lines)


@stats.verb(
    "table",
    Argument("out", N_("文件"), type=FILE, help=N_("以 .xlsx 结尾")),
    ITEM,
    FROM,
    TO,
    help=N_("部门用时表写成 Excel，合计和占比是公式"),
)
def table(
    session: Session, *, out: Path, item: str | None, since: date | None, until: date | None
) -> Answer:
    """The department table as a spreadsheet."""
    from envoy_desktop.casework import department_sheet, figures

    with session.read() as reader:
        made = figures.table(reader, now.today(), _window(reader, item, since, until))
    rows = department_sheet.write(out, made)
    words = _("已写出 {n} 个部门：{path}").format(n=rows, path=out)
    return said({"path": str(out), "departments": rows}, words)


@stats.verb(
    "paper",
    Argument("out", N_("文件"), type=FILE, help=N_("以 .pdf 结尾")),
    Option("--department", required=True, help=N_("部门（代码、名称或简称）")),
    ITEM,
    FROM,
    TO,
    help=N_("一个部门的用时写成 PDF：一句话、各图、最长的办件、它自己的说明、方法"),
)
def paper(
    session: Session,
    *,
    out: Path,
    department: str,
    item: str | None,
    since: date | None,
    until: date | None,
) -> Answer:
    """A department's figures as a paper."""
    from envoy_desktop.documents import figures_sheet
    from envoy_desktop.store.connection import replace_file

    with session.read() as reader:
        window = _window(reader, item, since, until)
        data = figures_sheet.pdf_of(reader, now.today(), ids.department(reader, department), window)
    replace_file(out, data)
    return said({"path": str(out)}, str(out))


@stats.verb(
    "chart",
    Argument(
        "chart", N_("图"), help=N_("distribution、survival、months、bottlenecks、calibration")
    ),
    Argument("out", N_("文件"), type=FILE, help=N_("以 .pdf、.png 或 .svg 结尾")),
    Option("--department", help=N_("部门（代码、名称或简称）；前三种图要写")),
    ITEM,
    FROM,
    TO,
    help=N_("把一张图写成文件，黑白打印也看得清"),
)
def chart(
    session: Session,
    *,
    chart: str,
    out: Path,
    department: str | None,
    item: str | None,
    since: date | None,
    until: date | None,
) -> Answer:
    """A chart as a file."""
    from envoy_desktop.documents import charts, charts_of
    from envoy_desktop.store.connection import replace_file

    with session.read() as reader:
        window = _window(reader, item, since, until)
        of = ids.department(reader, department) if department else None
        made = charts_of.made(reader, now.today(), chart, of, window)
    replace_file(out, charts.written(made.chart, out.suffix, made.title, made.line))
    return said({"path": str(out), "title": made.title, "told": made.line}, str(out))


@stats.verb(
    "sentence",
    Option("--department", required=True, help=N_("部门（代码、名称或简称）")),
    ITEM,
    FROM,
    TO,
    help=N_("把一个部门的用时写成公文里的一句话，附方法注"),
)
def sentence(
    session: Session,
    *,
    department: str,
    item: str | None,
    since: date | None,
    until: date | None,
) -> Answer:
    """A figure as a sentence for a memo."""
    from envoy_desktop.casework import measured

    with session.read() as reader:
        window = _window(reader, item, since, until)
        told = measured.sentence(reader, now.today(), ids.department(reader, department), window)
    data = {
        "sentence": told.text,
        "footnote": told.footnote,
        "cases": [ids.show(procedure) for procedure in told.behind],
    }
    return said(data, told.text, told.footnote)


@stats.verb(
    "export",
    Argument("out", N_("文件"), type=FILE, help=N_("以 .xes.gz、.xes 或 .csv 结尾")),
    help=N_("把办件日志写成 XES 或 CSV，不含人名"),
)
def export(session: Session, *, out: Path) -> Answer:
    """Write one's own log."""
    from envoy_desktop.casework import log_export

    with session.read() as reader:
        told = log_export.export(reader, now.today(), out)
    data = {"path": str(out), "cases": told.cases, "events": told.events}
    return said(
        data,
        _("已写出 {cases} 件、{events} 个事件：{path}").format(
            cases=told.cases, events=told.events, path=out
        ),
    )
