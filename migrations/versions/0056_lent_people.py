"""Who is lent is found at once; nobody looks for titles by their computed end alone any more.

Why: each search asks whether anybody is lent, and of whole pools hardly anybody is.
Safe while the old code runs: yes; its reminders of titles look through the pool once an hour.
Going back: nothing is lost.
"""

from alembic import op

revision = "0056_lent_people"
down_revision = "0055_pool_by_home"
branch_labels = None
depends_on = None

TABLE = "pool_people"
LENT = ("reserved_for", "lent")
TITLES = f"ix_{TABLE}_municipality_id_title_until_id"


def upgrade() -> None:
    for column in LENT:
        op.create_index(f"ix_{TABLE}_municipality_id_{column}", TABLE, ["municipality_id", column])
    op.drop_index(TITLES, TABLE)


def downgrade() -> None:
    op.create_index(TITLES, TABLE, ["municipality_id", "title_until", "id"])
    for column in reversed(LENT):
        op.drop_index(f"ix_{TABLE}_municipality_id_{column}", TABLE)
