"""Which events a procedure may meet next, in the order one would look for them, and their keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from envoy_desktop.domain.clock_values import EventKind, State
from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.store.queries.facts import EventRow

K = EventKind

NEXT: dict[State, tuple[EventKind, ...]] = {
    State.PLANNED: (K.FILED,),
    State.FILED: (K.ACCEPTED, K.CORRECTION_NOTICE, K.NOT_ACCEPTED, K.DECIDED, K.WITHDRAWN),
    State.CORRECTING: (K.RESUBMITTED, K.CORRECTION_NOTICE, K.ACCEPTED, K.NOT_ACCEPTED, K.WITHDRAWN),
    State.ACCEPTED: (
        K.DECIDED, K.SPECIAL_STEP_BEGUN, K.EXTENSION, K.SUSPENDED, K.CORRECTION_NOTICE,
        K.REFUSED, K.WITHDRAWN,
    ),
    State.SPECIAL_STEP: (K.SPECIAL_STEP_ENDED, K.DECIDED, K.SUSPENDED, K.REFUSED, K.WITHDRAWN),
    State.SUSPENDED: (K.RESUMED, K.REFUSED, K.WITHDRAWN),
    State.DECIDED: (K.DELIVERED,),
}  # fmt: skip
"""What may happen now; the first is the next step. Of an ended procedure nothing."""

LETTERS: dict[EventKind, str] = {
    K.FILED: "F", K.CORRECTION_NOTICE: "C", K.RESUBMITTED: "R", K.ACCEPTED: "A",
    K.NOT_ACCEPTED: "N", K.SPECIAL_STEP_BEGUN: "S", K.SPECIAL_STEP_ENDED: "E", K.EXTENSION: "X",
    K.SUSPENDED: "P", K.RESUMED: "U", K.DECIDED: "D", K.DELIVERED: "L", K.REFUSED: "J",
    K.WITHDRAWN: "W", K.PRE_REVIEW: "V", K.RECEIPT_REFUSED: "Q", K.LEFT_HERE: "H",
}  # fmt: skip
"""The key of each event on a procedure's page."""


def next_kinds(state: State) -> tuple[EventKind, ...]:
    """What may happen next in this state."""
    return NEXT.get(state, ())


def other_kinds(state: State) -> tuple[EventKind, ...]:
    """Every other event: facts may come in late and in any order."""
    now = next_kinds(state)
    if state is State.PLANNED:  # nothing else can have happened before the filing
        return (K.PRE_REVIEW, K.RECEIPT_REFUSED, K.LEFT_HERE)
    return tuple(kind for kind in EventKind if kind not in now)


def open_items(events: "Sequence[EventRow]") -> tuple[str, ...]:
    """What notices asked for and no resubmission has given yet, in the order it was asked."""
    waiting: dict[str, None] = {}
    for event in events:
        if event.void or event.replaced:
            continue
        if event.kind == K.CORRECTION_NOTICE:
            waiting.update(dict.fromkeys(event.items))
        elif event.kind == K.RESUBMITTED:
            for item in event.items or tuple(waiting):
                waiting.pop(item, None)
    return tuple(waiting)


def record_title(kind: EventKind) -> str:
    """记录受理: the form's title, the button and what undo names."""
    from envoy_desktop.words import names

    if kind is K.DECIDED:
        return _("记录决定")
    return _("记录{event}").format(event=names.event(kind.value))
