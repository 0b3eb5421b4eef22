"""The handover sheet: everything the next envoy needs to know of a project, on paper."""

from collections.abc import Sequence
from datetime import date

from envoy_desktop.casework import ledger
from envoy_desktop.documents.blocks import Column, Table
from envoy_desktop.documents.layout import Layout
from envoy_desktop.documents.sheet import (
    GREY,
    Fields,
    Figures,
    Pairs,
    Part,
    Piece,
    Sheet,
    Words,
    compose,
)
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import (
    documents,
    mandates,
    materials,
    obstacles,
    people,
    procedures,
    projects,
    reference,
    teams,
)
from envoy_desktop.store.queries.procedures import ProcedureRow, Wanted
from envoy_desktop.words import _, names

_SHAPES = {"green": "● ", "yellow": "◆ ", "red": "▲ "}


def handover_sheet(reader: Reader, project: int, today: date, *, to: str = "") -> Layout:
    """State of every procedure, open obstacles, duties, promises, papers, contacts.

    `to` is the next envoy, where the handover is not recorded yet. Refuses "unknown-id".
    """
    row = projects.project(reader, project, today)
    if row is None:
        raise Refusal("unknown-id", kind="project")
    handed = teams.handovers(reader, project)
    giver, taker = (row.envoy, to) if to else (row.envoy, "")
    if not to and handed:
        giver, taker = handed[0].from_envoy, handed[0].to_envoy
    rows = procedures.rows(reader, procedures.ids(reader, Wanted(today, project=project)))
    calendar = reference.calendar(reader)
    standing = obstacles.obstacles(reader, project=project, open=True)
    open_ = [e for e in ledger.read(reader, today, project=project) if e.reading.is_open]
    promised = [e for e in open_ if e.row.source == "commitment"]
    pieces: list[Piece] = [
        Figures(
            (
                (f"{sum(r.state == 'delivered' for r in rows)}/{len(rows)}", _("已办结事项"), ""),
                (str(sum(r.open for r in rows)), _("在办"), ""),
                (str(len(standing)), _("未解决障碍"), ""),
                (str(len(open_)), _("未办结督办事项"), ""),
            )
        ),
        Pairs(
            tuple(
                (what, value)
                for what, value in (
                    (_("移交人"), giver),
                    (_("接收人"), taker),
                    (_("投资方"), row.investor),
                    (_("投资方联系人"), row.investor_contact),
                    (_("建设地点"), row.place),
                    (_("包联领导"), row.lead_leader),
                    (_("工作专班"), row.working_group),
                    (_("目标动工日期"), names.full_day(row.target_on) if row.target_on else ""),
                    (_("代办委托"), _mandate(reader, project)),
                )
                if value
            )
        ),
    ]
    _listed(pieces, _("正在办理的事项"), _running([r for r in rows if r.open], today))
    _listed(pieces, _("还没有申报的事项"), _names_of([r for r in rows if r.state == "planned"]))
    _listed(pieces, _("已结束的事项"), _ended([r for r in rows if r.ended_on]))
    _listed(
        pieces,
        _("未解决的障碍"),
        _table(
            ((_("障碍"), 9), (_("部门"), 4), (_("已持续"), 3), (_("应答复"), 3), (_("协调"), 2)),
            [
                (
                    o.text,
                    o.department_name,
                    names.days(calendar.working_days(date.fromisoformat(o.on), today)),
                    names.short_day(o.answer_due) if o.answer_due else "",
                    str(o.attempts),
                )
                for o in standing
            ],
        ),
    )
    for head, entries in (
        (_("对投资方的承诺"), promised),
        (_("其他督办事项"), [e for e in open_ if e not in promised]),
    ):
        _listed(pieces, head, _duties(entries))
    _listed(
        pieces,
        _("电话里答应、还没有兑现的"),
        _table(
            ((_("答应了什么"), 9), (_("谁"), 5), (_("哪天"), 3)),
            [
                (
                    c.promised or c.text,
                    "，".join(part for part in (c.department_name, c.contact_name) if part),
                    names.short_day(c.promised_on) if c.promised_on else "",
                )
                for c in people.calls(reader, project=project, promised=True)
            ],
        ),
    )
    _listed(
        pieces,
        _("里程碑"),
        _table(
            ((_("里程碑"), 7), (_("原定"), 3), (_("现定"), 3), (_("状态"), 3)),
            [
                (
                    m.name,
                    names.short_day(m.due_on),
                    names.short_day(m.due_now),
                    names.milestone_state(m.state(today)),
                )
                for m in teams.milestones(reader, project)
            ],
        ),
    )
    papers = [m for m in materials.materials(reader, project) if m.state in ("asked", "at_hand")]
    _listed(
        pieces,
        _("手上的和已索取的材料"),
        _table(
            ((_("材料"), 9), (_("由谁出"), 5), (_("状态"), 3), (_("有效期至"), 3)),
            [
                (
                    m.name,
                    m.issued_by,
                    names.material_state(m.state),
                    names.short_day(m.expires_on) if m.expires_on else "",
                )
                for m in papers
            ],
        ),
    )
    waiting = [
        m for m in documents.memos(reader, project=project) if m.state in ("issued", "delivered")
    ]
    _listed(
        pieces,
        _("等待批复的公文"),
        _table(
            ((_("文号"), 5), (_("标题"), 9), (_("主送"), 4)),
            [(m.number, m.title.replace("\n", ""), m.addressee) for m in waiting],
        ),
    )
    _listed(pieces, _("联系人"), _people(reader, project, rows))
    pieces += [
        Part(_("签字")),
        Fields((_("移交人"), _("接收人"), _("监交人"), _("日期"))),
    ]
    subtitle = _("项目移交单 · 截至 {day}").format(day=names.full_day(today))
    return compose(Sheet(row.name, tuple(pieces), subtitle, f"{_('项目移交单')} {row.name}"))


def _listed(pieces: list[Piece], head: str, table: Table | None) -> None:
    pieces.append(Part(head))
    pieces.append(table if table is not None else Words(_("没有。"), colour=GREY))


def _table(columns: Sequence[tuple[str, int]], rows: Sequence[tuple[str, ...]]) -> Table | None:
    if not rows:
        return None
    return Table(tuple(Column(name, width) for name, width in columns), tuple(rows))


def _mandate(reader: Reader, project: int) -> str:
    for row in mandates.mandates(reader, project):
        if not row.ended_on:
            term = _("至 {day}").format(day=names.full_day(row.until)) if row.until else _("不限期")
            return "，".join(part for part in (term, row.scope) if part)
    return _("没有登记代办委托书")


def _running(rows: Sequence[ProcedureRow], today: date) -> Table | None:
    return _table(
        ((_("事项"), 7), (_("部门"), 5), (_("状态"), 4), (_("该谁办"), 3), (_("截止"), 3)),
        [
            (
                r.name,
                r.department_name,
                _SHAPES.get(r.lamp(today), "") + names.state(r.state),
                names.holder(r.holder),
                names.short_day(r.deadline) if r.deadline else "",
            )
            for r in sorted(rows, key=lambda r: r.deadline or "~")
        ],
    )


def _names_of(rows: Sequence[ProcedureRow]) -> Table | None:
    return _table(((_("事项"), 7), (_("部门"), 5)), [(r.name, r.department_name) for r in rows])


def _ended(rows: Sequence[ProcedureRow]) -> Table | None:
    return _table(
        ((_("事项"), 7), (_("部门"), 5), (_("结果"), 3), (_("日期"), 3)),
        [
            (
                r.name,
                r.department_name,
                names.state(r.state),
                names.short_day(r.ended_on) if r.ended_on else "",
            )
            for r in rows
        ],
    )


def _duties(entries: Sequence[ledger.Entry]) -> Table | None:
    return _table(
        ((_("事项"), 9), (_("出处"), 5), (_("责任单位"), 4), (_("截止"), 3)),
        [(e.row.text, e.row.basis, e.owner, names.short_day(e.reading.due)) for e in entries],
    )


def _people(reader: Reader, project: int, rows: Sequence[ProcedureRow]) -> Table | None:
    """The investor's people, and the contacts of the departments that still have work."""
    busy = {r.department for r in rows if not r.ended_on}
    known = [c for c in people.contacts(reader) if c.project == project or c.department in busy]
    team = [
        (m.name, _("专班{role}").format(role=names.role(m.role)), m.unit, m.phone)
        for m in teams.members(reader, project)
    ]
    return _table(
        ((_("姓名"), 3), (_("职务"), 4), (_("单位、窗口"), 6), (_("电话"), 5)),
        team
        + [
            (
                c.name,
                c.post,
                " ".join(part for part in (c.department_name or c.project_name, c.window) if part),
                c.phone,
            )
            for c in known
        ],
    )
