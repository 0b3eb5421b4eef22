"""Ratings: the investor's word about a department. Recorded once; nobody here can change it."""

import json
from collections.abc import Mapping
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import days
from envoy_desktop.domain import ratings as rules
from envoy_desktop.domain.refusal import Refusal
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
    row = unit.row(
        "SELECT r.name, r.state, r.department, r.ended_on FROM reading_procedure r"
        " JOIN procedure p ON p.id = r.procedure WHERE r.procedure = :id AND p.deleted = 0",
        id=procedure,
    )
    if row is None:
        raise Refusal("unknown-id", kind="procedure")
    name, state, department, ended = row
    if state != "delivered" or department is None:
        raise Refusal("not-delivered", name=name)
    if unit.value("SELECT 1 FROM rating WHERE procedure = :id AND deleted = 0", id=procedure):
        raise Refusal("rating-given", name=name)
    if channel not in CHANNELS:
        raise Refusal("unknown-channel", channel=channel)
    day = days.happened(on)
    if ended and day.isoformat() < ended:
        raise Refusal("rated-before-delivered", on=day, delivered=date.fromisoformat(ended))
    given = rules.check_answers(answers)
    unit.subject = str(name)
    unit.final = True
    return unit.add(
        "rating",
        procedure=procedure,
        department=department,
        answers=json.dumps(given),
        comment=comment.strip(),
        by=by.strip(),
        channel=channel,
        on=day.isoformat(),
        entered_on=now.today().isoformat(),
    )
