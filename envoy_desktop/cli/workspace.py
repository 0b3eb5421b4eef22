"""`envoy workspace`: a new workspace, what is known of it, every check, another passphrase."""

from pathlib import Path
from typing import Any

from envoy_desktop.cli import tables
from envoy_desktop.cli.answer import Answer, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import FILE
from envoy_desktop.words import N_, _

workspace = Group("workspace", N_("工作区：新建、信息、检查、更换口令"))


@workspace.verb(
    "new",
    Argument("file", N_("文件"), type=FILE, help=N_("新工作区的文件")),
    Option("--name", required=True, help=N_("你的姓名")),
    Option("--unit", required=True, help=N_("你的单位")),
    Option("--no-keyring", is_flag=True, help=N_("不把钥匙存进系统钥匙串，每次用口令打开")),
    help=N_(
        "新建工作区，载入随程序的目录、部门与节假日表。\n口令取自 --passphrase-file，否则询问两次。"
    ),
)
def new(session: Session, *, file: Path, name: str, unit: str, no_keyring: bool) -> Answer:
    """Make a workspace; refuses a weak passphrase and a file that is there."""
    from envoy_desktop.casework import found
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.store import keys

    for value in (name, unit):
        if not value.strip():
            raise Refusal("owner-missing", next="write-name")
    made = found.workspace(
        file,
        session.new_passphrase(),
        name=name.strip(),
        organisation=unit.strip(),
        use_keyring=not no_keyring,
    )
    session.opened[made.path] = made
    slots = keys.read(made.path)
    missing = not no_keyring and not slots.keyring
    warnings = (_("没有可用的系统钥匙串，以后每次都要用口令打开"),) if missing else ()
    data = {
        "id": slots.workspace,
        "path": str(made.path),
        "name": name.strip(),
        "unit": unit.strip(),
        "keyring": slots.keyring,
    }
    return said(data, _("已新建工作区 {path}").format(path=made.path), warnings=warnings)


@workspace.verb("info", help=N_("工作区的概况：内容多少、目录版本、备份"))
def info(session: Session) -> Answer:
    """Facts about the file."""
    from envoy_desktop.store import backup, keys, versions
    from envoy_desktop.store.queries import facts_of_file
    from envoy_desktop.words import names

    held = session.workspace()
    slots = keys.read(held.path)
    with session.read() as reader:
        found = facts_of_file.about(reader)
    copies = backup.copies(backup.folder_of(held.path))
    data: dict[str, Any] = {
        "path": str(held.path),
        "id": slots.workspace,
        "name": found.name,
        "unit": found.organisation,
        "device": found.device,
        "keyring": slots.keyring,
        "schema": versions.newest(),
        "size": held.path.stat().st_size,
        "catalogue": found.edition,
        "holiday_years": list(found.holiday_years),
        "counts": found.counts,
        "changes": found.changes,
        "backed_up_at": found.backed_up_at or None,
        "backups": [str(copy.path) for copy in copies],
    }

    def text() -> list[str]:
        years = found.holiday_years
        span = f"{years[0]}–{years[-1]}" if years else _("没有")
        rows = [
            (_("文件"), str(held.path)),
            (_("姓名"), found.name),
            (_("单位"), found.organisation),
            (_("事项目录"), found.edition),
            (_("节假日表"), span),
            (_("系统钥匙串"), _("已存钥匙") if slots.keyring else _("未用，凭口令打开")),
            (_("大小"), _("{n} KB").format(n=held.path.stat().st_size // 1024)),
            (_("最近备份"), str(copies[0].path) if copies else _("没有")),
        ]
        rows += [(names.kind(kind), str(n)) for kind, n in found.counts.items()]
        return list(tables.facts(rows))

    return Answer(data, text)


@workspace.verb("check", help=N_("逐项核对文件：页、外键、变更链、附件、计时结果、变更记录"))
def check(session: Session) -> Answer:
    """Every integrity check; exit 4 where one finds something."""
    from envoy_desktop.store import check as checks
    from envoy_desktop.store.troubles import Damaged

    held = session.workspace()
    found = checks.check(held)
    bad = [finding for finding in found if not finding.ok]
    trouble = None
    if bad:
        trouble = Damaged(
            "check-failed",
            path=str(held.path),
            checks=", ".join(_words(finding.check) for finding in bad),
            next="restore-backup",
        )
    data = {
        "ok": not bad,
        "checks": [
            {"check": f.check, "ok": f.ok, "looked_at": f.looked_at, "found": list(f.found)}
            for f in found
        ],
    }

    def text() -> list[str]:
        rows = [
            (
                _words(f.check),
                _("完好") if f.ok else _("有问题"),
                _("看了 {n} 项").format(n=f.looked_at),
                _told(f.found),
            )
            for f in found
        ]
        return list(tables.table((_("检查"), _("结果"), _("范围"), _("发现")), rows))

    return Answer(data, text, trouble=trouble)


def _told(found: tuple[str, ...]) -> str:
    """The first findings of a check; the JSON form has them all."""
    return "；".join(found[:3]) + (" …" if len(found) > 3 else "")


def _words(check: str) -> str:
    return {
        "pages": _("加密页"),
        "structure": _("数据库结构"),
        "foreign_keys": _("外键"),
        "chain": _("变更链"),
        "attachments": _("附件与公文"),
        "readings": _("计时结果与事实一致"),
        "log": _("各行与变更记录一致"),
        "references": _("引用的对象都在"),
        "search": _("检索索引"),
    }.get(check, check)


@workspace.verb("digest", help=N_("合并后状态的校验码：两处相同，内容就相同"))
def digest(session: Session) -> Answer:
    """A SHA-256 over the merged state; what never leaves the laptop is left out."""
    from envoy_desktop.store.queries import exchange

    with session.workspace().read() as reader:
        found = exchange.digest(reader)
    return said({"digest": found}, found)


@workspace.verb(
    "passphrase",
    Option("--new-passphrase-file", type=FILE, help=N_("新口令写在这个文件里；没有就询问两次")),
    help=N_("更换口令；旧口令从此打不开"),
)
def passphrase(session: Session, *, new_passphrase_file: Path | None) -> Answer:
    """Seal the key anew."""
    from envoy_desktop.cli.session import passphrase_in
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.store import keys
    from envoy_desktop.store.troubles import NoKey

    held = session.workspace()
    missing = NoKey("no-passphrase-given", next="use-new-passphrase-file")
    fresh = (
        passphrase_in(new_passphrase_file) if new_passphrase_file else session.asked_twice(missing)
    )
    if keys.strength(fresh) == 0:
        raise Refusal("passphrase-weak", minimum=keys.MINIMUM_LENGTH)
    keys.change_passphrase(held.path, held.key, fresh)
    return said(
        {"changed": True, "path": str(held.path)},
        _("口令已换；请重新打印恢复单，旧备份仍用旧口令打开"),
    )
