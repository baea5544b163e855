"""The people who can be asked: languages, times, topics, absences, imports.

Why: a case needs two persons who speak the parties' languages and have time.
Safe while the old code runs: yes, the tables are new.
Going back: loses the pool; the imported file brings back what was in it, not what people changed since.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_pool"
down_revision = "0003_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pool_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rejects_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_pool_imports_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_pool_imports_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pool_imports"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_pool_imports_municipality_id_id"),
    )
    op.create_index("ix_pool_imports_municipality_id_at", "pool_imports", ["municipality_id", "at"])
    op.create_table(
        "pool_people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_e164", sa.Text(), nullable=True),
        sa.Column("home", sa.Text(), nullable=True),
        sa.Column("office_name", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("gender", sa.String(40), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("training_hours", sa.Integer(), nullable=True),
        sa.Column("certified_until", sa.Date(), nullable=True),
        sa.Column("obligated_on", sa.Date(), nullable=True),
        sa.Column("certificate_seen_on", sa.Date(), nullable=True),
        sa.Column("mediations", sa.Integer(), nullable=True),
        sa.Column("resting", sa.Boolean(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_pool_people_capacity_not_negative")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_pool_people_municipality_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_pool_people_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pool_people"),
        sa.UniqueConstraint("municipality_id", "email", name="uq_pool_people_municipality_id_email"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_pool_people_municipality_id_id"),
    )
    op.create_index(
        "ix_pool_people_municipality_id_last_name_first_name_id",
        "pool_people",
        ["municipality_id", "last_name", "first_name", "id"],
    )
    op.create_index("ix_pool_people_municipality_id_user_id", "pool_people", ["municipality_id", "user_id"])
    op.create_table(
        "absences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_absences_absence_forward")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["pool_people.municipality_id", "pool_people.id"],
            name="fk_absences_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_absences_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_absences_municipality_id_id"),
    )
    op.create_index(
        "ix_absences_municipality_id_person_id_last_day",
        "absences",
        ["municipality_id", "person_id", "last_day"],
    )
    op.create_table(
        "pool_languages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["pool_people.municipality_id", "pool_people.id"],
            name="fk_pool_languages_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_pool_languages_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pool_languages"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_pool_languages_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id", "person_id", "code", name="uq_pool_languages_municipality_id_person_id_code"
        ),
    )
    op.create_table(
        "pool_slots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.CheckConstraint("starts < ends", name=op.f("ck_pool_slots_slot_forward")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_pool_slots_weekday_range")),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["pool_people.municipality_id", "pool_people.id"],
            name="fk_pool_slots_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_pool_slots_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pool_slots"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_pool_slots_municipality_id_id"),
    )
    op.create_index("ix_pool_slots_municipality_id_person_id", "pool_slots", ["municipality_id", "person_id"])
    op.create_table(
        "pool_topics",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["pool_people.municipality_id", "pool_people.id"],
            name="fk_pool_topics_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_pool_topics_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pool_topics"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_pool_topics_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id", "person_id", "topic", name="uq_pool_topics_municipality_id_person_id_topic"
        ),
    )


def downgrade() -> None:
    op.drop_table("pool_topics")
    op.drop_table("pool_slots")
    op.drop_table("pool_languages")
    op.drop_table("absences")
    op.drop_table("pool_people")
    op.drop_table("pool_imports")
