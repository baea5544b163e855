"""The protected channel of the demo: what the lead has written down, and who was let in."""

from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.queries.access import leads_alone
from app.database import db
from app.demo.people import Town
from app.demo.walk import Walk
from app.localtime import local
from app.protection.actions import people, writing
from app.protection.actions.people import Guest
from app.protection.models import ProtectedChannel
from app.protection.queries.access import Entered, open_channel
from app.protection.rules import Entry, EntryKind, Way

REASON = "Zuständig für Nordheim im Jugendamt; muss die Gefährdung mit uns einschätzen."
#: Hours of work after the one before, and what was written down.
WRITTEN = (
    (
        1,
        EntryKind.NOTE,
        "Beim Hausbesuch am Abend öffnete ein Kind, etwa sieben Jahre alt. Nach eigenen Worten ist es „immer "
        "allein, wenn Mama Nachtschicht hat“. Die Wohnung war dunkel, zu essen war etwas da.",
    ),
    (
        3,
        EntryKind.EXPERT,
        "Mit der Fachkraft der Beratungsstelle telefoniert, ohne Namen. Gewichtige Anhaltspunkte ja, akute "
        "Gefahr nein. Rat: bald mit der Mutter sprechen und Hilfe für die Nächte anbieten.",
    ),
    (
        2,
        EntryKind.SPARED,
        "Die Mutter ist bis Freitag im Schichtdienst nicht zu erreichen; über das Kind lassen wir nichts "
        "ausrichten. Gespräch für Freitag vereinbart.",
    ),
)


def document(walk: Walk) -> None:
    """The lead takes the steps, one after the other."""
    for hours, kind, text in WRITTEN:
        walk.wait(hours=hours)
        day = None if kind is EntryKind.NOTE else local(walk.at).date()
        entry = Entry(id=uuid4(), kind=kind, text=text, happened_on=day)
        writing.write(_entered(walk.case), entry, by=walk.lead, at=walk.at)
        db.session.flush()


def let_in(town: Town, *, now: datetime) -> None:
    """Somebody of the youth office reads along."""
    for case in db.session.scalars(sa.select(Case).join(ProtectedChannel, _of_case())).all():
        lead = town.people["fall"]
        if leads_alone(case.id, lead, now):
            guest = Guest(town.people["jugendamt"], REASON)
            people.let_in(_entered(case), guest, by=lead, at=now - timedelta(hours=1))
            db.session.flush()


def _entered(case: Case) -> Entered:
    channel = open_channel(case.id)
    assert channel is not None  # noqa: S101 - the demo has just opened it
    return Entered(channel, case, Way.LEAD)


def _of_case() -> sa.ColumnElement[bool]:
    return sa.and_(
        ProtectedChannel.case_id == Case.id, ProtectedChannel.municipality_id == Case.municipality_id
    )
