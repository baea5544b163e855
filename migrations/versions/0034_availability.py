"""Single days, the busy times of an own calendar, and the way to another district, of people of the pool.

Why: the weekly times of a mediator say when she usually can; a search has to know when she really can.
Safe while the old code runs: yes, the tables are new and the column may be empty.
Going back: loses single days, uploaded busy times and the minutes of the way.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034_availability"
down_revision = "0033_conflicts"
branch_labels = None
depends_on = None

PERSON = ["pool_people.municipality_id", "pool_people.id"]


def upgrade() -> None:
    op.add_column("pool_people", sa.Column("travel_minutes", sa.Integer(), nullable=True))
    op.create_table(
        "pool_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("free", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint("starts < ends", name=op.f("ck_pool_days_hours_forward")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_pool_days_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            PERSON,
            name="fk_pool_days_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pool_days"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_pool_days_municipality_id_id"),
    )
    op.create_index(
        "ix_pool_days_municipality_id_person_id_day", "pool_days", ["municipality_id", "person_id", "day"]
    )
    op.create_index("ix_pool_days_municipality_id_day", "pool_days", ["municipality_id", "day"])
    op.create_table(
        "busy_calendars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_busy_calendars_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            PERSON,
            name="fk_busy_calendars_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "municipality_id", "person_id", name="uq_busy_calendars_municipality_id_person_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_busy_calendars"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_busy_calendars_municipality_id_id"),
    )
    op.create_index(
        "ix_busy_calendars_municipality_id_last_day", "busy_calendars", ["municipality_id", "last_day"]
    )


def downgrade() -> None:
    for name in ("busy_calendars", "pool_days"):
        op.drop_table(name)
    op.drop_column("pool_people", "travel_minutes")
