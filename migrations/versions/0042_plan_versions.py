"""A plan has versions that people write: a draft, whose steps they edit, and who stands behind a version.

Why: a municipality adopts a template, changes it and approves it with four eyes; every version says what is
different and by whose word.
Safe while the old code runs: yes, the tables are new, and the new columns may be empty or have a default. The
old code knows no step that was taken out of the plan, and would still offer it for adding by hand.
Going back: loses the draft, the notes on changes and who approved; the versions themselves stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042_plan_versions"
down_revision = "0041_installation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plans", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("plans", sa.Column("source", sa.String(40), nullable=False, server_default="SHIPPED"))
    op.add_column("plans", sa.Column("template_version", sa.Integer(), nullable=True))
    op.add_column("plans", sa.Column("edited_by", sa.Uuid(), nullable=True))
    op.add_column("plans", sa.Column("approved_by", sa.Uuid(), nullable=True))
    op.create_table(
        "plan_drafts",
        *_every_row("plan_drafts"),
        sa.Column("based_on_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("returned", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("editors", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "based_on_id"],
            ["plans.municipality_id", "plans.id"],
            name="fk_plan_drafts_municipality_id_based_on_id",
        ),
        sa.UniqueConstraint("municipality_id", name="uq_plan_drafts_municipality_id"),
    )
    op.create_table(
        "plan_draft_steps",
        *_every_row("plan_draft_steps"),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "draft_id"],
            ["plan_drafts.municipality_id", "plan_drafts.id"],
            name="fk_plan_draft_steps_municipality_id_draft_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "municipality_id", "draft_id", "code", name="uq_plan_draft_steps_municipality_id_draft_id_code"
        ),
    )


def downgrade() -> None:
    op.drop_table("plan_draft_steps")
    op.drop_table("plan_drafts")
    for name in ("approved_by", "edited_by", "template_version", "source", "note"):
        op.drop_column("plans", name)


def _every_row(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{table}_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{table}_municipality_id_id"),
    )
