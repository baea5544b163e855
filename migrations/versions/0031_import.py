"""A pool file waits until somebody has seen what it would change; how its columns are read is remembered.

Why: an import is shown before it is taken, and its columns may be called otherwise than ours.
Safe while the old code runs: yes, the tables are new; it takes files at once.
Going back: loses files that wait, and how columns were read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031_import"
down_revision = "0030_allocations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pool_uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_pool_uploads_municipality_id"
        ),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_pool_uploads_by"),
        sa.PrimaryKeyConstraint("id", name="pk_pool_uploads"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_pool_uploads_municipality_id_id"),
    )
    op.create_index(
        "ix_pool_uploads_municipality_id_expires_at", "pool_uploads", ["municipality_id", "expires_at"]
    )
    op.create_table(
        "pool_columns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_pool_columns_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pool_columns"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_pool_columns_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "headings", name="uq_pool_columns_municipality_id_headings"),
    )


def downgrade() -> None:
    op.drop_table("pool_columns")
    op.drop_table("pool_uploads")
