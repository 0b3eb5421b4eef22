"""The supervision ledger: duties from every source, commitments to the investor among them."""

from envoy_desktop.store.schema.base import day, logged, number, reference, words

duty = logged(
    "duty",
    words("source", required=True),  # instruction, decision, commitment, proposal, list_task …
    reference("source_id", index=True),
    reference("project", index=True),
    words("text", required=True),
    words("basis"),  # where it is written
    reference("lead_department", index=True),
    words("cooperating_departments"),  # codes, ";"
    words("owed_by"),  # in words, where no department of the list leads
    day("given_on"),
    day("due_on"),
    day("done_on"),
    words("done_note"),
    day("closed_on"),  # proof seen, the row is closed
    words("closed_by"),
    day("withdrawn_on"),
    words("withdrawn_reason"),
    day("entered_on", required=True),
)

duty_stage = logged(
    "duty_stage",
    reference("duty", required=True, index=True),
    words("text", required=True),
    day("due_on", required=True),
    day("done_on"),
    words("note"),
    number("position", default=0),
)

postponement = logged(
    "postponement",
    reference("duty", required=True, index=True),
    day("on", required=True),
    day("to_on", required=True),
    words("reason", required=True),
    words("agreed_by"),
    day("entered_on", required=True),
)

reminder = logged(
    "reminder",
    reference("duty", required=True, index=True),
    words("level", required=True),  # notice, urge, escalate
    day("on", required=True),
    words("channel"),
    reference("memo"),  # the official paper, where one was issued
    words("number"),  # of the reminder sheet 督办单, as printed
    words("note"),
    day("entered_on", required=True),
)
