"""The service centre as seen at the window: whether it handles a procedure, whether it decides."""

from envoy_desktop.casework import checked, obstacles
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.unit import Unit
from envoy_desktop.words import N_, _

KINDS = {
    "sent_to_back_office": N_("窗口收件后转回科室办理：{name}"),
    "window_cannot_decide": N_("窗口不能当场决定：{name}"),
}
"""Obstacles that are logged from the procedure with one key, and their words."""


def see(
    unit: Unit,
    *,
    procedure: int,
    in_centre: bool | None = None,
    window_decides: bool | None = None,
) -> None:
    """Record what was seen at the window; None goes back to what the list says.

    Refuses "unknown-id" and "project-closed".
    """
    unit.subject = checked.open_procedure(unit, procedure).name
    unit.set(
        "procedure",
        procedure,
        in_centre=None if in_centre is None else int(in_centre),
        window_decides=None if window_decides is None else int(window_decides),
    )


def log(unit: Unit, *, procedure: int, kind: str, note: str = "") -> int:
    """Log that the window sent it to the back office or cannot decide; gives the obstacle's id.

    What was seen goes with it: not in the centre, or the window does not decide.
    Refuses "unknown-obstacle-kind".
    """
    name = checked.open_procedure(unit, procedure).name
    if kind not in KINDS:
        raise Refusal("unknown-obstacle-kind", kind=kind)
    seen = "in_centre" if kind == "sent_to_back_office" else "window_decides"
    unit.set("procedure", procedure, **{seen: 0})
    text = _(KINDS[kind]).format(name=name)
    if note.strip():
        text = f"{text}（{note.strip()}）"
    return obstacles.log(unit, text=text, procedure=procedure, kind=kind)
