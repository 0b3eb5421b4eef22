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
    day("entered_on", required=True),
)
