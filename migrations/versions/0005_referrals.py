"""A case looks for mediators: searches, seats, offers, approvals, meetings.

Why: each seat is taken by one conditional update, so that two yeses at once can't both win.
Safe while the old code runs: yes, the tables are new.
Going back: loses who was asked, who accepted and every meeting.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_referrals"
down_revision = "0004_pool"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solo_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_referrals_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "case_id"],
            ["cases.municipality_id", "cases.id"],
            name="fk_referrals_municipality_id_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_referrals_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_referrals"),
        sa.UniqueConstraint(
            "municipality_id", "case_id", "number", name="uq_referrals_municipality_id_case_id_number"
        ),
        sa.UniqueConstraint("municipality_id", "id", name="uq_referrals_municipality_id_id"),
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_approvals_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id", "party_id"],
            ["parties.municipality_id", "parties.id"],
            name="fk_approvals_municipality_id_party_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "referral_id"],
            ["referrals.municipality_id", "referrals.id"],
            name="fk_approvals_municipality_id_referral_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_approvals_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_approvals_municipality_id_id"),
    )
    op.create_index(
        "ix_approvals_municipality_id_party_id_offer_id",
        "approvals",
        ["municipality_id", "party_id", "offer_id"],
    )
    op.create_index(
        "ix_approvals_municipality_id_referral_id", "approvals", ["municipality_id", "referral_id"]
    )
    op.create_table(
        "meetings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by", sa.Uuid(), nullable=True),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "party_id"],
            ["parties.municipality_id", "parties.id"],
            name="fk_meetings_municipality_id_party_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "referral_id"],
            ["referrals.municipality_id", "referrals.id"],
            name="fk_meetings_municipality_id_referral_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_meetings_municipality_id"
        ),
        sa.ForeignKeyConstraint(["reported_by"], ["users.id"], name="fk_meetings_reported_by"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_meetings_municipality_id_id"),
    )
    op.create_index(
        "ix_meetings_municipality_id_case_id_starts_at",
        "meetings",
        ["municipality_id", "case_id", "starts_at"],
    )
    op.create_index(
        "ix_meetings_municipality_id_party_id_kind", "meetings", ["municipality_id", "party_id", "kind"]
    )
    op.create_index(
        "ix_meetings_municipality_id_referral_id_starts_at",
        "meetings",
        ["municipality_id", "referral_id", "starts_at"],
    )
    op.create_index("ix_meetings_municipality_id_over_at", "meetings", ["municipality_id", "over_at"])
    op.create_table(
        "seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("exhausted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "referral_id"],
            ["referrals.municipality_id", "referrals.id"],
            name="fk_seats_municipality_id_referral_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name="fk_seats_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_seats"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_seats_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id", "referral_id", "position", name="uq_seats_municipality_id_referral_id_position"
        ),
    )
    op.create_index("ix_seats_municipality_id_case_id", "seats", ["municipality_id", "case_id"])
    op.create_index("ix_seats_municipality_id_exhausted_at", "seats", ["municipality_id", "exhausted_at"])
    op.create_table(
        "offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("standby", sa.Boolean(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(40), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declaration_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id", "person_id"],
            ["pool_people.municipality_id", "pool_people.id"],
            name="fk_offers_municipality_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "seat_id"],
            ["seats.municipality_id", "seats.id"],
            name="fk_offers_municipality_id_seat_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipalities.id"], name="fk_offers_municipality_id"),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_offers_municipality_id_id"),
        sa.UniqueConstraint(
            "municipality_id", "seat_id", "person_id", name="uq_offers_municipality_id_seat_id_person_id"
        ),
    )
    op.create_index(
        "ix_offers_municipality_id_case_id_status", "offers", ["municipality_id", "case_id", "status"]
    )
    op.create_index(
        "ix_offers_municipality_id_seat_id_status", "offers", ["municipality_id", "seat_id", "status"]
    )
    op.create_index(
        "ix_offers_municipality_id_referral_id_status", "offers", ["municipality_id", "referral_id", "status"]
    )
    op.create_index(
        "ix_offers_municipality_id_person_id_status", "offers", ["municipality_id", "person_id", "status"]
    )
    op.create_index(
        "ix_offers_municipality_id_status_answer_by", "offers", ["municipality_id", "status", "answer_by"]
    )


def downgrade() -> None:
    op.drop_table("offers")
    op.drop_table("seats")
    op.drop_table("meetings")
    op.drop_table("approvals")
    op.drop_table("referrals")
