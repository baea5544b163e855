"""Cases remember why they went back or were opened again, and when they had been closed before.

Why: all moves of the table work now; a reopened case needs new consents, its history stays.
Safe while the old code runs: yes, the table is new and the column may be empty.
Going back: loses the reasons, and reopened cases forget that older consents no longer count.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015_moves"
down_revision = "0014_promises"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("reopened_after", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("excluded_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("case_ticks", sa.Column("note_sealed", sa.LargeBinary(), nullable=True))
    op.create_table(
        "move_reasons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_move_reasons_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_move_reasons_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_move_reasons_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_move_reasons"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_move_reasons_municipality_id_id"),
    )
    op.create_index(
        "ix_move_reasons_municipality_id_case_id_at", "move_reasons", ["municipality_id", "case_id", "at"]
    )


def downgrade() -> None:
    op.drop_table("move_reasons")
    with op.batch_alter_table("case_ticks") as ticks:
        ticks.drop_column("note_sealed")
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("excluded_since")
        cases.drop_column("reopened_after")
