"""The facts of a procedure, worded for its event line."""

from collections.abc import Sequence
from datetime import date

from envoy_desktop.domain.before_clock import system_gap
from envoy_desktop.domain.clock_check import UNUSUAL
from envoy_desktop.domain.clock_values import BEFORE_CLOCK, EventKind
from envoy_desktop.store.queries.facts import EventRow
from envoy_desktop.ui.procedures.reading import Case
from envoy_desktop.ui.widgets.event_line import Happened
from envoy_desktop.words import _, names, ngettext

NOTHING = frozenset(
    {
        "after_acceptance", "after_deemed_acceptance", "after_end", "already_accepted",
        "already_decided", "already_suspended", "before_acceptance", "before_filing",
        "duplicate_filing", "extension_after_decision", "extension_without_limit",
        "extension_without_right", "late_extension", "not_suspended", "nothing_filed",
        "before_clock_after_filing", "repeated_notice", "resubmission_moves_nothing",
        "second_extension",
        "special_step_not_begun",
    }
)  # fmt: skip
"""Effects of events that moved no clock: they stand in the line, faint."""

ENDS_BADLY = (EventKind.REFUSED, EventKind.NOT_ACCEPTED, EventKind.WITHDRAWN)


def happened(case: Case, *, replaced: bool = False) -> list[Happened]:
    """The event line, the earliest first; with `replaced` corrected and void facts too."""
    effects = {effect.event_id: effect for effect in case.reading.effects}
    shown = []
    for event in case.events:
        gone = event.replaced or event.void
        if gone and not replaced:
            continue
        effect = effects.get(event.id)
        on = date.fromisoformat(event.on)
        entered = date.fromisoformat(event.entered_on)
        late = case.calendar.working_days(on, entered)
        told = names.effect(effect) if effect is not None and not gone else ""
        if event.void:
            told = _("作废")
        elif event.replaced:
            told = _("已被更正")
        shown.append(
            Happened(
                id=event.id,
                day=names.day(on),
                title=names.event(event.kind),
                effect=told,
                note=note(event, case),
                late=late if late > case.late_days else 0,
                void=gone or (effect is not None and effect.code in NOTHING),
                tone=tone(event, effect.code if effect else ""),
            )
        )
    return shown


def tone(event: EventRow, effect: str) -> str:
    """The colour of an event's dot: whose ball it is afterwards, or what went wrong."""
    kind = EventKind(event.kind)
    if kind in BEFORE_CLOCK:
        return "yellow"
    if effect in ("piecemeal", "special_step_without_notice"):
        return "red"
    if kind is EventKind.CORRECTION_NOTICE:
        return "intermediary" if event.party == "intermediary" else "investor"
    if kind in (EventKind.SPECIAL_STEP_BEGUN, EventKind.SUSPENDED):
        return "nobody"
    if kind in (EventKind.DECIDED, EventKind.DELIVERED):
        return "green"
    if kind in ENDS_BADLY:
        return "red"
    return "yellow" if effect in UNUSUAL else "accent"


def note(event: EventRow, case: Case) -> str:
    """What was asked or given, the receipt, evidence, the gap to the system, the note."""
    parts: list[str] = []
    if event.items:
        parts.append(names.joined(event.items))
    if event.has_receipt:
        parts.append(_("有书面凭证"))
    if event.system_on and event.system_on != event.on:
        shown = names.short_day(date.fromisoformat(event.system_on))
        told = _("系统显示 {day}").format(day=shown)
        on, system = date.fromisoformat(event.on), date.fromisoformat(event.system_on)
        gap = abs(system_gap(on, system, case.calendar) or 0)
        parts.append(told + ngettext("，相差 {n} 日", "，相差 {n} 日", gap).format(n=gap))
    if event.attachments:
        parts.append(
            ngettext("附件 {n} 个", "附件 {n} 个", event.attachments).format(n=event.attachments)
        )
    if event.note:
        parts.append(event.note)
    return " · ".join(parts)


def standing(events: Sequence[EventRow], id: int) -> EventRow | None:
    """The fact of this id, where it still stands."""
    return next((e for e in events if e.id == id and not e.replaced and not e.void), None)
