"""Weekly times of the pool can be read by time, with everybody who has it.

Why: one search reads all of them, and few times have many people.
Safe while the old code runs: yes, it is one index more.
Going back: nothing is lost.
"""

from alembic import op

revision = "0054_slots_by_time"
down_revision = "0053_email_changes"
branch_labels = None
depends_on = None

TABLE = "pool_slots"
INDEX = f"ix_{TABLE}_municipality_id_weekday_starts_ends_person_id"


def upgrade() -> None:
    op.create_index(INDEX, TABLE, ["municipality_id", "weekday", "starts", "ends", "person_id"])


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
