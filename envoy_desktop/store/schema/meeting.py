"""The monthly coordination meeting: agenda, decisions, departments' answers to their figures."""

from envoy_desktop.store.schema.base import day, logged, number, reference, words

meeting = logged(
    "meeting",
    words("name", required=True),
    day("on", required=True),
    words("place"),
    words("chair"),
    words("present"),
    words("absent"),
    words("observers"),
    day("closed_on"),
    words("note"),
)

agenda_item = logged(
    "agenda_item",
    reference("meeting", required=True, index=True),
    words("topic", required=True),
    number("position", default=0),
    reference("project", index=True),
    reference("obstacle", index=True),
    reference("duty", index=True),
    reference("department", index=True),
    words("statement"),  # the department's own words
    words("grounds"),  # a JSON object: why it stands where it stands
)

decision = logged(
    "decision",
    reference("meeting", required=True, index=True),
    reference("agenda_item", index=True),
    reference("project", index=True),
    words("topic", required=True),
    words("text", required=True),
    reference("lead_department", index=True),
    words("cooperating_departments"),  # codes, ";"
    day("due_on", required=True),
    number("votes_for"),
    number("votes_against"),
    number("abstained"),
    words("dissent"),
    reference("replaces", index=True),  # the decision that this one corrects; both stay
    day("on", required=True),
    day("entered_on", required=True),
)

department_answer = logged(
    "department_answer",
    reference("department", required=True, index=True),
    day("from_on", required=True),
    day("to_on", required=True),
    words("text", required=True),
    day("on", required=True),
    day("entered_on", required=True),
)
