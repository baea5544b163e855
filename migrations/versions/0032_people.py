"""The pool knows where and how somebody works, what she proves, and with whom she doesn't want to work.

Why: who is asked must be able to come, to speak and to mediate; the title of § 5 MediationsG follows from
proofs; and people are asked again whether what they said is still true.
Safe while the old code runs: yes, the tables are new and the columns may be empty or have a default.
Going back: loses proofs, exclusion lists, districts, reading levels and the facts of training.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032_people"
down_revision = "0031_import"
branch_labels = None
depends_on = None

COLUMNS: dict[str, sa.types.TypeEngine] = {
    "interpreting": sa.String(40),
    "online_hours": sa.Integer(),
    "course_began_on": sa.Date(),
    "course_ended_on": sa.Date(),
    "certificate_on": sa.Date(),
    "association": sa.Text(),
    "title_until": sa.Date(),
    "title_told": sa.Text(),
    "certificate_issued_on": sa.Date(),
    "certificate_result": sa.String(40),
    "certificate_seen_by": sa.Uuid(),
    "radius_km": sa.Integer(),
    "confirmation_asked_at": sa.DateTime(timezone=True),
}
NEVER_EMPTY = {"on_site": sa.true(), "online": sa.false()}


def upgrade() -> None:
    # In place: a table rebuilt on SQLite takes along what points to it.
    for name, kind in COLUMNS.items():
        op.add_column("pool_people", sa.Column(name, kind, nullable=True))
    for name, default in NEVER_EMPTY.items():
        op.add_column("pool_people", sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
    op.create_index(
        "ix_pool_people_municipality_id_title_until_id",
        "pool_people",
        ["municipality_id", "title_until", "id"],
    )
    op.add_column("pool_languages", sa.Column("reads", sa.String(40), nullable=True))
    _districts()
    _exclusions()
    _evidence()


def _districts() -> None:
    op.create_table(
        "pool_districts",
        *_of_person("pool_districts"),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "district_id"],
            ["districts.municipality_id", "districts.id"],
            name="fk_pool_districts_municipality_id_district_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "municipality_id",
            "person_id",
            "district_id",
            name="uq_pool_districts_municipality_id_person_id_district_id",
        ),
    )
    op.create_index(
        "ix_pool_districts_municipality_id_district_id", "pool_districts", ["municipality_id", "district_id"]
    )


def _exclusions() -> None:
    op.create_table(
        "pool_exclusions",
        *_of_person("pool_exclusions"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
    )
    op.create_index(
        "ix_pool_exclusions_municipality_id_person_id_created_at",
        "pool_exclusions",
        ["municipality_id", "person_id", "created_at"],
    )


def _evidence() -> None:
    op.create_table(
        "pool_evidence",
        *_of_person("pool_evidence"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_pool_evidence_minutes_not_negative")),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name="fk_pool_evidence_entered_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_pool_evidence_decided_by"),
        sa.UniqueConstraint(
            "municipality_id",
            "person_id",
            "referral_id",
            name="uq_pool_evidence_municipality_id_person_id_referral_id",
        ),
    )
    op.create_index(
        "ix_pool_evidence_municipality_id_person_id_done_on",
        "pool_evidence",
        ["municipality_id", "person_id", "done_on"],
    )
    op.create_index(
        "ix_pool_evidence_municipality_id_status_entered_at",
        "pool_evidence",
        ["municipality_id", "status", "entered_at"],
    )


def downgrade() -> None:
    for table in ("pool_evidence", "pool_exclusions", "pool_districts"):
        op.drop_table(table)
    op.drop_column("pool_languages", "reads")
    op.drop_index("ix_pool_people_municipality_id_title_until_id", "pool_people")
    for name in (*NEVER_EMPTY, *COLUMNS):
        op.drop_column("pool_people", name)


def _of_person(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{table}_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["pool_people.municipality_id", "pool_people.id"],
            name=f"fk_{table}_municipality_id_person_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{table}_municipality_id_id"),
    )
