"""The round of a month: envoys work, packages lie on a stick, the office meets, packages return."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.month import cast
from benchmarks.month.cast import Parts, Person
from benchmarks.month.play import (
    BEGIN,
    BOTH_EDIT,
    END,
    HANDED,
    KEPT_BACK,
    MEETING,
    NEXT_MONTH,
    PASSPHRASE,
    SHARED,
    Clock,
    Lists,
    Player,
)
from benchmarks.month.truth import Duty, Item, Truth
from envoy_desktop.casework import duties, found, meetings, reference
from envoy_desktop.casework.meetings import Decided
from envoy_desktop.demo import city
from envoy_desktop.domain.agenda import OBSTACLE
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.office import enrol, intake, returning, setup
from envoy_desktop.office.intake import Intake
from envoy_desktop.store import backup
from envoy_desktop.store.queries import meetings as meeting_rows
from envoy_desktop.store.queries import reference as stored
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust
from envoy_desktop.sync.identity import Public

UNIT = "宛州市重大项目协调推进办公室"
SUFFIX = ".envoy-package"
VOTES = ((9, 0, 0), (8, 1, 0), (7, 1, 1), (None, None, None))
DISSENT = "建议先由专家论证，再定期限"
SAID = (
    "该件已进入会签，正在催办有关科室，将按会议要求的时间办结。",
    "前期材料与现状不符，已约项目单位到窗口当面核对，核对后三个工作日内出具意见。",
    "事项涉及两个部门的权责，我局已书面征求意见，对方尚未回复。",
)
ANSWERS = (
    "本期用时较长的两件均为专家评审，评审会每月只开一次，已改为随到随开。",
    "其中一件由项目单位两次更换设计单位所致，已附往来函件。",
)
ORDERS = (
    "由牵头部门召集有关单位当面会商，形成书面意见后送达项目单位",
    "限期出具办理意见；确需专家评审的，同步告知项目单位评审的时间和所需材料",
    "材料能够共享调取的不再要求提交，窗口当场受理",
    "明确一名分管领导包办，每周五前报送进展",
)


@dataclass
class Made:
    """A decision as it was made, for comparing."""

    decided: Decided
    topic: str
    text: str
    lead: str
    due: date
    replaced: bool = False


@dataclass
class Round:
    """A month, as far as it was played."""

    folder: Path
    envoys: int
    per_envoy: int
    seed: int
    database: str = ""
    times: dict[str, float] = field(default_factory=dict)
    figures: dict[str, object] = field(default_factory=dict)
    truth: Truth = field(default_factory=Truth)
    clock: Clock = field(default_factory=Clock)
    players: list[Player] = field(default_factory=list)
    decisions: list[Made] = field(default_factory=list)
    agenda_when_begun: list[tuple[str, int]] = field(default_factory=list)
    came: list[Intake] = field(default_factory=list)
    meeting: int = 0
    office: Workspace = None  # type: ignore[assignment]
    public: Public = None  # type: ignore[assignment]
    identities: dict[int, str] = field(default_factory=dict)
    told: Callable[[str], None] = print

    @property
    def parts(self) -> Parts:
        return cast.parts(self.envoys)

    @property
    def people(self) -> list[Person]:
        return [one.person for one in self.players]

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage."""
        began = time.perf_counter()
        yield
        self.times[name] = self.times.get(name, 0.0) + time.perf_counter() - began
        self.told(f"{name}: {self.times[name]:.1f} s")

    # -- founding -----------------------------------------------------------------------------

    def found(self) -> None:
        """The office and all envoys with their workspaces, and their trust in each other."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.stick.mkdir()
        self.clock.go(BEGIN)
        with self.stage("found the office"):
            self.office = setup.new(
                self.folder / "office.envoy", PASSPHRASE, name="协调办", organisation=UNIT,
                use_keyring=False, database=self.database,
            )  # fmt: skip
            for key, text in (("memo.organ", UNIT), ("memo.organ_code", "宛协"),
                              ("envoy.phone", "0377-6312 0001")):  # fmt: skip
                self._do(reference.set_setting, key=key, text=text)
            self.public = identity.own(self.office).public
        with self.office.read() as reader:
            items = list(stored.items(reader, stored.newest_edition(reader) or 0).values())
            calendar: Calendar = stored.calendar(reader)
        for one in items:
            self.truth.items[one.code] = Item(
                one.code, one.lead_department, one.promised_limit, one.decision_limit,
                one.limit_unit != "working_day", one.limit_from == "received", one.prerequisites,
            )  # fmt: skip
        lists = Lists(items, calendar)
        wished = Random(f"month-{self.seed}")
        with self.stage("found the envoys"):
            for person in cast.people(self.envoys, self.seed):
                player = Player(
                    person, self.folder, self.truth, self.clock, lists,
                    Random(f"month-{self.seed}-{person.number}"),
                )  # fmt: skip
                first = person.number * self.per_envoy
                # not the demo's twelve: those are spread over the ages of a course
                player.begin(
                    [
                        city.plan_project(wished, 12 + n, items, calendar, END)
                        for n in range(first, first + self.per_envoy)
                    ]
                )
                self.players.append(player)
                self._know(player)
                player.rest()
        for n, player in enumerate(self.players):
            if n % 2 == 0:
                player.plan(date(2026, 11, 18), lambda one=player: one.memo(date(2026, 11, 18)))  # type: ignore[misc]

    def _know(self, player: Player) -> None:
        """The envoy's public identity goes to the office, the office's to him."""
        path = self.folder / f"{player.person.number:02d}.envoy-id"
        public = identity.own(player.held).public
        identity.write_file(public, path)
        self._do(enrol.enrol, public=enrol.read_identity(path))
        with player.held.unit("identity.trust") as unit:
            trust.enrol(unit, self.public)
        self.identities[player.person.number] = public.identity

    def _do(self, act: Callable[..., object], **values: object) -> object:
        self.clock.tick()
        return self.office.do(act, **values)

    # -- the month ----------------------------------------------------------------------------

    def month(self) -> None:
        """Everybody works; some share, one hands over, one restores, two edit the same field."""
        parts, players = self.parts, self.players
        with self.stage("the envoys' month"):
            self._all_play(SHARED)
            first, second = (players[n] for n in parts.team)
            shared = first.projects[0]
            self._carry(first, second)
            second.plan(date(2026, 11, 5), lambda: self._help(second, shared))
            first.plan(BOTH_EDIT, lambda: self._edit(first, shared, "高副市长"))
            second.plan(BOTH_EDIT, lambda: self._edit(second, shared, "王常委"))
            closing = players[parts.closing]
            closing.plan(date(2026, 11, 17), lambda: closing.close(closing.projects[-1]))
            self._all_play(KEPT_BACK)
            restored = players[parts.restored]
            kept = backup.write(restored.held, self.folder / "backups")
            restored.fresh = []
            self._all_play(HANDED)
            giver, taker = (players[n] for n in parts.hand_over)
            giver.hand_over(giver.projects[0], taker)
            self._carry(giver, taker)
            self.clock.go(HANDED)
            self._deliver(restored, "early")
            restored.rest()
            backup.restore(kept, restored.path, restored.key)
            self.truth.lost |= set(restored.fresh or ())
            restored.fresh = None
            self._all_play(END)
        self.figures["acts"] = sum(one.done for one in players)

    def _all_play(self, until: date) -> None:
        for player in self.players:
            self.clock.shift = timedelta()
            if until == END and player.person.number == self.parts.ahead:
                player.play(END - timedelta(1))
                self.clock.shift = timedelta(days=4)  # from today on his laptop is wrong
                player.clock.go(END)
                first = player.projects[0]
                player.log(first, self._case_of(first), "other", "现场围挡与相邻单位有争议", END)
            player.play(until)
            player.rest()
        self.clock.shift = timedelta()

    def _case_of(self, project: int) -> int:
        return next(one.id for one in self.truth.cases.values() if one.project == project)

    def _carry(self, giver: Player, taker: Player) -> None:
        """One envoy's work goes to another by hand."""
        with taker.held.unit("identity.trust") as unit:
            trust.enrol(unit, identity.own(giver.held).public)
        path = self.folder / f"hand-{giver.person.number}-{taker.person.number}{SUFFIX}"
        self.clock.tick()
        sending.write(giver.held, path, identity.own(taker.held).public)
        receiving.read(taker.held, path)
        giver.rest()
        taker.rest()

    def _help(self, player: Player, project: int) -> None:
        on = date(2026, 11, 5)
        about = player.log(project, self._case_of(project), "sent_to_back_office",
                           "窗口收件后转科室，三天没有回音", on)  # fmt: skip
        player.attempt(about, "到窗口当面催办，答应两日内回复", "visit", on, date(2026, 11, 9))

    def _edit(self, player: Player, project: int, leader: str) -> None:
        player.edit(project, lead_leader=leader, summary=f"{player.person.name}：进展见台账",
                    working_group="联合推进专班")  # fmt: skip
        self.truth.conflicts |= {(project, "lead_leader"), (project, "summary")}

    # -- packages -----------------------------------------------------------------------------

    def _deliver(self, player: Player, name: str = "") -> Path:
        path = self.stick / f"{player.person.name}{name}{SUFFIX}"
        self.clock.tick()
        written = sending.write(player.held, path, self.public)
        sizes = self.figures.setdefault("packages", [])
        assert isinstance(sizes, list)
        sizes.append(written.size)
        return path

    def deliver(self) -> None:
        """All but two write their packages; the stick has its accidents."""
        parts = self.parts
        self.clock.go(END)
        with self.stage("write the packages"):
            for player in self.players:
                if player.person.number in (parts.late, parts.silent):
                    continue
                if player.person.number == parts.ahead:
                    self.clock.shift = timedelta(days=4)
                path = self._deliver(player)
                self.clock.shift = timedelta()
                player.rest()
                if player.person.number == parts.damaged:
                    data = bytearray(path.read_bytes())
                    (self.folder / "good").write_bytes(data)
                    data[len(data) // 2] ^= 0xFF
                    path.write_bytes(data)
                if player.person.number == parts.twice:
                    shutil.copyfile(path, self.stick / f"副本-{path.name}")
        self._strangers()

    def _strangers(self) -> None:
        """An envoy of the neighbouring city left his packages on our stick."""
        other = setup.new(
            self.folder / "other-office.envoy", PASSPHRASE, name="邻市协调办",
            organisation="邻市协调办", use_keyring=False,
        )  # fmt: skip
        stranger = found.workspace(
            self.folder / "stranger.envoy", PASSPHRASE, name="邻市服务员", organisation="邻市某区",
            use_keyring=False,
        )  # fmt: skip
        sending.write(stranger, self.stick / f"邻市{SUFFIX}", identity.own(other).public)
        sending.write(stranger, self.stick / f"邻市误投{SUFFIX}", self.public)
        other.close()
        stranger.close()

    def take_in(self) -> None:
        """The office takes the stick in; the damaged file is copied again."""
        self.clock.go(END + timedelta(1))
        with self.stage("take in"):
            self.came.append(intake.take_in(self.office, [self.stick]))

    def again(self) -> None:
        """The good copy comes in the place of the damaged one."""
        damaged = self.players[self.parts.damaged].person.name
        path = self.stick / f"{damaged}{SUFFIX}"
        path.write_bytes((self.folder / "good").read_bytes())
        with self.stage("take in"):
            self.came.append(intake.take_in(self.office, [path]))

    # -- the meeting --------------------------------------------------------------------------

    def meet(self) -> None:
        """The meeting: its agenda, what departments say, what it decides; then one correction."""
        rng = Random(f"month-meeting-{self.seed}")
        self.clock.go(MEETING)
        with self.office.read() as reader:
            departments = stored.departments(reader)
        ids = sorted(departments, key=lambda id: departments[id].code)
        named = {id: one.short_name or one.name for id, one in departments.items()}
        with self.stage("begin the meeting"):
            self.meeting = int(
                str(
                    self._do(
                        meetings.begin, place="市政务服务中心三楼会议室", chair="王建国市长",
                        present="市发展改革委李明、市自然资源和规划局赵宏、市住房城乡建设局周丽、"
                        "市生态环境局孙涛，各县区政府（管委会）分管负责人",
                        absent="市水利局韩立", observers="项目单位代表、各特派服务员",
                    )
                )
            )  # fmt: skip
        with self.office.read() as reader:
            items = meeting_rows.items(reader, self.meeting)
        self.agenda_when_begun = [
            (OBSTACLE if one.obstacle else "duty", one.obstacle or one.duty or 0) for one in items
        ]
        with self.stage("hold the meeting"):
            for n, item in enumerate(items):
                if n % 3 == 0:
                    self._do(meetings.state, item=item.id, statement=rng.choice(SAID))
                if n % 5 == 4:
                    continue  # put off
                lead = item.department or ids[0]
                helping = rng.sample([id for id in ids if id != lead], rng.choice((0, 1, 2, 3)))
                due = (date(2026, 11, 30), date(2026, 12, 4), date(2026, 12, 18))[n % 3]
                votes = rng.choice(VOTES)
                text = ORDERS[n % len(ORDERS)]
                made = self._do(
                    meetings.decide, topic=item.topic, text=text, lead=lead, due_on=due,
                    cooperating=helping, item=item.id, votes_for=votes[0],
                    votes_against=votes[1], abstained=votes[2],
                    dissent=DISSENT if votes[1] else "",
                )  # fmt: skip
                assert isinstance(made, Decided)
                self._decided(made, item.topic, text, lead, due, item.project, named,
                              departments[lead].code)  # fmt: skip
            self._do(meetings.close, meeting=self.meeting)
            wrong = self.decisions[0]
            right = self._do(
                meetings.decide, topic=wrong.topic, text="按会议录音更正：两周内办结并书面报告",
                lead=ids[1], due_on=date(2026, 12, 11), replaces=wrong.decided.decision,
            )  # fmt: skip
            assert isinstance(right, Decided)
            wrong.replaced = True
            self.truth.duties[wrong.decided.duty].withdrawn = MEETING
            about = self.truth.duties[wrong.decided.duty].project
            self._decided(right, wrong.topic, "按会议录音更正：两周内办结并书面报告", ids[1],
                          date(2026, 12, 11), about, named, departments[ids[1]].code)  # fmt: skip
            for n, text in enumerate(ANSWERS):
                self._do(
                    meetings.answer, department=ids[3 + n], since=date(2026, 11, 1),
                    until=date(2026, 11, 30), text=text,
                )  # fmt: skip

    def _decided(
        self, made: Decided, topic: str, text: str, lead: int, due: date, project: int | None,
        named: dict[int, str], code: str,
    ) -> None:  # fmt: skip
        self.decisions.append(Made(made, topic, text, named[lead], due))
        self.truth.duties[made.duty] = Duty(
            made.duty, "decision", project, code, MEETING, due, -1, text=text
        )

    # -- back ---------------------------------------------------------------------------------

    def give_back(self) -> None:
        """A package for each envoy; each reads his."""
        back = self.folder / "back"
        with self.stage("write the returns"):
            done = returning.write(self.office, back)
        sizes = [one.written.size for one in done.done]
        self.figures["returns"] = sizes
        self.clock.go(NEXT_MONTH)
        files = {one.identity: one.written.files for one in done.done}
        with self.stage("the envoys read them"):
            for player in self.players:
                self.clock.tick()
                for path in files[self.identities[player.person.number]]:
                    receiving.read(player.held, path)
                player.rest()

    def next_month(self) -> None:
        """The late one delivers; the office reminds those who owe something."""
        self.clock.go(NEXT_MONTH)
        late = self.players[self.parts.late]
        path = self._deliver(late)
        late.rest()
        with self.stage("take in"):
            self.came.append(intake.take_in(self.office, [path]))

    def remind(self) -> list[tuple[str, tuple[int, ...]]]:
        """A numbered reminder sheet to each who is to be reminded; (number, duties)."""
        from envoy_desktop.casework import ledger
        from envoy_desktop.documents import reminder_sheet

        with self.office.read() as reader:
            due = [one for one in ledger.read(reader, NEXT_MONTH) if one.reading.to_remind]
        sent = []
        for group in reminder_sheet.grouped(due):
            ids = tuple(one.row.id for one in group)
            sent.append((str(self._do(duties.issue_sheet, duties=ids)), ids))
        return sent
