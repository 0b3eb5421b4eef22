"""What was charged and paid, and the contracts of intermediaries."""

from dataclasses import dataclass
from decimal import Decimal

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One charge; money in 元, None for not charged or not paid."""

    id: int
    procedure: int
    contract: int | None
    name: str
    basis: str
    charged: Decimal | None
    charged_on: str | None
    paid: Decimal | None
    paid_on: str | None
    commissioned: bool
    note: str


@dataclass(frozen=True, slots=True)
class ContractRow:
    """An intermediary's contract: its class (`department`), limit in working days, price in 元."""

    id: int
    project: int
    project_name: str
    procedure: int
    procedure_code: str
    procedure_name: str
    firm: str
    department: int | None
    department_name: str
    work: str
    limit_days: int | None
    price: Decimal | None
    signed_on: str
    due_on: str | None
    delivered_on: str | None
    note: str


def fees(reader: Reader, *, project: int | None = None, fee: int | None = None) -> list[FeeRow]:
    """Charges by the day they were made."""
    wanted, values = ["f.deleted = 0", "p.deleted = 0"], {}
    if project is not None:
        wanted.append("p.project = :project")
        values["project"] = project
    if fee is not None:
        wanted.append("f.id = :fee")
        values["fee"] = fee
    return [
        FeeRow(
            *(*row[:5], _decimal(row[5]), row[6], _decimal(row[7]), row[8], bool(row[9]), row[10])
        )
        for row in reader.rows(
            "SELECT f.id, f.procedure, f.contract, f.name, f.basis, f.charged, f.charged_on,"
            " f.paid, f.paid_on, f.commissioned, f.note FROM fee f"
            " JOIN procedure p ON p.id = f.procedure"
            f" WHERE {' AND '.join(wanted)} ORDER BY f.charged_on, f.id",
            **values,
        )
    ]


def contracts(
    reader: Reader,
    *,
    project: int | None = None,
    contract: int | None = None,
    procedure: int | None = None,
    department: int | None = None,
    open: bool = False,
) -> list[ContractRow]:
    """Contracts of open projects, those not delivered first, then by the day they are due."""
    wanted, values = ["c.deleted = 0", "j.deleted = 0"], {}
    for column, value in (
        ("project", project), ("id", contract), ("procedure", procedure),
        ("department", department),
    ):  # fmt: skip
        if value is not None:
            wanted.append(f"c.{column} = :{column}")
            values[column] = value
    if open:
        wanted.append("c.delivered_on IS NULL")
    return [
        ContractRow(*(*row[:11], _decimal(row[11]), *row[12:]))
        for row in reader.rows(
            "SELECT c.id, c.project, j.name, c.procedure, i.code, i.name, c.firm, c.department,"
            " coalesce(nullif(d.short_name, ''), d.name, ''), c.work, c.limit_days, c.price,"
            " c.signed_on, c.due_on, c.delivered_on, c.note FROM contract c"
            " JOIN project j ON j.id = c.project JOIN procedure p ON p.id = c.procedure"
            " JOIN catalogue_item i ON i.id = p.item LEFT JOIN department d ON d.id = c.department"
            f" WHERE {' AND '.join(wanted)}"
            " ORDER BY CASE WHEN c.delivered_on IS NULL THEN 0 ELSE 1 END,"
            " coalesce(c.due_on, '9999'), c.signed_on, c.id",
            **values,
        )
    ]


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def procedures(reader: Reader, project: int) -> list[tuple[int, str, bool]]:
    """What a charge or contract of a project can be for: (id, name, led by an intermediary)."""
    return [
        (id, name, lead.startswith("zj_"))
        for id, name, lead in reader.rows(
            "SELECT p.id, i.name, i.lead_department FROM procedure p"
            " JOIN catalogue_item i ON i.id = p.item"
            " WHERE p.project = :project AND p.deleted = 0 ORDER BY i.stage, i.position, p.id",
            project=project,
        )
    ]
