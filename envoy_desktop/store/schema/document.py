"""Official documents: drafts, frozen issues, and the instructions that come back."""

from envoy_desktop.store.schema.base import day, logged, number, reference, words

memo = logged(
    "memo",
    words("kind", required=True),
    words("title"),
    words("organ"),  # the organ that issues; an envoy is none
    words("organ_code"),
    words("addressee"),
    words("copies"),
    words("issuer"),  # 签发人
    words("signature"),
    words("contact"),
    words("urgency"),
    words("body"),  # the plain-text form
    reference("project", index=True),
    day("drafted_on", required=True),
    day("signed_on"),
    day("printed_on"),
    number("year"),
    number("sequence"),
    words("number"),
    words("pdf_sha256"),
    words("text_sha256"),
    day("delivered_on"),
    day("answer_due"),
    day("closed_on"),
    reference("replaces"),
    words("register"),  # the letter of the device whose register gave the number
    words("passed_over"),  # the level passed over, which gets a copy
    words("charged_by"),  # the leader who charged the envoy, where a person is addressed
    day("checked_on"),  # 核稿; a change of the text takes it away
    words("signed_by"),
    words("signed_sha256"),  # the text as signed: what changed since is signed again
    words("particulars"),  # a JSON object of what one kind alone has (attendance of minutes …)
)

hearing = logged(
    "hearing",
    reference("memo", required=True, index=True),
    reference("department", required=True),
    day("asked_on"),
    words("channel"),
    day("answered_on"),
    words("statement"),
    words("not_asked_because"),
    day("entered_on", required=True),
)

claim = logged(
    "claim",
    reference("memo", required=True, index=True),
    number("position", default=0),
    words("sentence", required=True),  # as built from the facts
    words("grounds", required=True),  # a JSON list of [kind, id]
    words("recipe"),  # how it is built again, to see whether it is stale
)

memo_obstacle = logged(
    "memo_obstacle",
    reference("memo", required=True, index=True),
    reference("obstacle", required=True, index=True),
    number("position", default=0),
)

instruction = logged(
    "instruction",
    reference("memo", required=True, index=True),
    words("by", required=True),
    day("on", required=True),
    words("text", required=True),
    number("page"),  # of the memo, where the scan was found by its code
    day("entered_on", required=True),
)
