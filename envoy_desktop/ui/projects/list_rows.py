"""A project's obstacles, promises and papers, worded as rows."""

from datetime import date

from envoy_desktop.domain import iso
from envoy_desktop.store.queries.duties import DutyRow
from envoy_desktop.store.queries.obstacles import ObstacleRow
from envoy_desktop.ui.projects.model import ProjectPage
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.words import _, names, ngettext


def obstacle_rows(page: ProjectPage) -> list[Row | Group]:
    """Open obstacles, the oldest first, then resolved ones."""
    made: list[Row | Group] = []
    standing = sorted(page.standing, key=lambda o: o.on)
    if standing:
        made.append(Group(_("未解决"), len(standing)))
    made += [obstacle_row(o, page) for o in standing]
    gone = [o for o in page.obstacles if o.resolved_on]
    if gone:
        made.append(Group(_("已解决"), len(gone)))
    made += [obstacle_row(o, page) for o in gone]
    return made


def obstacle_row(row: ObstacleRow, page: ProjectPage) -> Row:
    """One obstacle: kind, procedure, who owes the answer, since when."""
    on = date.fromisoformat(row.on)
    due = iso.day(row.answer_due)
    late = due is not None and due < page.today and not row.resolved_on
    kinds = [names.obstacle_kind(row.kind), row.procedure_name]
    tried = (
        ngettext("已协调 {n} 次", "已协调 {n} 次", row.attempts).format(n=row.attempts)
        if row.attempts else _("还没有协调")
    )  # fmt: skip
    if row.resolved_on:
        n = page.calendar.working_days(on, date.fromisoformat(row.resolved_on))
        figure, lamp = ngettext("历时 {n} 日", "历时 {n} 日", n).format(n=n), ""
    else:
        n = page.calendar.working_days(on, page.today)
        figure = ngettext("第 {n} 日", "第 {n} 日", n).format(n=n) if n else _("刚登记")
        lamp = "red" if late else "yellow"
    return Row(
        id=row.id,
        kind="obstacle",
        title=row.text,
        subtitle=" · ".join(part for part in kinds if part),
        second=row.department_name,
        second_line=tried if not row.resolved_on else row.resolution,
        figure=figure,
        lamp=lamp,
        tone="muted" if row.resolved_on else "",
        action="" if row.resolved_on else "log_call",
        action_text="" if row.resolved_on else _("记协调"),
        data=row,
    )


def commitment_rows(page: ProjectPage) -> list[Row | Group]:
    """What was promised to the investor; a broken promise is red."""
    made: list[Row | Group] = []
    broken = {d.id for d in page.broken}
    for inside, head in (
        (page.broken, _("到期没有兑现")),
        (
            [
                d
                for d in page.commitments
                if not d.done_on and not d.withdrawn_on and d.id not in broken
            ],
            _("还没有到期"),
        ),
        ([d for d in page.commitments if d.done_on or d.withdrawn_on], _("已兑现")),
    ):
        if inside:
            made.append(Group(head, len(inside)))
        made += [commitment_row(d, page) for d in inside]
    return made


def commitment_row(row: DutyRow, page: ProjectPage) -> Row:
    """One promise: who made it, by when, how it stands."""
    due = date.fromisoformat(row.due_now)
    count = page.calendar.working_days
    if row.done_on:
        done = date.fromisoformat(row.done_on)
        late = count(due, done)
        figure = ngettext("晚 {n} 日", "晚 {n} 日", late).format(n=late) if late else _("按期")
        lamp = "red" if late else "green"
    elif due < page.today:
        n = count(due, page.today)
        figure, lamp = ngettext("逾期 {n} 日", "逾期 {n} 日", n).format(n=n), "red"
    else:
        n = count(page.today, due)
        figure = ngettext("剩 {n} 日", "剩 {n} 日", n).format(n=n) if n else _("今日到期")
        lamp = "yellow" if n <= 3 else "green"
    given = names.short_day(date.fromisoformat(row.given_on))
    return Row(
        id=row.id,
        kind="duty",
        title=row.text,
        subtitle=" · ".join(p for p in (row.basis, _("{day}承诺").format(day=given)) if p),
        second=row.department_name or row.owed_by,
        second_line=_("截止 {day}").format(day=names.short_day(due)),
        figure=figure,
        lamp=lamp,
        action="" if row.done_on else "mark_duty_done",
        action_text="" if row.done_on else _("已兑现"),
        data=row,
    )


def memo_rows(page: ProjectPage) -> list[Row | Group]:
    """The official documents of the project."""
    made: list[Row | Group] = []
    for memo in page.memos:
        day = names.short_day(date.fromisoformat(memo.signed_on or memo.drafted_on))
        made.append(
            Row(
                id=memo.id,
                kind="memo",
                title=memo.title or names.document_kind(memo.kind),
                subtitle=" · ".join(p for p in (memo.number, names.document_kind(memo.kind)) if p),
                second=memo.addressee,
                second_line=day,
                figure=names.document_state(memo.state),
                tone="muted" if memo.state in ("answered", "duties", "closed") else "ink",
                data=memo,
            )
        )
    return made
