"""Names can be found by each of their words, and cases by category and district.

Why: whoever leads cases looks for a party by name, spelled or heard in any way, without a readable name
anywhere; what is looked for is kept for an hour, sealed, so that it stands in no address.
Safe while the old code runs: yes, the tables and indexes are new; names that the old code writes become
findable by the job index-names.
Going back: names can't be looked for any more; nothing else is lost.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024_search"
down_revision = "0023_relocations"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_cases_municipality_id_category_submitted_at_id": "category",
    "ix_cases_municipality_id_district_id_submitted_at_id": "district_id",
}


def upgrade() -> None:
    op.create_table(
        "name_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("match", sa.String(40), nullable=False),
        sa.Column("word_index", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_name_words_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "party_id"],
            ["parties.municipality_id", "parties.id"],
            name="fk_name_words_municipality_id_party_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_name_words"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_name_words_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id",
            "party_id",
            "match",
            "word_index",
            name="uq_name_words_municipality_id_party_id_match_word_index",
        ),
    )
    op.create_index(
        "ix_name_words_municipality_id_word_index", "name_words", ["municipality_id", "word_index"]
    )
    op.create_table(
        "case_searches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_case_searches_municipality_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_case_searches_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_searches"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_case_searches_municipality_id_id"),
    )
    op.create_index(
        "ix_case_searches_municipality_id_expires_at", "case_searches", ["municipality_id", "expires_at"]
    )
    op.create_index(
        "ix_case_searches_municipality_id_user_id", "case_searches", ["municipality_id", "user_id"]
    )
    for name, column in INDEXES.items():
        op.create_index(name, "cases", ["municipality_id", column, "submitted_at", "id"])


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "cases")
    op.drop_table("case_searches")
    op.drop_table("name_words")
