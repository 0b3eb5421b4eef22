"""`envoy office`: the coordination office: set-up, trust, taking in, who delivered, what goes."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envoy_desktop import now
from envoy_desktop.cli import tables
from envoy_desktop.cli.answer import Answer, Row, said
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, FILE, SCOPE, SIZE
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.office.enrol import Enrolled
    from envoy_desktop.office.intake import Intake, Tried
    from envoy_desktop.office.status import Envoy, Status
    from envoy_desktop.store.queries.office import Aside

office = Group("office", N_("协调办：收齐、核对、开会、发回"))


@office.verb(
    "new",
    Argument("file", N_("文件"), type=FILE, help=N_("协调办（或本人）工作区的文件")),
    Option("--database", help=N_("PostgreSQL 的地址；那里已有协调办时就加入")),
    Option("--name", default="", help=N_("你的姓名")),
    Option("--unit", default="", help=N_("协调办的名称")),
    Option("--no-keyring", is_flag=True, help=N_("不把钥匙存进系统钥匙串，每次用口令打开")),
    help=N_("新建协调办的工作区，生成它的身份和信任名单；或加入数据库里已有的协调办"),
)
def new(
    session: Session, *, file: Path, database: str | None, name: str, unit: str, no_keyring: bool
) -> Answer:
    """Make an office."""
    from envoy_desktop.office import setup
    from envoy_desktop.store import keys, postgres, roles
    from envoy_desktop.sync import identity

    unit = unit.strip() or _("协调办")
    made = setup.new(
        file,
        session.new_passphrase(),
        name=name.strip() or unit,
        organisation=unit,
        use_keyring=not no_keyring,
        database=database or "",
    )
    session.opened[made.path] = made
    with made.read() as reader:
        own = identity.own_in(reader)
        role = roles.role_of(reader)
    slots = keys.read(made.path)
    missing = not no_keyring and not slots.keyring
    warnings = (_("没有可用的系统钥匙串，以后每次都要用口令打开"),) if missing else ()
    place = postgres.where(database) if database else None
    data: Row = {
        "id": slots.workspace,
        "path": str(made.path),
        "database": place,
        "role": role,
        "name": name.strip() or unit,
        "unit": unit,
        "identity": own.public.identity if own else None,
        "words": own.public.words if own else None,
        "keyring": slots.keyring,
    }
    lines = [_("协调办的工作区：{path}").format(path=made.path)]
    if place:
        lines.append(_("数据库：{database}").format(database=place))
    if own:
        lines.append(_("指纹词：{words}").format(words=own.public.words))
    return said(data, *lines, warnings=warnings)


# -- trust ------------------------------------------------------------------------------------


@office.verb(
    "enrol",
    Argument("file", N_("文件"), type=FILE, help=N_("特派服务员的公开身份文件")),
    Option("--replaces", help=N_("他丢失的旧身份：指纹、指纹词或姓名")),
    Option("--until", type=DAY, help=N_("信任到哪一天")),
    Option("--district", default="", help=N_("他所在的区县；不写就看单位的名称")),
    help=N_("登记一名特派服务员；先与他核对指纹词"),
)
def enrol(
    session: Session, *, file: Path, replaces: str | None, until: date | None, district: str
) -> Answer:
    """Trust an envoy; the trust list's version rises."""
    from envoy_desktop.office import enrol as acts

    public = acts.read_identity(file)
    done = session.workspace().do(
        acts.enrol,
        public=public,
        replaces=replaces or "",
        until=until.isoformat() if until else None,
        district=district,
    )
    return _enrolled(done, _("已登记{name}，指纹词：{words}").format_map(vars_of(done)))


@office.verb(
    "district",
    Argument("envoy", N_("特派服务员"), help=N_("指纹、指纹词或姓名")),
    Argument("district", N_("区县"), required=False,
             help=N_("他所在的区县；不写就看单位的名称")),
    help=N_("写明一名特派服务员在哪个区县，汇总时按它分"),
)  # fmt: skip
def district(session: Session, *, envoy: str, district: str | None) -> Answer:
    """Say which district an envoy is of."""
    from envoy_desktop.office import enrol as acts

    done = session.workspace().do(acts.assign, who=envoy, district=district or "")
    return _enrolled(done, _("已记录"))


@office.verb(
    "revoke",
    Argument("envoy", N_("特派服务员"), help=N_("指纹、指纹词或姓名")),
    help=N_("不再信任：此前的保留，此后的另存不采用"),
)
def revoke(session: Session, *, envoy: str) -> Answer:
    """Stop trusting an envoy."""
    from envoy_desktop.office import enrol as acts

    done = session.workspace().do(acts.revoke, who=envoy)
    return _enrolled(done, _("已不再信任{name}（{words}）").format_map(vars_of(done)))


@office.verb(
    "hand-over",
    Argument("file", N_("文件"), type=FILE, help=N_("接替的协调办的公开身份文件")),
    help=N_("换协调办：用本办最后一份信任名单介绍接替的协调办"),
)
def hand_over(session: Session, *, file: Path) -> Answer:
    """Name the office that comes after this one."""
    from envoy_desktop.office import enrol as acts

    done = session.workspace().do(acts.hand_over, successor=acts.read_identity(file))
    return _enrolled(done, _("已指定{name}（{words}）接替").format_map(vars_of(done)))


def vars_of(done: "Enrolled") -> dict[str, str]:
    """The words of an enrolment."""
    return {"name": done.name, "words": done.words}


def _enrolled(done: "Enrolled", line: str) -> Answer:
    data: Row = {
        "id": done.identity,
        "name": done.name,
        "words": done.words,
        "state": done.state,
        "trust_version": done.version,
    }
    return said(data, line, _("信任名单第 {n} 版").format(n=done.version))


# -- taking in --------------------------------------------------------------------------------


@office.verb(
    "import",
    Argument("paths", N_("数据包"), type=FILE, nargs=-1, required=True,
             help=N_("数据包，或装着数据包的文件夹")),
    help=N_("收下数据包；坏的另放一边并说明原因，其余照收"),
)  # fmt: skip
def import_(session: Session, *, paths: tuple[Path, ...]) -> Answer:
    """Take packages in, each on its own."""
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.office import intake

    done = intake.take_in(session.workspace(), paths)
    data = imported(done)
    trouble = done.stopped
    if trouble is None and done.tried and len(done.of("set-aside")) == len(done.tried):
        one = done.tried[0].trouble
        assert one is not None
        trouble = one if len(done.tried) == 1 else Refusal(
            "all-set-aside", number=len(done.tried), next="see-reasons"
        )  # fmt: skip
    if trouble is None and not done.tried:
        trouble = Refusal(
            "no-packages-there", paths="、".join(map(str, paths)), next="choose-package"
        )

    def text() -> list[str]:
        heads = (_("文件"), _("结果"), _("发件人"), _("新"), _("已有"), _("说明"))
        lines = list(tables.table(heads, (_import_line(one) for one in data["files"])))
        lines.append(
            _(
                "收下 {taken} 个，以前收过 {again} 个，另放 {aside} 个；"
                "冲突 {conflicts} 处，缺口 {gaps} 处"
            ).format(
                taken=data["in"], again=data["again"], aside=data["set_aside"],
                conflicts=data["conflicts"], gaps=data["gaps"],
            )
        )  # fmt: skip
        return lines

    return Answer(data, text, trouble=trouble)


def imported(done: "Intake") -> Row:
    """An intake as JSON."""
    files = [_tried(one) for one in done.tried]
    last = next((t.received for t in reversed(done.tried) if t.received is not None), None)
    return {
        "files": files,
        "in": len(done.of("in")),
        "again": len(done.of("again")),
        "set_aside": len(done.of("set-aside")),
        "not_tried": done.left,
        "new": sum(one["new"] for one in files),
        "known": sum(one["known"] for one in files),
        "quarantined": sum(one["quarantined"] for one in files),
        "conflicts": last.conflicts if last else 0,
        "gaps": last.gaps if last else 0,
    }


def _tried(one: "Tried") -> Row:
    from envoy_desktop.cli import failures

    got = one.received
    told = failures.words_of(one.trouble) if one.trouble else None
    return {
        "file": str(one.path),
        "state": one.state,
        "sender": got.sender if got else None,
        "sender_name": got.sender_name if got else None,
        "sequence": got.sequence if got else None,
        "volume": got.volume if got else None,
        "volumes": got.volumes if got else None,
        "missing": got.missing if got else 0,
        "new": got.new if got else 0,
        "known": got.known if got else 0,
        "quarantined": got.quarantined if got else 0,
        "conflicts": got.conflicts if got else 0,
        "gaps": got.gaps if got else 0,
        "attachments": got.blobs if got else 0,
        "clocks_ahead": got.ahead if got else [],
        "forked": got.forked if got else [],
        "reason": one.trouble.rule if one.trouble else None,
        "message": told.what if told else None,
        "next": told.next if told else None,
    }


def _import_line(of: Row) -> tuple[str, ...]:
    state = {"in": _("收下"), "again": _("以前收过"), "set-aside": _("另放")}[of["state"]]
    if of["state"] == "set-aside":
        return (Path(of["file"]).name, state, "", "", "", of["message"])
    notes = []
    if of["missing"]:
        notes.append(_("之前还有 {n} 个没到").format(n=of["missing"]))
    if of["quarantined"]:
        notes.append(_("{n} 处变更另存").format(n=of["quarantined"]))
    if of["clocks_ahead"]:
        notes.append(_("时钟快了一天以上"))
    if of["forked"]:
        notes.append(_("工作区被复制后分叉"))
    return (
        Path(of["file"]).name, state, of["sender_name"], str(of["new"]), str(of["known"]),
        "，".join(notes),
    )  # fmt: skip


# -- the view over all ------------------------------------------------------------------------


@office.verb(
    "status",
    Option("--since", type=DAY, help=N_("从哪天起算交过，默认本月一日")),
    help=N_("谁交了，谁没交，缺口、冲突、另放的和原因"),
)
def status(session: Session, *, since: date | None) -> Answer:
    """The office's dashboard."""
    from envoy_desktop.office import setup
    from envoy_desktop.office import status as statuses

    held = session.workspace()
    if not setup.is_office(held):
        setup.own(held)  # refuses
    with held.read() as reader:
        found = statuses.read(reader, since)
    data: Row = {
        "since": found.since.isoformat(),
        "trust_version": found.trust_version,
        "delivered": sum(one.delivered for one in found.active),
        "missing": len(found.missing),
        "conflicts": found.conflicts,
        "gaps": found.gaps,
        "quarantined": found.quarantined,
        "envoys": [_envoy(one) for one in found.envoys],
        "districts": [
            {
                "district": one.name,
                "envoys": one.envoys,
                "delivered": one.delivered,
                "conflicts": one.conflicts,
                "gaps": one.gaps,
            }
            for one in found.districts
        ],
        "set_aside": [_aside(one) for one in found.aside],
    }
    return Answer(data, lambda: _status_text(found))


def _envoy(of: "Envoy") -> Row:
    return {
        "id": of.identity,
        "name": of.name,
        "unit": of.organisation,
        "district": of.district,
        "words": of.words,
        "state": of.state,
        "delivered": of.delivered,
        "not_since": of.not_since,
        "last_at": now.in_city(of.last_at) if of.last_at else None,
        "sequence": of.sequence,
        "packages": of.packages,
        "missing_packages": list(of.missing),
        "conflicts": of.conflicts,
        "gaps": of.gaps,
        "quarantined": of.quarantined,
        "clock_ahead_minutes": of.ahead_minutes,
        "forked": of.forked,
        "unacknowledged": of.unacknowledged.changes,
        "unacknowledged_since": of.unacknowledged.since,
    }


def _aside(of: "Aside") -> Row:
    from envoy_desktop.domain.refusal import Refusal
    from envoy_desktop.words import refusals

    told = refusals.tell(Refusal(of.rule, next=of.next, **of.values))
    return {
        "file": of.file,
        "at": now.in_city(of.at),
        "reason": of.rule,
        "message": told.what,
        "next": told.next,
    }


def _status_text(found: "Status") -> list[str]:
    from envoy_desktop.words import journeys

    heads = (_("姓名"), _("单位"), _("交付"), _("冲突"), _("缺口"), _("未确认自"), _("说明"))
    lines = list(tables.table(heads, (_envoy_line(one, journeys) for one in found.envoys)))
    for row in (_aside(one) for one in found.aside):
        lines.append(
            _("另放：{file}：{message}").format(file=Path(row["file"]).name, message=row["message"])
        )
    lines.append(
        _(
            "{day}以来：{n} 人交了，{m} 人没交；冲突 {conflicts} 处，缺口 {gaps} 处，"
            "信任名单第 {version} 版"
        ).format(
            day=found.since.isoformat(), n=sum(one.delivered for one in found.active),
            m=len(found.missing), conflicts=found.conflicts, gaps=found.gaps,
            version=found.trust_version,
        )
    )  # fmt: skip
    return lines


def _envoy_line(of: "Envoy", journeys: Any) -> tuple[str, ...]:
    notes = []
    if of.state != "active":
        notes.append(journeys.trust_state(of.state))
    if of.missing:
        notes.append(_("第 {numbers} 个数据包没到").format(numbers="、".join(map(str, of.missing))))
    if of.quarantined:
        notes.append(_("{n} 处变更另存").format(n=of.quarantined))
    if of.ahead_minutes:
        notes.append(_("时钟快 {n} 小时").format(n=of.ahead_minutes // 60))
    if of.forked:
        notes.append(_("工作区被复制后分叉"))
    delivered = _("交了") if of.delivered else _("{day}起没交").format(day=of.not_since)
    return (
        of.name, of.organisation, delivered, str(of.conflicts or ""), str(of.gaps or ""),
        of.unacknowledged.since or "", "，".join(notes),
    )  # fmt: skip


# -- what goes back ---------------------------------------------------------------------------


@office.verb(
    "return",
    Argument("folder", N_("文件夹"), type=FILE, help=N_("数据包写进这个文件夹，每人一个")),
    Option("--to", "to", greedy=True, help=N_("只写给这些人：姓名或指纹")),
    Option("--volume", type=SIZE, help=N_("分卷，每卷不超过这么大，如 20MB")),
    Option("--all", "everything", is_flag=True, help=N_("全部内容，对方已有的也写")),
    Option("--scope", type=SCOPE,
           help=N_("all 全市；shared 只写协调办的和与他同项目的人的；不写就按设置")),
    help=N_("给每名特派服务员写一个回执数据包：决定、别处的意见、目录、节假日、信任名单"),
)  # fmt: skip
def return_(
    session: Session,
    *,
    folder: Path,
    to: tuple[str, ...],
    volume: int | None,
    everything: bool,
    scope: str | None,
) -> Answer:
    """Write the packages that go back."""
    from envoy_desktop.office import returning

    done = returning.write(
        session.workspace(),
        folder,
        only=to,
        volume=volume,
        everything=everything,
        shares=scope or "",
    )
    data: Row = {
        "packages": [
            {
                "id": one.identity,
                "name": one.name,
                "files": [str(path) for path in one.written.files],
                "sequence": one.written.sequence,
                "changes": one.written.changes,
                "attachments": one.written.blobs,
                "size": one.written.size,
            }
            for one in done.done
        ],
        "not_written": done.left,
    }

    def text() -> list[str]:
        return list(
            tables.table(
                (_("姓名"), _("变更"), _("文件")),
                (
                    (row["name"], str(row["changes"]), file)
                    for row in data["packages"]
                    for file in row["files"]
                ),
            )
        )

    return Answer(data, text, trouble=done.stopped)


# -- officers ---------------------------------------------------------------------------------


@office.verb(
    "role",
    Argument("login", N_("登录名"), help=N_("数据库里的登录名"), required=False),
    Argument("role", N_("角色"), help=N_("reader 查阅、clerk 办事、chair 主持；none 取消"),
             required=False),
    help=N_("数据库里的协调办：谁查阅，谁办事，谁主持；不写登录名就列出"),
)  # fmt: skip
def role(session: Session, *, login: str | None, role: str | None) -> Answer:
    """Give a login its role, or list them."""
    from envoy_desktop.store import roles
    from envoy_desktop.words import journeys

    held = session.workspace()
    if login is not None:
        roles.grant(held, login, "" if role == "none" else role or "reader")
    found = roles.members(held)
    data = {"roles": [{"login": name, "role": code} for name, code in found]}
    return Answer(
        data,
        lambda: tables.table(
            (_("登录名"), _("角色")), ((name, journeys.officer(code)) for name, code in found)
        ),
    )


from envoy_desktop.cli import office_meeting, office_papers  # noqa: E402, F401 - add their verbs
