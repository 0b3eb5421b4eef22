"""0001 the first schema: lists, projects, procedures and their events, obstacles, documents.

Every later step has a file of its own beside this one; `docs/schema-log.md` tells why.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("tag", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uuid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hlc", ID, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_actor")),
        sa.UniqueConstraint("uuid", name=op.f("uq_actor_uuid")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.Text(), nullable=False),
        sa.Column("of", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_on", sa.Text(), nullable=True),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_of"), "attachment", ["of"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("obstacle", ID, nullable=True),
        sa.Column("procedure", ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("promised_on", sa.Text(), nullable=True),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_obstacle"), "attempt", ["obstacle"], unique=False)
    op.create_index(op.f("ix_attempt_procedure"), "attempt", ["procedure"], unique=False)
    op.create_table(
        "blob_chunk",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "n", name=op.f("pk_blob_chunk")),
    )
    op.create_table(
        "catalogue_item",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("edition", ID, nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("lead_department", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column(
            "cooperating_departments", sa.Text(), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("legal_basis", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("statutory_limit", sa.Integer(), nullable=True),
        sa.Column("limit_unit", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("limit_from", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("extension", sa.Integer(), nullable=True),
        sa.Column("promised_limit", sa.Integer(), nullable=True),
        sa.Column("fee_basis", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("fee_lower", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("fee_upper", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("fee_unit", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("prerequisites", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("exclusions", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("applies_when", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("joint_review_group", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("window_decides", FLAG, server_default=sa.text("0"), nullable=False),
        sa.Column("notes", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_item")),
    )
    op.create_index(
        "ix_catalogue_item_edition_code", "catalogue_item", ["edition", "code"], unique=False
    )
    op.create_table(
        "change",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("hlc", ID, nullable=False),
        sa.Column("unit", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object", ID, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("parents", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index("ix_change_hlc", "change", ["hlc"], unique=False)
    op.create_index("ix_change_object_field", "change", ["object", "field"], unique=False)
    op.create_index("ix_change_unit", "change", ["unit"], unique=False)
    op.create_table(
        "department",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("kind", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("in_service_centre", FLAG, server_default=sa.text("0"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
    )
    op.create_table(
        "duty",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_id", ID, nullable=True),
        sa.Column("project", ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("lead_department", ID, nullable=True),
        sa.Column(
            "cooperating_departments", sa.Text(), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("owed_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("given_on", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Text(), nullable=True),
        sa.Column("done_note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    op.create_index(op.f("ix_duty_lead_department"), "duty", ["lead_department"], unique=False)
    op.create_index(op.f("ix_duty_project"), "duty", ["project"], unique=False)
    op.create_index(op.f("ix_duty_source_id"), "duty", ["source_id"], unique=False)
    op.create_table(
        "edition",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("imported_on", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    op.create_table(
        "event",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("procedure", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("day_order", sa.Float(), nullable=False),
        sa.Column("items", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("party", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("announced", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("has_receipt", FLAG, server_default=sa.text("0"), nullable=False),
        sa.Column("system_on", sa.Text(), nullable=True),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("corrects", ID, nullable=True),
        sa.Column("void", FLAG, server_default=sa.text("0"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_corrects"), "event", ["corrects"], unique=False)
    op.create_index(
        "ix_event_procedure_on", "event", ["procedure", "on", "day_order"], unique=False
    )
    op.create_table(
        "head",
        sa.Column("object", ID, autoincrement=False, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("change", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("object", "field", "change", name=op.f("pk_head")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "holiday",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("notice_year", sa.Integer(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
    )
    op.create_table(
        "instruction",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("memo", ID, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
    )
    op.create_index(op.f("ix_instruction_memo"), "instruction", ["memo"], unique=False)
    op.create_table(
        "material",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("edition", ID, nullable=False),
        sa.Column("procedure_code", sa.Text(), nullable=False),
        sa.Column("material_code", sa.Text(), nullable=False),
        sa.Column("material_name", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("original_copies", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
    )
    op.create_index(op.f("ix_material_edition"), "material", ["edition"], unique=False)
    op.create_table(
        "material_state",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("material_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("expires_on", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_state")),
    )
    op.create_index(op.f("ix_material_state_project"), "material_state", ["project"], unique=False)
    op.create_table(
        "memo",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("organ", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("organ_code", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("addressee", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("copies", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("issuer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("signature", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("contact", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("urgency", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("body", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("project", ID, nullable=True),
        sa.Column("drafted_on", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("printed_on", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("number", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("pdf_sha256", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("text_sha256", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("delivered_on", sa.Text(), nullable=True),
        sa.Column("answer_due", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("replaces", ID, nullable=True),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo")),
    )
    op.create_index(op.f("ix_memo_project"), "memo", ["project"], unique=False)
    op.create_table(
        "memo_obstacle",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("memo", ID, nullable=False),
        sa.Column("obstacle", ID, nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo_obstacle")),
    )
    op.create_index(op.f("ix_memo_obstacle_memo"), "memo_obstacle", ["memo"], unique=False)
    op.create_index(op.f("ix_memo_obstacle_obstacle"), "memo_obstacle", ["obstacle"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "obstacle",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("project", ID, nullable=True),
        sa.Column("procedure", ID, nullable=True),
        sa.Column("kind", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("department", ID, nullable=True),
        sa.Column("severity", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("answer_due", sa.Text(), nullable=True),
        sa.Column("proposal", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("statement", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("statement_on", sa.Text(), nullable=True),
        sa.Column("resolved_on", sa.Text(), nullable=True),
        sa.Column("resolution", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obstacle")),
    )
    op.create_index(op.f("ix_obstacle_department"), "obstacle", ["department"], unique=False)
    op.create_index(op.f("ix_obstacle_procedure"), "obstacle", ["procedure"], unique=False)
    op.create_index(op.f("ix_obstacle_project"), "obstacle", ["project"], unique=False)
    op.create_table(
        "procedure",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("item", ID, nullable=False),
        sa.Column("plan_limit", sa.Integer(), nullable=True),
        sa.Column("reference", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
    )
    op.create_index(op.f("ix_procedure_item"), "procedure", ["item"], unique=False)
    op.create_index(op.f("ix_procedure_project"), "procedure", ["project"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("investor", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("investor_contact", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("place", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("summary", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("lead_leader", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("working_group", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("envoy", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("edition", ID, nullable=True),
        sa.Column("opened_on", sa.Text(), nullable=True),
        sa.Column("target_on", sa.Text(), nullable=True),
        sa.Column("mandate_until", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("close_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_table(
        "project_attribute",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_attribute")),
    )
    op.create_index(
        op.f("ix_project_attribute_project"), "project_attribute", ["project"], unique=False
    )
    op.create_table(
        "reading_procedure",
        sa.Column("procedure", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("project_name", sa.Text(), nullable=False),
        sa.Column("department", ID, nullable=True),
        sa.Column("department_name", sa.Text(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("open", FLAG, nullable=False),
        sa.Column("filed_on", sa.Text(), nullable=True),
        sa.Column("accepted_on", sa.Text(), nullable=True),
        sa.Column("deemed_accepted", FLAG, nullable=False),
        sa.Column("decided_on", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("holder_since", sa.Text(), nullable=True),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("limit_kind", sa.Text(), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("deadline", sa.Text(), nullable=True),
        sa.Column("yellow_on", sa.Text(), nullable=True),
        sa.Column("red_on", sa.Text(), nullable=True),
        sa.Column("statutory_deadline", sa.Text(), nullable=True),
        sa.Column("promised_deadline", sa.Text(), nullable=True),
        sa.Column("plan_deadline", sa.Text(), nullable=True),
        sa.Column("provisional", FLAG, nullable=False),
        sa.Column("disputed", FLAG, nullable=False),
        sa.Column("piecemeal", sa.Integer(), nullable=False),
        sa.Column("read_on", sa.Text(), nullable=False),
        sa.Column("stale_on", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("procedure", name=op.f("pk_reading_procedure")),
    )
    op.create_index(
        "ix_reading_procedure_department_name",
        "reading_procedure",
        ["department_name", "procedure"],
        unique=False,
    )
    op.create_index(
        "ix_reading_procedure_name", "reading_procedure", ["name", "procedure"], unique=False
    )
    op.create_index(
        "ix_reading_procedure_open_holder",
        "reading_procedure",
        ["open", "holder", "procedure"],
        unique=False,
    )
    op.create_index(
        "ix_reading_procedure_open_red_on",
        "reading_procedure",
        ["open", "red_on", "procedure"],
        unique=False,
    )
    op.create_index(
        "ix_reading_procedure_open_yellow_on",
        "reading_procedure",
        ["open", "yellow_on", "procedure"],
        unique=False,
    )
    op.create_index(
        "ix_reading_procedure_project",
        "reading_procedure",
        ["project", "stage", "procedure"],
        unique=False,
    )
    op.create_index(
        "ix_reading_procedure_project_name",
        "reading_procedure",
        ["project_name", "procedure"],
        unique=False,
    )
    op.create_index("ix_reading_procedure_read_on", "reading_procedure", ["read_on"], unique=False)
    op.create_index(
        "ix_reading_procedure_stale_on", "reading_procedure", ["stale_on"], unique=False
    )
    op.create_index(
        "ix_reading_procedure_state", "reading_procedure", ["state", "procedure"], unique=False
    )
    op.create_table(
        "search_doc",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("subtitle", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_doc")),
    )
    op.create_table(
        "setting",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )
    op.create_table(
        "snooze",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.Text(), nullable=False),
        sa.Column("of", ID, nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snooze")),
    )
    op.create_index(op.f("ix_snooze_of"), "snooze", ["of"], unique=False)
    op.create_table(
        "typing",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_typing")),
    )
    op.create_table(
        "unit",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("hlc", ID, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("undoes", ID, nullable=True),
        sa.Column("final", FLAG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_index(op.f("ix_unit_hlc"), "unit", ["hlc"], unique=False)
    op.create_index(op.f("ix_unit_undoes"), "unit", ["undoes"], unique=False)

    op.create_index(
        "ix_reading_procedure_deadline",
        "reading_procedure",
        [sa.text("(deadline IS NULL)"), "deadline", "procedure"],
    )

    op.create_index(
        "ix_reading_procedure_red_on",
        "reading_procedure",
        [sa.text("(red_on IS NULL)"), "red_on", "procedure"],
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_gram USING fts5("
            "grams, content='', contentless_delete=1, detail=none)"
        )
    else:
        _of_a_database()


def _of_a_database() -> None:
    """What PostgreSQL needs to understand the same queries."""
    op.execute("CREATE TABLE search_gram (rowid bigint PRIMARY KEY, grams text[] NOT NULL)")
    op.execute("CREATE INDEX ix_search_gram_grams ON search_gram USING gin (grams)")
    op.execute(
        "CREATE FUNCTION count_true(total bigint, one boolean) RETURNS bigint IMMUTABLE"
        " LANGUAGE sql AS 'SELECT total + coalesce(one, false)::int'"
    )
    op.execute("CREATE AGGREGATE sum(boolean) (SFUNC = count_true, STYPE = bigint, INITCOND = 0)")
    op.execute(
        "CREATE FUNCTION instr(whole text, part text) RETURNS boolean IMMUTABLE"
        " LANGUAGE sql AS 'SELECT strpos(whole, part) > 0'"
    )
