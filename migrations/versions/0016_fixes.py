"""Memberships know whether the person has come, and under which name she was invited; facts have an order.

Why: an invitation must not say whether an address has an account elsewhere, a lock reaches the own
municipality alone, and facts of the same moment stand in the order in which they were written.
Safe while the old code runs: yes, the columns may be empty or have a default.
Going back: forgets who was locked by whom; locked memberships stay ended.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_fixes"
down_revision = "0015_moves"
branch_labels = None
depends_on = None

#: Whoever has a password had come before; the exact moment was not kept.
CAME = """
    UPDATE memberships SET accepted_at =
        (SELECT created_at FROM users WHERE users.id = memberships.user_id AND password_hash IS NOT NULL)
"""
#: The line of the access log that was written for the fact.
NUMBER = """
    UPDATE case_events SET number = COALESCE(
        (SELECT MIN(l.number) FROM access_log AS l
         WHERE l.municipality_id = case_events.municipality_id AND l.case_id = case_events.case_id
         AND l.at = case_events.at AND l.kind = case_events.kind), 0)
"""


def upgrade() -> None:
    op.add_column("memberships", sa.Column("invited_as", sa.Text(), nullable=True))
    op.add_column("memberships", sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("memberships", sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case_events", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.execute(CAME)
    op.execute(NUMBER)


def downgrade() -> None:
    with op.batch_alter_table("case_events") as events:
        events.drop_column("number")
    with op.batch_alter_table("memberships") as memberships:
        memberships.drop_column("locked_at")
        memberships.drop_column("accepted_at")
        memberships.drop_column("invited_as")
