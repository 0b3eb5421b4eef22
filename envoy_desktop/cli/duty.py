"""`envoy duty`: the supervision ledger."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.list_sheet import XLSX, exported
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import CHANNEL, DAY, DUTY_SOURCE, FILE, Codes
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.casework.ledger import Entry
    from envoy_desktop.store.connection import Reader

duty = Group("duty", N_("督查台账"))

DUTY = Argument("duty", N_("督办事项"), help=N_("编号，或编号末尾至少四位"))
LEVEL = Codes(N_("层级"), lambda: ("notice", "urge", "escalate"), "unknown-reminder-level")


@duty.verb(
    "list",
    Option("--project", help=N_("只列这个项目的")),
    Option("--source", type=DUTY_SOURCE, help=N_("只列这种来源的")),
    Option("--department", help=N_("只列这个部门牵头的")),
    Option("--level", type=LEVEL, help=N_("只列应当这样提醒的")),
    Option("--overdue", is_flag=True, help=N_("只列已逾期的")),
    Option("--open/--done", "open_", default=None, help=N_("只列未办结的，或已办结的")),
    XLSX,
    help=N_("督办事项，未兑现的承诺在前，然后先到期的在前"),
)
@exported("duty")
def list_(
    session: Session,
    *,
    project: str | None,
    source: str | None,
    department: str | None,
    level: str | None,
    overdue: bool,
    open_: bool | None,
) -> Answer:
    """The ledger as it stands today."""
    from envoy_desktop.casework import ledger

    with session.workspace().read() as reader:
        entries = ledger.read(
            reader,
            now.today(),
            project=ids.project(reader, project) if project else None,
            source=source or "",
            department=ids.department(reader, department) if department else None,
        )
    shown = [
        entry
        for entry in entries
        if (level is None or entry.reading.reminder == level)
        and (not overdue or entry.reading.state == "overdue")
        and (open_ is None or entry.reading.is_open is open_)
    ]
    return listed(shown)


def listed(entries: "Sequence[Entry]") -> Answer:
    """Duties as an answer."""
    from envoy_desktop.words import names

    def text() -> Any:
        heads = (_("编号"), _("状态"), _("到期"), _("来源"), _("责任单位"), _("项目"), _("内容"))
        return tables.table(
            heads,
            (
                (
                    ids.show(entry.row.id) or "",
                    _state(entry),
                    entry.reading.due.isoformat(),
                    names.duty_source(entry.row.source),
                    entry.owner,
                    entry.row.project_name,
                    entry.row.text,
                )
                for entry in entries
            ),
        )

    return Answer([document(entry) for entry in entries], text)


@duty.verb(
    "add",
    Argument("text", N_("内容"), help=N_("要办的事，批示与议定事项照原话")),
    Option("--due", type=DAY, required=True, help=N_("到期日")),
    Option("--source", type=DUTY_SOURCE, default="list_task", help=N_("来源")),
    Option("--project", help=N_("所涉项目")),
    Option("--department", help=N_("牵头部门（代码、名称或简称）")),
    Option("--with", "cooperating", default="", help=N_("配合部门，用分号隔开")),
    Option("--owed-by", "owed_by", default="", help=N_("责任人，部门名单里没有时")),
    Option("--basis", default="", help=N_("出处：文件、会议、批示人")),
    Option("--given", type=DAY, help=N_("交办日期，不写就是今天")),
    help=N_("登记一个督办事项"),
)
def add(
    session: Session,
    *,
    text: str,
    due: date,
    source: str,
    project: str | None,
    department: str | None,
    cooperating: str,
    owed_by: str,
    basis: str,
    given: date | None,
) -> Answer:
    """Add a duty with a department and a date."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        of_project = ids.project(reader, project) if project else None
        led_by = ids.department(reader, department) if department else None
        with_ = _codes(reader, cooperating)
    made = held.do(
        duties.add,
        text=text,
        due_on=due,
        source=source,
        project=of_project,
        lead_department=led_by,
        cooperating_departments=with_,
        owed_by=owed_by,
        basis=basis,
        given_on=given,
    )
    return said({"id": ids.show(made)}, _("已登记督办事项 {id}").format(id=ids.show(made)))


@duty.verb(
    "done",
    DUTY,
    Option("--note", default="", help=N_("办结说明")),
    Option("--on", "on", type=DAY, help=N_("办结日期，不写就是今天")),
    help=N_("督办事项已办结"),
)
def done(session: Session, *, duty: str, note: str, on: date | None) -> Answer:
    """Say that a duty is done."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "duty", duty)
    held.do(duties.done, duty=id, note=note, on=on)
    day = (on or now.today()).isoformat()
    return said({"id": ids.show(id), "done": day}, _("已办结"))


@duty.verb("reopen", DUTY, help=N_("督办事项还没有办完"))
def reopen(session: Session, *, duty: str) -> Answer:
    """Say that a duty is not done after all."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "duty", duty)
    held.do(duties.reopen, duty=id)
    return said({"id": ids.show(id), "done": None}, _("已重开"))


@duty.verb("show", DUTY, help=N_("一个督办事项：阶段、延期、催办"))
def show(session: Session, *, duty: str) -> Answer:
    """One duty with its stages, postponements and reminders."""
    from envoy_desktop.words import names

    with session.workspace().read() as reader:
        entry = _entry(reader, ids.find(reader, "duty", duty))
    row = entry.row

    def text() -> Any:
        yield row.text
        yield from tables.facts(
            [
                (_("编号"), ids.show(row.id) or ""),
                (_("状态"), _state(entry)),
                (_("来源"), names.duty_source(row.source)),
                (_("出处"), row.basis),
                (_("责任单位"), entry.owner),
                (_("配合部门"), row.cooperating_names),
                (_("项目"), row.project_name),
                (_("交办"), row.given_on),
                (_("原定"), row.due_on if row.postponements else ""),
                (_("截止"), entry.reading.due.isoformat()),
                (_("办结"), row.done_on or ""),
                (_("销号"), " ".join(p for p in (row.closed_on or "", row.closed_by) if p)),
                (_("说明"), row.done_note),
            ]
        )
        for head, lines in (
            (_("阶段"), [f"{s.due_on}  {s.text}  {s.done_on or ''}" for s in row.stages]),
            (
                _("延期"),
                [f"{p.on} → {p.to_on}  {p.reason}  {p.agreed_by}" for p in row.postponements],
            ),
            (
                _("催办"),
                [
                    "  ".join((r.on, names.reminder(r.level), names.channel(r.channel), r.number))
                    for r in row.reminders
                ],
            ),
        ):
            if lines:
                yield head
                yield from (f"  {line}".rstrip() for line in lines)

    return Answer(document(entry), text)


@duty.verb(
    "close",
    DUTY,
    Option("--by", default="", help=N_("谁确认已经办结")),
    Option("--statement", default="", help=N_("确认的原话")),
    Option("--on", "on", type=DAY, help=N_("销号日期，不写就是今天")),
    Option("--attach", type=FILE, greedy=True, help=N_("作为办结凭据附上的文件")),
    help=N_("销号：要有附件，或写明谁怎么确认的"),
)
def close(
    session: Session,
    *,
    duty: str,
    by: str,
    statement: str,
    on: date | None,
    attach: tuple[Path, ...],
) -> Answer:
    """Close a duty whose proof was seen."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "duty", duty)
    held.do(duties.close, duty=id, by=by, statement=statement, on=on, files=attach)
    day = (on or now.today()).isoformat()
    return said({"id": ids.show(id), "closed": day}, _("已销号"))


@duty.verb(
    "withdraw",
    DUTY,
    Option("--reason", required=True, help=N_("原因")),
    help=N_("交办的单位收回了这个督办事项"),
)
def withdraw(session: Session, *, duty: str, reason: str) -> Answer:
    """Say that a duty was taken back."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "duty", duty)
    held.do(duties.withdraw, duty=id, reason=reason)
    return said({"id": ids.show(id), "withdrawn": now.today().isoformat()}, _("已撤销"))


@duty.verb(
    "postpone",
    DUTY,
    Option("--to", "to", type=DAY, required=True, help=N_("新的截止日期")),
    Option("--reason", required=True, help=N_("原因")),
    Option("--agreed-by", "agreed_by", required=True, help=N_("谁同意的")),
    help=N_("延期；原定日期保留，始终看得见"),
)
def postpone(session: Session, *, duty: str, to: date, reason: str, agreed_by: str) -> Answer:
    """Agree on a later date."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "duty", duty)
    made = held.do(duties.postpone, duty=id, to=to, reason=reason, agreed_by=agreed_by)
    return said(
        {"id": ids.show(made), "duty": ids.show(id), "due": to.isoformat()},
        _("已延至 {day}").format(day=to.isoformat()),
    )


@duty.verb(
    "stage",
    DUTY,
    Argument("text", N_("阶段"), required=False, help=N_("阶段要完成的事；用 --done 时不写")),
    Option("--due", type=DAY, help=N_("阶段的期限")),
    Option("--done", help=N_("这个阶段（编号）已完成")),
    Option("--on", "on", type=DAY, help=N_("完成日期，不写就是今天")),
    help=N_("增加一个阶段，或说明一个阶段已完成"),
)
def stage(
    session: Session,
    *,
    duty: str,
    text: str | None,
    due: date | None,
    done: str | None,
    on: date | None,
) -> Answer:
    """Add a stage, or say that one is done."""
    from envoy_desktop.casework import duties
    from envoy_desktop.cli.grammar import Usage

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "duty", duty)
        ended = ids.find(reader, "duty_stage", done) if done else None
    if ended is not None:
        held.do(duties.stage_done, stage=ended, on=on)
        day = (on or now.today()).isoformat()
        return said({"id": ids.show(ended), "done": day}, _("阶段已完成"))
    if due is None:
        raise Usage("missing-option", _("缺少 --due"), next=_("阶段要有期限"))
    made = held.do(duties.add_stage, duty=id, text=text or "", due_on=due)
    return said(
        {"id": ids.show(made), "duty": ids.show(id), "due": due.isoformat()}, _("已增加阶段")
    )


@duty.verb(
    "remind",
    DUTY,
    Option("--level", type=LEVEL, default="", help=N_("不写就是现在应当的层级")),
    Option("--channel", type=CHANNEL, default="call", help=N_("方式")),
    Option("--note", default="", help=N_("催了谁，怎么说的")),
    Option("--on", "on", type=DAY, help=N_("日期，不写就是今天")),
    help=N_("记录一次提醒、催办或提请领导协调"),
)
def remind(
    session: Session, *, duty: str, level: str, channel: str, note: str, on: date | None
) -> Answer:
    """Record a reminder."""
    from envoy_desktop.casework import duties

    held = session.workspace()
    with held.read() as reader:
        id = ids.find(reader, "duty", duty)
    made = held.do(duties.remind, duty=id, level=level, channel=channel, note=note, on=on)
    with held.read() as reader:
        sent = next(r for r in _entry(reader, id).row.reminders if r.id == made)
    return said({"id": ids.show(made), "duty": ids.show(id), "level": sent.level}, _("已记录催办"))


@duty.verb(
    "sheet",
    Argument("out", N_("文件"), type=FILE, help=N_("写成这个 PDF")),
    Option("--duties", greedy=True, help=N_("这些督办事项（编号），可写多个")),
    Option("--department", help=N_("这个部门现在应当催办的")),
    Option("--draft", is_flag=True, help=N_("只看样子：不编号，不记录")),
    help=N_("印督办单：每个责任单位一张，带编号和回执；不指明就是所有应当催办的"),
)
def sheet(
    session: Session,
    *,
    out: Path,
    duties: tuple[str, ...],
    department: str | None,
    draft: bool,
) -> Answer:
    """Write reminder sheets, one for each who owes, and record that they went out."""
    from envoy_desktop.casework import duties as acts
    from envoy_desktop.casework import ledger
    from envoy_desktop.cli.paper import write_pdf
    from envoy_desktop.documents import reminder_sheet

    held = session.workspace()
    today = now.today()
    with held.read() as reader:
        if duties:
            wanted = [ids.find(reader, "duty", text) for text in duties]
            entries = reminder_sheet.chosen(reader, wanted, today)
        else:
            led_by = ids.department(reader, department) if department else None
            entries = [e for e in ledger.read(reader, today, department=led_by)
                       if e.reading.to_remind]  # fmt: skip
        groups = reminder_sheet.grouped(entries)
    numbers: list[str] = []
    with held.unit("duties.issue_sheet") as unit:
        for group in groups:
            asked = [entry.row.id for entry in group]
            numbers.append("" if draft else acts.issue_sheet(unit, duties=asked))
        made = [
            reminder_sheet.Numbered(number, group)
            for number, group in zip(numbers, groups, strict=True)
        ]
        write_pdf(reminder_sheet.reminder_sheets(unit.reader, made, today), out)
    data = [
        {"number": one.number or None, "to": one.to,
         "duties": [ids.show(entry.row.id) for entry in one.entries]}
        for one in made
    ]  # fmt: skip
    return said(
        {"path": str(out), "sheets": data},
        *(f"{one.number}  {one.to}" for one in made),
        _("已写出 {path}").format(path=out),
    )


def _entry(reader: "Reader", id: int) -> "Entry":
    from envoy_desktop.casework import ledger
    from envoy_desktop.casework.ledger import Entry
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.store.queries import duties

    row = duties.duty(reader, id)
    if row is None:
        raise Refusal("unknown-id", kind="duty")
    return Entry(row, ledger.of_row(reader, row, now.today()))


def _codes(reader: "Reader", text: str) -> str:
    """Departments as a person names them, as the codes that a duty keeps."""
    from envoy_desktop.store.queries import reference

    known = reference.departments(reader)
    named = [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]
    return ";".join(known[ids.department(reader, name)].code for name in named)


def _state(entry: "Entry") -> str:
    from envoy_desktop.words import names

    if entry.reading.closed:
        return _("已销号")
    return names.duty_state(entry.reading.state)


def document(entry: "Entry") -> Row:
    """A duty as a JSON document."""
    row, reading = entry.row, entry.reading
    return {
        "id": ids.show(row.id),
        "text": row.text,
        "source": row.source,
        "project": ids.show(row.project),
        "project_name": row.project_name or None,
        "department": row.department_name or None,
        "cooperating": [code for code in row.cooperating_departments.split(";") if code],
        "owed_by": row.owed_by,
        "basis": row.basis,
        "given": row.given_on,
        "due": reading.due.isoformat(),
        "first_due": row.due_on,
        "done": row.done_on,
        "closed": row.closed_on,
        "closed_by": row.closed_by or None,
        "withdrawn": row.withdrawn_on,
        "note": row.done_note,
        "state": reading.state,
        "days": reading.days,
        "broken": entry.broken,
        "level": reading.reminder,
        "to_remind": reading.to_remind or None,
        "proofs": row.proofs,
        "stages": [
            {"id": ids.show(s.id), "text": s.text, "due": s.due_on, "done": s.done_on}
            for s in row.stages
        ],
        "postponements": [
            {"on": p.on, "to": p.to_on, "reason": p.reason, "agreed_by": p.agreed_by}
            for p in row.postponements
        ],
        "reminders": [
            {"on": r.on, "level": r.level, "channel": r.channel, "number": r.number or None}
            for r in row.reminders
        ],
    }
