"""What comes in beside the usual report: notes of the doorway, a call that is written down, an addition."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from app.cases.actions import notes, report_follow
from app.cases.actions.notes import Jotted, Writer
from app.cases.models import Case
from app.cases.rules.intake import Category, Inlet
from app.cases.rules.report import Entry, PartyContact, ReportedParty
from app.cases.rules.speech import Reading, Speaking, Tongue
from app.database import db
from app.demo.people import Town
from app.municipalities.rules import OfficeKind

#: Stories (by their place in the table) that came in by phone, and whose second party has to be protected.
BY_PHONE, PROTECTED = 2, 12
LITTLE_GERMAN = Tongue("de", Speaking.LITTLE, Reading.NO)

#: Kind of conflict, district, line, days until the call that was promised.
NOTES = (
    (Category.NOISE, "Weststadt", "Bass am Sonntag, wollte nur wissen, wer helfen kann.", 0),
    (Category.PETS, "Altfeld", "Hund bellt, wenn niemand da ist; Zettel im Treppenhaus gab es schon.", 3),
    (Category.SHARED_SPACE, "Nordheim", "Waschküche: zwei Pläne hängen aus, keiner gilt.", None),
)


def jot_notes(town: Town, *, now: datetime) -> None:
    """What the official has noted in the last days."""
    writer = Writer(town.people["meldung"], town.offices[OfficeKind.PUBLIC_ORDER])
    for number, (category, district, text, days) in enumerate(NOTES):
        told = Jotted(
            id=uuid5(town.id, f"note {number}"),
            category=category,
            district_id=town.districts[district].id,
            text=text,
            call_back_on=None if days is None else now.date() + timedelta(days=days),
        )
        notes.jot(told, by=writer, at=now - timedelta(hours=3 + 20 * number))


def by_phone(day: date) -> Entry:
    return Entry(inlet=Inlet.PHONE, who="Bürgerbüro Altfeld, Durchwahl -114", received_on=day)


def spoken(code: str) -> tuple[Tongue, ...]:
    """Whoever speaks another language speaks a little German, too."""
    if code == "de":
        return (Tongue("de", Speaking.NATIVE),)
    return (Tongue(code, Speaking.NATIVE, Reading.WELL), LITTLE_GERMAN)


def protected(party: ReportedParty) -> PartyContact:
    """The same party with an address that only the lead may see."""
    known = party.contact
    return PartyContact(name=known.name, phone=known.phone, address="Birkenallee 7", protected=True)


def add_to(case_id: UUID, *, by: UUID, at: datetime) -> None:
    """The reporter tells something later."""
    text = "Seit dieser Woche geht es schon am Nachmittag los; beide haben heute wieder angerufen."
    added = report_follow.Addition(uuid5(case_id, "addition"), text)
    report_follow.extend(db.session.get_one(Case, case_id), added, by=by, at=at)
