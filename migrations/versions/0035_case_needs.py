"""What was set for the search beyond the file of a case, and what parties said of further languages.

Why: whoever searches needs the parties' times and wishes, and has to see who set them when and why.
Safe while the old code runs: yes, the tables are new and nobody else reads them.
Going back: loses these needs and answers; searches go by the file of the case again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035_case_needs"
down_revision = "0034_availability"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_needs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("wishes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name="fk_case_needs_municipality_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_case_needs_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by"],
            ["users.id"],
            name="fk_case_needs_by",
        ),
        sa.UniqueConstraint(
            "municipality_id", "case_id", "number", name="uq_case_needs_municipality_id_case_id_number"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_needs"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_case_needs_municipality_id_id"),
    )
    op.create_table(
        "asked_languages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name="fk_asked_languages_municipality_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_asked_languages_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "party_id"],
            ["parties.municipality_id", "parties.id"],
            name="fk_asked_languages_municipality_id_party_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by"],
            ["users.id"],
            name="fk_asked_languages_by",
        ),
        sa.UniqueConstraint(
            "municipality_id",
            "case_id",
            "number",
            name="uq_asked_languages_municipality_id_case_id_number",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_asked_languages"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_asked_languages_municipality_id_id"),
    )
    op.create_index(
        "ix_asked_languages_municipality_id_party_id", "asked_languages", ["municipality_id", "party_id"]
    )


def downgrade() -> None:
    for name in ("asked_languages", "case_needs"):
        op.drop_table(name)
