"""What happened in a case, and the chained log of who saw or did what.

Why: the timeline lives and dies with its case; the access log outlives it and shows tampering.
Safe while the old code runs: yes, the tables are new.
Going back: loses the timeline and the access log; export the log before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_audit"
down_revision = "0002_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_heads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_access_heads_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_access_heads"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_access_heads_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", name="uq_access_heads_municipality_id"),
    )
    op.create_table(
        "access_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_access_log_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_access_log"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_access_log_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "number", name="uq_access_log_municipality_id_number"),
    )
    op.create_index(
        "ix_access_log_municipality_id_case_id_at", "access_log", ["municipality_id", "case_id", "at"]
    )
    op.create_table(
        "case_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_case_events_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_case_events_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_events"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_case_events_municipality_id_id"),
    )
    op.create_index(
        "ix_case_events_municipality_id_case_id_at", "case_events", ["municipality_id", "case_id", "at"]
    )


def downgrade() -> None:
    op.drop_table("case_events")
    op.drop_table("access_log")
    op.drop_table("access_heads")
