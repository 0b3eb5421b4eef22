"""Ratings: the investor's word about a department. Recorded once; nobody here can change it."""

import json
from collections.abc import Mapping
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, days
from envoy_desktop.domain import ratings as rules
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import standing
from envoy_desktop.store.unit import Unit

CHANNELS = ("screen", "slip")


def record(
    unit: Unit,
    *,
    procedure: int,
    answers: Mapping[str, int],
    comment: str = "",
    by: str = "",
    channel: str = "slip",
    on: date | None = None,
) -> int:
    """Record what the investor said after a delivered procedure; gives the id.

    The unit is final: no undo takes it away, and no act changes or removes a rating. Refuses
    "unknown-id", "not-delivered", "rating-given", "unknown-channel", "future-date" and what
    `ratings.check_answers` refuses.
    """
    checked.stands(unit, "procedure", procedure)
    held = standing.state(unit.reader, procedure)
    if held is None:
        raise Refusal("unknown-id", kind="procedure")
    if held.state != "delivered" or held.department is None:
        raise Refusal("not-delivered", name=held.name)
    if standing.rated(unit.reader, procedure):
        raise Refusal("rating-given", name=held.name)
    if channel not in CHANNELS:
        raise Refusal("unknown-channel", channel=channel)
    day = days.happened(on)
    if held.ended_on and day.isoformat() < held.ended_on:
        delivered = date.fromisoformat(held.ended_on)
        raise Refusal("rated-before-delivered", on=day, delivered=delivered)
    given = rules.check_answers(answers)
    unit.subject = held.name
    unit.final = True
    return unit.add(
        "rating",
        procedure=procedure,
        department=held.department,
        answers=json.dumps(given),
        comment=comment.strip(),
        by=by.strip(),
        channel=channel,
        on=day.isoformat(),
        entered_on=now.today().isoformat(),
    )
