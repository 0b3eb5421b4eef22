"""An envoy's own ledger of projects, procedures and events: read, checked whole, then one act."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from envoy_desktop.casework import events, plans, projects, sheet_rows, tables
from envoy_desktop.casework.sheet_rows import Intake, WantedProcedure, WantedProject
from envoy_desktop.domain import sheet_columns
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import backup
from envoy_desktop.store.queries import facts, lookup, reference
from envoy_desktop.store.unit import Unit
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.words import names as words

HEADING_WITHIN = 12
"""Lines of a sheet among which its headings are looked for; above them stands a title."""

_REMEMBERED = "sheet_columns"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file: where its headings stand, what each column means, its lines below.

    `heading_row` as a spreadsheet counts; `fields` beside `headings`, "" for a column left out;
    `shape`: projects, procedures, events, "" where nothing of ours is in it.
    """

    name: str
    heading_row: int
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    shape: str
    lines: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A file that was read: its name and its sheets."""

    path: Path
    sheets: tuple[Sheet, ...]

    @property
    def used(self) -> tuple[Sheet, ...]:
        """The sheets that hold something of ours."""
        return tuple(sheet for sheet in self.sheets if sheet.shape)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person chose: fields by heading ("" leaves a column out), and what names mean
    (a name as it stands in the file -> a project's name or an item's code)."""

    columns: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import wrote; `names`: the projects that are new."""

    projects: int
    procedures: int
    events: int
    names: tuple[str, ...]


def read(path: Path, chosen: Chosen) -> Book:
    """The sheets of a file with the meaning of their columns.

    Refuses as `tables.read_grids`, "unknown-field" for a field that is none and
    "no-project-column" where no sheet has the column of projects.
    """
    for wanted in chosen.columns.values():
        if wanted and wanted not in sheet_columns.FIELDS:
            raise Refusal("unknown-field", field_code=wanted, next="see-fields")
    sheets = [_sheet(name, lines, chosen) for name, lines in tables.read_grids(path).items()]
    return Book(path, tuple(sheets))


def remembered(workspace: Workspace) -> Chosen:
    """What was chosen at the last import of this workspace."""
    kept = json.loads(workspace.meta(_REMEMBERED) or "{}")
    return Chosen(kept.get("columns", {}), kept.get("names", {}))


def look(workspace: Workspace, path: Path, chosen: Chosen | None = None) -> tuple[Book, Intake]:
    """Read a file and say what importing it would write; writes nothing."""
    both = _with_remembered(workspace, chosen or Chosen())
    book = read(path, both)
    with workspace.read() as reader:
        return book, sheet_rows.intake(reader, _rows(book), both.names)


def bring_in(
    workspace: Workspace, path: Path, backups: Path | None, chosen: Chosen | None = None
) -> Taken:
    """Take in a file: all or nothing, one step for undo, a backup first, what was chosen kept.

    `backups` None: a throw-away city. Refuses "no-project-column", "sheet-rows" with every bad
    cell, and as `read`.
    """
    both = _with_remembered(workspace, chosen or Chosen())
    book = read(path, both)
    with workspace.read() as reader:
        wanted = sheet_rows.intake(reader, _rows(book), both.names)
    check(book, wanted)
    backup.before_import(workspace, backups)
    taken: Taken = workspace.do(take, path=path, book=book, names=both.names)
    kept = {"columns": dict(both.columns), "names": dict(both.names)}
    workspace.set_meta(_REMEMBERED, json.dumps(kept, ensure_ascii=False))
    return taken


def check(book: Book, wanted: Intake) -> None:
    """Refuse what cannot be taken in: "no-project-column", "sheet-rows"."""
    if not book.used:
        raise Refusal("no-project-column", path=book.path.name, next="choose-columns")
    if wanted.problems:
        raise Refusal("sheet-rows", problems=wanted.problems, next="correct-rows")


def take(unit: Unit, *, path: Path, book: Book, names: Mapping[str, str]) -> Taken:
    """Write what a book holds; refuses "sheet-rows"."""
    unit.subject = path.name
    wanted = sheet_rows.intake(unit.reader, _rows(book), names)
    check(book, wanted)
    edition = reference.newest_edition(unit.reader) or 0
    fresh: list[str] = []
    procedures = recorded = 0
    for project in wanted.projects:
        id = project.id or _create(unit, project)
        if not project.id:
            fresh.append(project.name)
        elif project.fields or project.attributes:
            projects.change(unit, project=id, attributes=project.attributes, **_given(project))
        for procedure in project.procedures:
            procedures += not procedure.id
            recorded += len(procedure.told)
            _procedure(unit, id, project.edition or edition, procedure)
        if project.closed_on:
            reason = project.close_reason
            unit.set("project", id, closed_on=project.closed_on, close_reason=reason)
    unit.subject = path.name
    return Taken(len(fresh), procedures, recorded, tuple(fresh))


def _create(unit: Unit, project: WantedProject) -> int:
    given = _given(project)
    investor = given.pop("investor", "") or ""
    id = projects.create(
        unit, name=project.name, investor=investor, attributes=project.attributes, **given
    )
    if project.opened_on:
        unit.set("project", id, opened_on=project.opened_on)
    return id


def _given(project: WantedProject) -> dict[str, str | None]:
    return dict(project.fields)


def _procedure(unit: Unit, project: int, edition: int, wanted: WantedProcedure) -> None:
    id, found = wanted.id, None
    if not id:
        if wanted.nth == 1 and lookup.procedure_of(unit.reader, project, wanted.code) is None:
            id = plans.take_over(unit, project=project, edition=edition, codes=[wanted.code])[
                wanted.code
            ]
        else:
            id = unit.add("procedure", project=project, item=wanted.item)
        item = reference.item(unit.reader, wanted.item)
        found = facts.Facts(facts.terms_of(item, wanted.plan_limit), ())
    given = {
        name: value
        for name, value in (
            ("plan_limit", wanted.plan_limit),
            ("reference", wanted.reference),
            ("note", wanted.note),
        )
        if value
    }
    if given:
        unit.set("procedure", id, **given)
    if wanted.told:
        events.take_over(unit, procedure=id, told=wanted.told, found=found)


def _rows(book: Book) -> list[sheet_rows.SheetRow]:
    """The rows of all sheets, those of projects first: they say most of a project."""
    order = {"projects": 0, "procedures": 1, "events": 2}
    rows = []
    for sheet in sorted(book.used, key=lambda s: order[s.shape]):
        last = ""
        for number, cells in sheet.lines:
            values = {of: cell.strip() for of, cell in zip(sheet.fields, cells, strict=False) if of}
            if not any(values.values()) or sheet_columns.is_total(values.get("project", "")):
                continue
            # a cell merged over several rows has its value in the first of them
            last = values["project"] = values.get("project") or last
            headings = {
                of: name for of, name in zip(sheet.fields, sheet.headings, strict=True) if of
            }
            rows.append(sheet_rows.SheetRow(sheet.name, sheet.shape, number, headings, values))
    return rows


def _sheet(name: str, lines: Sequence[Sequence[str]], chosen: Chosen) -> Sheet:
    """Where the headings are: the line with most columns that mean something."""
    named = {words.attribute(code): f"attr:{code}" for code in sheet_rows.ATTRIBUTES}
    best, best_fields, at = 0, tuple[str, ...](), -1
    for number, line in enumerate(lines[:HEADING_WITHIN]):
        fields = sheet_columns.guess_columns(line, remembered=chosen.columns, named=named)
        known = sum(map(bool, fields))
        if known > best:
            best, best_fields, at = known, fields, number
    if at < 0:
        filled = [n for n, line in enumerate(lines) if any(cell.strip() for cell in line)]
        at = filled[0] if filled else 0
        best_fields = ("",) * len(lines[at]) if lines else ()
    below = tuple((number, tuple(line)) for number, line in enumerate(lines[at + 1 :], at + 2))
    return Sheet(
        name=name,
        heading_row=at + 1,
        headings=tuple(cell.strip() for cell in lines[at]) if lines else (),
        fields=best_fields,
        shape=sheet_columns.shape(best_fields),
        lines=below,
    )


def _with_remembered(workspace: Workspace, chosen: Chosen) -> Chosen:
    kept = remembered(workspace)
    return Chosen({**kept.columns, **chosen.columns}, {**kept.names, **chosen.names})
