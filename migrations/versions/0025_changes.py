"""Changes of what was sent have a reason and keep what stood there; forms know who was faster.

Why: a fact of a case that others rely on is not silently replaced, and whoever saves from a page that is
out of date is told who has saved meanwhile.
Safe while the old code runs: yes, the table is new and the columns may be empty.
Going back: loses the reasons of changes, what stood there before, and who changed a letter head or an entry
of the pool last.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025_changes"
down_revision = "0024_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(40), nullable=False),
        sa.Column("cause", sa.String(40), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("former_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_fact_changes_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_fact_changes_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_fact_changes_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "party_id"],
            ["parties.municipality_id", "parties.id"],
            name="fk_fact_changes_municipality_id_party_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_fact_changes"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_fact_changes_municipality_id_id"),
    )
    op.create_index(
        "ix_fact_changes_municipality_id_case_id_at", "fact_changes", ["municipality_id", "case_id", "at"]
    )
    op.create_index(
        "ix_fact_changes_municipality_id_party_id", "fact_changes", ["municipality_id", "party_id"]
    )
    # In place, without a key to the people: a table rebuilt on SQLite takes along what points to it.
    op.add_column("letter_heads", sa.Column("changed_by", sa.Uuid(), nullable=True))
    op.add_column("pool_people", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("pool_people", sa.Column("changed_by", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("pool_people", "changed_by")
    op.drop_column("pool_people", "changed_at")
    op.drop_column("letter_heads", "changed_by")
    op.drop_table("fact_changes")
