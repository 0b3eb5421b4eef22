"""`envoy own`: the investor's and contractor's own duties, never charged to a department."""

from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.project import PROJECT
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, Codes
from envoy_desktop.words import N_, _

own = Group("own", N_("投资方和施工单位自己的事"))


def _days() -> tuple[str, ...]:
    from envoy_desktop.domain.own_duties import DAYS

    return DAYS


@own.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    help=N_("自办事项和期限，先到期的在前"),
)
def list_(session: Session, *, project: str | None) -> Answer:
    """Own duties with their days."""
    from envoy_desktop.store.queries import own_duties, reference
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        of = ids.project(reader, project) if project else None
        rows = own_duties.duties(reader, reference.calendar(reader), now.today(), project=of)
    data = [
        {
            "procedure": ids.show(row.procedure),
            "project": ids.show(row.project),
            "project_name": row.project_name,
            "code": row.reading.code,
            "name": row.name,
            "counted_from": row.reading.counted_from,
            "since": row.reading.since.isoformat() if row.reading.since else None,
            "due": row.reading.due.isoformat() if row.reading.due else None,
            "done": row.reading.done.isoformat() if row.reading.done else None,
            "state": row.reading.state,
            "days": row.reading.days,
            "basis": row.reading.basis,
        }
        for row in rows
    ]

    def text() -> Any:
        heads = (_("状态"), _("到期"), _("事项"), _("项目"), _("起算"), _("依据"))
        return tables.table(
            heads,
            (
                (
                    names.own_duty_state(row.reading.state),
                    row.reading.due.isoformat() if row.reading.due else "",
                    row.name,
                    row.project_name,
                    names.project_day(row.reading.counted_from),
                    row.reading.basis,
                )
                for row in rows
            ),
        )

    return Answer(data, text)


@own.verb(
    "day",
    PROJECT,
    Argument(
        "kind",
        N_("哪一天"),
        type=Codes(N_("哪一天"), _days, "unknown-project-day"),
        help=N_("签订施工合同、竣工验收合格、投入使用，依次写作"),
    ),
    Option("--on", "on", type=DAY, help=N_("日期；不写则取消")),
    help=N_("记录自办事项起算的日子：签订施工合同、竣工验收合格、投入使用"),
)
def day(session: Session, *, project: str, kind: str, on: date | None) -> Answer:
    """Record a day that own duties count from."""
    from envoy_desktop.casework import own_duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.project(reader, project)
    held.do(own_duties.set_day, project=id, kind=kind, on=on)
    return said({"kind": kind, "on": on.isoformat() if on else None}, _("已记录"))
