"""Contracts of intermediaries: firm, limit, price, and how late what they owe is.

Their clock is theirs: signing files the procedure that a `zj_*` class leads, so its days are
charged to the intermediary, and delivering ends it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from envoy_desktop import now
from envoy_desktop.casework import checked, days, events, fees
from envoy_desktop.domain import iso
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import fees as stored
from envoy_desktop.store.queries import reference, standing
from envoy_desktop.store.queries.fees import ContractRow
from envoy_desktop.store.queries.standing import ProcedureHead
from envoy_desktop.store.unit import Unit


@dataclass(frozen=True, slots=True)
class ContractReading:
    """A contract on a day, in working days: `used` since signing, `late` after the day due.

    `left`: to the day due, None where none is agreed or it is delivered.
    """

    row: ContractRow
    used: int
    late: int
    left: int | None

    @property
    def lamp(self) -> str:
        """Red late, yellow in the last fifth (or day), green in time; "" without a day due."""
        if self.row.due_on is None:
            return "green" if self.row.delivered_on else ""
        if self.late:
            return "red"
        if self.left is None:
            return "green"
        return "yellow" if self.left <= max(1, (self.used + self.left) // 5) else "green"


def add(
    unit: Unit,
    *,
    procedure: int,
    firm: str,
    department: int | None = None,
    work: str = "",
    limit_days: int | None = None,
    price: Decimal | None = None,
    signed_on: date | None = None,
    due_on: date | None = None,
    note: str = "",
) -> int:
    """Record a contract with an intermediary; gives its id.

    `limit_days` working days give the day due where none is named. The class (`department`) is
    the procedure's leading one by default; a procedure that such a class leads and that has no
    fact yet counts as filed on the day of signing.
    Refuses "firm-missing", "bad-limit", "bad-money", "future-date", "project-closed".
    """
    held = checked.open_procedure(unit, procedure)
    if not firm.strip():
        raise Refusal("firm-missing")
    if limit_days is not None and not 1 <= limit_days <= 3650:
        raise Refusal("bad-limit", days=limit_days)
    if price is not None and (not price.is_finite() or price < 0):
        raise Refusal("bad-money", value=str(price))
    signed = days.happened(signed_on)
    if due_on is None and limit_days is not None:
        due_on = reference.calendar(unit.reader).add_working_days(signed, limit_days)
    if due_on is not None and due_on < signed:
        raise Refusal("before-signed", on=due_on, signed=signed)
    own = _of_class(held)
    if department is None and own:
        department = reference.department_ids(unit.reader).get(held.lead_department)
    act = unit.act
    if own and not standing.has_events(unit.reader, procedure):
        events.record(unit, procedure=procedure, kind=EventKind.FILED, on=signed)
    unit.act, unit.subject = act, firm.strip()
    return unit.add(
        "contract",
        project=held.project,
        procedure=procedure,
        firm=firm.strip(),
        department=department,
        work=work.strip(),
        limit_days=limit_days,
        price="" if price is None else f"{price.normalize():f}",
        signed_on=signed.isoformat(),
        due_on=due_on.isoformat() if due_on else None,
        note=note.strip(),
        entered_on=now.today().isoformat(),
    )


def deliver(unit: Unit, *, contract: int, on: date | None = None, charge: bool = False) -> None:
    """What was owed is delivered: a procedure that the intermediary leads ends with it.

    `charge`: record the agreed price as charged that day.
    Refuses "unknown-id", "contract-delivered", "before-signed", "future-date".
    """
    row = _row(unit, contract)
    day = days.happened(on)
    if row.delivered_on:
        on_day = date.fromisoformat(row.delivered_on)
        raise Refusal("contract-delivered", firm=row.firm, on=on_day)
    if day.isoformat() < row.signed_on:
        raise Refusal("before-signed", on=day, signed=date.fromisoformat(row.signed_on))
    unit.set("contract", contract, delivered_on=day.isoformat())
    act = unit.act
    state = standing.state(unit.reader, row.procedure)
    if state and state.open and _of_class(checked.open_procedure(unit, row.procedure)):
        events.record(unit, procedure=row.procedure, kind=EventKind.DELIVERED, on=day)
    if charge and row.price is not None:
        fees.charge(
            unit, procedure=row.procedure, contract=contract, charged=row.price, on=day,
            name=row.firm,
        )  # fmt: skip
    unit.act, unit.subject = act, row.firm


def remove(unit: Unit, *, contract: int) -> None:
    """Remove a contract recorded by mistake; it stays in the history."""
    _row(unit, contract)
    unit.remove("contract", contract)


def read(row: ContractRow, calendar: Calendar, today: date) -> ContractReading:
    """How a contract stands on a day."""
    signed = date.fromisoformat(row.signed_on)
    end = date.fromisoformat(row.delivered_on) if row.delivered_on else today
    due = iso.day(row.due_on)
    late = calendar.working_days(due, end) if due else 0
    left = calendar.working_days(today, due) if due and not row.delivered_on else None
    return ContractReading(row, calendar.working_days(signed, end), late, left)


def readings(
    reader: Reader,
    today: date,
    *,
    project: int | None = None,
    department: int | None = None,
    open: bool = False,
) -> list[ContractReading]:
    """The contracts of a project, of a class of intermediaries, or all."""
    calendar = reference.calendar(reader)
    found = stored.contracts(reader, project=project, department=department, open=open)
    return [read(row, calendar, today) for row in found]


def _row(unit: Unit, contract: int) -> ContractRow:
    found = stored.contracts(unit.reader, contract=contract)
    if not found:
        raise Refusal("unknown-id", kind="contract")
    checked.open_project(unit, found[0].project)
    unit.subject = found[0].firm
    return found[0]


def _of_class(procedure: ProcedureHead) -> bool:
    """Whether a class of intermediaries leads a procedure, and no department."""
    return procedure.lead_department.startswith("zj_")
