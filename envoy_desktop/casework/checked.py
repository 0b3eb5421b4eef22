"""The object an act is told of: it stands, and its project is open; else the act is refused."""

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import lookup, standing
from envoy_desktop.store.queries.standing import (
    MemoHead,
    ObstacleHead,
    ProcedureHead,
    ProjectHead,
)
from envoy_desktop.store.unit import Unit


def stands(unit: Unit, kind: str, id: int) -> None:
    """Refuses "unknown-id" where no such object stands."""
    if not lookup.exists(unit.reader, kind, id):
        raise Refusal("unknown-id", kind=kind)


def name(unit: Unit, kind: str, id: int) -> str:
    """What an object is called: its name, title or text. Refuses "unknown-id"."""
    found = standing.called(unit.reader, kind, id)
    if found is None:
        raise Refusal("unknown-id", kind=kind)
    return found


def excerpt(unit: Unit, kind: str, id: int) -> str:
    """The beginning of an object's text, as the history names it. Refuses "unknown-id"."""
    return name(unit, kind, id)[:40]


def project(unit: Unit, id: int) -> ProjectHead:
    """A project, closed or not. Refuses "unknown-id"."""
    found = standing.project(unit.reader, id)
    if found is None:
        raise Refusal("unknown-id", kind="project")
    return found


def open_project(unit: Unit, id: int) -> ProjectHead:
    """A project that still runs. Refuses "unknown-id" and "project-closed"."""
    found = project(unit, id)
    if found.closed_on:
        raise Refusal("project-closed", name=found.name)
    return found


def open_procedure(unit: Unit, id: int) -> ProcedureHead:
    """A procedure of a project that still runs. Refuses "unknown-id" and "project-closed"."""
    found = standing.procedure(unit.reader, id)
    if found is None or not found.project_stands:
        raise Refusal("unknown-id", kind="procedure")
    if found.project_closed:
        raise Refusal("project-closed", name=found.project_name)
    return found


def obstacle(unit: Unit, id: int) -> ObstacleHead:
    """An obstacle, resolved or not. Refuses "unknown-id"."""
    found = standing.obstacle(unit.reader, id)
    if found is None:
        raise Refusal("unknown-id", kind="obstacle")
    return found


def draft(unit: Unit, memo: int) -> MemoHead:
    """A document that may still be written. Refuses "unknown-id" and "memo-issued"."""
    found = _memo(unit, memo)
    if found.number:
        raise Refusal("memo-issued", number=found.number, next="write-correction")
    return found


def issued(unit: Unit, memo: int) -> MemoHead:
    """A document that was issued. Refuses "unknown-id" and "memo-not-issued"."""
    found = _memo(unit, memo)
    if not found.number:
        raise Refusal("memo-not-issued", next="issue-first")
    return found


def _memo(unit: Unit, id: int) -> MemoHead:
    found = standing.memo(unit.reader, id)
    if found is None:
        raise Refusal("unknown-id", kind="memo")
    return found
