"""Projects and their attributes."""

from envoy_desktop.store.schema.base import day, logged, number, reference, words

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

project_day = logged(
    "project_day",
    reference("project", required=True, index=True),
    words("kind", required=True),  # works_contract, completion_accepted, first_use
    day("on"),
    words("note"),
)

team_member = logged(
    "team_member",
    reference("project", required=True, index=True),
    words("name", required=True),
    words("role"),  # leader, member, liaison
    words("unit"),
    words("phone"),
    number("position", default=0),
)

mandate = logged(
    "mandate",
    reference("project", required=True, index=True),
    words("signatory"),  # who signs for the investor
    day("signed_on"),
    day("from_on", required=True),
    day("until"),
    words("scope"),  # in words
    words("scope_items"),  # codes, ";"; blank: every procedure of the project
    reference("memo"),  # the paper
    day("ended_on"),
    words("end_reason"),
)

milestone = logged(
    "milestone",
    reference("project", required=True, index=True),
    words("name", required=True),
    day("due_on", required=True),  # as first agreed
    day("reached_on"),
    number("position", default=0),
)

milestone_slip = logged(
    "milestone_slip",
    reference("milestone", required=True, index=True),
    day("on", required=True),
    day("to_on", required=True),
    words("reason", required=True),
    words("charged_party"),
    day("entered_on", required=True),
)

baseline = logged(
    "baseline",
    reference("project", required=True, index=True),
    words("name", required=True),
    day("on", required=True),
)

baseline_step = logged(
    "baseline_step",
    reference("baseline", required=True, index=True),
    reference("procedure", required=True),
    day("starts_on"),
    day("ends_on"),
)

handover = logged(
    "handover",
    reference("project", required=True, index=True),
    words("from_envoy"),
    words("to_envoy", required=True),
    day("on", required=True),
    words("note"),
    day("entered_on", required=True),
)
