"""The supervision ledger: duties from every source, commitments to the investor among them."""

from envoy_desktop.store.schema.base import day, logged, reference, words

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
    day("entered_on", required=True),
)
