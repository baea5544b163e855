"""Escalations: who called for others at once, why, and how many were told.

Why: an escalation must happen once however often the button is pressed, and its reason must stay readable.
Safe while the old code runs: yes, the table is new and the old code doesn't know it.
Going back: loses the records of escalations; what was told stays in the inboxes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046_escalation"
down_revision = "0045_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "escalations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_escalations"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_escalations_municipality_id"
        ),
        sa.UniqueConstraint("municipality_id", "id", name="uq_escalations_municipality_id_id"),
        _belongs("cases", "case_id"),
        _belongs("plan_steps", "step_id"),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_escalations_by"),
        sa.UniqueConstraint(
            "municipality_id", "case_id", "token", name="uq_escalations_municipality_id_case_id_token"
        ),
    )
    op.create_index("ix_escalations_municipality_id_step_id", "escalations", ["municipality_id", "step_id"])


def downgrade() -> None:
    op.drop_table("escalations")


def _belongs(other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{other}.municipality_id", f"{other}.id"],
        name=f"fk_escalations_municipality_id_{column}",
        ondelete="CASCADE",
    )
