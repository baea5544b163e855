"""A district can be taken out of use.

Why: it is no longer offered for what is new, and old cases keep it.
Safe while the old code runs: yes, it doesn't know the column and goes on offering all of them.
Going back: what was taken out of use is offered again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0052_district_active"
down_revision = "0051_deputy_entered"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("districts", sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.drop_column("districts", "active")
