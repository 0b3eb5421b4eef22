"""A demand that is not on the list: logged at once, quoting the edition in which it is missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from envoy_desktop.casework import evidence, obstacles
from envoy_desktop.domain import sheet_columns
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference, standing
from envoy_desktop.store.unit import Unit
from envoy_desktop.words import _


@dataclass(frozen=True, slots=True)
class Looked:
    """What the list says of a demand: the edition that holds for the project, and what it has."""

    edition: str
    found: tuple[str, ...]


def look(reader: Reader, *, what: str, project: int | None, procedure: int | None) -> Looked:
    """Whether a procedure or paper is on the project's list; of a procedure, among its papers."""
    edition = reference.newest_edition(reader) or 0
    code = ""
    if procedure is not None:
        held = standing.procedure(reader, procedure)
        project, code = (held.project, held.code) if held else (project, "")
    if project is not None:
        edition = standing.edition_of(reader, project) or edition
    name = standing.edition_name(reader, edition)
    items = [item.name for item in reference.items(reader, edition).values()]
    papers = [
        material.material_name
        for material in reference.materials(reader, edition)
        if not code or material.procedure_code == code
    ]
    found = [one for one in (*items, *papers) if sheet_columns.same_name(one, what)]
    return Looked(name, tuple(dict.fromkeys(found)))


def log(
    unit: Unit,
    *,
    what: str,
    project: int | None = None,
    procedure: int | None = None,
    department: int | None = None,
    files: Sequence[evidence.File] = (),
) -> int:
    """Log a demand as off the list; the text quotes the edition. Gives the obstacle's id.

    Refuses "text-missing", "on-the-list" where the list has it, and as `obstacles.log`.
    """
    what = what.strip()
    if not what:
        raise Refusal("text-missing")
    seen = look(unit.reader, what=what, project=project, procedure=procedure)
    if seen.found:
        raise Refusal("on-the-list", what=what, edition=seen.edition, found=seen.found)
    text = _("要求提供或办理“{what}”，{edition}中没有此项").format(
        what=what, edition=seen.edition or _("事项目录")
    )
    return obstacles.log(
        unit,
        text=text,
        project=project,
        procedure=procedure,
        kind="off_list_demand",
        department=department,
        files=files,
    )
