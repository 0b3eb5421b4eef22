"""`envoy package`: write what the other side has not acknowledged, look into one, take one in."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import FILE, SIZE
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.sync.receiving import Received

package = Group("package", N_("数据包：写给对方、查看、接收"))


@package.verb(
    "write",
    Argument("out", N_("文件"), type=FILE, help=N_("数据包写到这里")),
    Option("--to", "to", type=FILE, required=True, help=N_("收件人的公开身份文件")),
    Option("--volume", type=SIZE, help=N_("分卷，每卷不超过这么大，如 20MB")),
    Option("--all", "everything", is_flag=True, help=N_("全部内容，对方已有的也写")),
    help=N_("把对方还没有确认收到的内容签名、加密，写成一个数据包"),
)
def write(session: Session, *, out: Path, to: Path, volume: int | None, everything: bool) -> Answer:
    """Write a package and read it again before saying so."""
    from envoy_desktop.sync import identity, sending

    recipient = identity.read_file(to)
    done = sending.write(session.workspace(), out, recipient, volume=volume, everything=everything)
    data: Row = {
        "files": [str(path) for path in done.files],
        "recipient": done.recipient,
        "recipient_name": recipient.name,
        "sequence": done.sequence,
        "changes": done.changes,
        "withheld": done.withheld,
        "attachments": done.blobs,
        "size": done.size,
    }
    return said(
        data,
        _("已写好并核对：{n} 处变更，{size} KB，收件人 {name}").format(
            n=done.changes, size=-(-done.size // 1024), name=recipient.name
        ),
        *(str(path) for path in done.files),
    )


@package.verb(
    "inspect",
    Argument("file", N_("文件"), type=FILE, help=N_("数据包")),
    help=N_("查看数据包，不接收"),
)
def inspect(session: Session, *, file: Path) -> Answer:
    """Look without taking in; the seal and the signature are checked."""
    from envoy_desktop.sync import receiving
    from envoy_desktop.words import journeys

    found = receiving.look(session.workspace(), file)
    told = found.manifest
    data: Row = {
        "sender": told.sender.identity,
        "sender_name": told.sender.name,
        "role": told.sender.role,
        "words": told.sender.words,
        "trust": found.trust,
        "recipients": list(told.recipients),
        "sequence": told.sequence,
        "volume": told.volume,
        "volumes": told.volumes,
        "changes": told.changes,
        "new": found.new,
        "attachments": len({entry.blob for entry in told.entries if entry.blob}),
        "read_before": found.again,
        "schema": told.schema,
        "size": found.size,
    }
    rows = (
        (_("发件人"), f"{told.sender.name}（{told.sender.words}）"),
        (_("信任"), journeys.trust_state(found.trust)),
        (_("第几个数据包"), str(told.sequence)),
        (_("分卷"), f"{told.volume}/{told.volumes}"),
        (_("变更"), str(told.changes)),
        (_("其中新的"), str(found.new)),
        (_("附件"), str(data["attachments"])),
        (_("接收过"), _("是") if found.again else _("否")),
    )
    return Answer(data, lambda: tables.facts(rows))


@package.verb(
    "read",
    Argument("files", N_("文件"), type=FILE, nargs=-1, required=True, help=N_("数据包或各分卷")),
    help=N_("接收数据包：全部采用，或者一点也不采用"),
)
def read(session: Session, *, files: tuple[Path, ...]) -> Answer:
    """Take packages in, each whole or not at all; the others go in where one is bad."""
    from envoy_desktop.cli import failures
    from envoy_desktop.domain.refusal import Trouble
    from envoy_desktop.sync import receiving

    workspace = session.workspace()
    done: list[Row] = []
    received: list[Received] = []
    trouble: Trouble | None = None
    for path in files:
        try:
            one = receiving.read(workspace, path)
        except Trouble as bad:
            if len(files) == 1:
                raise
            trouble = trouble or bad
            told = failures.of(bad)
            done.append({"file": str(path), "error": told.document()["error"]})
            continue
        received.append(one)
        done.append({"file": str(path), **asdict(one)})
    last = received[-1] if received else None
    data: dict[str, Any] = {
        name: sum(getattr(one, name) for one in received)
        for name in ("new", "known", "withheld", "quarantined")
    }
    data["conflicts"] = last.conflicts if last else 0
    data["gaps"] = last.gaps if last else 0
    data["files"] = done
    return Answer(data, lambda: _lines(done, data), trouble=trouble)


def _lines(done: list[Row], whole: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for one in done:
        if "error" in one:
            lines.append(f"{one['file']}: {one['error']['message']}")
            continue
        lines.append(
            _("{file}：{name}，新 {new}，已有 {known}").format(
                file=one["file"], name=one["sender_name"], new=one["new"], known=one["known"]
            )
        )
        if one["ahead"]:
            lines.append(_("{name} 的时钟快了一天以上").format(name="、".join(one["ahead"])))
        if one["forked"]:
            lines.append(
                _("{name} 的工作区被复制后各自写过，分叉后的内容另存，没有采用").format(
                    name="、".join(one["forked"])
                )
            )
    lines.append(
        _("冲突 {conflicts}，缺口 {gaps}，另存未采用 {quarantined}").format(
            conflicts=whole["conflicts"], gaps=whole["gaps"], quarantined=whole["quarantined"]
        )
    )
    return lines


@package.verb("list", help=N_("写过和收过的数据包"))
def list_(session: Session) -> Answer:
    """The log of packages."""
    from envoy_desktop.store.queries import exchange
    from envoy_desktop.sync import identity

    with session.workspace().read() as reader:
        found = exchange.packages(reader)
        names = {one.identity: one.name for one in exchange.all_trusted(reader)}
    data: list[Row] = [
        {
            "direction": one.direction,
            "other": one.identity,
            "name": names.get(one.identity, identity.words_of(one.identity)),
            "sequence": one.sequence,
            "volume": one.volume,
            "volumes": one.volumes,
            "at": now.in_city(one.at),
            "changes": one.changes,
            "known": one.known,
            "file": one.file,
        }
        for one in found
    ]
    heads = (_("方向"), _("对方"), _("序号"), _("变更"), _("文件"))
    return Answer(
        data,
        lambda: tables.table(
            heads,
            (
                (
                    _("写出") if row["direction"] == "out" else _("收到"),
                    row["name"],
                    row["sequence"],
                    row["changes"],
                    row["file"],
                )
                for row in data
            ),
        ),
    )
