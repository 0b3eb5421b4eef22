"""Papers of a project: saying where each one stands."""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.casework import checked, checklist, obstacles
from envoy_desktop.domain.obstacles import kind_to_log
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.changelog import natural_id
from envoy_desktop.store.queries import choices, standing
from envoy_desktop.store.unit import Unit
from envoy_desktop.words import _, matters

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

    Refuses "unknown-id" (project, material), "project-closed" and "unknown-material-state".
    """
    if state not in STATES:
        raise Refusal("unknown-material-state", state=state, known=STATES)
    edition = checked.open_project(unit, project).edition
    name = standing.material_name(unit.reader, edition, material_code)
    if name is None:
        raise Refusal("unknown-id", kind="material")
    unit.subject = name
    unit.put(
        "material_state",
        natural_id("material_state", project, material_code),
        project=project,
        material_code=material_code,
        state=state,
        expires_on=expires_on.isoformat() if expires_on else None,
        note=note.strip(),
    )


@dataclass(frozen=True, slots=True)
class Demanded:
    """A demand that was logged: the obstacle, its kind, and what is wrong with the demand."""

    obstacle: int
    kind: str
    why: str


def log_demand(
    unit: Unit, *, procedure: int, text: str, on: date | None = None, kind: str = ""
) -> Demanded:
    """Log a paper that a window may not ask for; the list says why, `kind` overrules it.

    Refuses "text-missing", "future-date", "unknown-id", "unknown-obstacle-kind", and
    "demand-allowed" where the list lets the window ask for it and no kind is named.
    """
    wanted = text.strip()
    if not wanted:
        raise Refusal("text-missing")
    wrong = checklist.judged(unit.reader, procedure, wanted)
    if wrong is None and not kind:
        raise Refusal("demand-allowed", text=wanted)
    chosen = kind or kind_to_log(wrong.kind if wrong else "other")
    why = wrong.why if wrong else ""
    words = _("索要“{paper}”").format(paper=wanted)
    if why:
        words = _("索要“{paper}”：{why}（{edition}）").format(
            paper=wanted, why=matters.demand(why), edition=_edition(unit, procedure)
        )
    obstacle = obstacles.log(unit, text=words, procedure=procedure, kind=chosen, on=on)
    return Demanded(obstacle, chosen, why)


def _edition(unit: Unit, procedure: int) -> str:
    """The list that a demand is held against, as one quotes it."""
    project = choices.project_of(unit.reader, procedure)
    edition = standing.edition_of(unit.reader, project) if project else None
    return standing.edition_name(unit.reader, edition or 0) or _("事项目录")
