"""Reference data: departments, the catalogue with its editions, materials, holidays, settings."""

from sqlalchemy import Index

from envoy_desktop.store.schema.base import day, logged, number, reference, words, yes_no

department = logged(
    "department",
    words("code", required=True),
    words("name", required=True),
    words("short_name"),
    words("kind"),
    yes_no("in_service_centre"),
)

edition = logged(
    "edition",
    words("name", required=True),
    day("imported_on"),
    words("digest"),  # SHA-256 of the procedures' rows: the same list twice is one edition
)

catalogue_item = logged(
    "catalogue_item",
    reference("edition", required=True),
    number("position", default=0),
    words("code", required=True),
    words("name", required=True),
    number("stage", required=True),
    words("kind"),
    words("lead_department"),  # code
    words("cooperating_departments"),  # codes, ";"
    words("legal_basis"),
    number("statutory_limit"),
    words("limit_unit"),
    words("limit_from"),
    number("extension"),
    number("promised_limit"),
    words("fee_basis"),
    words("fee_lower"),  # decimal as text: money is never a float
    words("fee_upper"),
    words("fee_unit"),
    words("prerequisites"),  # codes, ";"
    words("exclusions"),
    words("applies_when"),
    words("joint_review_group"),
    yes_no("window_decides"),
    words("notes"),
    day("abolished_on"),  # by a superior authority: not generated from that day on
    words("abolished_basis"),
    Index("ix_catalogue_item_edition_code", "edition", "code"),
)

material = logged(
    "material",
    reference("edition", required=True, index=True),
    words("procedure_code", required=True),
    words("material_code", required=True),
    words("material_name", required=True),
    words("issued_by"),
    number("original_copies", default=0),
)

holiday = logged(
    "holiday",
    day("date", required=True),
    words("kind", required=True),
    words("name"),
    number("notice_year", required=True),
)

setting = logged("setting", words("key", required=True), words("value"))
