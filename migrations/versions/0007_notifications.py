"""What people are told: the outbox that is also the inbox, and the heartbeat of the workers.

Why: a mail is a row of the deed's own transaction, so that neither exists without the other.
Safe while the old code runs: yes, the tables are new.
Going back: loses the inbox and every mail that still waits.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_notifications"
down_revision = "0006_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    op.create_table(
        "worker_ticks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_worker_ticks"),
        sa.UniqueConstraint("worker", name="uq_worker_ticks_worker"),
    )
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("case_number", sa.Text(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_notifications_municipality_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_notifications_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
        sa.UniqueConstraint("dedupe_key", name="uq_notifications_dedupe_key"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_notifications_municipality_id_id"),
    )
    op.create_index(
        "ix_notifications_municipality_id_case_id", "notifications", ["municipality_id", "case_id"]
    )
    op.create_index(
        "ix_notifications_municipality_id_user_id_created_at_id",
        "notifications",
        ["municipality_id", "user_id", "created_at", "id"],
    )
    op.create_index(
        "ix_notifications_municipality_id_user_id_read_at_created_at",
        "notifications",
        ["municipality_id", "user_id", "read_at", "created_at"],
    )
    op.create_index("ix_notifications_status_lease_until", "notifications", ["status", "lease_until"])
    op.create_index("ix_notifications_status_next_try_at", "notifications", ["status", "next_try_at"])


def downgrade() -> None:
    op.drop_table("notifications")
    op.drop_table("worker_ticks")
    op.drop_table("job_runs")
