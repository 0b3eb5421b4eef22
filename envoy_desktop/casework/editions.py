"""Editions of the list: the difference of two, what one means for a project, rows edited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, plans, settlement
from envoy_desktop.domain import catalogue_diff, catalogue_rows, generation
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.catalogue_diff import CatalogueDiff, ItemChange, LongPromise
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import editions as listed
from envoy_desktop.store.queries import projects as stored_projects
from envoy_desktop.store.queries import reference, standing
from envoy_desktop.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Meaning:
    """What another edition would mean for a project.

    `added` would apply anew; `removed` are its procedures that are not on that list (those with
    events stay); `changed` are its procedures whose rows differ.
    """

    project: int
    edition: int
    added: tuple[CatalogueItem, ...]
    removed: tuple[CatalogueItem, ...]
    changed: tuple[ItemChange, ...]


@dataclass(frozen=True, slots=True)
class HighFee:
    """A fee charged above its lower bound, in 元 as text."""

    project: int
    project_name: str
    code: str
    name: str
    department: str
    lower: str
    charged: str
    over: str


def difference(reader: Reader, old: int, new: int) -> CatalogueDiff:
    """What changed from one edition to another."""
    return catalogue_diff.compare(
        list(reference.items(reader, old).values()),
        list(reference.items(reader, new).values()),
        reference.materials(reader, old),
        reference.materials(reader, new),
    )


def last_two(reader: Reader) -> tuple[int, int] | None:
    """The edition before the newest, and the newest; None where there is one alone."""
    found = listed.editions(reader)
    return (found[1].id, found[0].id) if len(found) > 1 else None


def called(reader: Reader, text: str) -> int:
    """The edition of a name; refuses "unknown-edition"."""
    for edition in listed.editions(reader):
        if edition.name == text.strip():
            return edition.id
    raise Refusal("unknown-edition", edition=text)


def meaning(reader: Reader, project: int, edition: int) -> Meaning:
    """What moving a project to an edition would change; writes nothing. Refuses "unknown-id"."""
    row = stored_projects.project(reader, project, now.today())
    if row is None:
        raise Refusal("unknown-id", kind="project")
    items = list(reference.items(reader, edition).values())
    gone = reference.abolished(reader, now.today())
    applying = {
        one.item.code
        for one in generation.applicable(items, plans.attributes(reader, project))
        if one.item.code not in gone
    }
    here = {one.code for one in standing.procedures_of(reader, project)}
    diff = difference(reader, row.edition, edition)
    known = {item.code for item in items}
    was = {item.code: item for item in reference.items(reader, row.edition).values()}
    return Meaning(
        project,
        edition,
        tuple(i for i in items if i.code in applying - here),
        tuple(was[c] for c in sorted(here - (applying & known)) if c in was),
        tuple(change for change in diff.changed if change.code in here),
    )


def move_project(unit: Unit, *, project: int, edition: int) -> None:
    """Move a project to another edition: its running and coming procedures take the new rows.

    What has ended keeps the row it ended under. The plan is brought up to date in the same step.
    Refuses "project-closed" and "same-edition".
    """
    held = checked.open_project(unit, project)
    unit.subject = held.name
    if held.edition == edition:
        raise Refusal("same-edition")
    new = {item.code: id for id, item in reference.items(unit.reader, edition).items()}
    unit.set("project", project, edition=edition)
    ended = standing.ended(unit.reader, project)
    for one in standing.procedures_of(unit.reader, project):
        if one.code in new and one.id not in ended:
            unit.set("procedure", one.id, item=new[one.code])
    plans.generate(unit, project=project)


def edit(unit: Unit, *, code: str, fields: Mapping[str, str]) -> None:
    """Correct a row of the newest edition; values as in the spreadsheet, the old in the history.

    Refuses "unknown-item", "unknown-item-field" and "catalogue-rows" with what is wrong.
    """
    edition, id, item = _item(unit.reader, code)
    unit.subject = item.name
    for field in fields:
        if field not in catalogue_diff.COMPARED:
            raise Refusal("unknown-item-field", column=field, known=catalogue_diff.COMPARED)
    rows = [
        {name: catalogue_diff.text(getattr(one, name)) for name in catalogue_rows.ITEM_COLUMNS}
        | (dict(fields) if one.code == item.code else {})
        for one in reference.items(unit.reader, edition).values()
    ]
    codes = {d.code for d in reference.departments(unit.reader).values()}
    read = catalogue_rows.read_items(rows, codes)
    fresh = next(one for one in read if one.code == item.code)
    unit.set("catalogue_item", id, **reference.item_row(fresh))


def abolish(unit: Unit, *, code: str, basis: str, on: date | None = None) -> int:
    """Record that a superior authority abolished a procedure: it is not generated from then on.

    In every edition, and a list taken in later does not bring it back. Gives the number of
    projects that still have it open. Refuses "basis-missing", "unknown-item", "already-abolished".
    """
    if not basis.strip():
        raise Refusal("basis-missing")
    _edition, _id, item = _item(unit.reader, code)
    unit.subject = item.name
    rows = listed.rows_of_item(unit.reader, item.code)
    gone = [day for day in rows.values() if day]
    if len(gone) == len(rows):
        raise Refusal("already-abolished", name=item.name, on=date.fromisoformat(gone[0]))
    day = (on or now.today()).isoformat()
    for id, abolished in rows.items():
        if not abolished:
            unit.set("catalogue_item", id, abolished_on=day, abolished_basis=basis.strip())
    return listed.running_projects(unit.reader, item.code)


def restore(unit: Unit, *, code: str) -> None:
    """Take back an abolition entered by mistake. Refuses "not-abolished"."""
    _edition, _id, item = _item(unit.reader, code)
    unit.subject = item.name
    rows = [id for id, day in listed.rows_of_item(unit.reader, item.code).items() if day]
    if not rows:
        raise Refusal("not-abolished", name=item.name)
    for id in rows:
        unit.set("catalogue_item", id, abolished_on=None, abolished_basis="")


def flags(reader: Reader) -> tuple[tuple[LongPromise, ...], tuple[HighFee, ...]]:
    """Promises above two thirds of the statutory limit, and fees above the lower bound."""
    edition = reference.newest_edition(reader) or 0
    promises = catalogue_diff.long_promises(list(reference.items(reader, edition).values()))
    fees = []
    for row in stored_projects.all_projects(reader, now.today()):
        for line in settlement.settlement(reader, row.id).lines:
            if line.difference is not None and line.difference > 0 and line.charged is not None:
                fees.append(
                    HighFee(
                        row.id,
                        row.name,
                        line.code,
                        line.name,
                        line.department_name,
                        str(line.lower if line.lower is not None else ""),
                        str(line.charged),
                        str(line.difference),
                    )
                )
    return promises, tuple(sorted(fees, key=lambda one: (one.department, one.project_name)))


def _item(reader: Reader, code: str) -> tuple[int, int, CatalogueItem]:
    edition = reference.newest_edition(reader) or 0
    for id, item in reference.items(reader, edition).items():
        if item.code.casefold() == code.strip().casefold() or item.name == code.strip():
            return edition, id, item
    raise Refusal("unknown-item", code=code)
