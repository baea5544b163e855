"""What parties say yes and no to becomes rows: one for each word, purpose and party.

Why: each purpose is asked by itself, in a text of a version and a language; a withdrawal and who recorded
it stay in the history; what counts now is a rule over the rows and no longer a column.
Safe while the old code runs: no, it reads the columns that go; stop it first.
Going back: keeps whether a party takes part, its last yes to that and its last withdrawal; loses all other
purposes, the history and which information was handed out.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op

revision = "0019_consents"
down_revision = "0018_language"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
#: What the one consent of before opened: taking part, and the names to mediators.
OPENED = ("TAKE_PART", "MEDIATORS")
WAYS = {"PHONE": "PHONE", "MAIL": "EMAIL", "LETTER": "WRITTEN", "IN_PERSON": "IN_PERSON"}
CHANNELS = {way: channel for channel, way in WAYS.items()}
OLD = ("consented_at", "consent_text", "consent_language", "consent_channel", "withdrawn_at")

parties = sa.table(
    "parties",
    sa.column("id", sa.Uuid()),
    sa.column("municipality_id", sa.Uuid()),
    sa.column("case_id", sa.Uuid()),
    sa.column("minor", sa.Boolean()),
    sa.column("participation", sa.String()),
    sa.column("consented_at", MOMENT),
    sa.column("consent_text", sa.Text()),
    sa.column("consent_language", sa.Text()),
    sa.column("consent_channel", sa.Text()),
    sa.column("withdrawn_at", MOMENT),
)
consents = sa.table(
    "consents",
    sa.column("id", sa.Uuid()),
    sa.column("municipality_id", sa.Uuid()),
    sa.column("case_id", sa.Uuid()),
    sa.column("party_id", sa.Uuid()),
    sa.column("statement_id", sa.Uuid()),
    sa.column("purpose", sa.String()),
    sa.column("said", sa.String()),
    sa.column("said_at", MOMENT),
    sa.column("recorded_at", MOMENT),
    sa.column("by", sa.Uuid()),
    sa.column("way", sa.String()),
    sa.column("language", sa.Text()),
    sa.column("interpreted", sa.Boolean()),
    sa.column("text", sa.Text()),
    sa.column("for_minor", sa.Boolean()),
)
events = sa.table(
    "case_events",
    sa.column("case_id", sa.Uuid()),
    sa.column("at", MOMENT),
    sa.column("actor_id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("facts", sa.JSON()),
)
cases = sa.table("cases", sa.column("id", sa.Uuid()), sa.column("status_since", MOMENT))


def upgrade() -> None:
    _make_consents()
    _make_notices()
    op.add_column(
        "handovers", sa.Column("by_consent", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _take_over()
    for name in ("participation", *OLD):
        op.drop_column("parties", name)


def downgrade() -> None:
    op.add_column("parties", sa.Column("consented_at", MOMENT, nullable=True))
    op.add_column("parties", sa.Column("consent_text", sa.Text(), nullable=True))
    op.add_column("parties", sa.Column("consent_language", sa.Text(), nullable=True))
    op.add_column("parties", sa.Column("consent_channel", sa.Text(), nullable=True))
    op.add_column("parties", sa.Column("withdrawn_at", MOMENT, nullable=True))
    op.add_column("parties", sa.Column("participation", sa.String(40), nullable=False, server_default="OPEN"))
    _give_back()
    op.drop_column("handovers", "by_consent")
    op.drop_table("privacy_notices")
    op.drop_table("consents")


def _make_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("said", sa.String(40), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("way", sa.String(40), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("interpreted", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("for_minor", sa.Boolean(), nullable=False),
        *_keys("consents"),
        sa.UniqueConstraint(
            "municipality_id",
            "statement_id",
            "purpose",
            name="uq_consents_municipality_id_statement_id_purpose",
        ),
    )
    op.create_index("ix_consents_municipality_id_case_id", "consents", ["municipality_id", "case_id"])
    op.create_index(
        "ix_consents_municipality_id_party_id_purpose_said_at",
        "consents",
        ["municipality_id", "party_id", "purpose", "said_at"],
    )


def _make_notices() -> None:
    op.create_table(
        "privacy_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("article", sa.String(40), nullable=False),
        sa.Column("handed_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(40), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("interpreted", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        *_keys("privacy_notices"),
        sa.UniqueConstraint(
            "municipality_id", "statement_id", name="uq_privacy_notices_municipality_id_statement_id"
        ),
    )
    op.create_index(
        "ix_privacy_notices_municipality_id_party_id", "privacy_notices", ["municipality_id", "party_id"]
    )


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["by"], ["users.id"], name=f"fk_{table}_by"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipalities.id"], name=f"fk_{table}_municipality_id"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id", "party_id"],
            ["parties.municipality_id", "parties.id"],
            name=f"fk_{table}_municipality_id_party_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("municipality_id", "id", name=f"uq_{table}_municipality_id_id"),
    )


def _take_over() -> None:
    """Each yes, each withdrawal and each no; who recorded it stands in the history of the case."""
    connection = op.get_bind()
    told, since = _told(connection), dict(connection.execute(sa.select(cases)).all())
    for party in connection.execute(sa.select(parties)).all():
        rows = _words(party, told, since[party.case_id])
        if rows:
            connection.execute(consents.insert(), rows)


def _words(party: Any, told: dict[tuple[str, str], list[Any]], since: datetime) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    decided = told.get(("PartyDecided", str(party.id)), [])
    if party.consented_at is not None:
        way = WAYS.get(party.consent_channel or "")
        text = {"language": party.consent_language, "text": party.consent_text, "way": way}
        yes = _row(party, "YES", party.consented_at, by=decided[-1].actor_id if decided else None)
        statement = {**yes, **text, "for_minor": party.minor}
        rows += [{**statement, "id": uuid4(), "purpose": purpose} for purpose in OPENED]
    if party.withdrawn_at is not None:
        back = told.get(("ConsentWithdrawn", str(party.id)), [])
        rows.append(_row(party, "WITHDRAWN", party.withdrawn_at, by=back[-1].actor_id if back else None))
    elif party.participation == "DECLINED":
        last = decided[-1] if decided else None
        at = max(last.at if last else since, party.consented_at or since)
        rows.append(_row(party, "NO", at, by=last.actor_id if last else None))
    return rows


def _row(party: Any, said: str, at: datetime, *, by: UUID | None) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "municipality_id": party.municipality_id,
        "case_id": party.case_id,
        "party_id": party.id,
        "statement_id": uuid4(),
        "purpose": "TAKE_PART",
        "said": said,
        "said_at": at,
        "recorded_at": at,
        "by": by,
        "way": None,
        "language": None,
        "interpreted": False,
        "text": None,
        "for_minor": False,
    }


def _told(connection: sa.Connection) -> dict[tuple[str, str], list[Any]]:
    """What the histories of the cases tell of decisions, by kind and party, the oldest first."""
    found: dict[tuple[str, str], list[Any]] = {}
    query = sa.select(events).where(events.c.kind.in_(("PartyDecided", "ConsentWithdrawn")))
    for event in connection.execute(query.order_by(events.c.at)):
        found.setdefault((event.kind, str(event.facts.get("party_id"))), []).append(event)
    return found


def _give_back() -> None:
    connection = op.get_bind()
    spoken: dict[UUID, list[Any]] = {}
    query = sa.select(consents).where(consents.c.purpose == "TAKE_PART").order_by(consents.c.said_at)
    for row in connection.execute(query).all():
        spoken.setdefault(row.party_id, []).append(row)
    for party_id, rows in spoken.items():
        connection.execute(parties.update().where(parties.c.id == party_id).values(**_columns(rows)))


def _columns(rows: list[Any]) -> dict[str, Any]:
    yes = next((row for row in reversed(rows) if row.said == "YES"), None)
    no = next((row for row in reversed(rows) if row.said != "YES"), None)
    back = next((row for row in reversed(rows) if row.said == "WITHDRAWN"), None)
    stands = yes is not None and (no is None or yes.said_at > no.said_at)
    return {
        "participation": "AGREED" if stands else "DECLINED",
        "consented_at": yes.said_at if yes else None,
        "consent_text": yes.text if yes else None,
        "consent_language": yes.language if yes else None,
        "consent_channel": CHANNELS.get(yes.way or "") if yes else None,
        "withdrawn_at": back.said_at if back else None,
    }
