"""Case conferences: who is invited with which share, and what is agreed.

Why: several offices speak about one case, and each may know its own part only.
Safe while the old code runs: yes, the tables are new.
Going back: loses the conferences; the steps of their measures go with them; the old code knows none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012_conferences"
down_revision = "0011_feedback"
branch_labels = None
depends_on = None

steps = sa.table("plan_steps", sa.column("code", sa.Text()))


def upgrade() -> None:
    op.create_table(
        "conferences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by", sa.Uuid(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("purpose_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["called_by"], ["users.id"], name="fk_conferences_called_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_conferences_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_conferences_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conferences"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_conferences_municipality_id_id"),
    )
    op.create_index(
        "ix_conferences_municipality_id_case_id_starts_at",
        "conferences",
        ["municipality_id", "case_id", "starts_at"],
    )
    op.create_table(
        "conference_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("law_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("share_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["invited_by"], ["users.id"], name="fk_conference_invitations_invited_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_conference_invitations_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "conference_id"],
            ["conferences.municipality_id", "conferences.id"],
            name="fk_conference_invitations_municipality_id_conference_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "office_id"],
            ["offices.municipality_id", "offices.id"],
            name="fk_conference_invitations_municipality_id_office_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conference_invitations"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_conference_invitations_municipality_id_id"),
    )
    op.create_index(
        "ix_conference_invitations_municipality_id_conference_id",
        "conference_invitations",
        ["municipality_id", "conference_id"],
    )
    op.create_index(
        "ix_conference_invitations_office_id_withdrawn_at",
        "conference_invitations",
        ["office_id", "withdrawn_at"],
    )
    op.create_table(
        "conference_measures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("conference_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(40), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["agreed_by"], ["users.id"], name="fk_conference_measures_agreed_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_conference_measures_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "conference_id"],
            ["conferences.municipality_id", "conferences.id"],
            name="fk_conference_measures_municipality_id_conference_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "office_id"],
            ["offices.municipality_id", "offices.id"],
            name="fk_conference_measures_municipality_id_office_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conference_measures"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_conference_measures_municipality_id_id"),
    )
    op.create_index(
        "ix_conference_measures_municipality_id_case_id",
        "conference_measures",
        ["municipality_id", "case_id"],
    )
    op.create_index(
        "ix_conference_measures_municipality_id_conference_id",
        "conference_measures",
        ["municipality_id", "conference_id"],
    )


def downgrade() -> None:
    op.execute(sa.delete(steps).where(steps.c.code == "MEASURE"))
    op.drop_table("conference_measures")
    op.drop_table("conference_invitations")
    op.drop_table("conferences")
