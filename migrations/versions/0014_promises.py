"""What was promised to a reporter or a party, with its day.

Why: kept and broken promises are a figure, and a reminder comes on the day.
Safe while the old code runs: yes, the table is new.
Going back: loses all promises.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_promises"
down_revision = "0013_transfers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "promises",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("kept_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["kept_by"], ["users.id"], name="fk_promises_kept_by"),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name="fk_promises_made_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_promises_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_promises_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "party_id"],
            ["parties.municipality_id", "parties.id"],
            name="fk_promises_municipality_id_party_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["released_by"], ["users.id"], name="fk_promises_released_by"),
        sa.PrimaryKeyConstraint("id", name="pk_promises"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_promises_municipality_id_id"),
    )
    op.create_index(
        "ix_promises_municipality_id_case_id_due_on", "promises", ["municipality_id", "case_id", "due_on"]
    )
    op.create_index("ix_promises_municipality_id_due_on_id", "promises", ["municipality_id", "due_on", "id"])


def downgrade() -> None:
    op.drop_table("promises")
