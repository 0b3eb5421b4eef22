"""0002 casework, papers' life, figures and the meeting: the tables of the city's rules.

All new; nothing of an older file is moved. `docs/schema-log.md` tells what each is for.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FLAG = sa.Boolean().with_variant(sa.Integer(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("meeting", ID, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("project", ID, nullable=True),
        sa.Column("obstacle", ID, nullable=True),
        sa.Column("duty", ID, nullable=True),
        sa.Column("department", ID, nullable=True),
        sa.Column("statement", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("grounds", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_department"), "agenda_item", ["department"], unique=False)
    op.create_index(op.f("ix_agenda_item_duty"), "agenda_item", ["duty"], unique=False)
    op.create_index(op.f("ix_agenda_item_meeting"), "agenda_item", ["meeting"], unique=False)
    op.create_index(op.f("ix_agenda_item_obstacle"), "agenda_item", ["obstacle"], unique=False)
    op.create_index(op.f("ix_agenda_item_project"), "agenda_item", ["project"], unique=False)
    op.create_table(
        "baseline",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline")),
    )
    op.create_index(op.f("ix_baseline_project"), "baseline", ["project"], unique=False)
    op.create_table(
        "baseline_step",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("baseline", ID, nullable=False),
        sa.Column("procedure", ID, nullable=False),
        sa.Column("starts_on", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline_step")),
    )
    op.create_index(op.f("ix_baseline_step_baseline"), "baseline_step", ["baseline"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("memo", ID, nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("recipe", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_memo"), "claim", ["memo"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department", ID, nullable=True),
        sa.Column("project", ID, nullable=True),
        sa.Column("post", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("window", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("phone", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_department"), "contact", ["department"], unique=False)
    op.create_index(op.f("ix_contact_project"), "contact", ["project"], unique=False)
    op.create_table(
        "contract",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("procedure", ID, nullable=False),
        sa.Column("firm", sa.Text(), nullable=False),
        sa.Column("department", ID, nullable=True),
        sa.Column("work", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("price", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("signed_on", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=True),
        sa.Column("delivered_on", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
    )
    op.create_index(op.f("ix_contract_department"), "contract", ["department"], unique=False)
    op.create_index(op.f("ix_contract_procedure"), "contract", ["procedure"], unique=False)
    op.create_index(op.f("ix_contract_project"), "contract", ["project"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("meeting", ID, nullable=False),
        sa.Column("agenda_item", ID, nullable=True),
        sa.Column("project", ID, nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lead_department", ID, nullable=True),
        sa.Column(
            "cooperating_departments", sa.Text(), server_default=sa.text("''"), nullable=False
        ),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("dissent", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("replaces", ID, nullable=True),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_agenda_item"), "decision", ["agenda_item"], unique=False)
    op.create_index(
        op.f("ix_decision_lead_department"), "decision", ["lead_department"], unique=False
    )
    op.create_index(op.f("ix_decision_meeting"), "decision", ["meeting"], unique=False)
    op.create_index(op.f("ix_decision_project"), "decision", ["project"], unique=False)
    op.create_index(op.f("ix_decision_replaces"), "decision", ["replaces"], unique=False)
    op.create_table(
        "department_answer",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("department", ID, nullable=False),
        sa.Column("from_on", sa.Text(), nullable=False),
        sa.Column("to_on", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_answer")),
    )
    op.create_index(
        op.f("ix_department_answer_department"), "department_answer", ["department"], unique=False
    )
    op.create_table(
        "duty_stage",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("duty", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_stage")),
    )
    op.create_index(op.f("ix_duty_stage_duty"), "duty_stage", ["duty"], unique=False)
    op.create_table(
        "escalation",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("obstacle", ID, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("to", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("contact", ID, nullable=True),
        sa.Column("answer_due", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index(op.f("ix_escalation_obstacle"), "escalation", ["obstacle"], unique=False)
    op.create_table(
        "fee",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("procedure", ID, nullable=False),
        sa.Column("contract", ID, nullable=True),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("basis", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("charged", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("charged_on", sa.Text(), nullable=True),
        sa.Column("paid", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("paid_on", sa.Text(), nullable=True),
        sa.Column("commissioned", FLAG, server_default=sa.text("0"), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee")),
    )
    op.create_index(op.f("ix_fee_contract"), "fee", ["contract"], unique=False)
    op.create_index(op.f("ix_fee_procedure"), "fee", ["procedure"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("from_envoy", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("to_envoy", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_project"), "handover", ["project"], unique=False)
    op.create_table(
        "hearing",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("memo", ID, nullable=False),
        sa.Column("department", ID, nullable=False),
        sa.Column("asked_on", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("answered_on", sa.Text(), nullable=True),
        sa.Column("statement", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("not_asked_because", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
    )
    op.create_index(op.f("ix_hearing_memo"), "hearing", ["memo"], unique=False)
    op.create_table(
        "imported_case",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("imported_log", ID, nullable=False),
        sa.Column("procedure", ID, nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("filed_on", sa.Text(), nullable=True),
        sa.Column("deadline_on", sa.Text(), nullable=True),
        sa.Column("planned_on", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_case")),
    )
    op.create_index(
        op.f("ix_imported_case_imported_log"), "imported_case", ["imported_log"], unique=False
    )
    op.create_index(
        op.f("ix_imported_case_procedure"), "imported_case", ["procedure"], unique=False
    )
    op.create_table(
        "imported_log",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("refused", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_log")),
    )
    op.create_table(
        "joint_procedure",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("joint_review", ID, nullable=False),
        sa.Column("procedure", ID, nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_procedure")),
    )
    op.create_index(
        op.f("ix_joint_procedure_joint_review"), "joint_procedure", ["joint_review"], unique=False
    )
    op.create_index(
        op.f("ix_joint_procedure_procedure"), "joint_procedure", ["procedure"], unique=False
    )
    op.create_table(
        "joint_review",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("lead_department", ID, nullable=True),
        sa.Column("convened_on", sa.Text(), nullable=False),
        sa.Column("opinions_due", sa.Text(), nullable=True),
        sa.Column("held_on", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("conclusion", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_review")),
    )
    op.create_index(op.f("ix_joint_review_project"), "joint_review", ["project"], unique=False)
    op.create_table(
        "mandate",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("signatory", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("from_on", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("scope", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("scope_items", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("memo", ID, nullable=True),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("end_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index(op.f("ix_mandate_project"), "mandate", ["project"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("chair", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("present", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("absent", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("observers", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_table(
        "member_opinion",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("joint_review", ID, nullable=False),
        sa.Column("department", ID, nullable=False),
        sa.Column("opinion", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("on", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=True),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_opinion")),
    )
    op.create_index(
        op.f("ix_member_opinion_department"), "member_opinion", ["department"], unique=False
    )
    op.create_index(
        op.f("ix_member_opinion_joint_review"), "member_opinion", ["joint_review"], unique=False
    )
    op.create_table(
        "milestone",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("reached_on", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_project"), "milestone", ["project"], unique=False)
    op.create_table(
        "milestone_slip",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("milestone", ID, nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("to_on", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("charged_party", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_slip")),
    )
    op.create_index(
        op.f("ix_milestone_slip_milestone"), "milestone_slip", ["milestone"], unique=False
    )
    op.create_table(
        "note",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("of_kind", sa.Text(), nullable=False),
        sa.Column("of", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("private", FLAG, server_default=sa.text("0"), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_of"), "note", ["of"], unique=False)
    op.create_table(
        "postponement",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("duty", ID, nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("to_on", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed_by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postponement")),
    )
    op.create_index(op.f("ix_postponement_duty"), "postponement", ["duty"], unique=False)
    op.create_table(
        "project_day",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_day")),
    )
    op.create_index(op.f("ix_project_day_project"), "project_day", ["project"], unique=False)
    op.create_table(
        "rating",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("procedure", ID, nullable=False),
        sa.Column("department", ID, nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("by", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("channel", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
    )
    op.create_index(op.f("ix_rating_department"), "rating", ["department"], unique=False)
    op.create_index(op.f("ix_rating_procedure"), "rating", ["procedure"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("duty", ID, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("memo", ID, nullable=True),
        sa.Column("number", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_duty"), "reminder", ["duty"], unique=False)
    op.create_table(
        "succession",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("department", ID, nullable=False),
        sa.Column("into", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
    )
    op.create_index(op.f("ix_succession_department"), "succession", ["department"], unique=False)
    op.create_index(op.f("ix_succession_into"), "succession", ["into"], unique=False)
    op.create_table(
        "team_member",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("project", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("unit", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("phone", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("deleted", FLAG, server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_project"), "team_member", ["project"], unique=False)
    op.add_column("attempt", sa.Column("project", ID, nullable=True))
    op.add_column("attempt", sa.Column("department", ID, nullable=True))
    op.add_column("attempt", sa.Column("contact", ID, nullable=True))
    op.add_column(
        "attempt", sa.Column("promised", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("attempt", sa.Column("kept_on", sa.Text(), nullable=True))
    op.create_index(op.f("ix_attempt_contact"), "attempt", ["contact"], unique=False)
    op.create_index(op.f("ix_attempt_department"), "attempt", ["department"], unique=False)
    op.create_index(op.f("ix_attempt_project"), "attempt", ["project"], unique=False)
    op.add_column("catalogue_item", sa.Column("abolished_on", sa.Text(), nullable=True))
    op.add_column(
        "catalogue_item",
        sa.Column("abolished_basis", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.add_column("duty", sa.Column("closed_on", sa.Text(), nullable=True))
    op.add_column(
        "duty", sa.Column("closed_by", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("duty", sa.Column("withdrawn_on", sa.Text(), nullable=True))
    op.add_column(
        "duty",
        sa.Column("withdrawn_reason", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.add_column("instruction", sa.Column("page", sa.Integer(), nullable=True))
    op.add_column(
        "memo", sa.Column("register", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "memo", sa.Column("passed_over", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "memo", sa.Column("charged_by", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("memo", sa.Column("checked_on", sa.Text(), nullable=True))
    op.add_column(
        "memo", sa.Column("signed_by", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "memo", sa.Column("signed_sha256", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column(
        "memo", sa.Column("particulars", sa.Text(), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("obstacle", sa.Column("verified_on", sa.Text(), nullable=True))
    op.add_column(
        "obstacle",
        sa.Column("verified_by", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.add_column("obstacle", sa.Column("root", ID, nullable=True))
    op.create_index(op.f("ix_obstacle_root"), "obstacle", ["root"], unique=False)
    op.add_column("procedure", sa.Column("in_centre", sa.Integer(), nullable=True))
    op.add_column("procedure", sa.Column("window_decides", sa.Integer(), nullable=True))
