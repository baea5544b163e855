"""The case file: case, parties, leads, questions, checks, ticks; and drafts, which stand alone.

Why: a reported conflict must be examined, led and closed, and everything about it goes with it.
Safe while the old code runs: yes, the tables are new.
Going back: loses all cases and drafts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_cases"
down_revision = "0001_municipalities_and_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_case_id", sa.Uuid(), nullable=True),
        sa.Column("notice_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name="fk_drafts_municipality_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_drafts_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_drafts_municipality_id_id"),
    )
    op.create_index(
        "ix_drafts_municipality_id_user_id_edited_at", "drafts", ["municipality_id", "user_id", "edited_at"]
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_from", sa.String(40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("setting", sa.String(40), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("since_month", sa.Text(), nullable=True),
        sa.Column("pseudonymized", sa.Boolean(), nullable=False),
        sa.Column("disclosure", sa.String(40), nullable=False),
        sa.Column("urgent_wish", sa.Boolean(), nullable=False),
        sa.Column("previous_attempts", sa.JSON(), nullable=False),
        sa.Column("priority", sa.String(40), nullable=True),
        sa.Column("glasl_stage", sa.Integer(), nullable=True),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("screening", sa.String(40), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("red_flag_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("protection_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wake_up_on", sa.Date(), nullable=True),
        sa.Column("agreement_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("location_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("description_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("goal_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("urgency_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("internal_note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("handover_summary_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("conditions_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("pause_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(status = 'PAUSED') = (paused_from IS NOT NULL)", name=op.f("ck_cases_paused_knows_from")
        ),
        sa.CheckConstraint(
            "(status IN ('CLOSED', 'DELETED')) = (closed_at IS NOT NULL)",
            name=op.f("ck_cases_closed_has_date"),
        ),
        sa.CheckConstraint("glasl_stage BETWEEN 1 AND 9", name=op.f("ck_cases_stage_range")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "district_id"],
            ["districts.municipality_id", "districts.id"],
            name="fk_cases_municipality_id_district_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "office_id"],
            ["offices.municipality_id", "offices.id"],
            name="fk_cases_municipality_id_office_id",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name="fk_cases_municipality_id"),
        sa.ForeignKeyConstraint(["reporter_id"], ["users.id"], name="fk_cases_reporter_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_cases_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "number", name="uq_cases_municipality_id_number"),
    )
    op.create_index(
        "ix_cases_municipality_id_reporter_id_submitted_at",
        "cases",
        ["municipality_id", "reporter_id", "submitted_at"],
    )
    op.create_index(
        "ix_cases_municipality_id_status_submitted_at_id",
        "cases",
        ["municipality_id", "status", "submitted_at", "id"],
    )
    op.create_index(
        "ix_cases_municipality_id_submitted_at_id", "cases", ["municipality_id", "submitted_at", "id"]
    )
    op.create_table(
        "case_leads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_case_leads_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_case_leads_municipality_id"
        ),
        sa.ForeignKeyConstraint(["named_by"], ["users.id"], name="fk_case_leads_named_by"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_case_leads_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_leads"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_case_leads_municipality_id_id"),
    )
    op.create_index(
        "ix_case_leads_municipality_id_case_id_user_id",
        "case_leads",
        ["municipality_id", "case_id", "user_id"],
    )
    op.create_index(
        "ix_case_leads_municipality_id_user_id_ends_at",
        "case_leads",
        ["municipality_id", "user_id", "ends_at"],
    )
    op.create_table(
        "case_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name="fk_case_questions_asked_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_case_questions_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_case_questions_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_questions"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_case_questions_municipality_id_id"),
    )
    op.create_index(
        "ix_case_questions_municipality_id_case_id", "case_questions", ["municipality_id", "case_id"]
    )
    op.create_table(
        "case_ticks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("guard", sa.String(40), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_case_ticks_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_case_ticks_municipality_id"
        ),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name="fk_case_ticks_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_case_ticks"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_case_ticks_municipality_id_id"),
    )
    op.create_index("ix_case_ticks_municipality_id_case_id", "case_ticks", ["municipality_id", "case_id"])
    op.create_table(
        "handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("ground_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_handovers_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_handovers_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_handovers_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_handovers_municipality_id_id"),
    )
    op.create_index("ix_handovers_municipality_id_case_id", "handovers", ["municipality_id", "case_id"])
    op.create_table(
        "parties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("minor", sa.Boolean(), nullable=False),
        sa.Column("name_index", sa.Text(), nullable=True),
        sa.Column("language_answer", sa.String(40), nullable=False),
        sa.Column("contact_agreed", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=True),
        sa.Column("data_received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("participation", sa.String(40), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_text", sa.Text(), nullable=True),
        sa.Column("consent_language", sa.Text(), nullable=True),
        sa.Column("consent_channel", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("best_time_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("languages_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("needs_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_parties_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_parties_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_parties"),
        sa.UniqueConstraint(
            "municipality_id", "case_id", "position", name="uq_parties_municipality_id_case_id_position"
        ),
        sa.UniqueConstraint("municipality_id", "id", name="uq_parties_municipality_id_id"),
    )
    op.create_table(
        "safety_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(40), nullable=True),
        sa.Column("signs_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_safety_checks_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_safety_checks_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_safety_checks_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_safety_checks"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_safety_checks_municipality_id_id"),
    )
    op.create_index(
        "ix_safety_checks_municipality_id_case_id_at", "safety_checks", ["municipality_id", "case_id", "at"]
    )
    op.create_table(
        "stage_ratings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_stage_ratings_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_stage_ratings_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_stage_ratings_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_stage_ratings"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_stage_ratings_municipality_id_id"),
    )
    op.create_index(
        "ix_stage_ratings_municipality_id_case_id_at", "stage_ratings", ["municipality_id", "case_id", "at"]
    )
    op.create_table(
        "contact_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_contact_attempts_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "party_id"],
            ["parties.municipality_id", "parties.id"],
            name="fk_contact_attempts_municipality_id_party_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_contact_attempts_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_attempts"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_contact_attempts_municipality_id_id"),
    )
    op.create_index(
        "ix_contact_attempts_municipality_id_party_id_at",
        "contact_attempts",
        ["municipality_id", "party_id", "at"],
    )


def downgrade() -> None:
    op.drop_table("contact_attempts")
    op.drop_table("stage_ratings")
    op.drop_table("safety_checks")
    op.drop_table("parties")
    op.drop_table("handovers")
    op.drop_table("case_ticks")
    op.drop_table("case_questions")
    op.drop_table("case_leads")
    op.drop_table("cases")
    op.drop_table("drafts")
