"""People can be lent: agreements, requests and what came back, on each side in rows of its own.

Why: where nobody of the own pool fits, a neighbour or the state pool may have somebody; what leaves for that,
and what comes back, must be plain to see on either side.
Safe while the old code runs: yes, the tables are new, and the new columns of the pool may be empty or have a
default. Old code would propose a guest for other cases, too; there are none while it runs.
Going back: loses agreements, requests and cards; guests stay in the pool as ordinary people of it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0037_lending"
down_revision = "0036_ladder"
branch_labels = None
depends_on = None

WISH = ("kind", "format", "daytime")


def upgrade() -> None:
    op.add_column("pool_people", sa.Column("reserved_for", sa.Uuid(), nullable=True))
    op.add_column("pool_people", sa.Column("lent", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "lending_agreements",
        *_every_row("lending_agreements"),
        _id("pair_id"),
        _municipality("lending_agreements", "other_id"),
        sa.Column("offered_by_us", sa.Boolean(), nullable=False),
        _word("status"),
        _moment("offered_at"),
        _moment("answered_at", nullable=True),
        _moment("ended_at", nullable=True),
        sa.Column("ended_by_us", sa.Boolean(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        _user("lending_agreements", "by"),
        sa.UniqueConstraint(
            "municipality_id", "pair_id", name="uq_lending_agreements_municipality_id_pair_id"
        ),
    )
    _index("lending_agreements", "status")
    op.create_table(
        "lending_requests",
        *_every_row("lending_requests"),
        _id("case_id"),
        _id("by"),
        _moment("asked_at"),
        *_wish(),
        _word("status"),
        _word("rung"),
        _moment("next_look_at"),
        *(_moment(name, nullable=True) for name in ("first_card_at", "ended_at", "seen_at")),
        _user("lending_requests", "by"),
        _belongs("lending_requests", "cases", "case_id", cascade=True),
    )
    _index("lending_requests", "case_id", "status")
    _index("lending_requests", "status", "next_look_at")
    op.create_table(
        "lending_calls",
        *_every_row("lending_calls"),
        _id("case_id"),
        _id("request_id"),
        _municipality("lending_calls", "to_municipality_id"),
        _word("rung"),
        _moment("sent_at"),
        _moment("answer_by"),
        _word("status"),
        _moment("answered_at", nullable=True),
        _belongs("lending_calls", "lending_requests", "request_id", cascade=True),
    )
    _index("lending_calls", "request_id")
    op.create_table(
        "loan_cards",
        *_every_row("loan_cards"),
        *map(_id, ("case_id", "request_id", "call_id")),
        _word("kind"),
        _word("qualification"),
        sa.Column("spoken", sa.JSON(), nullable=False),
        sa.Column("slots", sa.JSON(), nullable=False),
        _moment("shown_at"),
        _word("status"),
        _moment("chosen_at", nullable=True),
        sa.Column("chosen_by", sa.Uuid(), nullable=True),
        _moment("consent_by", nullable=True),
        _moment("ended_at", nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        _user("loan_cards", "chosen_by"),
        _belongs("loan_cards", "lending_calls", "call_id", cascade=True),
    )
    _index("loan_cards", "case_id", "status")
    _index("loan_cards", "call_id")
    op.create_table(
        "loan_inquiries",
        *_every_row("loan_inquiries"),
        _municipality("loan_inquiries", "from_municipality_id"),
        *_wish(),
        _moment("sent_at"),
        _moment("answer_by"),
        _word("status"),
        _moment("ended_at", nullable=True),
    )
    _index("loan_inquiries", "status", "answer_by")
    _index("loan_inquiries", "sent_at")
    op.create_table(
        "loan_candidates",
        *_every_row("loan_candidates"),
        _id("inquiry_id"),
        _id("person_id"),
        _moment("asked_at"),
        _id("asked_by"),
        _moment("answer_by"),
        _word("status"),
        *(_moment(name, nullable=True) for name in ("willing_at", "consented_at", "ended_at")),
        _user("loan_candidates", "asked_by"),
        _belongs("loan_candidates", "loan_inquiries", "inquiry_id", cascade=True),
        _belongs("loan_candidates", "pool_people", "person_id"),
        sa.UniqueConstraint(
            "municipality_id",
            "inquiry_id",
            "person_id",
            name="uq_loan_candidates_municipality_id_inquiry_id_person_id",
        ),
    )
    _index("loan_candidates", "person_id", "status")
    op.create_table(
        "lending_counts",
        *_every_row("lending_counts"),
        sa.Column("quarter", sa.Text(), nullable=False),
        _municipality("lending_counts", "region_id"),
        sa.Column("language", sa.Text(), nullable=False),
        _word("figure"),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "municipality_id", "quarter", "region_id", "language", "figure", name="uq_lending_counts_once"
        ),
    )


def downgrade() -> None:
    for table in (
        "lending_counts", "loan_candidates", "loan_inquiries", "loan_cards", "lending_calls",
        "lending_requests", "lending_agreements",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("pool_people", "lent")
    op.drop_column("pool_people", "reserved_for")


def _every_row(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{table}_municipality_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{table}_municipality_id_id"),
    )


def _wish() -> Sequence[sa.Column]:
    return (
        sa.Column("languages_sealed", sa.LargeBinary(), nullable=True),
        *map(_word, WISH),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
    )


def _id(name: str) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=False)


def _word(name: str) -> sa.Column:
    return sa.Column(name, sa.String(40), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _municipality(table: str, name: str) -> sa.Column:
    return sa.Column(
        name, sa.Uuid(), sa.ForeignKey("municipalities.id", name=f"fk_{table}_{name}"), nullable=False
    )


def _user(table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], ["users.id"], name=f"fk_{table}_{name}")


def _belongs(table: str, other: str, name: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id", name],
        [f"{other}.municipality_id", f"{other}.id"],
        name=f"fk_{table}_municipality_id_{name}",
        ondelete="CASCADE" if cascade else None,
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_municipality_id_{'_'.join(columns)}", table, ["municipality_id", *columns])
