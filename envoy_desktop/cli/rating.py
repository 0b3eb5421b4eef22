"""`envoy rating`: what investors say of departments; recorded once, changed by nobody."""

from datetime import date
from pathlib import Path
from typing import Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import ANSWER, DAY, FILE, Codes
from envoy_desktop.words import N_, _

rating = Group("rating", N_("投资方对部门的评议"))

PROCEDURE = Argument("procedure", N_("办件"), help=N_("编号、项目/事项代码，或评议单上的编码"))
CHANNEL = Codes(N_("方式"), lambda: ("slip", "screen"), "unknown-channel")


@rating.verb(
    "record",
    PROCEDURE,
    Option(
        "--answer",
        "answers",
        type=ANSWER,
        greedy=True,
        help=N_("1 至 5 分，可写多个，overall（总体满意）必答"),
    ),
    Option("--comment", default="", help=N_("投资方想说的话")),
    Option("--by", "by", default="", help=N_("谁评的，可以不写")),
    Option("--channel", type=CHANNEL, default="slip", help=N_("方式")),
    Option("--on", "on", type=DAY, help=N_("评议日期，不写就是今天")),
    help=N_("录入一张评议单；录入以后谁也不能改"),
)
def record(
    session: Session,
    *,
    procedure: str,
    answers: list[tuple[str, str]],
    comment: str,
    by: str,
    channel: str,
    on: date | None,
) -> Answer:
    """Record what the investor said."""
    from envoy_desktop.casework import ratings

    given = {question: _figure(text) for question, text in answers}
    held = session.workspace()
    with held.read() as reader:
        id = _procedure(reader, procedure)
    made = held.do(
        ratings.record,
        procedure=id,
        answers=given,
        comment=comment,
        by=by,
        channel=channel,
        on=on,
    )
    return said({"id": ids.show(made), "procedure": ids.show(id)}, _("已录入评议，不能再改"))


@rating.verb(
    "find",
    Argument("scan", N_("扫描件"), type=FILE, help=N_("PDF、JPEG、PNG、TIFF")),
    help=N_("看扫回来的评议单是哪个办件的"),
)
def find(session: Session, *, scan: Path) -> Answer:
    """Which procedures' slips a scan shows."""
    from envoy_desktop.documents import rating_slip
    from envoy_desktop.store.queries import people

    shown = rating_slip.find_in(scan)
    with session.workspace().read() as reader:
        wishes = [people.wish_for(reader, procedure) for procedure in shown]
    data = [
        {"procedure": ids.show(w.procedure), "name": w.name, "project": w.project_name,
         "department": w.department_name}
        for w in wishes
        if w is not None
    ]  # fmt: skip
    return said(data, *(f"{row['procedure']}  {row['project']}  {row['name']}" for row in data))


@rating.verb(
    "slip",
    PROCEDURE,
    Argument("out", N_("文件"), type=FILE, help=N_("写成这个 PDF")),
    help=N_("印一张评议单，带可以扫回来的编码"),
)
def slip(session: Session, *, procedure: str, out: Path) -> Answer:
    """Write the slip of a delivered procedure."""
    from envoy_desktop.cli.paper import write_pdf
    from envoy_desktop.documents import rating_slip

    with session.workspace().read() as reader:
        id = ids.procedure(reader, procedure)
        layout = rating_slip.rating_slip(reader, id)
    write_pdf(layout, out)
    return said(
        {"path": str(out), "code": rating_slip.payload(id)},
        _("已写出 {path}").format(path=out),
    )


@rating.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    Option("--department", help=N_("只列对这个部门的")),
    Option("--wanted", is_flag=True, help=N_("列出已送达、还没有评议的办件")),
    help=N_("评议；不满五份时不算平均"),
)
def list_(session: Session, *, project: str | None, department: str | None, wanted: bool) -> Answer:
    """The ratings, with the figure where there are enough."""
    from envoy_desktop.domain import ratings as rules
    from envoy_desktop.store.queries import people
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        of_project = ids.project(reader, project) if project else None
        of_department = ids.department(reader, department) if department else None
        if wanted:
            return _wanted(people.to_rate(reader, project=of_project))
        rows = people.ratings(reader, project=of_project, department=of_department)
    figure = rules.figure([row.overall for row in rows])
    data = {
        "count": figure.count,
        "mean": round(figure.mean, 2) if figure.mean is not None else None,
        "ratings": [
            {
                "id": ids.show(row.id),
                "procedure": ids.show(row.procedure),
                "name": row.procedure_name,
                "project": row.project_name,
                "department": row.department_name,
                "answers": row.answers,
                "comment": row.comment,
                "by": row.by,
                "channel": row.channel,
                "on": row.on,
            }
            for row in rows
        ],
    }

    def text() -> Any:
        yield from tables.table(
            (_("日期"), _("总体"), _("部门"), _("事项"), _("方式"), _("意见")),
            (
                (
                    row.on,
                    str(row.overall),
                    row.department_name,
                    row.procedure_name,
                    names.rating_channel(row.channel),
                    row.comment,
                )
                for row in rows
            ),
        )
        if figure.mean is None:
            yield _("{n} 份评议，不满 {enough} 份，不算平均").format(
                n=figure.count, enough=rules.ENOUGH
            )
        else:
            yield _("{n} 份评议，总体平均 {mean}").format(
                n=figure.count, mean=names.figure(round(figure.mean, 2))
            )

    return Answer(data, text)


def _wanted(found: Any) -> Answer:
    data = [
        {
            "procedure": ids.show(row.procedure),
            "name": row.name,
            "project": row.project_name,
            "department": row.department_name,
            "delivered": row.delivered_on,
        }
        for row in found
    ]
    heads = (_("编号"), _("送达"), _("部门"), _("项目"), _("事项"))
    return Answer(
        data,
        lambda: tables.table(
            heads,
            (
                (ids.show(row.procedure) or "", row.delivered_on, row.department_name,
                 row.project_name, row.name)
                for row in found
            ),
        ),
    )  # fmt: skip


def _figure(text: str) -> int:
    """The figure of an answer; one that is none is out of range, and told so by the rule."""
    return int(text) if text.isascii() and text.isdecimal() else 0


def _procedure(reader: Any, text: str) -> int:
    """A procedure as everywhere, or by the code of its slip."""
    from envoy_desktop.documents import rating_slip

    if text.strip().upper().startswith(rating_slip.FORM) and len(text.strip()) > ids_length():
        return rating_slip.read_payload(text)
    return ids.procedure(reader, text)


def ids_length() -> int:
    """Characters of an id: a slip's code is longer."""
    from envoy_desktop.words.ids import LENGTH

    return LENGTH
