"""Plays the planned city through casework, each act on its own day, oldest first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from envoy_desktop import now
from envoy_desktop.casework import baselines, duties, events, obstacles, plans, projects, reference
from envoy_desktop.demo.city import Procedure, Project
from envoy_desktop.demo.course import Told
from envoy_desktop.store.queries import facts
from envoy_desktop.store.queries import reference as stored
from envoy_desktop.store.unit import Unit
from envoy_desktop.store.workspace import Workspace

AGREED = timedelta(days=42)
BASELINE = "年度推进计划"
"""A plan that was agreed six weeks ago, to hold against today's."""

Progress = Callable[[int, int], None]
Step = Callable[[], None]


@dataclass
class Written:
    """What has been written of a project: its id and its procedures' ids by code."""

    project: int
    procedures: dict[str, int]
    obstacles: list[tuple[int, bool]]


class Player:
    """Writes projects day by day as an envoy would have, each act a unit of its own."""

    def __init__(self, workspace: Workspace, today: date) -> None:
        self._workspace = workspace
        self._today = today
        self._written: dict[str, Written] = {}
        self._logged: dict[int, int] = {}
        self._minute = 0
        self._day: date | None = None

    @property
    def written(self) -> dict[str, Written]:
        """What stands, by project name."""
        return self._written

    def play(
        self,
        city: list[Project],
        progress: Progress | None = None,
        also: Iterable[tuple[date, Step]] = (),
    ) -> None:
        """Write the city up to today; `also` are steps at the end of their days."""
        more = [(on, 9, n, step) for n, (on, step) in enumerate(also)]
        steps = sorted([*self._steps(city), *more], key=lambda step: step[:3])
        for place, (on, _rank, _n, step) in enumerate(steps):
            if on > self._today:
                break
            self._wake(on)
            step()
            if progress is not None and place % 50 == 0:
                progress(place, len(steps))

    def settings(self, values: dict[str, str]) -> None:
        """Set who issues papers here."""
        for key, text in values.items():
            self.do(reference.set_setting, key=key, text=text)

    def at(self, on: date) -> None:
        """Go to a day: what is written next is written on it."""
        self._wake(on)

    def do(self, act: Callable[..., Any], **values: Any) -> Any:
        """One act at the next minute of the day."""
        self._minute += 3
        return self._workspace.do(act, **values)

    def _wake(self, on: date) -> None:
        if on != self._day:
            self._day, self._minute = on, 0
        now.set_today(on)

    def instant(self) -> datetime:
        """The moment an act is written at: office hours of the day that is played."""
        day = self._day or self._today
        begun = datetime.combine(day, time(8, 40), now.CITY_ZONE)
        return begun + timedelta(minutes=self._minute % 540, seconds=self._minute % 47)

    def _steps(self, city: list[Project]) -> Iterator[tuple[date, int, int, Step]]:
        n = 0
        for project in city:
            yield project.opened, 0, n, partial(self._open, project)
            agreed = self._today - AGREED
            if project.opened <= agreed:
                yield agreed, 4, n, partial(self._agree, project.name)
            for procedure in project.procedures:
                for told in procedure.course.events:
                    n += 1
                    step = partial(self._record, project.name, procedure, told)
                    yield max(told.entered, told.on), 1, n, step
            for obstacle in project.obstacles:
                n += 1
                yield obstacle.on, 2, n, partial(self._log, project.name, n, obstacle)
                for tried in obstacle.attempts:
                    yield tried.on, 2, n, partial(self._attempt, n, tried)
                if obstacle.resolved is not None:
                    yield obstacle.resolved, 2, n, partial(self._resolve, n, obstacle)
            for promise in project.commitments:
                n += 1
                yield promise.given, 3, n, partial(self._promise, project.name, promise)

    def _open(self, project: Project) -> None:
        id = self.do(
            projects.create,
            name=project.name,
            investor=project.investor,
            attributes=project.attributes,
            **project.fields,
        )
        planned = self.do(plans.generate, project=id)
        self._written[project.name] = Written(id, {p.item.code: p.id for p in planned}, [])

    def _agree(self, name: str) -> None:
        self.do(baselines.set_baseline, project=self._written[name].project, name=BASELINE)

    def _record(self, name: str, procedure: Procedure, told: Told) -> None:
        self.do(
            events.record,
            procedure=self._written[name].procedures[procedure.item.code],
            **recorded(told),
        )

    def _log(self, name: str, n: int, obstacle: Any) -> None:
        written = self._written[name]
        id = self.do(
            obstacles.log,
            text=obstacle.text,
            procedure=written.procedures[obstacle.code],
            kind=obstacle.kind,
            on=obstacle.on,
            proposal=obstacle.proposal,
        )
        written.obstacles.append((id, obstacle.resolved is not None))
        self._logged[n] = id

    def _attempt(self, n: int, tried: Any) -> None:
        self.do(
            obstacles.attempt,
            obstacle=self._logged[n],
            text=tried.text,
            channel=tried.channel,
            on=tried.on,
            promised_on=tried.promised,
        )

    def _resolve(self, n: int, obstacle: Any) -> None:
        self.do(
            obstacles.resolve,
            obstacle=self._logged[n],
            how=obstacle.how,
            on=obstacle.resolved,
        )

    def _promise(self, name: str, promise: Any) -> None:
        id = self.do(
            duties.add,
            text=promise.text,
            due_on=promise.due,
            source="commitment",
            project=self._written[name].project,
            owed_by="项目专班",
            basis=promise.basis,
            given_on=promise.given,
        )
        if promise.kept is not None:
            self._wake(max(promise.kept, promise.given))
            self.do(duties.done, duty=id, note="已兑现", on=max(promise.kept, promise.given))
            self._wake(promise.given)


def recorded(told: Told) -> dict[str, Any]:
    """An event of a course as `events.record` takes it."""
    return {
        "kind": told.kind,
        "on": told.on,
        "items": told.items,
        "party": told.party,
        "announced": told.announced,
        "days": told.days,
        "note": told.note,
        "has_receipt": told.has_receipt,
    }


def take_in(unit: Unit, *, city: list[Project], today: date) -> int:
    """Write many projects at once, as an office takes over a ledger; gives the procedures."""
    written = 0
    departments = stored.department_ids(unit.reader)
    edition = stored.newest_edition(unit.reader) or 0
    for project in city:
        id = projects.create(
            unit,
            name=project.name,
            investor=project.investor,
            attributes=project.attributes,
            **project.fields,
        )
        taken = plans.take_over(
            unit, project=id, edition=edition, codes=[p.item.code for p in project.procedures]
        )
        for procedure in project.procedures:
            told = [t for t in procedure.course.events if t.on <= today]
            if told:
                events.take_over(
                    unit,
                    procedure=taken[procedure.item.code],
                    told=[{**recorded(t), "entered_on": min(t.entered, today)} for t in told],
                    found=facts.Facts(facts.terms_of(procedure.item), ()),
                )
        leads = {p.item.code: p.item.lead_department for p in project.procedures}
        for obstacle in project.obstacles:
            obstacles.log(
                unit,
                text=obstacle.text,
                procedure=taken[obstacle.code],
                kind=obstacle.kind,
                department=departments[leads[obstacle.code]],
                on=obstacle.on,
            )
        written += len(project.procedures)
    return written
