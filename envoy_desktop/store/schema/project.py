"""Projects and their attributes."""

from envoy_desktop.store.schema.base import day, logged, reference, words

project = logged(
    "project",
    words("name", required=True),
    words("investor"),
    words("investor_contact"),
    words("place"),
    words("summary"),
    words("lead_leader"),
    words("working_group"),
    words("envoy"),
    reference("edition"),
    day("opened_on"),
    day("target_on"),  # the day by which ground is to be broken
    day("mandate_until"),
    day("closed_on"),
    words("close_reason"),
)

project_attribute = logged(
    "project_attribute",
    reference("project", required=True, index=True),
    words("name", required=True),
    words("value"),
)
