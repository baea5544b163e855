"""The prevention plan and its steps, dates and alarms in each case.

Why: every date must explain itself, keep its original and climb its ladder once.
Safe while the old code runs: yes, the tables are new.
Going back: loses all deadlines and the plan's versions; the default plan is shipped with the program.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_plans"
down_revision = "0005_referrals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name="fk_plans_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_plans_municipality_id_id"),
        sa.UniqueConstraint("municipality_id", "version", name="uq_plans_municipality_id_version"),
    )
    op.create_table(
        "plan_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "plan_id"],
            ["plans.municipality_id", "plans.id"],
            name="fk_plan_rules_municipality_id_plan_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_plan_rules_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_plan_rules"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_plan_rules_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id", "plan_id", "code", name="uq_plan_rules_municipality_id_plan_id_code"
        ),
    )
    op.create_table(
        "anchor_moments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_anchor_moments_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_anchor_moments_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_anchor_moments"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_anchor_moments_municipality_id_id"),
    )
    op.create_index(
        "ix_anchor_moments_municipality_id_case_id", "anchor_moments", ["municipality_id", "case_id"]
    )
    op.create_table(
        "plan_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("anchor_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("limit_number", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("whole_day", sa.Boolean(), nullable=False),
        sa.Column("original_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("resting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(40), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name="fk_plan_steps_ended_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_plan_steps_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_plan_steps_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_plan_steps"),
        sa.UniqueConstraint(
            "municipality_id",
            "case_id",
            "code",
            "subject",
            "round",
            name="uq_plan_steps_municipality_id_case_id_code_subject_round",
        ),
        sa.UniqueConstraint("municipality_id", "id", name="uq_plan_steps_municipality_id_id"),
    )
    op.create_index(
        "ix_plan_steps_municipality_id_case_id_ended_at_due_at",
        "plan_steps",
        ["municipality_id", "case_id", "ended_at", "due_at"],
    )
    op.create_index(
        "ix_plan_steps_municipality_id_ended_at_due_at",
        "plan_steps",
        ["municipality_id", "ended_at", "due_at"],
    )
    op.create_table(
        "planned_cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_planned_cases_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "plan_id"],
            ["plans.municipality_id", "plans.id"],
            name="fk_planned_cases_municipality_id_plan_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_planned_cases_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_planned_cases"),
        sa.UniqueConstraint("municipality_id", "case_id", name="uq_planned_cases_municipality_id_case_id"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_planned_cases_municipality_id_id"),
    )
    op.create_table(
        "plan_alarms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("limit_number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id", "step_id"],
            ["plan_steps.municipality_id", "plan_steps.id"],
            name="fk_plan_alarms_municipality_id_step_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_plan_alarms_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_plan_alarms"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_plan_alarms_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id",
            "step_id",
            "limit_number",
            "kind",
            name="uq_plan_alarms_municipality_id_step_id_limit_number_kind",
        ),
    )
    op.create_index(
        "ix_plan_alarms_municipality_id_handled_at_at", "plan_alarms", ["municipality_id", "handled_at", "at"]
    )
    op.create_table(
        "step_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_step_changes_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "step_id"],
            ["plan_steps.municipality_id", "plan_steps.id"],
            name="fk_step_changes_municipality_id_step_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_step_changes_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_step_changes"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_step_changes_municipality_id_id"),
    )
    op.create_index("ix_step_changes_municipality_id_step_id", "step_changes", ["municipality_id", "step_id"])


def downgrade() -> None:
    op.drop_table("step_changes")
    op.drop_table("plan_alarms")
    op.drop_table("planned_cases")
    op.drop_table("plan_steps")
    op.drop_table("anchor_moments")
    op.drop_table("plan_rules")
    op.drop_table("plans")
