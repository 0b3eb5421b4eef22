"""The calendar, the settings, the departments and the catalogue as the rules want them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from envoy_desktop.domain import settings
from envoy_desktop.domain.calendar import Calendar, HolidayRow
from envoy_desktop.domain.catalogue import CatalogueItem, Department, Material
from envoy_desktop.domain.catalogue_rows import split_codes
from envoy_desktop.domain.clock_values import Thresholds
from envoy_desktop.store.connection import Reader

ITEM_FIELDS = (
    "code", "name", "stage", "kind", "lead_department", "cooperating_departments", "legal_basis",
    "statutory_limit", "limit_unit", "limit_from", "extension", "promised_limit", "fee_basis",
    "fee_lower", "fee_upper", "fee_unit", "prerequisites", "exclusions", "applies_when",
    "joint_review_group", "window_decides", "notes",
)  # fmt: skip


def calendar(reader: Reader) -> Calendar:
    """The days of work by the workspace's holiday table."""
    if "calendar" not in reader.known:
        rows = reader.rows(
            "SELECT date, kind, name, notice_year FROM holiday WHERE deleted = 0 ORDER BY date"
        )
        reader.known["calendar"] = _calendar(tuple(rows))
    found: Calendar = reader.known["calendar"]
    return found


@lru_cache(maxsize=4)
def _calendar(rows: tuple[tuple[Any, ...], ...]) -> Calendar:
    return Calendar(
        HolidayRow(date.fromisoformat(on), kind, name, year) for on, kind, name, year in rows
    )


def setting(reader: Reader, key: str) -> settings.SettingValue:
    """The value of a setting that travels with the workspace, or its default."""
    text = reader.value("SELECT value FROM setting WHERE key = :key AND deleted = 0", key=key)
    return settings.parse_setting(key, text or "")


def thresholds(reader: Reader) -> Thresholds:
    """When lamps turn, by the workspace's settings."""
    if "thresholds" not in reader.known:
        reader.known["thresholds"] = _thresholds(reader)
    found: Thresholds = reader.known["thresholds"]
    return found


def _thresholds(reader: Reader) -> Thresholds:
    given = dict(reader.rows("SELECT key, value FROM setting WHERE deleted = 0"))

    def value(key: str) -> Any:
        return settings.parse_setting(key, given.get(key, ""))

    return Thresholds(
        yellow_share=float(value("lamp.yellow_share")),
        yellow_days_left=value("lamp.yellow_days_left"),
        resubmission_window=value("clock.resubmission_window_days"),
    )


def departments(reader: Reader) -> dict[int, Department]:
    """All departments by id, in the order of the list."""
    return {
        id: Department(code, name, short_name, kind, bool(centre))
        for id, code, name, short_name, kind, centre in reader.rows(
            "SELECT id, code, name, short_name, kind, in_service_centre FROM department"
            " WHERE deleted = 0 ORDER BY id"
        )
    }


def department_ids(reader: Reader) -> dict[str, int]:
    """The id of each department by its code."""
    return dict(reader.rows("SELECT code, id FROM department WHERE deleted = 0"))


def newest_edition(reader: Reader) -> int | None:
    """The edition of the catalogue that new projects take: the one taken in last.

    By the log and not by the date: two may come on one day, or be tried with another today.
    """
    found: int | None = reader.value(
        "SELECT id FROM edition e WHERE deleted = 0 ORDER BY"
        " (SELECT max(hlc) FROM change c WHERE c.object = e.id) DESC, imported_on DESC LIMIT 1"
    )
    return found


def items(reader: Reader, edition: int) -> dict[int, CatalogueItem]:
    key = f"items {edition}"
    if key not in reader.known:
        reader.known[key] = {
            row[0]: _item(row[1:])
            for row in reader.rows(
                f"SELECT id, {', '.join(ITEM_FIELDS)} FROM catalogue_item"
                " WHERE edition = :edition AND deleted = 0 ORDER BY position",
                edition=edition,
            )
        }
    found: dict[int, CatalogueItem] = reader.known[key]
    return found


def abolished(reader: Reader, today: date) -> dict[str, tuple[str, str]]:
    """The codes that a superior authority has abolished by `today`: since when, on what basis.

    Whatever the edition: a list taken in later does not bring one back.
    """
    return {
        code: (on, basis)
        for code, on, basis in reader.rows(
            "SELECT code, min(abolished_on), max(abolished_basis) FROM catalogue_item"
            " WHERE deleted = 0 AND abolished_on IS NOT NULL AND abolished_on <= :today"
            " GROUP BY code",
            today=today.isoformat(),
        )
    }


def item(reader: Reader, id: int) -> CatalogueItem:
    """One procedure of the catalogue."""
    rows = reader.rows(f"SELECT {', '.join(ITEM_FIELDS)} FROM catalogue_item WHERE id = :id", id=id)
    return _item(rows[0])


def materials(reader: Reader, edition: int) -> list[Material]:
    """The demanded papers of an edition, by procedure and in the order of the list."""
    return [
        Material(*row)
        for row in reader.rows(
            "SELECT procedure_code, material_code, material_name, issued_by, original_copies"
            " FROM material WHERE edition = :edition AND deleted = 0 ORDER BY id",
            edition=edition,
        )
    ]


def item_row(item: CatalogueItem) -> dict[str, Any]:
    """The columns of a catalogue item as the store keeps them."""
    row = {name: getattr(item, name) for name in ITEM_FIELDS}
    for name in ("cooperating_departments", "prerequisites", "exclusions"):
        row[name] = ";".join(row[name])
    for name in ("fee_lower", "fee_upper"):
        row[name] = "" if row[name] is None else str(row[name])
    return row


def _item(row: Iterable[Any]) -> CatalogueItem:
    values = dict(zip(ITEM_FIELDS, row, strict=True))
    for name in ("cooperating_departments", "prerequisites", "exclusions"):
        values[name] = split_codes(values[name])
    for name in ("fee_lower", "fee_upper"):
        values[name] = Decimal(values[name]) if values[name] else None
    values["window_decides"] = bool(values["window_decides"])
    return CatalogueItem(**values)
