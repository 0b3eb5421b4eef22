"""`envoy identity`: this device's name and fingerprint to others; trust in theirs."""

from pathlib import Path

from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import FILE
from envoy_desktop.words import N_, _

identity = Group("identity", N_("身份：本机的公开身份，信任他人的身份"))


@identity.verb(
    "show",
    Option("--out", type=FILE, help=N_("把公开身份写进这个文件，交给对方")),
    Option("--qr", type=FILE, help=N_("把公开身份写成二维码图片（SVG 或 PNG）")),
    help=N_("本机的姓名、指纹词和公开身份"),
)
def show(session: Session, *, out: Path | None, qr: Path | None) -> Answer:
    """Who this workspace is to others."""
    from envoy_desktop.sync import identity as identities

    public = identities.own(session.workspace()).public
    if out is not None:
        identities.write_file(public, out)
    if qr is not None:
        identities.write_qr(public, qr)
    data = {**_told(public), "file": str(out) if out else None, "public": public.document()}
    lines = [
        _("姓名：{name}").format(name=public.name),
        _("单位：{unit}").format(unit=public.organisation),
        _("指纹词：{words}").format(words=public.words),
    ]
    if out is not None:
        lines.append(_("公开身份已写入 {path}").format(path=out))
    return said(data, *lines)


@identity.verb(
    "trust",
    Argument("file", N_("文件"), type=FILE, help=N_("对方的公开身份文件，或协调办的信任名单")),
    help=N_("信任对方的身份；先与对方核对指纹词"),
)
def trust(session: Session, *, file: Path) -> Answer:
    """Read packages of the person whose public identity this is."""
    from envoy_desktop.sync import identity as identities
    from envoy_desktop.sync import trust as trusts

    public = identities.read_file(file)
    workspace = session.workspace()
    identities.own(workspace)
    with workspace.unit("identity.trust") as unit:
        trusts.enrol(unit, public)
    return said(
        _told(public),
        _("已信任 {name}（{words}）").format(name=public.name, words=public.words),
    )


@identity.verb("list", help=N_("信任谁，到哪一天"))
def list_(session: Session) -> Answer:
    """Everybody trusted or once trusted."""
    from envoy_desktop.cli import tables
    from envoy_desktop.store.queries import exchange
    from envoy_desktop.sync import identity as identities
    from envoy_desktop.words import journeys

    with session.workspace().read() as reader:
        found = exchange.all_trusted(reader)
    data: list[Row] = [
        {
            "id": one.identity,
            "name": one.name,
            "role": one.role,
            "words": identities.words_of(one.identity),
            "state": one.state,
            "since": one.since,
            "until": one.until,
            "own": one.by == "self",
        }
        for one in found
    ]
    heads = (_("姓名"), _("角色"), _("指纹词"), _("状态"), _("自"), _("至"))
    return Answer(
        data,
        lambda: tables.table(
            heads,
            (
                (
                    row["name"],
                    journeys.role(row["role"]),
                    row["words"],
                    _("本机") if row["own"] else journeys.trust_state(row["state"]),
                    row["since"],
                    row["until"] or "",
                )
                for row in data
            ),
        ),
    )


@identity.verb(
    "revoke",
    Argument("identity", N_("身份"), help=N_("指纹，或姓名")),
    help=N_("不再信任：此前的保留，此后的另存不采用"),
)
def revoke(session: Session, *, identity: str) -> Answer:
    """What he wrote stays; later work of his is set aside."""
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.store.queries import exchange
    from envoy_desktop.sync import trust as trusts

    workspace = session.workspace()
    with workspace.read() as reader:
        named = [
            one
            for one in exchange.all_trusted(reader)
            if identity in (one.identity, one.name) and one.by != "self"
        ]
    if len(named) != 1:
        raise Refusal("unknown-identity", text=identity, next="see-identities")
    with workspace.unit("identity.revoke") as unit:
        trusts.revoke(unit, named[0].identity)
    return said(
        {"id": named[0].identity, "state": "revoked"},
        _("已不再信任 {name}").format(name=named[0].name),
    )


def _told(public) -> Row:  # type: ignore[no-untyped-def]
    return {
        "id": public.identity,
        "name": public.name,
        "unit": public.organisation,
        "role": public.role,
        "device": public.device,
        "words": public.words,
        "recipient": public.encrypt,
    }
