"""A protected channel for cases in which a child may be in danger: who reads in it, what was written.

Why: what has to be known to protect a child is for those who were let in by name, and for nobody else.
Safe while the old code runs: yes, the tables are new; the old code opens no channel for what it flags.
Going back: loses the channels with all that was written in them; the cases rest on as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020_protection"
down_revision = "0019_consents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "protected_channels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("result", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["opened_by"], ["users.id"], name="fk_protected_channels_opened_by"),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name="fk_protected_channels_ended_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_protected_channels_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_protected_channels_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_protected_channels"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_protected_channels_municipality_id_id"),
    )
    op.create_index(
        "ix_protected_channels_municipality_id_case_id_ended_at",
        "protected_channels",
        ["municipality_id", "case_id", "ended_at"],
    )
    op.create_table(
        "channel_readers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("let_in_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_channel_readers_user_id"),
        sa.ForeignKeyConstraint(["let_in_by"], ["users.id"], name="fk_channel_readers_let_in_by"),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name="fk_channel_readers_ended_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_channel_readers_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "channel_id"],
            ["protected_channels.municipality_id", "protected_channels.id"],
            name="fk_channel_readers_municipality_id_channel_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_channel_readers"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_channel_readers_municipality_id_id"),
    )
    op.create_index(
        "ix_channel_readers_municipality_id_channel_id_user_id",
        "channel_readers",
        ["municipality_id", "channel_id", "user_id"],
    )
    op.create_index(
        "ix_channel_readers_municipality_id_user_id_ended_at",
        "channel_readers",
        ["municipality_id", "user_id", "ended_at"],
    )
    op.create_table(
        "channel_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(40), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_channel_entries_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_channel_entries_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "channel_id"],
            ["protected_channels.municipality_id", "protected_channels.id"],
            name="fk_channel_entries_municipality_id_channel_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_channel_entries"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_channel_entries_municipality_id_id"),
    )
    op.create_index(
        "ix_channel_entries_municipality_id_channel_id_at",
        "channel_entries",
        ["municipality_id", "channel_id", "at"],
    )


def downgrade() -> None:
    op.drop_table("channel_entries")
    op.drop_table("channel_readers")
    op.drop_table("protected_channels")
