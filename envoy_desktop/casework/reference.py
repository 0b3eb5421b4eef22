"""The city's lists: taking in catalogue, departments, papers and holiday tables; settings."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from envoy_desktop import now
from envoy_desktop.casework import tables
from envoy_desktop.domain import catalogue_rows, clock, settings
from envoy_desktop.domain.catalogue import CatalogueItem, Department, Material
from envoy_desktop.domain.catalogue_rows import HolidayCells
from envoy_desktop.domain.clock_values import MovedDeadline
from envoy_desktop.places import shipped
from envoy_desktop.store.changelog import natural_id
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import facts, standing
from envoy_desktop.store.queries import reference as stored
from envoy_desktop.store.unit import Unit


@dataclass(frozen=True)
class Lists:
    """What a workspace begins with; `name` names the edition of the procedures."""

    name: str
    departments: tuple[Department, ...]
    items: tuple[CatalogueItem, ...]
    materials: tuple[Material, ...]
    holidays: tuple[HolidayCells, ...]


@dataclass(frozen=True)
class Moved:
    """One deadline moved by a new holiday table."""

    procedure: int
    name: str
    project: str
    deadline: MovedDeadline


def shipped_lists() -> Lists:
    """The lists that come with the program."""
    folder = shipped("db", "reference")
    departments = catalogue_rows.read_departments(tables.read(folder / "departments.csv"))
    codes = {d.code for d in departments}
    items = catalogue_rows.read_items(tables.read(folder / "catalogue.csv"), codes)
    materials = catalogue_rows.read_materials(
        tables.read(folder / "materials.csv"), {i.code for i in items}, codes
    )
    holidays = catalogue_rows.read_holidays(tables.read(folder / "holidays.csv"))
    return Lists("随程序目录", departments, items, materials, holidays)


def stored_lists(reader: Reader) -> Lists:
    """The lists a workspace works with now (holidays left out: they come by year)."""
    edition = stored.newest_edition(reader) or 0
    name = standing.edition_name(reader, edition)
    return Lists(
        name,
        tuple(stored.departments(reader).values()),
        tuple(stored.items(reader, edition).values()),
        tuple(stored.materials(reader, edition)),
        (),
    )


def read_lists(path: Path, base: Lists) -> Lists:
    """The lists of `base` with those that a person's own spreadsheet holds in their place.

    A CSV is one list; a workbook may hold several, one a sheet. Which list a table is is told by
    its columns. Raises Refusal("…-rows") with every bad cell, or "unknown-list".
    """
    sheets = tables.read_sheets(path)
    own = {tables.kind_of(sheet, rows, path): sheet for sheet, rows in sheets.items()}
    departments, items, materials, holidays = (
        base.departments,
        base.items,
        base.materials,
        base.holidays,
    )
    if "departments" in own:
        with tables.telling(own["departments"]):
            departments = catalogue_rows.read_departments(sheets[own["departments"]])
    codes = {d.code for d in departments}
    if "catalogue" in own:
        with tables.telling(own["catalogue"]):
            items = catalogue_rows.read_items(sheets[own["catalogue"]], codes)
    known = {i.code for i in items}
    if "materials" in own:
        with tables.telling(own["materials"]):
            materials = catalogue_rows.read_materials(sheets[own["materials"]], known, codes)
    else:
        materials = tuple(m for m in base.materials if m.procedure_code in known)
    if "holidays" in own:
        with tables.telling(own["holidays"]):
            holidays = catalogue_rows.read_holidays(sheets[own["holidays"]])
    fresh = own.keys() & {"catalogue", "materials"}  # departments alone make no other edition
    name = path.stem if fresh or not base.name else base.name
    return Lists(name, departments, items, materials, holidays)


def take_departments(unit: Unit, departments: Sequence[Department]) -> None:
    """Take in departments by their codes; those not named stay as they are."""
    for d in departments:
        unit.put(
            "department",
            natural_id("department", d.code),
            code=d.code,
            name=d.name,
            short_name=d.short_name,
            kind=d.kind,
            in_service_centre=d.in_service_centre,
        )


def take_edition(unit: Unit, lists: Lists) -> int:
    """Take in a list of procedures with its papers as a new edition; gives the edition.

    Projects stay on theirs. The same list twice is one edition.
    """
    rows = [stored.item_row(item) for item in lists.items]
    papers = [
        [m.procedure_code, m.material_code, m.material_name, m.issued_by, m.original_copies]
        for m in lists.materials
    ]
    text = json.dumps([rows, papers], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    edition = natural_id("edition", digest)
    newest = stored.newest_edition(unit.reader)
    if newest != edition and standing.edition_known(unit.reader, edition):
        unit.set("edition", edition, deleted=True)  # an earlier list taken up again is the newest
    unit.put(
        "edition",
        edition,
        name=lists.name,
        imported_on=now.today().isoformat(),
        digest=digest,
    )
    for position, row in enumerate(rows):
        unit.put(
            "catalogue_item",
            natural_id("catalogue_item", digest, row["code"]),
            edition=edition,
            position=position,
            **row,
        )
    for procedure, code, name, issuer, copies in papers:
        unit.put(
            "material",
            natural_id("material", digest, procedure, code),
            edition=edition,
            procedure_code=procedure,
            material_code=code,
            material_name=name,
            issued_by=issuer,
            original_copies=copies,
        )
    return edition


def take_holidays(unit: Unit, holidays: Sequence[HolidayCells]) -> None:
    """Take in holiday rows: a yearly table replaces its year, a later notice lies over it.

    A table that names both New Year's Day and the National Day of a year is that year's whole
    table, so what it leaves out is gone; rows of other years are single changes (an emergency
    notice), and the days they do not name stay as they are.
    """
    named = {h.on.isoformat() for h in holidays}
    years = {h.on.year for h in holidays if {f"{h.on.year}-01-01", f"{h.on.year}-10-01"} <= named}
    for id, on in standing.holiday_days(unit.reader):
        if int(on[:4]) in years and on not in named:
            unit.remove("holiday", id)
    for h in holidays:
        unit.put(
            "holiday",
            natural_id("holiday", h.on.isoformat()),
            date=h.on.isoformat(),
            kind=h.kind,
            name=h.name,
            notice_year=h.notice_year,
        )


def import_holidays(unit: Unit, *, holidays: Sequence[HolidayCells], name: str) -> list[Moved]:
    """Take in a holiday table and give the receipt of every deadline and lamp it moved."""
    unit.subject = name
    before = stored.calendar(unit.reader)
    take_holidays(unit, holidays)
    after = stored.calendar(unit.reader)
    today, thresholds = now.today(), stored.thresholds(unit.reader)
    names = standing.procedure_names(unit.reader)
    moved: list[Moved] = []
    for id, found in facts.all_facts(unit.reader):
        if not found.events or id not in names:
            continue
        old = clock.read(found.events, found.terms, before, today, thresholds)
        new = clock.read(found.events, found.terms, after, today, thresholds)
        name, project = names[id]
        moved += [Moved(id, name, project, line) for line in clock.differences(old, new)]
    return moved


def import_catalogue(unit: Unit, *, lists: Lists) -> int:
    """Take in a new edition of the city's list (departments, procedures, papers)."""
    unit.subject = lists.name
    take_departments(unit, lists.departments)
    return take_edition(unit, lists)


def set_setting(unit: Unit, *, key: str, text: str) -> None:
    """Set a setting that travels with the workspace; a blank text gives the default back.

    Refuses "unknown-setting" and "bad-setting".
    """
    unit.subject = unit.subject or key
    value = settings.parse_setting(key, text)
    unit.put(
        "setting",
        natural_id("setting", key),
        key=key,
        value=settings.format_setting(value) if text.strip() else "",
    )
