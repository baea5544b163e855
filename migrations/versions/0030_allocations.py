"""Runs over the whole waiting list with their proposals, and cases that one person shall mediate alone.

Why: cases that wait get in each other's way; which of them gets whom is best decided for all at once.
Safe while the old code runs: yes, the tables are new and nobody else reads them.
Going back: loses runs, proposals, and the reasons why one person shall mediate alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030_allocations"
down_revision = "0025_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "solo_wishes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name="fk_solo_wishes_municipality_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_solo_wishes_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by"],
            ["users.id"],
            name="fk_solo_wishes_by",
        ),
        sa.UniqueConstraint("municipality_id", "case_id", name="uq_solo_wishes_municipality_id_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_solo_wishes"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_solo_wishes_municipality_id_id"),
    )
    op.create_table(
        "allocations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("running", sa.Boolean(), nullable=True),
        sa.Column("stage", sa.String(40), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("worker", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("cancel_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cases", sa.Integer(), nullable=True),
        sa.Column("nameless", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("served", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("most_served", sa.Integer(), nullable=True),
        sa.Column("most_points", sa.Integer(), nullable=True),
        sa.Column("single_served", sa.Integer(), nullable=True),
        sa.Column("single_points", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name="fk_allocations_municipality_id",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["users.id"],
            name="fk_allocations_asked_by",
        ),
        sa.UniqueConstraint("municipality_id", "running", name="uq_allocations_municipality_id_running"),
        sa.PrimaryKeyConstraint("id", name="pk_allocations"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_allocations_municipality_id_id"),
    )
    op.create_index("ix_allocations_municipality_id_asked_at", "allocations", ["municipality_id", "asked_at"])
    op.create_table(
        "allocation_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("allocation_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(40), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("meets_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gained", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name="fk_allocation_proposals_municipality_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "allocation_id"],
            ["allocations.municipality_id", "allocations.id"],
            name="fk_allocation_proposals_municipality_id_allocation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_allocation_proposals_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "first_id"],
            ["pool_people.municipality_id", "pool_people.id"],
            name="fk_allocation_proposals_municipality_id_first_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "second_id"],
            ["pool_people.municipality_id", "pool_people.id"],
            name="fk_allocation_proposals_municipality_id_second_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["taken_by"],
            ["users.id"],
            name="fk_allocation_proposals_taken_by",
        ),
        sa.UniqueConstraint(
            "municipality_id",
            "allocation_id",
            "position",
            name="uq_allocation_proposals_municipality_id_allocation_id_position",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_allocation_proposals"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_allocation_proposals_municipality_id_id"),
    )
    op.create_index(
        "ix_allocation_proposals_municipality_id_case_id",
        "allocation_proposals",
        ["municipality_id", "case_id"],
    )


def downgrade() -> None:
    for name in ("allocation_proposals", "allocations", "solo_wishes"):
        op.drop_table(name)
