"""Appointments: place, versions for calendars, third persons, confirmations, alarms, and calendar feeds.

Why: an appointment has a place, is changed and cancelled, is confirmed, and stands in people's calendars.
Safe while the old code runs: yes, the tables are new and each new column is empty or has a default.
Going back: loses places, third persons with their consents, confirmations and feeds; cancelled appointments
count as planned again.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010_appointments"
down_revision = "0009_letters"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEW = (
    "room_index", "cancelled_by", "cancelled_at", "changed_at", "planned_by", "planned_at", "sequence",
    "link_sealed", "room_sealed", "online",
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("meetings") as meetings:
        meetings.add_column(sa.Column("online", sa.Boolean(), server_default=sa.false(), nullable=False))
        meetings.add_column(sa.Column("room_sealed", sa.LargeBinary(), nullable=True))
        meetings.add_column(sa.Column("link_sealed", sa.LargeBinary(), nullable=True))
        meetings.add_column(sa.Column("room_index", sa.Text(), nullable=True))
        meetings.add_column(sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))
        meetings.add_column(sa.Column("planned_at", MOMENT, nullable=True))
        meetings.add_column(sa.Column("planned_by", sa.Uuid(), nullable=True))
        meetings.add_column(sa.Column("changed_at", MOMENT, nullable=True))
        meetings.add_column(sa.Column("cancelled_at", MOMENT, nullable=True))
        meetings.add_column(sa.Column("cancelled_by", sa.Uuid(), nullable=True))
        meetings.create_foreign_key("fk_meetings_planned_by", "users", ["planned_by"], ["id"])
        meetings.create_foreign_key("fk_meetings_cancelled_by", "users", ["cancelled_by"], ["id"])
    op.create_index(
        "ix_meetings_municipality_id_room_index_starts_at",
        "meetings",
        ["municipality_id", "room_index", "starts_at"],
    )
    _guests()
    _confirmations()
    _feeds()


def downgrade() -> None:
    for table in (
        "calendar_feeds",
        "meeting_alarms",
        "meeting_confirmations",
        "guest_consents",
        "meeting_guests",
    ):
        op.drop_table(table)
    op.drop_index("ix_meetings_municipality_id_room_index_starts_at", "meetings")
    with op.batch_alter_table("meetings") as meetings:
        meetings.drop_constraint("fk_meetings_planned_by", type_="foreignkey")
        meetings.drop_constraint("fk_meetings_cancelled_by", type_="foreignkey")
        for name in NEW:
            meetings.drop_column(name)


def _owned(table: str) -> tuple[Any, ...]:
    """What every table of a municipality has."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{table}_municipality_id_id"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{table}_municipality_id"
        ),
    )


def _of(table: str, parent: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{parent}.municipality_id", f"{parent}.id"],
        name=f"fk_{table}_municipality_id_{column}",
        ondelete="CASCADE",
    )


def _by(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_{table}_{column}")


def _guests() -> None:
    op.create_table(
        "meeting_guests",
        *_owned("meeting_guests"),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        _of("meeting_guests", "meetings", "meeting_id"),
        _by("meeting_guests", "added_by"),
    )
    op.create_index(
        "ix_meeting_guests_municipality_id_meeting_id", "meeting_guests", ["municipality_id", "meeting_id"]
    )
    op.create_table(
        "guest_consents",
        *_owned("guest_consents"),
        sa.Column("guest_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _of("guest_consents", "meeting_guests", "guest_id"),
        _by("guest_consents", "by"),
        sa.UniqueConstraint(
            "municipality_id",
            "guest_id",
            "from_id",
            name="uq_guest_consents_municipality_id_guest_id_from_id",
        ),
    )


def _confirmations() -> None:
    op.create_table(
        "meeting_confirmations",
        *_owned("meeting_confirmations"),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _of("meeting_confirmations", "meetings", "meeting_id"),
        _by("meeting_confirmations", "user_id"),
        sa.UniqueConstraint(
            "municipality_id",
            "meeting_id",
            "user_id",
            "starts_at",
            name="uq_meeting_confirmations_once",
        ),
    )
    op.create_table(
        "meeting_alarms",
        *_owned("meeting_alarms"),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("rung_at", MOMENT, nullable=True),
        _of("meeting_alarms", "meetings", "meeting_id"),
        sa.UniqueConstraint(
            "municipality_id",
            "meeting_id",
            "kind",
            "starts_at",
            name="uq_meeting_alarms_once",
        ),
    )
    op.create_index(
        "ix_meeting_alarms_municipality_id_rung_at_at", "meeting_alarms", ["municipality_id", "rung_at", "at"]
    )


def _feeds() -> None:
    op.create_table(
        "calendar_feeds",
        *_owned("calendar_feeds"),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT, nullable=True),
        _by("calendar_feeds", "user_id"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feeds_token_hash"),
        sa.UniqueConstraint(
            "municipality_id", "user_id", "role", name="uq_calendar_feeds_municipality_id_user_id_role"
        ),
    )
