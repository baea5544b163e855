"""A step of the event plan can be put off or given to somebody else.

Why: who did it, when and why, and what was before, stays readable.
Safe while the old code runs: yes, it doesn't know the table.
Going back: the changes are lost; the dates and holders that they brought about stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0049_event_step_changes"
down_revision = "0048_import_progress"
branch_labels = None
depends_on = None

TABLE = "event_step_changes"


def upgrade() -> None:
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "municipality_id", "step_id", "by")),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=False)
            for name in ("at", "due_before", "due_after")
        ),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("held_before", "held_after")),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=f"fk_{TABLE}_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{TABLE}_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "step_id"],
            ["event_steps.municipality_id", "event_steps.id"],
            name=f"fk_{TABLE}_municipality_id_step_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{TABLE}_municipality_id_id"),
    )
    op.create_index(f"ix_{TABLE}_municipality_id_step_id_at", TABLE, ["municipality_id", "step_id", "at"])


def downgrade() -> None:
    op.drop_table(TABLE)
