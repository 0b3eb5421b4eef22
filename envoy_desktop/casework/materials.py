"""Papers of a project: saying where each one stands."""

from datetime import date

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.changelog import natural_id
from envoy_desktop.store.unit import Unit

STATES = ("wanted", "asked", "at_hand", "handed_in")
"""Still to get, asked of who makes it, in the envoy's hand, handed in."""


def set_state(
    unit: Unit,
    *,
    project: int,
    material_code: str,
    state: str,
    expires_on: date | None = None,
    note: str = "",
) -> None:
    """Say where a paper of a project stands; `expires_on` is the last day it is good for.

    Refuses "unknown-id" (project, material) and "unknown-material-state".
    """
    if state not in STATES:
        raise Refusal("unknown-material-state", state=state, known=STATES)
    row = unit.row("SELECT edition FROM project WHERE id = :id AND deleted = 0", id=project)
    if row is None:
        raise Refusal("unknown-id", kind="project")
    name = unit.value(
        "SELECT material_name FROM material WHERE edition = :edition AND material_code = :code"
        " AND deleted = 0 LIMIT 1",
        edition=row[0],
        code=material_code,
    )
    if name is None:
        raise Refusal("unknown-id", kind="material")
    unit.subject = str(name)
    unit.put(
        "material_state",
        natural_id("material_state", project, material_code),
        project=project,
        material_code=material_code,
        state=state,
        expires_on=expires_on.isoformat() if expires_on else None,
        note=note.strip(),
    )
