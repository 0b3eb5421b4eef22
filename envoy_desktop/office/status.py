"""Who delivered and who has not, gaps, conflicts, clocks, what was set aside: the dashboard."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from envoy_desktop import now
from envoy_desktop.store.changelog import SEQ_BITS
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import conflicts, exchange, gaps, meetings, office
from envoy_desktop.store.queries.office import Aside, Unacknowledged
from envoy_desktop.sync import identity

_DISTRICT = re.compile(r"^(?:.*?[省市](?=.))?(.{1,8}?(?:自治县|新区|开发区|高新区|区|县|旗))")


@dataclass(frozen=True, slots=True)
class Envoy:
    """One envoy: his trust, his deliveries, and what stands open with him."""

    identity: str
    name: str
    organisation: str
    district: str
    assigned: bool  # the office said so; else the name of the unit tells
    words: str
    state: str
    last_at: str | None  # instant of the newest package
    sequence: int
    packages: int
    missing: tuple[int, ...]  # numbers of packages that have not come
    delivered: bool  # since the asked day
    not_since: str | None  # no package since that day: the last one's, or the enrolment's
    conflicts: int
    gaps: int
    quarantined: int
    ahead_minutes: int
    forked: bool
    unacknowledged: Unacknowledged


@dataclass(frozen=True, slots=True)
class District:
    """The envoys of one district together."""

    name: str
    envoys: int
    delivered: int
    conflicts: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Status:
    """All that the dashboard shows; `since` is the day from which a delivery counts."""

    since: date
    envoys: tuple[Envoy, ...]
    districts: tuple[District, ...]
    aside: tuple[Aside, ...]
    conflicts: int
    gaps: int
    quarantined: int
    trust_version: int

    @property
    def active(self) -> list[Envoy]:
        """The envoys who are trusted."""
        return [one for one in self.envoys if one.state == "active"]

    @property
    def missing(self) -> list[Envoy]:
        """Those trusted who have not delivered."""
        return [one for one in self.active if not one.delivered]


MONTH, MEETING, DAYS = "month", "meeting", "days"
BEGINS = (MONTH, MEETING, DAYS)
"""From when a delivery counts: the first of this month, the last meeting, 31 days ago."""
LOOKED_BACK = timedelta(days=31)


def begins(reader: Reader, of: str, today: date) -> date:
    """The day from which deliveries count; without a meeting before today, 31 days ago."""
    if of == MONTH:
        return today.replace(day=1)
    held = meetings.meetings(reader) if of == MEETING else []
    before = [day for row in held if (day := date.fromisoformat(row.on)) < today]
    return max(before, default=today - LOOKED_BACK)


def district_of(organisation: str) -> str:
    """The district that an organisation's name tells: 卧龙区发改局 → 卧龙区; else the name."""
    found = _DISTRICT.match(organisation)
    return found[1] if found else organisation


def today() -> date:
    """Today for deliveries: on a tried-out day packages still come by the machine's clock."""
    return min(now.today(), _day(now.instant().isoformat()))


def read(reader: Reader, since: date | None = None) -> Status:
    """The office's view; `since` is the first of this month where not given."""
    since = since or begins(reader, MONTH, today())
    authors = office.authors(reader)
    signer = {author.tag: author.identity for author in authors}
    own = [author for author in authors if author.own]
    came = office.delivered(reader)
    standing = conflicts.conflicts(reader)
    quarrels: dict[str, int] = {}
    for conflict in standing:
        for who in {signer.get(s.change >> SEQ_BITS, "") for s in conflict.siblings}:
            quarrels[who] = quarrels.get(who, 0) + 1
    missing = gaps.gaps(reader)
    holes: dict[str, int] = {}
    for gap in missing:
        holes[signer.get(gap.tag, "")] = holes.get(signer.get(gap.tag, ""), 0) + 1
    outside: dict[str, int] = {}
    for tag, _name, _reason, count in exchange.set_aside(reader):
        outside[signer.get(tag, "")] = outside.get(signer.get(tag, ""), 0) + count
    envoys = []
    trusted = exchange.all_trusted(reader)
    for one in trusted:
        if one.role != "envoy" or one.by == "self":
            continue
        theirs = [author for author in authors if author.identity == one.identity]
        last = came.get(one.identity)
        organisation = identity.parse(one.document).organisation
        last_day = _day(last.at) if last else None
        envoys.append(
            Envoy(
                one.identity,
                one.name,
                organisation,
                one.district or district_of(organisation),
                bool(one.district),
                identity.words_of(one.identity),
                one.state,
                last.at if last else None,
                last.sequence if last else 0,
                last.packages if last else 0,
                last.missing if last else (),
                last_day is not None and last_day >= since,
                None
                if last_day is not None and last_day >= since
                else (last_day.isoformat() if last_day else one.since),
                quarrels.get(one.identity, 0),
                holes.get(one.identity, 0),
                outside.get(one.identity, 0),
                max((author.ahead for author in theirs), default=0) // 60_000,
                any(author.forked for author in theirs),
                office.unacknowledged(reader, one.identity, own),
            )
        )
    envoys.sort(key=lambda e: (e.state != "active", e.delivered, e.district, e.name, e.identity))
    mine = next((t.identity for t in trusted if t.by == "self" and t.role == "office"), "")
    kept = exchange.trust_list(reader, mine)
    return Status(
        since,
        tuple(envoys),
        _districts(envoys),
        tuple(office.aside(reader)),
        len(standing),
        len(missing),
        sum(outside.values()),
        kept[0] if kept else 0,
    )


def _day(at: str) -> date:
    return datetime.fromisoformat(at).astimezone(now.CITY_ZONE).date()


def _districts(envoys: list[Envoy]) -> tuple[District, ...]:
    by_name: dict[str, list[Envoy]] = {}
    for one in envoys:
        if one.state == "active":
            by_name.setdefault(one.district, []).append(one)
    return tuple(
        District(
            name,
            len(of),
            sum(one.delivered for one in of),
            sum(one.conflicts for one in of),
            sum(one.gaps for one in of),
        )
        for name, of in sorted(by_name.items())
    )
