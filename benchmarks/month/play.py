"""One envoy's month, act by act on its day, in a workspace of his own; the truth is kept beside."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.month.cast import Person
from benchmarks.month.truth import Case, Duty, Happened, Memo, Obstacle, Project, Truth
from envoy_desktop import now
from envoy_desktop.casework import (
    calls,
    duties,
    events,
    found,
    memos,
    obstacles,
    plans,
    projects,
    reference,
    teams,
)
from envoy_desktop.demo import city, trouble
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.store.workspace import Workspace

PASSPHRASE = "a month of envoys"
BEGIN, END = date(2026, 10, 26), date(2026, 11, 25)
"""The envoys take their projects on; they deliver."""
SHARED, KEPT_BACK, HANDED = date(2026, 11, 3), date(2026, 11, 6), date(2026, 11, 11)
BOTH_EDIT = date(2026, 11, 16)
MEETING, NEXT_MONTH = date(2026, 11, 27), date(2026, 12, 1)

Step = Callable[[], None]
TASKS = (
    "梳理用地手续办理进度，形成问题清单", "组织用电、用水、用气报装联合踏勘",
    "就园区道路配套问题书面答复项目单位", "督促图审机构按合同期限交付审查意见",
    "核对施工许可前置事项，列出时间表", "协调土方外运路线和渣土消纳场地",
)  # fmt: skip


@dataclass(frozen=True)
class Lists:
    """What all plays share: the city's list and its calendar."""

    items: list[CatalogueItem]
    calendar: Calendar


@dataclass
class Clock:
    """The clock that the play runs by; `shift` is a laptop that goes ahead."""

    day: date = BEGIN
    minute: int = 0
    shift: timedelta = timedelta()

    def instant(self) -> datetime:
        """The moment of the next act."""
        begun = datetime.combine(self.day, time(8, 30), now.CITY_ZONE) + self.shift
        return begun + timedelta(seconds=37 * self.minute)

    def go(self, day: date) -> None:
        """Go to a day."""
        if day != self.day:
            self.day, self.minute = day, 0
        now.set_today(day)

    def tick(self) -> None:
        """Let a little time pass."""
        self.minute = min(self.minute + 1, 900)


@dataclass
class Player:
    """One envoy with his workspace, which is open only while he works."""

    person: Person
    folder: Path
    truth: Truth
    clock: Clock
    lists: Lists
    rng: Random
    key: bytes = b""
    done: int = 0
    projects: list[int] = field(default_factory=list)
    wished: list[city.Project] = field(default_factory=list)
    steps: list[tuple[date, int, int, Step]] = field(default_factory=list)
    fresh: list[int] | None = None  # what was made since his backup
    _held: Workspace | None = None
    _counted: int = 0

    @property
    def path(self) -> Path:
        return self.folder / f"{self.person.number:02d}.envoy"

    @property
    def held(self) -> Workspace:
        if self._held is None:
            self._held = Workspace.open(self.path, self.key)
        return self._held

    def rest(self) -> None:
        """Close the workspace."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def do(self, act: Callable[..., Any], **values: Any) -> Any:
        """One act at the next moment."""
        self.clock.tick()
        self.done += 1
        return self.held.do(act, **values)

    def _keep(self, id: int) -> int:
        if self.fresh is not None:
            self.fresh.append(id)
        return id

    # -- the first day ------------------------------------------------------------------------

    def begin(self, wished: list[city.Project]) -> None:
        """Found the workspace and take the projects on as they stand."""
        self.clock.go(BEGIN)
        self.clock.tick()
        self.wished = wished
        self._held = found.workspace(
            self.path, PASSPHRASE, name=self.person.name, organisation=self.person.unit,
            use_keyring=False,
        )  # fmt: skip
        self.key = self._held.key
        with self.held.hurried():
            for key, text in (
                ("memo.organ", self.person.unit), ("memo.organ_code", "特服"),
                ("memo.issuer", "周建国"), ("memo.addressee", "市人民政府"),
                ("envoy.phone", f"0377-63{self.person.number:02d} 0086"),
            ):  # fmt: skip
                self.do(reference.set_setting, key=key, text=text)
            for project in wished:
                self._open(project)

    def _open(self, wished: city.Project) -> None:
        now.set_today(wished.opened)
        fields = {k: v for k, v in wished.fields.items() if k != "mandate_until"}
        id = self.do(
            projects.create, name=wished.name, investor=wished.investor,
            attributes=wished.attributes, **fields,
        )  # fmt: skip
        planned = {one.item.code: one.id for one in self.do(plans.generate, project=id)}
        now.set_today(BEGIN)
        truth, me = self.truth, self.person.number
        truth.projects[id] = Project(
            id, wished.name, me, Decimal(wished.attributes["investment_cny"]),
            date.fromisoformat(wished.fields["target_on"]),
        )  # fmt: skip
        truth.holder[id] = self.person.name
        self.projects.append(id)
        for code, case in planned.items():
            truth.cases[case] = Case(case, id, truth.items[code])
        for procedure in wished.procedures:
            case = planned[procedure.item.code]
            told = [one for one in _whole(procedure.course.events) if _entered(one) <= END]
            past = [one for one in told if _entered(one) <= BEGIN]
            if past:
                self.do(events.take_over, procedure=case, told=[_taken(one) for one in past])
                truth.cases[case].told += [_happened(one, me) for one in past]
            for one in told[len(past) :]:
                self._plan(_entered(one), partial(self._record, case, one))
        for obstacle in wished.obstacles:
            self._plan(obstacle.on, partial(self._log, id, planned[obstacle.code], obstacle))
        for promise in wished.commitments:
            self._plan(BEGIN, partial(self._promise, id, promise))
        self._task(id)

    def _plan(self, on: date, step: Step) -> None:
        self._counted += 1
        self.steps.append((max(on, BEGIN), 1, self._counted, step))

    def plan(self, on: date, step: Step) -> None:
        """Have something done on a day, after that day's own work."""
        self._counted += 1
        self.steps.append((on, 2, self._counted, step))

    # -- the month ----------------------------------------------------------------------------

    def play(self, until: date) -> None:
        """Do all that is to be done up to a day."""
        while True:
            due = min((one for one in self.steps if one[0] <= until), default=None)
            if due is None:
                break
            self.steps.remove(due)
            self.clock.go(due[0])
            due[3]()
        self.clock.go(until)

    def _record(self, case: int, one: Any) -> None:
        if case in self.truth.lost:
            return
        self.do(
            events.record, procedure=case, kind=one.kind, on=one.on, items=one.items,
            party=one.party, announced=one.announced, days=one.days, note=one.note,
            has_receipt=one.has_receipt,
        )  # fmt: skip
        self.truth.cases[case].told.append(_happened(one, self.person.number))
        self._keep(case)

    def _log(self, project: int, case: int, wished: trouble.Obstacle) -> None:
        made = self.log(project, case, wished.kind, wished.text, wished.on, wished.proposal)
        for tried in wished.attempts:
            self._plan(tried.on, partial(self.attempt, made, tried.text, tried.channel, tried.on,
                                         tried.promised))  # fmt: skip
        if wished.resolved and wished.resolved <= END:
            self._plan(wished.resolved, partial(self._resolve, made, wished.resolved, wished.how))

    def log(
        self, project: int, case: int, kind: str, text: str, on: date, proposal: str = ""
    ) -> Obstacle:
        """Log an obstacle at the department of its procedure."""
        id = self.do(
            obstacles.log, text=text, procedure=case, kind=kind, on=on, proposal=proposal,
        )  # fmt: skip
        department = self.truth.cases[case].item.department
        made = Obstacle(id, project, case, department, kind, on, self.person.number, text=text)
        self.truth.obstacles[self._keep(id)] = made
        return made

    def attempt(
        self, about: Obstacle, text: str, channel: str, on: date, promised: date | None
    ) -> None:
        """Try something; half of what is promised is kept."""
        if about.id in self.truth.lost or about.resolved:
            return
        id = self.do(
            obstacles.attempt, obstacle=about.id, text=text, channel=channel, on=on,
            promised_on=promised,
        )  # fmt: skip
        if promised is not None:
            about.promises.append((promised, None, self.person.number))
            if promised <= END and self.rng.random() < 0.5:
                place = len(about.promises) - 1
                self._plan(promised, partial(self._kept, about, id, place, promised))
        self._keep(id)

    def _kept(self, about: Obstacle, attempt: int, place: int, on: date) -> None:
        if attempt in self.truth.lost:
            return
        self.do(calls.kept, call=attempt, on=on)
        about.promises[place] = (about.promises[place][0], on, self.person.number)

    def _resolve(self, about: Obstacle, on: date, how: str) -> None:
        if about.id in self.truth.lost:
            return
        self.do(obstacles.resolve, obstacle=about.id, how=how, on=on)
        about.resolved = on

    def _promise(self, project: int, wished: trouble.Commitment) -> None:
        made = self.duty(project, wished.text, "commitment", wished.due, wished.given, wished.basis)
        if wished.kept is not None and wished.kept <= END:
            self._plan(wished.kept, partial(self.finish, made, wished.kept))

    def duty(
        self, project: int, text: str, source: str, due: date, given: date, basis: str,
        department: str = "", source_id: int | None = None,
    ) -> Duty:  # fmt: skip
        """Enter a duty."""
        lead = self._department(department) if department else None
        id = self.do(
            duties.add, text=text, due_on=due, source=source, project=project,
            owed_by="" if lead else "项目专班", basis=basis, given_on=given, lead_department=lead,
            source_id=source_id,
        )  # fmt: skip
        made = Duty(id, source, project, department, given, due, self.person.number, text=text)
        self.truth.duties[self._keep(id)] = made
        return made

    def finish(self, duty: Duty, on: date) -> None:
        """Say that a duty is done."""
        if duty.id in self.truth.lost:
            return
        self.do(duties.done, duty=duty.id, note="已办结", on=on)
        duty.done = on

    def _postpone(self, duty: Duty, to: date) -> None:
        if duty.id in self.truth.lost:
            return
        self.do(duties.postpone, duty=duty.id, to=to, reason="外业勘测受降雨影响",
                agreed_by="林副市长")  # fmt: skip
        duty.moved.append(to)

    def _task(self, project: int) -> None:
        """A duty of the list of tasks: done, late, postponed or open, as it falls."""
        rng, calendar = self.rng, self.lists.calendar
        given = calendar.add_working_days(BEGIN, rng.randint(0, 8))
        due = calendar.add_working_days(given, rng.randint(5, 22))
        text = rng.choice(TASKS)

        def enter() -> None:
            source = rng.choice(("list_task", "assignment"))
            made = self.duty(project, text, source, due, given, "年度重点任务清单")
            fate = rng.random()
            if fate < 0.35 and due <= END:
                self._plan(due, partial(self.finish, made, due))
            elif fate < 0.55 and due <= END:
                to = calendar.add_working_days(due, rng.randint(3, 9))
                self._plan(due, partial(self._postpone, made, to))

        self._plan(given, enter)

    def memo(self, on: date) -> None:
        """Issue a briefing over an open obstacle, and enter the instruction that comes back."""
        from envoy_desktop.documents import memo as papers

        mine = [
            one
            for one in self.truth.obstacles.values()
            if one.by == self.person.number and one.id not in self.truth.lost
            and not one.resolved and one.on <= on and one.project in self.projects
            and self.truth.projects[one.project].closed_on is None
            and one.kind not in ("investor_delay", "intermediary_delay", "utility")
        ]  # fmt: skip
        if not mine:
            return
        first = mine[0]
        about = [first, *(one for one in mine[1:] if one.project == first.project)][:2]
        self.clock.tick()
        drafted = papers.draft(self.held, kind="briefing", obstacles=[one.id for one in about])
        self.clock.tick()
        papers.issue(self.held, drafted, on)
        self.do(memos.deliver, memo=drafted, on=on)
        made = Memo(drafted, self.person.number, tuple(one.id for one in about), False)
        self.truth.memos[self._keep(drafted)] = made
        if self.rng.random() < 0.6:
            said = "请主办部门牵头，一周内拿出办理意见。"
            instruction = self.do(
                memos.record_instruction, memo=drafted, by="林副市长", text=said, on=on
            )
            made.instructed = True
            due = self.lists.calendar.add_working_days(on, self.rng.choice((3, 5, 9)))
            self.duty(first.project, said, "instruction", due, on, "公文批示", first.department,
                      instruction)  # fmt: skip

    def edit(self, project: int, **fields: str) -> None:
        """Change a project."""
        self.do(projects.change, project=project, **fields)

    def close(self, project: int) -> None:
        """Close a project: what stands open with it comes before no meeting."""
        self.do(projects.close, project=project, reason="项目单位调整投资方案")
        self.truth.projects[project].closed_on = self.clock.day
        self.steps = [one for one in self.steps if not _about(one[3], project, self.truth)]

    def hand_over(self, project: int, to: "Player") -> None:
        """Hand a project over: what was still to be done on it, the other does."""
        self.do(teams.hand_over, project=project, to=to.person.name, note="工作分工调整")
        self.truth.holder[project] = to.person.name
        moving = [one for one in self.steps if _about(one[3], project, self.truth)]
        self.steps = [one for one in self.steps if one not in moving]
        for on, rank, n, step in moving:
            given = partial(getattr(to, step.func.__name__), *step.args)  # type: ignore[attr-defined]
            to.steps.append((on, rank, 100_000 + n, given))

    def _department(self, code: str) -> int:
        from envoy_desktop.store.queries import reference as stored

        with self.held.read() as reader:
            return stored.department_ids(reader)[code]


def _about(step: Step, project: int, truth: Truth) -> bool:
    """Whether a step that is still to be done belongs to a project."""
    args = getattr(step, "args", ())
    if not args:
        return False
    first = args[0]
    if isinstance(first, Obstacle | Duty):
        return first.project == project
    if first in truth.cases:
        return truth.cases[first].project == project
    return bool(first == project)


def _whole(told: tuple[Any, ...]) -> list[Any]:
    """The events but a notice that asks for nothing, and what would answer it."""
    return [
        one
        for one in told
        if one.items or one.kind.value not in ("correction_notice", "resubmitted")
    ]


def _entered(one: Any) -> date:
    return max(one.entered, one.on)


def _taken(one: Any) -> dict[str, Any]:
    return {
        "kind": one.kind, "on": one.on, "items": one.items, "party": one.party,
        "announced": one.announced, "days": one.days, "note": one.note,
        "has_receipt": one.has_receipt, "entered_on": one.entered,
    }  # fmt: skip


def _happened(one: Any, by: int) -> Happened:
    return Happened(one.kind.value, one.on, tuple(one.items), one.announced, by)
