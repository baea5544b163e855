"""Reports on behalf, additions, quick notes, open cases from a spreadsheet, protected addresses.

Why: intake takes what comes by paper, phone and doorway, and what an office has kept in a table so far.
Safe while the old code runs: yes, the tables are new and the columns may be empty or have a default.
Going back: loses notes, additions, who reported on paper, and every protected address.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008_intake"
down_revision = "0007_notifications"
branch_labels = None
depends_on = None

OF_CASES = (
    ("entered_at", sa.DateTime(timezone=True)),
    ("inlet", sa.String(40)),
    ("reported_by_sealed", sa.LargeBinary()),
    ("old_reference_sealed", sa.LargeBinary()),
    ("import_index", sa.Text()),
)
OF_PARTIES = (
    ("sound_index", sa.Text()),
    ("told_index", sa.Text()),
    ("address_index", sa.Text()),
    ("protected_address_sealed", sa.LargeBinary()),
)


def upgrade() -> None:
    for name, kind in OF_CASES:
        op.add_column("cases", sa.Column(name, kind, nullable=True))
    op.create_index(
        "ix_cases_municipality_id_import_index", "cases", ["municipality_id", "import_index"], unique=True
    )
    for name, kind in OF_PARTIES:
        op.add_column("parties", sa.Column(name, kind, nullable=True))
    op.add_column(
        "parties", sa.Column("address_protected", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_table(
        "case_additions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_case_additions_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_case_additions_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_case_additions_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_additions"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_case_additions_municipality_id_id"),
    )
    op.create_index(
        "ix_case_additions_municipality_id_case_id_at",
        "case_additions",
        ["municipality_id", "case_id", "at"],
    )
    op.create_table(
        "quick_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=True),
        sa.Column("call_back_on", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "district_id"],
            ["districts.municipality_id", "districts.id"],
            name="fk_quick_notes_municipality_id_district_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_quick_notes_municipality_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_quick_notes_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quick_notes"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_quick_notes_municipality_id_id"),
    )
    op.create_index(
        "ix_quick_notes_municipality_id_user_id_at", "quick_notes", ["municipality_id", "user_id", "at"]
    )
    op.create_index("ix_quick_notes_municipality_id_last_day", "quick_notes", ["municipality_id", "last_day"])
    op.create_table(
        "quick_note_counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "office_id"],
            ["offices.municipality_id", "offices.id"],
            name="fk_quick_note_counts_municipality_id_office_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_quick_note_counts_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_quick_note_counts"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_quick_note_counts_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id",
            "office_id",
            "month",
            name="uq_quick_note_counts_municipality_id_office_id_month",
        ),
    )
    op.create_table(
        "case_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rejects_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_case_imports_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_case_imports_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_imports"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_case_imports_municipality_id_id"),
    )
    op.create_index(
        "ix_case_imports_municipality_id_expires_at", "case_imports", ["municipality_id", "expires_at"]
    )


def downgrade() -> None:
    op.drop_table("case_imports")
    op.drop_table("quick_note_counts")
    op.drop_table("quick_notes")
    op.drop_table("case_additions")
    with op.batch_alter_table("parties") as parties:
        for name, _ in OF_PARTIES:
            parties.drop_column(name)
        parties.drop_column("address_protected")
    op.drop_index("ix_cases_municipality_id_import_index", "cases")
    with op.batch_alter_table("cases") as cases:
        for name, _ in OF_CASES:
            cases.drop_column(name)
