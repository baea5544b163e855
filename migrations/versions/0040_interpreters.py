"""Interpreters land at a case: who of the pool, own or lent, is planned for it, and how she interprets.

Why: whoever was lent to interpret stood in the pool, and nowhere else; and nothing told a lay person, who is
for pre-talks only, from a professional.
Safe while the old code runs: yes, the table is new and the new columns may be empty. Old code would let a lay
interpreter come to a session, as before.
Going back: loses who was planned to interpret, and how somebody who is lent does.
"""

import sqlalchemy as sa
from alembic import op

revision = "0040_interpreters"
down_revision = "0039_search_indexes"
branch_labels = None
depends_on = None

TABLE = "case_interpreters"
STILL = sa.column("ended_at").is_(None)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{TABLE}_municipality_id"
        ),
        sa.ForeignKeyConstraint(["planned_by"], ["users.id"], name=f"fk_{TABLE}_planned_by"),
        _belongs("cases", "case_id", ondelete="CASCADE"),
        _belongs("pool_people", "person_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{TABLE}_municipality_id_id"),
    )
    op.create_index(
        "uq_case_interpreters_planned",
        TABLE,
        ["municipality_id", "case_id", "person_id"],
        unique=True,
        sqlite_where=STILL,
        postgresql_where=STILL,
    )
    op.create_index(f"ix_{TABLE}_municipality_id_person_id", TABLE, ["municipality_id", "person_id"])
    op.add_column("meeting_guests", sa.Column("person_id", sa.Uuid(), nullable=True))
    op.add_column("loan_cards", sa.Column("interpreting", sa.String(40), nullable=True))


def downgrade() -> None:
    op.drop_column("loan_cards", "interpreting")
    op.drop_column("meeting_guests", "person_id")
    op.drop_table(TABLE)


def _belongs(table: str, column: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{table}.municipality_id", f"{table}.id"],
        name=f"fk_{TABLE}_municipality_id_{column}",
        ondelete=ondelete,
    )
