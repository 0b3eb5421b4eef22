"""Obstacles, what was tried, and the evidence that hangs on any fact."""

from envoy_desktop.store.schema.base import day, logged, number, reference, words

obstacle = logged(
    "obstacle",
    words("text", required=True),
    reference("project", index=True),
    reference("procedure", index=True),
    words("kind"),
    reference("department", index=True),
    words("severity"),
    day("on", required=True),
    day("answer_due"),
    words("proposal"),  # what the envoy proposes: who, what, by when
    words("statement"),  # the department's own words
    day("statement_on"),
    day("resolved_on"),
    words("resolution"),
    day("verified_on"),  # the investor says that it is really gone
    words("verified_by"),
    reference("root", index=True),  # the obstacle that is the one cause of this one
    day("entered_on", required=True),
)

escalation = logged(
    "escalation",
    reference("obstacle", required=True, index=True),
    words("level", required=True),  # window, section, head, city
    day("on", required=True),
    words("to"),  # who was asked, in words
    reference("contact"),
    day("answer_due"),
    day("answered_on"),
    words("answer"),
    day("entered_on", required=True),
)

attempt = logged(
    "attempt",
    reference("obstacle", index=True),
    reference("procedure", index=True),
    words("text", required=True),
    words("channel"),  # call, visit, letter, meeting
    day("on", required=True),
    reference("project", index=True),
    reference("department", index=True),
    reference("contact", index=True),
    words("promised"),  # what was promised
    day("promised_on"),  # and for when
    day("kept_on"),
    day("entered_on", required=True),
)

attachment = logged(
    "attachment",
    words("of_kind", required=True),
    reference("of", required=True, index=True),
    words("name", required=True),
    words("media_type"),
    number("size", required=True),
    words("sha256", required=True),
    day("added_on"),
)

snooze = logged(
    "snooze",
    words("of_kind", required=True),
    reference("of", required=True, index=True),
    day("until", required=True),
    words("reason"),
)
