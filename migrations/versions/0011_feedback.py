"""Checks whether an agreement holds, and anonymous questionnaires.

Why: the two checks and the questionnaire are steps of the plan that begin by themselves from now on.
Safe while the old code runs: yes, the tables are new; steps that begin earlier are only shown.
Going back: loses the results of checks, all answers, and the links that are handed out.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_feedback"
down_revision = "0010_appointments"
branch_labels = None
depends_on = None

STEPS = ("F51", "F52", "F53")
rules = sa.table(
    "plan_rules", sa.column("id", sa.Uuid()), sa.column("code", sa.Text()), sa.column("rule", sa.JSON())
)


def upgrade() -> None:
    op.create_table(
        "follow_up_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("check", sa.String(40), nullable=False),
        sa.Column("agreement_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(40), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_follow_up_checks_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_follow_up_checks_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_follow_up_checks_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_follow_up_checks"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_follow_up_checks_municipality_id_id"),
    )
    op.create_index(
        "ix_follow_up_checks_municipality_id_case_id_at",
        "follow_up_checks",
        ["municipality_id", "case_id", "at"],
    )
    op.create_table(
        "feedback_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_feedback_invitations_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_feedback_invitations_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_feedback_invitations_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "party_id"],
            ["parties.municipality_id", "parties.id"],
            name="fk_feedback_invitations_municipality_id_party_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_invitations"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_feedback_invitations_municipality_id_id"),
    )
    op.create_index(
        "ix_feedback_invitations_municipality_id_case_id",
        "feedback_invitations",
        ["municipality_id", "case_id"],
    )
    op.create_table(
        "feedback_tickets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_feedback_tickets_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_tickets"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_feedback_tickets_municipality_id_id"),
        sa.UniqueConstraint("token_hash", name="uq_feedback_tickets_token_hash"),
    )
    op.create_index("ix_feedback_tickets_expires_on", "feedback_tickets", ["expires_on"])
    op.create_table(
        "feedback_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_feedback_answers_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_answers"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_feedback_answers_municipality_id_id"),
    )
    op.create_index(
        "ix_feedback_answers_municipality_id_period_audience",
        "feedback_answers",
        ["municipality_id", "period", "audience"],
    )
    op.create_table(
        "feedback_remarks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_feedback_remarks_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_remarks"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_feedback_remarks_municipality_id_id"),
    )
    op.create_index(
        "ix_feedback_remarks_municipality_id_period_audience",
        "feedback_remarks",
        ["municipality_id", "period", "audience"],
    )
    _begin_by_themselves("yes")


def downgrade() -> None:
    _begin_by_themselves("no")
    op.drop_table("feedback_remarks")
    op.drop_table("feedback_answers")
    op.drop_table("feedback_tickets")
    op.drop_table("feedback_invitations")
    op.drop_table("follow_up_checks")


def _begin_by_themselves(word: str) -> None:
    """Plans that were adopted before keep everything else as it is."""
    connection = op.get_bind()
    found = connection.execute(sa.select(rules.c.id, rules.c.rule).where(rules.c.code.in_(STEPS))).all()
    for id_, rule in found:
        changed = {**rule, "first_wave": word}
        connection.execute(sa.update(rules).where(rules.c.id == id_).values(rule=changed))
