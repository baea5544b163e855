"""Keyed hashes by which parties and the pool are compared, conflicts of interest, the parties' waivers.

Why: somebody who may know a party must not be asked, and nobody may read whom she knows (ADR 0044).
Safe while the old code runs: yes. The tables are new; what the old code writes in the meantime is marked as
still to be compared, and the jobs mark-names and mark-pool compare it.
Going back: loses hashes, own details, conflicts and waivers; a search no longer knows of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033_conflicts"
down_revision = "0032_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("parties", "pool_people"):
        op.add_column(table, sa.Column("to_mark", sa.Boolean(), nullable=False, server_default=sa.true()))
    _marks("party_marks", sa.Column("case_id", sa.Uuid(), nullable=False), owner="party_id", of="parties")
    _marks(
        "pool_marks", sa.Column("source", sa.String(40), nullable=False), owner="person_id", of="pool_people"
    )
    op.create_index("ix_party_marks_municipality_id_case_id", "party_marks", ["municipality_id", "case_id"])
    op.create_index("ix_party_marks_municipality_id_party_id", "party_marks", ["municipality_id", "party_id"])
    op.create_index(
        "ix_pool_marks_municipality_id_person_id_source",
        "pool_marks",
        ["municipality_id", "person_id", "source"],
    )
    _table(
        "own_details",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True)
            for name in ("other_names", "address", "household", "employer")
        ),
        _key("own_details", "person_id", "pool_people", ondelete="CASCADE"),
        sa.UniqueConstraint("municipality_id", "person_id", name="uq_own_details_municipality_id_person_id"),
    )
    _table(
        "conflicts",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("seen_index", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        _key("conflicts", "case_id", "cases", ondelete="CASCADE"),
        _key("conflicts", "person_id", "pool_people"),
        _user("conflicts", "noted_by"),
        _user("conflicts", "ended_by"),
    )
    op.create_index("ix_conflicts_municipality_id_case_id", "conflicts", ["municipality_id", "case_id"])
    _table(
        "conflict_waivers",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("conflict_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        _key("conflict_waivers", "conflict_id", "conflicts", ondelete="CASCADE"),
        _key("conflict_waivers", "party_id", "parties", ondelete="CASCADE"),
        _user("conflict_waivers", "by"),
        sa.UniqueConstraint(
            "municipality_id", "statement_id", name="uq_conflict_waivers_municipality_id_statement_id"
        ),
    )
    op.create_index(
        "ix_conflict_waivers_municipality_id_conflict_id",
        "conflict_waivers",
        ["municipality_id", "conflict_id"],
    )


def downgrade() -> None:
    for name in ("conflict_waivers", "conflicts", "own_details", "pool_marks", "party_marks"):
        op.drop_table(name)
    for table in ("parties", "pool_people"):
        op.drop_column(table, "to_mark")


def _marks(name: str, own: sa.Column[object], *, owner: str, of: str) -> None:
    _table(
        name,
        sa.Column(owner, sa.Uuid(), nullable=False),
        own,
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("mark_index", sa.Text(), nullable=False),
        sa.Column("postcode_index", sa.Text(), nullable=True),
        _key(name, owner, of, ondelete="CASCADE"),
    )
    op.create_index(f"ix_{name}_municipality_id_mark_index", name, ["municipality_id", "mark_index"])


def _table(name: str, *parts: sa.Column[object] | sa.Constraint) -> None:
    """A table of a municipality, with the columns that all of them have."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{name}_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{name}_municipality_id_id"),
    )


def _key(name: str, column: str, to: str, **options: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", column],
        [f"{to}.municipality_id", f"{to}.id"],
        name=f"fk_{name}_municipality_id_{column}",
        **options,
    )


def _user(name: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_{name}_{column}")
