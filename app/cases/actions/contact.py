"""The lead speaks with the parties: tries, decisions, consent and its withdrawal."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.changes import forget_former, record
from app.cases.actions.holding import LEAD, hold, only
from app.cases.actions.moves import Actor
from app.cases.actions.naming import write_contact, write_needs
from app.cases.actions.report import receive
from app.cases.events import (
    ConsentWithdrawn,
    ContactAgreed,
    ContactTried,
    FieldRevealed,
    PartyDecided,
    PartyKept,
)
from app.cases.models import Case, ContactAttempt, Party
from app.cases.queries import facts as evidence
from app.cases.queries import shown as pages
from app.cases.queries.access import leads_alone
from app.cases.queries.changes import party_facts
from app.cases.queries.parties import party_of, revealable
from app.cases.rules.changes import Fact, Why, replaced
from app.cases.rules.consent import CONSENT_TEXT, PROTECTED
from app.cases.rules.evidence import consents, withdrawn
from app.cases.rules.intake import Answer, Channel, Participation
from app.cases.rules.report import ReportedParty
from app.cases.rules.status import Status, Who, is_open
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import LOCAL, local
from app.refusals import NotAllowed
from app.versions import insist

#: A withdrawal is received by everybody who works on the case.
MAY_RECEIVE_WITHDRAWAL = frozenset({Who.CASE_LEAD, Who.COORDINATION, Who.MEDIATOR})

_BEFORE_CONTACT = frozenset({Status.NEW, Status.TRIAGE, Status.INFO, Status.ACCEPTED})


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What a party said yes to: on which day, in which language, in which way."""

    day: date
    language: str
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class Seen:
    """On which page somebody has decided: the seal of what it had shown; and why something changes."""

    shown: str | None = None
    why: Why | None = None


NOWHERE = Seen()


def keep_party(  # noqa: PLR0913 - whom, what, by whose word, when, and how it came to that
    case: Case, party_id: UUID, told: ReportedParty, *, by: Actor, at: datetime, seen: Seen = NOWHERE
) -> None:
    """Keep what is known of a party; its names arrive the first time they are given.

    Raises ``Outrun`` if the party was changed since the page was shown, and ``Wanting`` if something that
    others rely on since the case was accepted changes without a reason.
    """
    party = _begin(case, party_id, by)
    db.session.refresh(party, with_for_update=True)
    insist(seen.shown, pages.party(party))
    if party.address_protected and not told.contact.protected:
        _insist_on_lead(case, by, at=at)
    before, shown = party_facts(party), pages.party(party)
    write_needs(party, told)
    if told.contact.given and party.data_received_at is None and by.id is not None:
        db.session.flush()
        receive(party, told.contact, by=by.id, at=at)
    else:
        write_contact(party, told.contact)
    changed = replaced(before, party_facts(party)) if case.accepted_at is not None else ()
    record(case, changed, seen.why, by=by.id, at=at, party=party)
    if party.address_protected:
        forget_former(party.id, Fact.ADDRESS)
    if not changed and pages.party(party) != shown:
        publish(PartyKept(case_id=case.id, actor_id=by.id, at=at, party_id=party.id, party=party.label))


def agree_to_contact(case: Case, party_id: UUID, *, by: Actor, at: datetime) -> None:
    """A pseudonymised party may be contacted; the reporting office can add its name then."""
    party = _begin(case, party_id, by)
    if party.contact_agreed is Answer.YES:
        return
    party.contact_agreed = Answer.YES
    publish(ContactAgreed(case_id=case.id, actor_id=by.id, at=at, party_id=party.id, party=party.label))


def try_contact(
    case: Case, party_id: UUID, *, attempt_id: UUID, reached: bool, by: Actor, at: datetime
) -> None:
    """Log one try; the same ``attempt_id`` counts once. What was said is not kept."""
    party = _begin(case, party_id, by)
    _insist_on_contact(case)
    if db.session.get(ContactAttempt, attempt_id) is not None:
        return
    db.session.add(
        ContactAttempt(id=attempt_id, case_id=case.id, party_id=party.id, at=at, by=by.id, reached=reached)
    )
    first = reached and party.first_contact_at is None
    if first:
        party.first_contact_at = at
    db.session.flush()
    publish(
        ContactTried(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            party_id=party.id,
            party=party.label,
            first=first,
            all_tried=_all_tried(case),
        )
    )


def decide(  # noqa: PLR0913 - what a party said, who heard it and when, and on which page
    case: Case,
    party_id: UUID,
    participation: Participation,
    *,
    consent: Consent | None,
    by: Actor,
    at: datetime,
    shown: str | None = None,
) -> None:
    """Record whether a party takes part, which is always its own decision; with its consent if it does.

    Of a closed case too: with a new consent it can be opened again.
    """
    agrees = participation is Participation.AGREED
    party = _begin(case, party_id, by, closed=agrees)
    _insist_on_contact(case)
    consented = consents(evidence.party_facts(party), since=case.closed_at or case.reopened_after)
    if party.participation is participation and (consented or not agrees):
        return
    insist(shown, pages.decision(party))
    if consented and not agrees:
        raise NotAllowed(
            N_("%(party)s hat eingewilligt. Bitte halten Sie dafür die Rücknahme fest."), party=party.label
        )
    first = agrees and is_open(case.status) and not _anybody_consented(case)
    before, party.participation = party.participation, participation
    if agrees:
        _consent(party, consent, at=at)
    publish(
        PartyDecided(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            party_id=party.id,
            party=party.label,
            first_consent=first,
            all_decided=_all_decided(case),
            before=before,
            after=participation,
        )
    )


def withdraw(case: Case, party_id: UUID, *, by: Actor, at: datetime) -> None:
    """A party takes its consent back: from this moment on, without a reason (Art. 7 (3) GDPR)."""
    only(MAY_RECEIVE_WITHDRAWAL, by.relations)
    hold(case)
    party = party_of(case.id, party_id)
    if withdrawn(evidence.party_facts(party)):
        return
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))
    party.withdrawn_at, party.participation = at, Participation.DECLINED
    forget_former(party.id)
    publish(ConsentWithdrawn(case_id=case.id, actor_id=by.id, at=at, party_id=party.id, party=party.label))


def reveal(case: Case, party_id: UUID, field: str, *, by: Actor, at: datetime) -> None:
    """Somebody who isn't lead has one field shown; that is noted for the lead (decision 3)."""
    party = party_of(case.id, party_id)
    if field == PROTECTED:
        _insist_on_lead(case, by, at=at)
    elif field not in revealable(party):
        raise NotAllowed(N_("Dieses Feld lässt sich nicht anzeigen."))
    publish(FieldRevealed(case_id=case.id, actor_id=by.id, at=at, party_id=party.id, field=field))


def _begin(case: Case, party_id: UUID, by: Actor, *, closed: bool = False) -> Party:
    only(LEAD, by.relations)
    hold(case)
    party = party_of(case.id, party_id)
    if not is_open(case.status) and not (closed and case.status is Status.CLOSED):
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))
    return party


def _insist_on_lead(case: Case, by: Actor, *, at: datetime) -> None:
    """A protected address is the lead's alone: not even a deputy sees it or lifts the protection."""
    if by.id is None or not leads_alone(case.id, by.id, at):
        raise NotAllowed(N_("Die geschützte Anschrift ist allein für die Fallverantwortung."))


def _insist_on_contact(case: Case) -> None:
    status = case.paused_from if case.status is Status.PAUSED else case.status
    if status in _BEFORE_CONTACT:
        raise NotAllowed(
            N_("Bitte beginnen Sie zuerst die Kontaktaufnahme; dann können Sie sie hier festhalten.")
        )


def _consent(party: Party, consent: Consent | None, *, at: datetime) -> None:
    if consent is None:
        raise NotAllowed(
            N_("Wer teilnimmt, willigt ein. Bitte halten Sie Tag, Sprache und Weg der Einwilligung fest.")
        )
    given = (
        at if consent.day == local(at).date() else datetime.combine(consent.day, datetime.min.time(), LOCAL)
    )
    if given > at:
        raise NotAllowed(N_("Der Tag der Einwilligung liegt in der Zukunft."))
    if party.withdrawn_at is not None and given <= party.withdrawn_at:
        raise NotAllowed(
            N_("Die neue Einwilligung liegt vor der Rücknahme. Bitte nennen Sie den Tag danach.")
        )
    party.consented_at, party.consent_text = given, CONSENT_TEXT
    party.consent_language, party.consent_channel = consent.language, consent.channel.value


def _anybody_consented(case: Case) -> bool:
    return _any(Party.case_id == case.id, Party.consented_at.is_not(None))


def _all_decided(case: Case) -> bool:
    db.session.flush()
    decided = (Participation.AGREED, Participation.DECLINED)
    return not _any(Party.case_id == case.id, Party.participation.not_in(decided))


def _all_tried(case: Case) -> bool:
    tried = sa.exists().where(
        ContactAttempt.party_id == Party.id, ContactAttempt.municipality_id == Party.municipality_id
    )
    return not _any(Party.case_id == case.id, sa.not_(tried))


def _any(*conditions: sa.ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(sa.select(sa.func.count(Party.id)).where(*conditions)))
