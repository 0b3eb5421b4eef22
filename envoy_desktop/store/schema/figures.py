"""What figures need beside facts: imported logs, and departments that changed."""

from envoy_desktop.store.schema.base import day, logged, number, reference, words

imported_log = logged(
    "imported_log",
    words("name", required=True),
    words("sha256", required=True),
    words("mapping"),  # a JSON object: our column -> theirs
    number("taken", default=0),
    number("refused", default=0),
    day("on", required=True),
)

imported_case = logged(
    "imported_case",
    reference("imported_log", required=True, index=True),
    reference("procedure", required=True, index=True),
    words("case", required=True),  # its name in the log
    day("filed_on"),
    day("deadline_on"),
    day("planned_on"),
    day("ended_on"),
)

succession = logged(
    "succession",
    reference("department", required=True, index=True),
    reference("into", required=True, index=True),
    words("kind", required=True),  # renamed, merged, split
    day("on", required=True),
)
