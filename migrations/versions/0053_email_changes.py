"""The address of an account can be changed, once a link sent to the new one was used.

Why: until then the wish waits, and the old address is told how to stop it.
Safe while the old code runs: yes, it doesn't know the table.
Going back: wishes that wait are lost; addresses that have been changed stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0053_email_changes"
down_revision = "0052_district_active"
branch_labels = None
depends_on = None

TABLE = "email_changes"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{TABLE}_user_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("user_id", name=f"uq_{TABLE}_user_id"),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
