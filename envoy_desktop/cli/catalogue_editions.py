"""`envoy catalogue diff|edit|flags|abolish|restore`: editions, rows, what offends a rule."""

from datetime import date
from typing import Any

from envoy_desktop.cli import ids, tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.catalogue import catalogue
from envoy_desktop.cli.grammar import Argument, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import COLUMN, DAY
from envoy_desktop.words import N_, _

ITEM = Argument("item", N_("事项"), help=N_("事项代码，或事项全名"))


@catalogue.verb(
    "diff",
    Option("--from", "old", help=N_("旧版的名称，不写就是倒数第二版")),
    Option("--to", "new", help=N_("新版的名称，不写就是最新一版")),
    Option("--project", help=N_("换用新版对这个项目意味着什么")),
    Option("--move", is_flag=True, help=N_("让这个项目换用新版")),
    help=N_("两版事项目录的差别：新增、取消、时限、收费、材料"),
)
def diff(
    session: Session, *, old: str | None, new: str | None, project: str | None, move: bool
) -> Answer:
    """What changed between editions, or what the new one means for a project."""
    from envoy_desktop.casework import editions
    from envoy_desktop.cli.grammar import Usage
    from envoy_desktop.store.queries import editions as listed
    from envoy_desktop.store.queries import standing
    from envoy_desktop.words import names

    held = session.workspace()
    if move and not project:
        raise Usage("missing-project", _("请写 --project"))
    with held.read() as reader:
        all_ = listed.editions(reader)
        pair = editions.last_two(reader) or (all_[0].id, all_[0].id)
        to = editions.called(reader, new) if new else pair[1]
        of = ids.project(reader, project) if project else None
        since = editions.called(reader, old) if old else pair[0]
        if of is not None:
            since = standing.edition_of(reader, of) or since
        told = editions.difference(reader, since, to)
        meant = editions.meaning(reader, of, to) if of is not None else None
        called = {edition.id: edition.name for edition in all_}
    if move and of is not None:
        held.do(editions.move_project, project=of, edition=to)
    added = meant.added if meant else told.added
    removed = meant.removed if meant else told.removed
    changed = meant.changed if meant else told.changed
    data: Row = {
        "from": called.get(since),
        "to": called.get(to),
        "project": ids.show(of),
        "moved": move,
        "editions": [edition.name for edition in all_],
        "added": [{"code": i.code, "name": i.name} for i in added],
        "removed": [{"code": i.code, "name": i.name} for i in removed],
        "changed": [
            {
                "code": one.code,
                "name": one.name,
                "fields": {c.field: [c.old, c.new] for c in one.fields},
                "papers_added": list(one.papers_added),
                "papers_removed": list(one.papers_removed),
                "copies": {c.field: [c.old, c.new] for c in one.copies},
            }
            for one in changed
        ],
    }

    def text() -> Any:
        yield _("{old} → {new}").format(old=called.get(since, ""), new=called.get(to, ""))
        if not (added or removed or changed):
            yield _("没有差别")
        for words, items in ((_("新增"), added), (_("取消"), removed)):
            for one in items:
                yield f"{words}  {one.code} {one.name}"
        for change in changed:
            yield _("改动") + f"  {change.code} {change.name}"
            for field in change.fields:
                name = names.field("catalogue_item", field.field)
                yield f"      {name}：{field.old or '—'} → {field.new or '—'}"
            for paper in change.papers_added:
                yield "      " + _("增加材料：{paper}").format(paper=paper)
            for paper in change.papers_removed:
                yield "      " + _("减少材料：{paper}").format(paper=paper)
            for copy in change.copies:
                yield f"      {copy.field}：{copy.old} → {copy.new}"
        if move:
            yield _("项目已换用新版")

    return Answer(data, text)


@catalogue.verb(
    "edit",
    ITEM,
    Option("--set", "fields", type=COLUMN, greedy=True, required=True,
           help=N_("栏目=值，栏目与导入的表头相同，可写多个")),
    help=N_("改正最新一版目录里的一行；原来的值留在变更记录里"),
)  # fmt: skip
def edit(session: Session, *, item: str, fields: list[tuple[str, str]]) -> Answer:
    """Correct a row."""
    from envoy_desktop.casework import editions

    session.workspace().do(editions.edit, code=item, fields=dict(fields))
    return said({"item": item, "set": dict(fields)}, _("已修改"))


@catalogue.verb(
    "abolish",
    ITEM,
    Option("--basis", required=True, help=N_("上级的文件名和文号")),
    Option("--on", "on", type=DAY, help=N_("从哪一天起，不写就是今天")),
    help=N_("上级已取消的事项：不再生成，重新导入也不会回来"),
)
def abolish(session: Session, *, item: str, basis: str, on: date | None) -> Answer:
    """Record an abolition."""
    from envoy_desktop.casework import editions

    open_ = session.workspace().do(editions.abolish, code=item, basis=basis, on=on)
    beside = (_("还有 {n} 个项目的清单里有这个事项").format(n=open_),) if open_ else ()
    return said({"item": item, "open_projects": open_}, _("已取消"), warnings=beside)


@catalogue.verb("restore", ITEM, help=N_("取消记错了，恢复这个事项"))
def restore(session: Session, *, item: str) -> Answer:
    """Take an abolition back."""
    from envoy_desktop.casework import editions

    session.workspace().do(editions.restore, code=item)
    return said({"item": item}, _("已恢复"))


@catalogue.verb("flags", help=N_("承诺时限超过法定三分之二的事项、高于下限的收费，按部门"))
def flags(session: Session) -> Answer:
    """What offends the city's rules, with the difference."""
    from envoy_desktop.casework import editions
    from envoy_desktop.store.queries import reference
    from envoy_desktop.words import names

    with session.read() as reader:
        promises, fees = editions.flags(reader)
        called = {d.code: d.short_name or d.name for d in reference.departments(reader).values()}
    data = {
        "promises": [
            {
                "code": one.code,
                "name": one.name,
                "department": called.get(one.department, one.department),
                "statutory": one.statutory,
                "promised": one.promised,
                "most": one.most,
                "over": one.over,
                "unit": one.unit,
            }
            for one in promises
        ],
        "fees": [
            {
                "project": ids.show(one.project),
                "project_name": one.project_name,
                "code": one.code,
                "name": one.name,
                "department": one.department,
                "lower": one.lower,
                "charged": one.charged,
                "over": one.over,
            }
            for one in fees
        ],
    }

    def text() -> Any:
        if not promises and not fees:
            yield _("没有超出的承诺时限和收费")
        yield from tables.table(
            (_("部门"), _("代码"), _("事项"), _("法定"), _("承诺"), _("至多"), _("超出")),
            (
                (
                    called.get(one.department, one.department),
                    one.code,
                    one.name,
                    str(one.statutory),
                    str(one.promised),
                    str(one.most),
                    names.days(one.over, one.unit),
                )
                for one in promises
            ),
        )
        yield from tables.table(
            (_("部门"), _("项目"), _("事项"), _("下限"), _("实收"), _("高出")),
            (
                (one.department, one.project_name, one.name, one.lower, one.charged, one.over)
                for one in fees
            ),
        )

    return Answer(data, text)
