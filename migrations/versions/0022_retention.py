"""Legal holds, the figures that stay of deleted cases, and where a shortened access log begins.

Why: a case is deleted when its time is over and the privacy officer says so, unless somebody holds it; of
people who have left nothing is kept, and the log loses its oldest lines without breaking its chain.
Safe while the old code runs: yes, the tables are new and the new columns may be empty or have a default.
Going back: loses holds and figures; a shortened log then looks as if its first line were missing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022_retention"
down_revision = "0020_protection"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("lift_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["lifted_by"], ["users.id"], name="fk_legal_holds_lifted_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_legal_holds_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_legal_holds_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name="fk_legal_holds_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_legal_holds"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_legal_holds_municipality_id_id"),
    )
    op.create_index("ix_legal_holds_municipality_id_case_id", "legal_holds", ["municipality_id", "case_id"])
    op.create_index(
        "ix_legal_holds_municipality_id_lifted_at_review_on",
        "legal_holds",
        ["municipality_id", "lifted_at", "review_on"],
    )
    op.create_table(
        "case_figures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_case_figures_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_figures"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_case_figures_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id",
            "year",
            "category",
            "outcome",
            name="uq_case_figures_municipality_id_year_category_outcome",
        ),
    )
    op.create_index(
        "ix_cases_municipality_id_status_closed_at_id",
        "cases",
        ["municipality_id", "status", "closed_at", "id"],
    )
    op.add_column("access_heads", sa.Column("gone_number", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("access_heads", sa.Column("gone_hash", sa.Text(), nullable=True))
    op.add_column("pool_people", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("pool_people", "erased_at")
    op.drop_column("access_heads", "gone_hash")
    op.drop_column("access_heads", "gone_number")
    op.drop_index("ix_cases_municipality_id_status_closed_at_id", table_name="cases")
    op.drop_table("case_figures")
    op.drop_index("ix_legal_holds_municipality_id_lifted_at_review_on", table_name="legal_holds")
    op.drop_index("ix_legal_holds_municipality_id_case_id", table_name="legal_holds")
    op.drop_table("legal_holds")
