"""Last month's meeting of the demo city, held by an office of its own and sent back by packages.

The envoy delivers, the office takes in, decides and returns, the envoy reads: the very acts and
files of a real month, only that the office's workspace goes when the city stands.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from envoy_desktop.casework import duties, meetings
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.office import enrol, intake, returning, setup
from envoy_desktop.store.queries import meetings as stored
from envoy_desktop.store.queries import reference
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust

if TYPE_CHECKING:
    from envoy_desktop.demo.play import Player

OFFICER, OFFICE = "周敏", "市重大项目建设协调推进办公室"
AGO = timedelta(days=31)
PRESENT = "市自然资源和规划局、市住房和城乡建设局、市生态环境局、市水利局、市供电公司"
DECISIONS = (
    ("由{lead}牵头，一周内开专题会，定下口径，书面答复企业", -9, (9, 0, 0), ""),
    ("{lead}限期办结；确实办不了的，书面说明理由和依据", -4, (9, 0, 0), ""),
    ("{lead}明确一名班子成员包办，每周报进度", 2, (8, 1, 0), "应先由投资方补齐材料"),
    ("{lead}会同有关部门并联审查，意见一次提完", 9, (9, 0, 0), ""),
    ("{lead}提出分期办理的办法，报市政府", 20, (7, 1, 1), "宜待省里新规定出台"),
)
"""What was decided, the days from today by which it is due, the votes, who thought otherwise."""


@dataclass
class Office:
    """The demo city's office; `others` are envoys who are enrolled beside the city's own."""

    path: Path
    folder: Path
    seed: str
    passphrase: str
    others: list[Workspace] = field(default_factory=list)
    workspace: Workspace | None = None
    decided: list[tuple[int, int]] = field(default_factory=list)  # duty, days from today

    def found(self) -> Workspace:
        """The office's workspace; made at the first asking."""
        if self.workspace is None:
            self.workspace = setup.new(
                self.path, self.passphrase, name=OFFICER, organisation=OFFICE,
                use_keyring=False, seed=self.seed,
            )  # fmt: skip
        return self.workspace

    def enrol(self, envoy: Workspace) -> None:
        """The office and an envoy trust each other."""
        office = self.found()
        office.do(enrol.enrol, public=identity.own(envoy).public)
        theirs = identity.own(office).public
        with envoy.unit("identity.trust") as unit:
            trust.enrol(unit, theirs)

    def deliver(self, envoy: Workspace, name: str = "in") -> Path:
        """An envoy's package lies in the office's heap."""
        heap = self.folder / "heap"
        heap.mkdir(exist_ok=True)
        path = heap / f"{name}{returning.SUFFIX}"
        sending.write(envoy, path, identity.own(self.found()).public)
        return path

    def take_in(self, *paths: Path) -> None:
        """The office takes packages in; raises what one of them was refused for."""
        for tried in intake.take_in(self.found(), paths).tried:
            if tried.trouble is not None:
                raise tried.trouble

    def give_back(self, *envoys: Workspace) -> None:
        """Everybody enrolled is written a package; these read theirs."""
        office = self.found()
        back = self.folder / "back"
        wanted = {identity.own(envoy).public.identity: envoy for envoy in envoys}
        for one in returning.write(office, back, only=list(wanted)).done:
            for path in one.written.files:
                receiving.read(wanted[one.identity], path)
                path.unlink()

    def close(self) -> None:
        """Close what is open."""
        for one in (self.workspace, *self.others):
            if one is not None:
                one.close()

    def discard(self) -> None:
        """Take away what was founded."""
        for one in (self.workspace, *self.others):
            if one is not None:
                one.discard()


def day_of(today: date, calendar: Calendar) -> date:
    """The day on which last month's meeting was held."""
    return calendar.next_working_day(today - AGO)


def hold(player: "Player", workspace: Workspace, office: Office, today: date) -> None:
    """Hold the meeting on the day that is played: packages in, decisions, packages back."""
    office.enrol(workspace)
    for other in office.others:
        office.enrol(other)
    office.take_in(office.deliver(workspace))
    held = office.found()
    meeting = held.do(
        meetings.begin, place="市政务服务中心三楼会议室", chair="陈市长", present=PRESENT
    )
    with held.read() as reader:
        items = stored.items(reader, meeting)
        calendar = reference.calendar(reader)
        departments = reference.departments(reader)
    asked = [
        item
        for item in items
        if item.obstacle is not None
        and item.department in departments
        and not departments[item.department].is_intermediary
    ]
    chosen = list({item.department: item for item in reversed(asked)}.values())[::-1]
    more = [item for item in asked if item not in chosen]
    for item, (text, days, votes, dissent) in zip([*chosen, *more], DECISIONS, strict=False):
        made = held.do(
            meetings.decide,
            topic=item.topic,
            text=text.format(lead=item.department_name),
            lead=item.department,
            due_on=calendar.next_working_day(today + timedelta(days=days)),
            item=item.id,
            votes_for=votes[0],
            votes_against=votes[1],
            abstained=votes[2],
            dissent=dissent,
        )
        office.decided.append((made.duty, days))
    held.do(meetings.close, meeting=meeting)
    office.give_back(workspace, *office.others)


def follow(player: "Player", office: Office) -> None:
    """What the envoy did since: the first decision is carried out."""
    for duty, _days in office.decided[:1]:
        player.do(duties.done, duty=duty, note="专题会已开，口径以会议纪要为准")
