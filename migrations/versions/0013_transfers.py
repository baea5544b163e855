"""Hand-overs between leads, deputies for an absence, and the ledger of what went out.

Why: a case changes hands only when the taker says so, and whoever it is about may ask who learned what.
Safe while the old code runs: yes, the tables are new and the new columns may be empty.
Going back: loses hand-overs, absences, the ledger and the notes that leads left behind.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013_transfers"
down_revision = "0012_conferences"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_leads", sa.Column("note_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("handovers", sa.Column("body_sealed", sa.LargeBinary(), nullable=True))
    op.create_table(
        "transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_user_id", sa.Uuid(), nullable=False),
        sa.Column("to_user_id", sa.Uuid(), nullable=True),
        sa.Column("to_office_id", sa.Uuid(), nullable=True),
        sa.Column("occasion", sa.String(40), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("with_note", sa.Boolean(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_behind", sa.JSON(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name="fk_transfers_answered_by"),
        sa.ForeignKeyConstraint(["from_user_id"], ["users.id"], name="fk_transfers_from_user_id"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_transfers_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_transfers_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "to_office_id"],
            ["offices.municipality_id", "offices.id"],
            name="fk_transfers_municipality_id_to_office_id",
        ),
        sa.ForeignKeyConstraint(["to_user_id"], ["users.id"], name="fk_transfers_to_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_transfers"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_transfers_municipality_id_id"),
    )
    op.create_index(
        "ix_transfers_municipality_id_case_id_status", "transfers", ["municipality_id", "case_id", "status"]
    )
    op.create_index(
        "ix_transfers_municipality_id_status_to_office_id",
        "transfers",
        ["municipality_id", "status", "to_office_id"],
    )
    op.create_index(
        "ix_transfers_municipality_id_status_to_user_id",
        "transfers",
        ["municipality_id", "status", "to_user_id"],
    )
    op.create_table(
        "deputyships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sheet_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sheet_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["users.id"], name="fk_deputyships_deputy_id"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_deputyships_municipality_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_deputyships_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deputyships"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_deputyships_municipality_id_id"),
    )
    op.create_index(
        "ix_deputyships_municipality_id_deputy_id_ends_at",
        "deputyships",
        ["municipality_id", "deputy_id", "ends_at"],
    )
    op.create_index(
        "ix_deputyships_municipality_id_sheet_from_sheet_sent_at",
        "deputyships",
        ["municipality_id", "sheet_from", "sheet_sent_at"],
    )
    op.create_index(
        "ix_deputyships_municipality_id_user_id_ends_at",
        "deputyships",
        ["municipality_id", "user_id", "ends_at"],
    )
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("recipient_kind", sa.String(40), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recipient_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ground_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_disclosures_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_disclosures_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_disclosures_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "party_id"],
            ["parties.municipality_id", "parties.id"],
            name="fk_disclosures_municipality_id_party_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_disclosures"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_disclosures_municipality_id_id"),
    )
    op.create_index("ix_disclosures_municipality_id_at_id", "disclosures", ["municipality_id", "at", "id"])
    op.create_index(
        "ix_disclosures_municipality_id_case_id_at", "disclosures", ["municipality_id", "case_id", "at"]
    )


def downgrade() -> None:
    op.drop_table("disclosures")
    op.drop_table("deputyships")
    op.drop_table("transfers")
    op.drop_column("handovers", "body_sealed")
    op.drop_column("case_leads", "note_sealed")
