"""Procedures and the facts recorded of them."""

from sqlalchemy import Column, Float, Index

from envoy_desktop.store.schema.base import day, logged, number, reference, words, yes_no

procedure = logged(
    "procedure",
    reference("project", required=True, index=True),
    reference("item", required=True, index=True),
    number("plan_limit"),
    words("reference"),  # the number the department gave
    words("note"),
    number("in_centre"),  # 1 or 0 as seen at the window; blank: as the catalogue says
    number("window_decides"),
)

event = logged(
    "event",
    reference("procedure", required=True),
    words("kind", required=True),
    day("on", required=True),
    Column("day_order", Float, nullable=False),
    words("items"),  # a JSON list of what a notice asks for, or a resubmission gives
    words("party"),
    number("announced"),  # working days the written notice of a special step announced
    number("days"),  # an extension's length
    words("note"),
    yes_no("has_receipt"),  # a sealed, dated receipt exists (L 32, last paragraph)
    day("system_on"),  # the day the city's system shows
    day("entered_on", required=True),
    reference("corrects", index=True),  # the fact this one replaces; both stay in the history
    yes_no("void"),  # the fact it names never happened
    Index("ix_event_procedure_on", "procedure", "on", "day_order"),
)

material_state = logged(
    "material_state",
    reference("project", required=True, index=True),
    words("material_code", required=True),
    words("state"),  # wanted, asked, at_hand, handed_in
    day("expires_on"),
    words("note"),
)
