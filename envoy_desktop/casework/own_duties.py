"""The days that the investor's own duties count from: works contract, completion, first use."""

from collections.abc import Mapping
from datetime import date

from envoy_desktop.casework import checked
from envoy_desktop.casework import days as dates
from envoy_desktop.domain.own_duties import DAYS
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.changelog import natural_id
from envoy_desktop.store.unit import Unit
from envoy_desktop.words import matters


def set_day(unit: Unit, *, project: int, kind: str, on: date | None, note: str = "") -> None:
    """Record a day that own duties count from; None takes it back.

    Refuses "unknown-project-day", "future-date", "unknown-id" and "project-closed".
    """
    checked.open_project(unit, project)
    if kind not in DAYS:
        raise Refusal("unknown-project-day", kind=kind)
    if on is not None:
        dates.happened(on)
    unit.subject = matters.project_day(kind)
    unit.put(
        "project_day",
        natural_id("project_day", project, kind),
        project=project,
        kind=kind,
        on=on.isoformat() if on else None,
        note=note.strip(),
    )


def set_days(unit: Unit, *, project: int, days: Mapping[str, date | None]) -> None:
    """Record several such days at once: one undo takes them back. Refuses as `set_day`."""
    name = checked.open_project(unit, project).name
    for kind, on in days.items():
        set_day(unit, project=project, kind=kind, on=on)
    unit.subject = name
