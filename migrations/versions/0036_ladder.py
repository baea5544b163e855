"""How a search asks: one after the other, in waves, all at once; answers by telephone; a reserve that agreed.

Why: where it is urgent several people are asked together; what somebody says on the telephone is kept as
said, not as typed in; and whoever stands by, or was recorded wrongly, can be asked a second time.
Safe while the old code runs: yes, every column may be empty or has a default, and the old code never asks
the same person twice for one seat.
Going back: loses answers that were told to coordination, the reasons of an unusual way to ask, who agreed to
be the reserve, and, of several questions to one person for one seat, all but the last.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036_ladder"
down_revision = "0035_case_needs"
branch_labels = None
depends_on = None

ONCE = "uq_offers_municipality_id_seat_id_person_id"
KEY = ["municipality_id", "seat_id", "person_id"]
RUNNING = sa.column("status", sa.String).in_(("PROPOSED", "OFFERED", "INTERESTED", "ACCEPTED"))
#: Of two questions to one person for one seat the later one was made when the first was over.
LATER = """
    DELETE FROM offers WHERE EXISTS (
        SELECT 1 FROM offers AS later
        WHERE later.municipality_id = offers.municipality_id AND later.seat_id = offers.seat_id
        AND later.person_id = offers.person_id AND later.id <> offers.id
        AND (COALESCE(later.offered_at, '9999-12-31') > COALESCE(offers.offered_at, '9999-12-31')
             OR (COALESCE(later.offered_at, '9999-12-31') = COALESCE(offers.offered_at, '9999-12-31')
                 AND later.id > offers.id)))
"""


def upgrade() -> None:
    with op.batch_alter_table("offers") as offers:  # no table points to it yet
        offers.drop_constraint(ONCE, type_="unique")
        offers.add_column(sa.Column("standby_at", sa.DateTime(timezone=True), nullable=True))
        offers.add_column(sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))
        offers.add_column(sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
        offers.add_column(sa.Column("to_confirm", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "uq_offers_running", "offers", KEY, unique=True, sqlite_where=RUNNING, postgresql_where=RUNNING
    )
    op.execute("UPDATE offers SET standby_at = ended_at WHERE standby")
    op.add_column("referrals", sa.Column("mode", sa.String(40), nullable=False, server_default="SEQUENTIAL"))
    op.add_column("referrals", sa.Column("wave", sa.Integer(), nullable=False, server_default="3"))
    op.add_column("referrals", sa.Column("mode_reason_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("seats", sa.Column("gap", sa.String(40), nullable=True))
    op.create_table(
        "spoken_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("speaker", sa.String(40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("impartial", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrected_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name="fk_spoken_answers_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "offer_id"],
            ["offers.municipality_id", "offers.id"],
            name="fk_spoken_answers_municipality_id_offer_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by"], ["users.id"], name="fk_spoken_answers_by"),
        sa.ForeignKeyConstraint(["corrected_by"], ["users.id"], name="fk_spoken_answers_corrected_by"),
        sa.UniqueConstraint("municipality_id", "offer_id", name="uq_spoken_answers_municipality_id_offer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_spoken_answers"),
        sa.UniqueConstraint("municipality_id", "id", name="uq_spoken_answers_municipality_id_id"),
    )
    op.create_index(
        "ix_spoken_answers_municipality_id_case_id", "spoken_answers", ["municipality_id", "case_id"]
    )


def downgrade() -> None:
    op.drop_table("spoken_answers")
    op.drop_column("seats", "gap")
    for name in ("mode_reason_sealed", "wave", "mode"):
        op.drop_column("referrals", name)
    op.execute(LATER)
    op.drop_index("uq_offers_running", "offers")
    with op.batch_alter_table("offers") as offers:
        for name in ("to_confirm", "corrected_at", "released_at", "standby_at"):
            offers.drop_column(name)
        offers.create_unique_constraint(ONCE, KEY)
