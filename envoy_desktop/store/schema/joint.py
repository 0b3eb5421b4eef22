"""Joint review, fees, intermediaries' contracts: 一章通, 一费结, 中介机构."""

from envoy_desktop.store.schema.base import day, logged, number, reference, words, yes_no

joint_review = logged(
    "joint_review",
    reference("project", required=True, index=True),
    words("group", required=True),  # the catalogue's joint_review_group
    words("name"),
    reference("lead_department"),
    day("convened_on", required=True),  # the day the members were asked
    day("opinions_due"),  # silence past it counts as consent, where the city's rule says so
    day("held_on"),
    day("decided_on"),
    words("decision"),
    words("conclusion"),  # joint_pass, joint_return
    day("entered_on", required=True),
)

joint_procedure = logged(
    "joint_procedure",
    reference("joint_review", required=True, index=True),
    reference("procedure", required=True, index=True),
)

member_opinion = logged(
    "member_opinion",
    reference("joint_review", required=True, index=True),
    reference("department", required=True, index=True),
    words("opinion"),  # "", agree, agree_if, object
    day("on"),
    words("text"),
    day("entered_on"),
)

fee = logged(
    "fee",
    reference("procedure", required=True, index=True),
    reference("contract", index=True),
    words("name"),
    words("basis"),  # as the bill names it
    words("charged"),  # decimal as text
    day("charged_on"),
    words("paid"),
    day("paid_on"),
    yes_no("commissioned"),  # for an assessment that the organ ordered: the organ pays it
    words("note"),
    day("entered_on", required=True),
)

contract = logged(
    "contract",
    reference("project", required=True, index=True),
    reference("procedure", required=True, index=True),
    words("firm", required=True),
    reference("department", index=True),  # its class, zj_*
    words("work"),
    number("limit_days"),  # working days by the contract
    words("price"),
    day("signed_on", required=True),
    day("due_on"),
    day("delivered_on"),
    words("note"),
    day("entered_on", required=True),
)
