"""`envoy obstacle`: logging one, the list, what was tried, how it ended."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option, Usage
from envoy_desktop.cli.list_sheet import XLSX, exported
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import CHANNEL, COUNT, DAY, FILE, OBSTACLE_KIND, WHOLE
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.store.connection import Reader
    from envoy_desktop.store.queries.obstacles import ObstacleRow

obstacle = Group("obstacle", N_("障碍与协调记录"))

OBSTACLE = Argument("obstacle", N_("障碍"), help=N_("编号，或编号末尾至少四位"))


@obstacle.verb(
    "log",
    Argument("text", N_("内容"), help=N_("一句话说明，不写类别和部门就从中推断")),
    Option("--procedure", help=N_("所涉办件")),
    Option("--project", help=N_("所涉项目")),
    Option("--kind", type=OBSTACLE_KIND, help=N_("类别，见 obstacle kinds")),
    Option("--department", help=N_("所涉部门（代码、名称或简称）")),
    Option("--severity", type=WHOLE, help=N_("轻重，1 至 5")),
    Option("--on", "on", type=DAY, help=N_("发生的日期，不写就是今天")),
    Option("--proposal", default="", help=N_("建议：谁、做什么、何时之前")),
    Option("--attach", type=FILE, greedy=True, help=N_("作为证据附上的文件")),
    help=N_("登记一个障碍"),
)
def log(
    session: Session,
    *,
    text: str,
    procedure: str | None,
    project: str | None,
    kind: str | None,
    department: str | None,
    severity: int | None,
    on: date | None,
    proposal: str,
    attach: tuple[Path, ...],
) -> Answer:
    """Log an obstacle; refuses an empty text."""
    from envoy_desktop.casework import obstacles
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.store import attachments

    if severity is not None and not 1 <= severity <= 5:
        raise Refusal("bad-severity", severity=severity)
    held = session.workspace()
    with held.unit("obstacles.log") as unit:
        reader = unit.reader
        made = obstacles.log(
            unit,
            text=text,
            procedure=ids.procedure(reader, procedure) if procedure else None,
            project=ids.project(reader, project) if project else None,
            kind=kind or "",
            department=ids.department(reader, department) if department else None,
            severity=severity,
            on=on,
            proposal=proposal,
        )
        for path in attach:
            attachments.attach_file(unit, "obstacle", made, path)
    with held.read() as reader:
        row = _one(reader, made)
    return Answer(_row(row), lambda: _page(row, []))


@obstacle.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    Option("--procedure", help=N_("只列这个办件的")),
    Option("--department", help=N_("只列这个部门的")),
    Option("--open/--resolved", "open_", default=None, help=N_("只列未解决的，或已解决的")),
    Option("--limit", type=COUNT, help=N_("最多列几行")),
    XLSX,
    help=N_("障碍清单，新的在前"),
)
@exported("obstacle")
def list_(
    session: Session,
    *,
    project: str | None,
    procedure: str | None,
    department: str | None,
    open_: bool | None,
    limit: int | None,
) -> Answer:
    """Obstacles, the newest first."""
    from envoy_desktop.store.queries import obstacles
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        rows = obstacles.obstacles(
            reader,
            project=ids.project(reader, project) if project else None,
            procedure=ids.procedure(reader, procedure) if procedure else None,
            department=ids.department(reader, department) if department else None,
            open=open_,
        )[:limit]

    def text() -> Any:
        heads = (
            _("编号"), _("状态"), _("日期"), _("答复期限"), _("类别"), _("部门"), _("项目"),
            _("内容"),
        )  # fmt: skip
        return tables.table(
            heads,
            (
                (
                    ids.show(row.id) or "",
                    names.obstacle_state(row.state),
                    row.on,
                    row.answer_due or "",
                    names.obstacle_kind(row.kind),
                    row.department_name,
                    row.project_name,
                    row.text,
                )
                for row in rows
            ),
        )

    return Answer([_row(row) for row in rows], text)


@obstacle.verb("show", OBSTACLE, help=N_("一个障碍和为它做过的协调"))
def show(session: Session, *, obstacle: str) -> Answer:
    """One obstacle with its attempts, the levels asked, its kin and evidence."""
    from envoy_desktop.store.queries import escalations, obstacles

    with session.workspace().read() as reader:
        row = _one(reader, ids.find(reader, "obstacle", obstacle))
        attempts = obstacles.attempts(reader, obstacle=row.id)
        asked = escalations.of_obstacle(reader, row.id)
        kin = escalations.kin(reader, row.id)
        evidence = obstacles.attachments(reader, row.id)
    data = {
        **_row(row),
        "proposal": row.proposal,
        "statement": row.statement,
        "attempts": [
            {
                "id": ids.show(a.id),
                "on": a.on,
                "channel": a.channel,
                "text": a.text,
                "promised": a.promised_on,
            }
            for a in attempts
        ],
        "escalations": [
            {
                "id": ids.show(one.id),
                "level": one.level,
                "on": one.on,
                "to": one.to or one.contact_name or None,
                "answer_due": one.answer_due,
                "answered": one.answered_on,
                "answer": one.answer,
            }
            for one in asked
        ],
        "kin": [
            {
                "id": ids.show(one.id),
                "text": one.text,
                "project_name": one.project_name or None,
                "root": one.is_root,
                "resolved": one.resolved_on,
            }
            for one in kin
        ],
        "attachments": [
            {"id": ids.show(a.id), "name": a.name, "size": a.size, "sha256": a.sha256}
            for a in evidence
        ],
    }
    return Answer(data, lambda: _page(row, attempts))


@obstacle.verb(
    "attempt",
    OBSTACLE,
    Argument("text", N_("内容"), help=N_("做了什么、对方怎么说")),
    Option("--channel", type=CHANNEL, default="call", help=N_("方式")),
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    Option("--promised", type=DAY, help=N_("对方答应的日期")),
    help=N_("记一次协调"),
)
def attempt(
    session: Session,
    *,
    obstacle: str,
    text: str,
    channel: str,
    on: date | None,
    promised: date | None,
) -> Answer:
    """Record what was tried."""
    from envoy_desktop.casework import obstacles

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "obstacle", obstacle)
    made = held.do(
        obstacles.attempt, obstacle=id, text=text, channel=channel, on=on, promised_on=promised
    )
    return said({"id": ids.show(made), "obstacle": ids.show(id)}, _("已记协调"))


@obstacle.verb(
    "resolve",
    OBSTACLE,
    Option("--how", default="", help=N_("怎么解决的")),
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    Option("--group", is_flag=True, help=N_("同一根源、还没解决的一并解决")),
    help=N_("障碍已解决"),
)
def resolve(session: Session, *, obstacle: str, how: str, on: date | None, group: bool) -> Answer:
    """Say that an obstacle is out of the way, with all of its root where wished."""
    from envoy_desktop.casework import escalations
    from envoy_desktop.store.queries import escalations as stored

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "obstacle", obstacle)
        kin = [one.id for one in stored.kin(reader, id) if not one.resolved_on and one.id != id]
    if group:
        held.do(escalations.resolve_group, obstacles=[id, *kin], how=how, on=on)
    else:
        from envoy_desktop.casework import obstacles

        held.do(obstacles.resolve, obstacle=id, how=how, on=on)
    with held.read() as reader:
        row = _one(reader, id)
    left = [] if group else [ids.show(one) for one in kin]
    beside = (_("同一根源的还有 {n} 条未解决").format(n=len(left)),) if left else ()
    return said({**_row(row), "kin_open": left}, _("障碍已解决"), warnings=beside)


@obstacle.verb("reopen", OBSTACLE, help=N_("已解决的障碍又出现了"))
def reopen(session: Session, *, obstacle: str) -> Answer:
    """Say that a resolved obstacle stands again."""
    from envoy_desktop.casework import obstacles

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "obstacle", obstacle)
    held.do(obstacles.reopen, obstacle=id)
    with held.read() as reader:
        row = _one(reader, id)
    return said(_row(row), _("障碍已重开"))


@obstacle.verb(
    "set",
    OBSTACLE,
    Option("--text", help=N_("内容")),
    Option("--kind", type=OBSTACLE_KIND, help=N_("类别")),
    Option("--department", help=N_("所涉部门")),
    Option("--proposal", help=N_("建议")),
    Option("--statement", help=N_("部门自己的说明，照原话")),
    Option("--answer-due", "answer_due", type=DAY, help=N_("答复期限")),
    help=N_("修改一个障碍"),
)
def set_(session: Session, *, obstacle: str, department: str | None, **rest: Any) -> Answer:
    """Change an obstacle; only what is named."""
    from envoy_desktop import now
    from envoy_desktop.casework import obstacles

    fields = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in rest.items()
        if value is not None
    }
    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "obstacle", obstacle)
        if department is not None:
            fields["department"] = ids.department(reader, department)
    if not fields:
        raise Usage("nothing-to-change", _("没有写要修改什么"))
    if "statement" in fields:
        fields["statement_on"] = now.today().isoformat()
    held.do(obstacles.change, obstacle=id, **fields)
    with held.read() as reader:
        row = _one(reader, id)
    return Answer(_row(row), lambda: _page(row, []))


@obstacle.verb("kinds", help=N_("障碍的类别、依据和答复期限"))
def kinds(session: Session) -> Answer:
    """Every kind of obstacle; needs no workspace."""
    from envoy_desktop.domain.obstacles import KINDS
    from envoy_desktop.words import names

    data = [
        {
            "kind": kind.code,
            "name": names.obstacle_kind(kind.code),
            "severity": kind.severity,
            "answer_days": kind.answer_days,
            "charged": kind.charged_party,
            "article": kind.article,
        }
        for kind in KINDS.values()
    ]

    def text() -> Any:
        heads = (_("代码"), _("类别"), _("轻重"), _("答复"), _("依据"))
        return tables.table(
            heads,
            (
                (
                    kind.code,
                    names.obstacle_kind(kind.code),
                    str(kind.severity),
                    names.days(kind.answer_days),
                    kind.article,
                )
                for kind in KINDS.values()
            ),
        )

    return Answer(data, text)


def _one(reader: "Reader", id: int) -> "ObstacleRow":
    from envoy_desktop.store.queries import obstacles

    return obstacles.obstacles(reader, ids=[id])[0]


def _row(row: "ObstacleRow") -> Row:
    return {
        "id": ids.show(row.id),
        "project": ids.show(row.project),
        "project_name": row.project_name or None,
        "procedure": ids.show(row.procedure),
        "text": row.text,
        "state": row.state,
        "kind": row.kind,
        "department": row.department_name or None,
        "severity": row.severity,
        "on": row.on,
        "answer_due": row.answer_due,
        "resolved": row.resolved_on,
        "resolution": row.resolution,
        "attempts_made": row.attempts,
        "last_attempt": row.last_attempt_on,
        "evidence": row.attachments,
        "level": row.level or None,
        "root": ids.show(row.root),
        "verified": row.verified_on,
        "verified_by": row.verified_by or None,
    }


def _page(row: "ObstacleRow", attempts: Any) -> list[str]:
    from envoy_desktop.words import names

    lines = [
        row.text,
        *tables.facts(
            [
                (_("编号"), ids.show(row.id) or ""),
                (_("状态"), names.obstacle_state(row.state)),
                (_("类别"), names.obstacle_kind(row.kind)),
                (_("部门"), row.department_name),
                (_("项目"), row.project_name),
                (_("办件"), row.procedure_name),
                (_("日期"), row.on),
                (_("答复期限"), row.answer_due or ""),
                (_("建议"), row.proposal),
                (_("部门说明"), row.statement),
                (_("解决"), " ".join(filter(None, (row.resolved_on, row.resolution)))),
                (_("验证"), " ".join(filter(None, (row.verified_on, row.verified_by)))),
                (_("附件"), str(row.attachments or "")),
            ]
        ),
    ]
    heads = (_("日期"), _("方式"), _("协调"), _("答应"))
    cells = [(a.on, names.channel(a.channel), a.text, a.promised_on or "") for a in attempts]
    return [*lines, *tables.table(heads, cells)]


from envoy_desktop.cli import obstacle_ladder  # noqa: E402, F401  (adds its verbs)
