"""People choose the language of their screen and of their mails.

Why: German stays what everybody starts with; English is for those who read it more easily.
Safe while the old code runs: yes, the database fills the column by itself.
Going back: everybody reads German again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018_language"
down_revision = "0016_fixes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("language", sa.String(40), nullable=False, server_default="de"))


def downgrade() -> None:
    op.drop_column("users", "language")
