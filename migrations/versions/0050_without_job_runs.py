"""No row says any more that a job has run in a period.

Why: no job ever wrote one; each finds in its own rows what is due, however long the worker was away.
Safe while the old code runs: yes, nothing of it that runs reads or writes the table.
Going back: nothing is lost, the table is empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050_without_job_runs"
down_revision = "0049_event_step_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("job_runs")


def downgrade() -> None:
    op.create_table(
        "job_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_job_runs"),
        sa.UniqueConstraint("job", "period", name="uq_job_runs_job_period"),
    )
