"""`envoy centre`: the service centre as seen at the windows, with the departments' own figures."""

from typing import Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.procedure import PROCEDURE
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import Codes
from envoy_desktop.words import N_, _

centre = Group("centre", N_("政务大厅：进驻与窗口授权"))

SEEN = Codes(N_("情况"), lambda: ("yes", "no", "listed"))
_VALUES = {"yes": True, "no": False, "listed": None}


def _kinds() -> Any:
    from envoy_desktop.casework.centre import KINDS

    return KINDS


@centre.verb(
    "see",
    PROCEDURE,
    Option("--in-centre", "in_centre", type=SEEN, default="listed",
           help=N_("是否在大厅办理；listed 按目录")),
    Option("--window-decides", "window_decides", type=SEEN, default="listed",
           help=N_("窗口能否决定；listed 按目录")),
    help=N_("记录在窗口看到的情况"),
)  # fmt: skip
def see(session: Session, *, procedure: str, in_centre: str, window_decides: str) -> Answer:
    """Record what was seen at the window."""
    from envoy_desktop.casework import centre as acts

    held = session.workspace()
    with held.read() as reader:
        id = ids.procedure(reader, procedure)
    values = {"in_centre": _VALUES[in_centre], "window_decides": _VALUES[window_decides]}
    held.do(acts.see, procedure=id, **values)
    return said({"id": ids.show(id), **values}, _("已记录"))


@centre.verb(
    "log",
    PROCEDURE,
    Argument(
        "kind",
        N_("种类"),
        type=Codes(N_("种类"), _kinds, "unknown-obstacle-kind"),
        help=N_("转回科室，或窗口不能决定"),
    ),
    Option("--note", default="", help=N_("补充说明")),
    help=N_("登记障碍：转回科室，或窗口不能决定"),
)
def log(session: Session, *, procedure: str, kind: str, note: str) -> Answer:
    """Log that the window sent it to the back office or cannot decide."""
    from envoy_desktop.casework import centre as acts

    held = session.workspace()
    with held.read() as reader:
        id = ids.procedure(reader, procedure)
    made = held.do(acts.log, procedure=id, kind=kind, note=note)
    return said({"id": ids.show(made)}, _("已登记障碍 {id}").format(id=ids.show(made)))


@centre.verb("list", help=N_("各部门：进驻大厅、窗口决定、转回科室、窗口无权决定"))
def list_(session: Session) -> Answer:
    """Each department's figures of its windows."""
    from envoy_desktop.store.queries import centre as stored

    with session.workspace().read() as reader:
        rows = stored.centre(reader)
    data = [
        {
            "department": row.code,
            "name": row.name,
            "cases": row.cases,
            "in_centre": row.in_centre,
            "window_decides": row.window_decides,
            "sent_to_back_office": row.back_office,
            "window_cannot_decide": row.cannot_decide,
            "open": row.open,
        }
        for row in rows
    ]
    heads = (
        _("部门"),
        _("已申报"),
        _("在大厅"),
        _("窗口决定"),
        _("转回科室"),
        _("窗口无权"),
        _("未解决"),
    )
    return Answer(
        data,
        lambda: tables.table(
            heads,
            (
                (row.name, *(str(n) for n in (row.cases, row.in_centre, row.window_decides,
                                              row.back_office, row.cannot_decide, row.open)))
                for row in rows
            ),
        ),
    )  # fmt: skip
