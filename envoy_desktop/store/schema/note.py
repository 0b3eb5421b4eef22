"""Notes on anything; a private one never leaves the laptop."""

from envoy_desktop.store.schema.base import day, logged, reference, words, yes_no

note = logged(
    "note",
    words("of_kind", required=True),
    reference("of", required=True, index=True),
    words("text", required=True),
    yes_no("private"),
    day("on", required=True),
)
