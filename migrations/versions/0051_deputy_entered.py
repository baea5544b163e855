"""Coordination can enter a deputy for a lead who is away and can't do it herself.

Why: the lead sees who did it and why, and ends it with one button.
Safe while the old code runs: yes, both columns are new and may be empty.
Going back: who entered a deputy for whom, and why, is lost; the deputies stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0051_deputy_entered"
down_revision = "0050_without_job_runs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deputyships") as table:
        table.add_column(sa.Column("entered_by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("cause", sa.String(40), nullable=True))
        table.create_foreign_key("fk_deputyships_entered_by", "users", ["entered_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("deputyships") as table:
        table.drop_constraint("fk_deputyships_entered_by", type_="foreignkey")
        table.drop_column("cause")
        table.drop_column("entered_by")
