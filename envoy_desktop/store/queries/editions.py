"""The city's lists as the settings show them: editions of the catalogue, years of the holidays."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition of the catalogue; `current` is the one that new projects take."""

    id: int
    name: str
    imported_on: str
    items: int
    materials: int
    projects: int
    current: bool


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """One year of the holiday table: days off, swapped working days; 0 and 0 where unpublished."""

    year: int
    holidays: int
    workdays: int


def editions(reader: Reader) -> list[EditionRow]:
    """All editions, the newest first."""
    from envoy_desktop.store.queries.reference import newest_edition

    newest = newest_edition(reader)
    return [
        EditionRow(*(*row, row[0] == newest))
        for row in reader.rows(
            "SELECT e.id, e.name, e.imported_on,"
            " (SELECT count(*) FROM catalogue_item i WHERE i.edition = e.id AND i.deleted = 0),"
            " (SELECT count(*) FROM material m WHERE m.edition = e.id AND m.deleted = 0),"
            " (SELECT count(*) FROM project p WHERE p.edition = e.id AND p.deleted = 0)"
            " FROM edition e WHERE e.deleted = 0 ORDER BY e.id = :newest DESC,"
            " (SELECT max(hlc) FROM change c WHERE c.object = e.id) DESC",
            newest=newest,
        )
    ]


def holiday_years(reader: Reader) -> list[HolidayYear]:
    """The published years, the newest first."""
    return [
        HolidayYear(int(year), off, swapped)
        for year, off, swapped in reader.rows(
            "SELECT substr(date, 1, 4) AS year, sum(kind = 'holiday'), sum(kind = 'workday')"
            " FROM holiday WHERE deleted = 0 GROUP BY year ORDER BY year DESC"
        )
    ]


def settings(reader: Reader) -> dict[str, str]:
    """Every setting kept in the workspace, as text; one at its default is left out."""
    return dict(reader.rows("SELECT key, value FROM setting WHERE deleted = 0"))


def rows_of_item(reader: Reader, code: str) -> dict[int, str | None]:
    """The row of an item in every edition, with the day it was abolished on, if it was."""
    return dict(
        reader.rows(
            "SELECT id, abolished_on FROM catalogue_item WHERE code = :code AND deleted = 0"
            " ORDER BY id",
            code=code,
        )
    )


def running_projects(reader: Reader, code: str) -> int:
    """How many projects have a procedure of this item that has not ended."""
    count: int = reader.value(
        "SELECT count(DISTINCT project) FROM reading_procedure"
        " WHERE code = :code AND ended_on IS NULL",
        code=code,
    )
    return count
