"""A pool file waits until somebody has seen what it would change; how its columns are read is remembered.

Why: an import is shown before it is taken, and its columns may be called otherwise than ours.
Safe while the old code runs: yes; it takes files at once, and a row without content is one that was taken.
Going back: loses files that wait, and how columns were read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031_import"
down_revision = "0030_allocations"
branch_labels = None
depends_on = None

imports = sa.table("pool_imports", sa.column("content_sealed", sa.LargeBinary()))


def upgrade() -> None:
    op.add_column("pool_imports", sa.Column("sheet", sa.Integer(), nullable=True))
    op.add_column("pool_imports", sa.Column("fields", sa.JSON(), nullable=True))
    op.add_column("pool_imports", sa.Column("content_sealed", sa.LargeBinary(), nullable=True))
    op.create_table(
        "pool_columns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("headings_index", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_pool_columns_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_pool_columns"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_pool_columns_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id", "headings_index", name="uq_pool_columns_municipality_id_headings_index"
        ),
    )


def downgrade() -> None:
    op.drop_table("pool_columns")
    op.execute(sa.delete(imports).where(imports.c.content_sealed.is_not(None)))
    for name in ("content_sealed", "fields", "sheet"):
        op.drop_column("pool_imports", name)
