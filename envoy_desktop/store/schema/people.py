"""People: contacts at departments, and what investors say of departments."""

from envoy_desktop.store.schema.base import day, logged, reference, words

contact = logged(
    "contact",
    words("name", required=True),
    reference("department", index=True),
    reference("project", index=True),  # a person of the investor's or contractor's
    words("post"),
    words("window"),
    words("phone"),
    words("note"),
)

rating = logged(
    "rating",
    reference("procedure", required=True, index=True),
    reference("department", required=True, index=True),
    words("answers", required=True),  # a JSON object: question -> 1..5
    words("comment"),
    words("by"),
    words("channel"),  # slip, screen
    day("on", required=True),
    day("entered_on", required=True),
)
