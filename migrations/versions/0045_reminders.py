"""Messages that come gathered, and own follow-up dates.

Why: who wants less mail chooses a day or a week for what nobody has to act on, and lays a case on a day of
her own. Which gathered mail counts a message is kept beside it, so that it is counted once.
Safe while the old code runs: yes, tables are new and the new column may be empty; the old code sends at once.
Going back: loses the choices and the follow-up dates; messages that were kept back stay in the inbox.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0045_reminders"
down_revision = "0044_crisis"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notifications", sa.Column("digest_id", sa.Uuid(), nullable=True))
    _index("notifications", "digest_id")
    op.create_table(
        "notification_choices",
        *_every_row("notification_choices"),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(40), nullable=False),
        sa.Column("rhythm", sa.String(40), nullable=False),
        _user("notification_choices", "user_id"),
        sa.UniqueConstraint(
            "municipality_id",
            "user_id",
            "group",
            name="uq_notification_choices_municipality_id_user_id_group",
        ),
    )
    op.create_table(
        "revisits",
        *_every_row("revisits"),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        _moment("made_at"),
        _moment("told_at", nullable=True),
        _moment("done_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_revisits_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        _user("revisits", "user_id"),
    )
    _index("revisits", "case_id", "user_id")
    _index("revisits", "user_id", "done_at", "day")
    _index("revisits", "told_at", "day")


def downgrade() -> None:
    op.drop_table("revisits")
    op.drop_table("notification_choices")
    notifications = sa.table("notifications", sa.column("status", sa.String()))
    kept = notifications.c.status.in_(("GATHERED", "INBOX"))
    op.get_bind().execute(sa.update(notifications).where(kept).values(status="SENT"))
    op.drop_index("ix_notifications_municipality_id_digest_id", "notifications")
    op.drop_column("notifications", "digest_id")


def _every_row(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{table}_municipality_id"
        ),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{table}_municipality_id_id"),
    )


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_{table}_{column}")


def _index(table: str, *columns: str) -> None:
    every = ("municipality_id", *columns)
    op.create_index(f"ix_{table}_{'_'.join(every)}", table, list(every))
