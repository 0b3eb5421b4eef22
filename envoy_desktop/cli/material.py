"""`envoy material`: the one checklist of a project, and demands that the list does not allow."""

from datetime import date
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.procedure import PROCEDURE
from envoy_desktop.cli.project import PROJECT
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, OBSTACLE_KIND, Codes
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.checklist import PaperReading

material = Group("material", N_("一单清：材料"))


def _states() -> tuple[str, ...]:
    from envoy_desktop.casework.materials import STATES

    return STATES


STATE = Codes(N_("状态"), _states, "unknown-material-state")


@material.verb(
    "list",
    PROJECT,
    Option("--state", type=STATE, help=N_("只列这种状态的")),
    Option("--by", "by", help=N_("只列这个单位出具的：applicant，或部门代码、简称")),
    Option("--warned", is_flag=True, help=N_("只列有效期不够的")),
    Option("--shared/--own", "shared", default=None, help=N_("只列共享的，或要准备的")),
    help=N_("一单清：各事项的材料合并，每份只列一次"),
)
def list_(
    session: Session,
    *,
    project: str,
    state: str | None,
    by: str | None,
    warned: bool,
    shared: bool | None,
) -> Answer:
    """The papers of a project, each once."""
    from envoy_desktop.casework import checklist
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        found = checklist.readings(reader, ids.project(reader, project), now.today())
    kept = [
        one
        for one in found
        if (not state or one.row.state == state)
        and (not by or by in (one.row.issuer_code, one.row.issued_by))
        and (not warned or one.warning)
        and (shared is None or one.row.is_shared is shared)
    ]

    def text() -> Any:
        heads = (
            _("代码"),
            _("材料"),
            _("出具单位"),
            _("原件"),
            _("状态"),
            _("有效期至"),
            _("用于"),
        )
        return tables.table(
            heads,
            (
                (
                    one.row.code,
                    one.row.name,
                    one.row.issued_by or _("投资方"),
                    _("共享") if one.row.is_shared else str(one.row.copies),
                    "" if one.row.is_shared else names.material_state(one.row.state),
                    (one.row.expires_on or "") + (_("（不够）") if one.warning else ""),
                    names.joined(name for _id, name in one.row.procedures),
                )
                for one in kept
            ),
        )

    return Answer([_document(one) for one in kept], text)


@material.verb(
    "set",
    PROJECT,
    Argument("code", N_("材料代码"), help=N_("如 M-SGHT，见 material list")),
    Argument("state", N_("状态"), type=STATE, help=N_("材料到了哪一步")),
    Option("--expires", type=DAY, help=N_("有效期至")),
    Option("--note", default="", help=N_("备注")),
    help=N_("记录一份材料办到哪一步"),
)
def set_(
    session: Session, *, project: str, code: str, state: str, expires: date | None, note: str
) -> Answer:
    """Say where a paper stands."""
    from envoy_desktop.casework import materials

    held = session.workspace()
    with held.read() as reader:
        id = ids.project(reader, project)
    held.do(
        materials.set_state, project=id, material_code=code, state=state, expires_on=expires,
        note=note,
    )  # fmt: skip
    until = expires.isoformat() if expires else None
    return said({"code": code, "state": state, "expires": until}, _("已记录"))


@material.verb(
    "demand",
    PROCEDURE,
    Argument("text", N_("索要的材料"), help=N_("窗口要的材料，照原话")),
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    Option("--kind", type=OBSTACLE_KIND, help=N_("障碍种类，不写按清单判断")),
    Option("--judge", "judge_only", is_flag=True, help=N_("只判断，不登记")),
    help=N_("窗口索要了清单不允许的材料：按清单判断并登记为障碍"),
)
def demand(
    session: Session,
    *,
    procedure: str,
    text: str,
    on: date | None,
    kind: str | None,
    judge_only: bool,
) -> Answer:
    """Hold a demand against the list, and log it."""
    from envoy_desktop.casework import checklist, materials
    from envoy_desktop.words import names

    held = session.workspace()
    with held.read() as reader:
        id = ids.procedure(reader, procedure)
        wrong = checklist.judged(reader, id, text)
    if judge_only:
        why = names.demand(wrong.why) if wrong else _("在清单上，可以要")
        return said(
            {
                "allowed": wrong is None,
                "kind": wrong.kind if wrong else None,
                "why": wrong.why if wrong else None,
                "because": why,
            },
            why,
        )
    made = held.do(materials.log_demand, procedure=id, text=text, on=on, kind=kind or "")
    words = names.demand(made.why) if made.why else ""
    return said(
        {"id": ids.show(made.obstacle), "kind": made.kind, "why": made.why or None},
        _("已登记障碍 {id}：{kind}。{why}").format(
            id=ids.show(made.obstacle), kind=names.obstacle_kind(made.kind), why=words
        ),
    )


def _document(one: "PaperReading") -> Row:
    row = one.row
    return {
        "code": row.code,
        "name": row.name,
        "issued_by": row.issuer_code,
        "issuer": row.issued_by or None,
        "copies": row.copies,
        "shared": row.is_shared,
        "state": row.state,
        "stage": row.stage,
        "expires": row.expires_on,
        "needed": one.needed_on.isoformat() if one.needed_on else None,
        "warning": one.warning or None,
        "misses": one.miss.isoformat() if one.miss else None,
        "note": row.note,
        "procedures": [{"id": ids.show(id), "name": name} for id, name in row.procedures],
    }
