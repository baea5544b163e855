"""A case can go to another municipality: the giver's row, the taker's, and where the new case is from.

Why: people move, and offices find that another municipality is in charge; the case begins anew there with
what may go along, and both sides can say what stayed behind.
Safe while the old code runs: yes, the tables are new.
Going back: loses proposals, and what is known of the origin of cases; the cases themselves stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023_relocations"
down_revision = "0022_retention"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "relocations",
        *_every_row("relocations"),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("to_municipality_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("with_summary", sa.Boolean(), nullable=False),
        sa.Column("with_names", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("nameless", sa.JSON(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_relocations_by"),
        sa.ForeignKeyConstraint(
            ["to_municipality_id"], ["municipalities.id"], name="fk_relocations_to_municipality_id"
        ),
        _of_case("relocations"),
    )
    op.create_index(
        "ix_relocations_municipality_id_case_id_status",
        "relocations",
        ["municipality_id", "case_id", "status"],
    )
    op.create_index(
        "ix_relocations_municipality_id_status_answer_by",
        "relocations",
        ["municipality_id", "status", "answer_by"],
    )
    op.create_table(
        "arrivals",
        *_every_row("arrivals"),
        sa.Column("from_municipality_id", sa.Uuid(), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("setting", sa.String(40), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=True),
        sa.Column("parties", sa.Integer(), nullable=False),
        sa.Column("warning", sa.Boolean(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("languages_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name="fk_arrivals_answered_by"),
        sa.ForeignKeyConstraint(
            ["from_municipality_id"], ["municipalities.id"], name="fk_arrivals_from_municipality_id"
        ),
    )
    op.create_index(
        "ix_arrivals_municipality_id_status_answer_by",
        "arrivals",
        ["municipality_id", "status", "answer_by"],
    )
    op.create_index("ix_arrivals_municipality_id_proposed_at", "arrivals", ["municipality_id", "proposed_at"])
    op.create_table(
        "case_origins",
        *_every_row("case_origins"),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_municipality_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("history", sa.JSON(), nullable=False),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("nameless", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_case_origins_by"),
        sa.ForeignKeyConstraint(
            ["from_municipality_id"], ["municipalities.id"], name="fk_case_origins_from_municipality_id"
        ),
        _of_case("case_origins"),
        sa.UniqueConstraint("municipality_id", "case_id", name="uq_case_origins_municipality_id_case_id"),
    )


def downgrade() -> None:
    op.drop_table("case_origins")
    op.drop_table("arrivals")
    op.drop_table("relocations")


def _every_row(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{table}_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{table}_municipality_id_id"),
    )


def _of_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", "case_id"],
        ["cases.municipality_id", "cases.id"],
        name=f"fk_{table}_municipality_id_case_id",
        ondelete="CASCADE",
    )
