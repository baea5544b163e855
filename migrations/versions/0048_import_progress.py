"""A long pool file is taken by the worker, and its row says how far it is.

Why: 10,000 rows took seven seconds of a processor in the request, and nothing showed progress.
Safe while the old code runs: yes, the columns may be empty or have a default. The old code takes a long file
in the request, also one that a worker has begun with: whoever deletes the row has taken it.
Going back: files under way wait for a yes again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0048_import_progress"
down_revision = "0046_escalation"
branch_labels = None
depends_on = None

NUMBERS = ("tries", "rows_done", "rows")


def upgrade() -> None:
    with op.batch_alter_table("pool_uploads") as uploads:
        uploads.add_column(sa.Column("taking", sa.String(40), nullable=True))
        uploads.add_column(sa.Column("taken_by", sa.Uuid(), nullable=True))
        uploads.add_column(sa.Column("seen", sa.Text(), nullable=False, server_default=""))
        uploads.add_column(sa.Column("worker", sa.Uuid(), nullable=True))
        uploads.add_column(sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
        for name in NUMBERS:
            uploads.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        uploads.create_foreign_key("fk_pool_uploads_taken_by", "users", ["taken_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("pool_uploads") as uploads:
        uploads.drop_constraint("fk_pool_uploads_taken_by", type_="foreignkey")
        for name in (*reversed(NUMBERS), "lease_until", "worker", "seen", "taken_by", "taking"):
            uploads.drop_column(name)
