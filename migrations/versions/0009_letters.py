"""Texts of letters in all their versions, and the head of a municipality's letters.

Why: a letter goes out in a text that a named person has approved; a consent points to the version.
Safe while the old code runs: yes, the tables are new.
Going back: loses every version that was written and every approval; letters on paper stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009_letters"
down_revision = "0008_intake"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("shipped", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_letter_texts_municipality_id"
        ),
        sa.ForeignKeyConstraint(["written_by"], ["users.id"], name="fk_letter_texts_written_by"),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name="fk_letter_texts_approved_by"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_texts"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_letter_texts_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id",
            "kind",
            "language",
            "version",
            name="uq_letter_texts_municipality_id_kind_language_version",
        ),
    )
    op.create_table(
        "letter_heads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("privacy_officer", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_letter_heads_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letter_heads"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_letter_heads_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", name="uq_letter_heads_municipality_id"),
    )


def downgrade() -> None:
    op.drop_table("letter_heads")
    op.drop_table("letter_texts")
