"""A database knows where it is at home: a copy of it sends no mails until somebody says that it may.

Why: a backup that is restored in a second place held the mails that were on their way when it was made, and
the timetable would say again what it has said since: people would get old reminders twice.
Safe while the old code runs: yes, the table is new and the new columns may be empty; the old worker sends as
before, and the first new one makes its own place the home. A backup from before this revision has no home
yet: where it is restored and brought up to date, it sends.
Going back: forgets the home, and which mails the administration has sent by hand; mails that are held become
mails that could not be delivered.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041_installation"
down_revision = "0040_interpreters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("home_marker", sa.Uuid(), nullable=False),
        sa.Column("home_address", sa.Text(), nullable=False),
        sa.Column("home_machine", sa.Text(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("found_id", sa.Uuid(), nullable=True),
        sa.Column("found_marker", sa.Uuid(), nullable=True),
        sa.Column("found_address", sa.Text(), nullable=True),
        sa.Column("found_machine", sa.Text(), nullable=True),
        sa.Column("found_mark", sa.BigInteger(), nullable=True),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("found_at", "silent_at", "moved_found_at", "moved_at")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
        sa.UniqueConstraint("one", name="uq_installation_one"),
    )
    for name in ("written_at", "asked_for_at"):
        op.add_column("notifications", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE notifications SET status = 'FAILED' WHERE status = 'HELD'")
    with op.batch_alter_table("notifications") as notifications:
        notifications.drop_column("asked_for_at")
        notifications.drop_column("written_at")
    op.drop_table("installation")
