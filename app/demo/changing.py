"""What the demo changes after it was sent: a phone, a stage, a district; the districts; an account."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.actions.address import want_for
from app.accounts.models import User
from app.accounts.rules import AddressReason
from app.cases.actions import changes, contact, examine
from app.cases.actions.moves import Actor
from app.cases.models import Case, CaseLead, LeadKind, Party
from app.cases.rules.changes import Cause, Facts, Why
from app.cases.rules.intake import AccessNeed
from app.cases.rules.report import PartyContact, ReportedParty
from app.cases.rules.status import Status, Who
from app.database import db
from app.demo.people import Town
from app.districts import actions as districts

AT_WORK = (Status.CLARIFY, Status.MATCHING)
MOVED = Why(Cause.CHANGED, "Die Familie hat seit dem Monatsanfang eine neue Nummer.")
WRONG = Why(Cause.MISTAKE, "Das Haus liegt schon jenseits der Bahnlinie.")
HARDER = "Es gab einen Aushang mit Vorwürfen im Treppenhaus."


def settle(town: Town, *, now: datetime) -> None:
    """In the first cases that are at work: each change by the lead, with its reason."""
    lead = Actor(town.people["fall"], frozenset({Who.CASE_LEAD}))
    cases = _led_by(town.people["fall"])
    district = town.districts["Altfeld"]
    for case in cases[:1]:
        _change_phone(case, by=lead, at=now - timedelta(hours=2))
        facts = Facts(
            category=case.category,
            setting=case.setting,
            district_id=district.id,
            since_month=case.since_month,
            priority=case.priority,
        )
        changes.change_facts(case, facts, WRONG, by=lead, at=now - timedelta(minutes=90))
    for case in cases[1:2]:
        rating = examine.Rating((case.glasl_stage or 1) + 1, HARDER)
        examine.rate_stage(case, rating, by=town.people["fall"], at=now - timedelta(minutes=45))
    db.session.flush()
    _leave_behind(by=town.people["admin"], at=now - timedelta(days=30))
    _marry(town.people["meldung"], by=town.people["admin"], at=now - timedelta(hours=1))


def _marry(user_id: UUID, *, by: UUID, at: datetime) -> None:
    """Somebody has another name, and so another mailbox; she has not opened the link yet."""
    married = db.session.get_one(User, user_id)
    want_for(married, "meldung.neu@musterkreis.example", reason=AddressReason.RENAMED, by=by, at=at)


def _leave_behind(*, by: UUID, at: datetime) -> None:
    """A part of the municipality in which nobody lives any more."""
    left = districts.add("Alte Kaserne", lies=(51.990, 8.398), by=by, at=at)
    districts.retire(left.id, by=by, at=at)


def _led_by(user_id: UUID) -> Sequence[Case]:
    led = sa.exists().where(
        CaseLead.case_id == Case.id,
        CaseLead.municipality_id == Case.municipality_id,
        CaseLead.user_id == user_id,
        CaseLead.kind == LeadKind.LEAD,
        CaseLead.ends_at.is_(None),
    )
    query = sa.select(Case).where(Case.status.in_(AT_WORK), Case.accepted_at.is_not(None), led)
    return db.session.scalars(query.order_by(Case.submitted_at.desc(), Case.number)).all()


def _change_phone(case: Case, *, by: Actor, at: datetime) -> None:
    query = sa.select(Party).where(Party.case_id == case.id).order_by(Party.position)
    party = db.session.scalars(query).first()
    if party is None:
        return
    told = replace(_told(party), contact=replace(_contact(party), phone="0221 4710888"))
    contact.keep_party(case, party.id, told, by=by, at=at, seen=contact.Seen(why=MOVED))


def _told(party: Party) -> ReportedParty:
    return ReportedParty(
        kind=party.kind,
        minor=party.minor,
        language_answer=party.language_answer,
        languages=party.tongues,
        needs=tuple(AccessNeed(code) for code in (party.needs or "").split()),
        contact_agreed=party.contact_agreed,
        contact=_contact(party),
    )


def _contact(party: Party) -> PartyContact:
    return PartyContact(
        name=party.name,
        phone=party.phone,
        email=party.email,
        address=party.address,
        best_time=party.best_time,
        channel=party.channel,
        protected=party.address_protected,
    )
