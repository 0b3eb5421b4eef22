"""Who works on which project: by what he wrote there, and by his name on its papers."""

from functools import cache

from envoy_desktop.store import schema
from envoy_desktop.store.connection import Reader

_PARENTS = (
    "project", "procedure", "obstacle", "duty", "memo", "joint_review", "milestone", "baseline",
    "contract", "agenda_item", "note",
)  # fmt: skip
"""Columns that name another object by its kind: through them an object belongs to a project."""
_NAMED = (
    "SELECT project, name FROM team_member WHERE deleted = 0",
    "SELECT project, from_envoy FROM handover WHERE deleted = 0",
    "SELECT project, to_envoy FROM handover WHERE deleted = 0",
    "SELECT id, envoy FROM project WHERE deleted = 0",
)


def writers(reader: Reader) -> dict[int, set[int]]:
    """By project the actors who made or edited an object of it (mandates and memos too)."""
    found: dict[int, set[int]] = {}
    for kind in schema.LOGGED:
        for of_project in _of_project(kind):
            for project, tag in reader.rows(
                "SELECT DISTINCT inside.project, c.id / 4294967296"
                f" FROM ({of_project}) AS inside JOIN change c ON c.object = inside.id"
                " WHERE inside.project IS NOT NULL"
            ):
                found.setdefault(int(project), set()).add(int(tag))
    return found


def named(reader: Reader) -> dict[int, set[str]]:
    """By project the names of those on its team, in its hand-overs, and of its envoy."""
    found: dict[int, set[str]] = {}
    for sql in _NAMED:
        for project, name in reader.rows(sql):
            if str(name).strip():
                found.setdefault(int(project), set()).add(str(name).strip())
    return found


@cache
def _of_project(kind: str, above: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Queries that give (id, project) of the objects of a kind, by each way to a project.

    `above` are the kinds that the way has come through: it comes through none twice.
    """
    if kind == "project":
        return ("SELECT id, id AS project FROM project",)
    columns = schema.LOGGED[kind].columns
    names = {column.name: column.nullable for column in columns if column.info.get("object")}
    if names.get("project") is False:
        return (f"SELECT id, project FROM {kind}",)
    # what an object hangs on by necessity tells its project; else each of its ways may
    needed = [parent for parent in _PARENTS if names.get(parent) is False]
    parents = needed or [parent for parent in _PARENTS if parent in names]
    found = [f"SELECT id, project FROM {kind}"] if "project" in names else []
    above |= {kind}
    for parent in _PARENTS[1:]:
        if parent in above:
            continue
        ways = _of_project(parent, above)
        if parent in parents:
            found += [
                f"SELECT k.id, p.project FROM {kind} k JOIN ({way}) AS p ON p.id = k.{parent}"
                for way in ways
            ]
        if "of_kind" in columns:
            found += [
                f'SELECT k.id, p.project FROM {kind} k JOIN ({way}) AS p ON p.id = k."of"'
                f" WHERE k.of_kind = '{parent}'"
                for way in ways
            ]
    if "of_kind" in columns:
        found.append(f"SELECT id, \"of\" AS project FROM {kind} WHERE of_kind = 'project'")
    return tuple(found)
