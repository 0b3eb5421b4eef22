"""The city's mechanisms in the demo city: joint reviews, fees, contracts, before the clock."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from envoy_desktop.casework import (
    contracts,
    events,
    fees,
    joint,
    materials,
    own_duties,
    settlement,
)
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import EventKind, Party
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import joint as stored
from envoy_desktop.store.queries import materials as papers
from envoy_desktop.store.queries import procedures, projects
from envoy_desktop.store.queries.procedures import ProcedureRow, Wanted
from envoy_desktop.store.workspace import Workspace

if TYPE_CHECKING:
    from envoy_desktop.demo.play import Player

FIRMS = {
    "YD-DZ": "宛地环境地质勘查院", "HJ-BZ": "绿源环境咨询有限公司", "ZY-YP": "安泰职业卫生公司",
    "KC-YT": "中豫岩土工程勘察院", "ZJ-SC": "正衡施工图审查中心", "CH-LH": "南都测绘院",
}  # fmt: skip
PRICES = (38_000, 65_000, 86_000, 120_000, 240_000)
OBJECTIONS = ("消防车道转弯半径不足，调整后同意", "人防口部位置须调整", "绿地率须补足后同意")
EARLIER = (
    (EventKind.PRE_REVIEW, "窗口要求先线下预审，通过后再上网申报"),
    (EventKind.RECEIPT_REFUSED, "窗口称科室没有通知，不收件"),
    (EventKind.LEFT_HERE, "材料先放窗口，没有给收件凭证"),
)
MOST_PAPERS = 14


@dataclass(frozen=True)
class Of:
    """A project of the city with what was played of it."""

    id: int
    opened: date
    rows: tuple[ProcedureRow, ...]
    candidates: tuple[stored.Candidate, ...]


def write(
    player: "Player", workspace: Workspace, seed: int, today: date, calendar: Calendar
) -> None:
    """Write what the mechanisms add to the city, each act on its own day."""
    rng = Random(f"envoy-demo-{seed}-mechanisms")
    with workspace.read() as reader:
        found = [_read(reader, written.project, today) for written in player.written.values()]
    for number, of in enumerate(found):
        _before_the_clock(player, rng, of, calendar)
        _joint_reviews(player, workspace, rng, of, today, calendar)
        _contracts(player, rng, of, today)
        _fees(player, workspace, rng, of, number)
        _papers(player, workspace, rng, of, today)
        _days(player, of, today, calendar)


def _read(reader: Reader, project: int, today: date) -> Of:
    row = projects.project(reader, project, today)
    opened = row.opened_on if row is not None else None
    ids = procedures.ids(reader, Wanted(today, project=project))
    return Of(
        project,
        date.fromisoformat(opened) if opened else today,
        tuple(procedures.rows(reader, ids)),
        tuple(stored.candidates(reader, project)),
    )


def _before_the_clock(player: "Player", rng: Random, of: Of, calendar: Calendar) -> None:
    """Now and then a window takes days before anything counts as filed."""
    for row in of.rows:
        if not row.filed_on or row.code in FIRMS or rng.random() > 0.14:
            continue
        filed = date.fromisoformat(row.filed_on)
        on = filed - timedelta(days=rng.randint(4, 13))
        for kind, note in rng.sample(EARLIER, rng.choice((1, 1, 2))):
            on = calendar.next_working_day(on)
            if of.opened < on < filed:
                player.at(on)
                lacking = kind is EventKind.RECEIPT_REFUSED and rng.random() < 0.4
                player.do(
                    events.record, procedure=row.procedure, kind=kind, on=on, note=note,
                    party=Party.INVESTOR if lacking else None,
                )  # fmt: skip
            on += timedelta(days=rng.randint(1, 4))


def _joint_reviews(
    player: "Player", workspace: Workspace, rng: Random, of: Of, today: date, calendar: Calendar
) -> None:
    rows = {row.procedure: row for row in of.rows}
    groups: dict[str, list[ProcedureRow]] = {}
    for one in of.candidates:
        if rows[one.procedure].filed_on:
            groups.setdefault(one.group, []).append(rows[one.procedure])
    for group, inside in groups.items():
        asked = calendar.next_working_day(
            date.fromisoformat(min(str(row.filed_on) for row in inside))
        )
        if asked > today:
            continue
        player.at(asked)
        review = player.do(joint.convene, project=of.id, group=group, on=asked)
        with workspace.read() as reader:
            members = [o.department for o in joint.one(reader, review, asked).row.opinions]
        for member in members:
            on = calendar.add_working_days(asked, rng.choice((1, 2, 2, 3, 4, 6)))
            if on > today or rng.random() < 0.12:
                continue  # silent, or not yet
            opinion = rng.choices(("agree", "agree_if", "object"), (84, 11, 5))[0]
            player.at(on)
            player.do(
                joint.give, review=review, department=member, opinion=opinion, on=on,
                text="" if opinion == "agree" else rng.choice(OBJECTIONS),
            )  # fmt: skip
        ends = [row.ended_on for row in inside]
        whole = len(inside) == sum(one.group == group for one in of.candidates)
        if whole and all(ends):
            last = calendar.add_working_days(asked, 10)
            on = max(last, date.fromisoformat(max(str(end) for end in ends)))
            if on <= today:
                player.at(on)
                player.do(
                    joint.decide, review=review, conclusion="joint_pass", on=on,
                    text="各成员单位意见已汇总，修改后一并出具。",
                )  # fmt: skip


def _contracts(player: "Player", rng: Random, of: Of, today: date) -> None:
    for row in of.rows:
        if row.code not in FIRMS or not row.filed_on:
            continue
        signed = date.fromisoformat(row.filed_on)
        player.at(signed)
        contract = player.do(
            contracts.add, procedure=row.procedure, firm=FIRMS[row.code], signed_on=signed,
            limit_days=rng.choice((10, 15, 20, 30)), price=Decimal(rng.choice(PRICES)),
        )  # fmt: skip
        if row.ended_on:
            on = date.fromisoformat(row.ended_on)
            player.at(on)
            player.do(contracts.deliver, contract=contract, on=on, charge=rng.random() < 0.8)


def _fees(player: "Player", workspace: Workspace, rng: Random, of: Of, number: int) -> None:
    with workspace.read() as reader:
        lines = {line.procedure: line for line in settlement.settlement(reader, of.id).lines}
    ended = [row for row in of.rows if row.ended_on and row.state == "delivered"]
    for row in ended:
        line = lines.get(row.procedure)
        if line is None or line.intermediary or line.lower is None:
            continue
        more = rng.choices((Decimal(1), Decimal("1.2")), (85, 15))[0]
        amount = (line.lower * more).quantize(Decimal("0.01"))
        on = date.fromisoformat(str(row.ended_on))
        player.at(on)
        paid = amount if rng.random() < 0.8 else None
        player.do(fees.charge, procedure=row.procedure, charged=amount, on=on, paid=paid)
    free = [row for row in ended if row.procedure not in lines]
    if number % 4 == 1 and free:  # what the law forbids: a charge without a basis
        row = rng.choice(free)
        on = date.fromisoformat(str(row.ended_on))
        player.at(on)
        player.do(
            fees.charge, procedure=row.procedure, charged=Decimal(12_000), on=on,
            name="技术评审费", basis="科室通知", commissioned=number % 8 == 1,
        )  # fmt: skip


def _papers(player: "Player", workspace: Workspace, rng: Random, of: Of, today: date) -> None:
    filed = {row.procedure for row in of.rows if row.filed_on}
    with workspace.read() as reader:
        rows = [row for row in papers.materials(reader, of.id) if not row.is_shared]
    player.at(today)
    for row in rows[:MOST_PAPERS]:
        given = any(procedure in filed for procedure, _name in row.procedures)
        state = "handed_in" if given else rng.choice(("wanted", "asked", "asked", "at_hand"))
        if state == "wanted":
            continue
        expires = today + timedelta(days=rng.randint(-5, 200)) if rng.random() < 0.3 else None
        player.do(
            materials.set_state, project=of.id, material_code=row.code, state=state,
            expires_on=expires,
        )  # fmt: skip


def _days(player: "Player", of: Of, today: date, calendar: Calendar) -> None:
    """The works contract is signed some days before the works permit is filed."""
    permit = next((row for row in of.rows if row.code == "ZJ-XK" and row.filed_on), None)
    if permit is None:
        return
    on = calendar.next_working_day(date.fromisoformat(str(permit.filed_on)) - timedelta(days=12))
    if on <= today:
        player.at(on)
        player.do(own_duties.set_day, project=of.id, kind="works_contract", on=on)
