"""The parties choose: their word on the persons, recorded by the case lead (§ 2(1) MediationsG)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.moves import PROGRAM, Actor, transition
from app.cases.models import Case, Party
from app.cases.rules.status import Status, Verb, Who
from app.database import db
from app.events import publish
from app.labels import N_
from app.referrals.actions.answering import release
from app.referrals.actions.holding import insist_on_consent
from app.referrals.events import OfficeWaived, PartiesApproved, PartyApproved, PartyRefused
from app.referrals.models import Approval, Offer, Referral
from app.referrals.queries import seats
from app.referrals.queries.colleagues import of_reporting_office
from app.referrals.rules import OfferStatus, Reason
from app.refusals import NotAllowed, NotFound, Outrun

OTHERS = N_(
    "Inzwischen ist für einen Platz eine andere Person da. Bitte sehen Sie sich die Personen noch einmal an "
    "und fragen Sie die Partei nach ihnen."
)
OFFICE = N_(
    "Inzwischen ist anderes darüber bekannt, wer in der Stelle arbeitet, die den Fall gemeldet hat. "
    "Bitte sehen Sie sich die Personen noch einmal an und sagen Sie es der Partei."
)


def approve(
    case_id: UUID,
    party_id: UUID,
    *,
    by: Actor,
    at: datetime,
    shown: Collection[UUID] | None = None,
    told: Collection[UUID] | None = None,
) -> None:
    """A party agrees to all persons of the search; when the last one does, contact data open.

    ``shown``: the offers of the persons that it was asked about; ``told``: of those who work in the reporting
    office, so that its yes is one to that, too. ``Outrun`` if either is different by now.
    """
    case, party, referral, offers = _asked(case_id, party_id, by)
    insist_on_consent(case)
    if shown is not None and set(shown) != {offer.id for offer in offers}:
        raise Outrun(OTHERS)
    reporting = of_reporting_office([offer.id for offer in offers])
    if told is not None and set(told) != reporting:
        raise Outrun(OFFICE)
    known = seats.approvals(referral.id)
    new = [offer for offer in offers if (party.id, offer.id) not in known]
    db.session.add_all(_said(party, offer, approved=True, by=by, at=at) for offer in new)
    db.session.flush()
    publish(
        PartyApproved(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            referral_id=referral.id,
            party_id=party.id,
            party=party.label,
        )
    )
    for offer in new:
        if offer.id in reporting:
            publish(_waived(party, offer, by=by, at=at))
    if db.session.scalar(_is_complete(referral)):
        referral.approved_at = at
        publish(PartiesApproved(case_id=case.id, actor_id=by.id, at=at, referral_id=referral.id))


def refuse(case_id: UUID, party_id: UUID, offer_id: UUID, *, by: Actor, at: datetime) -> None:
    """A party does not want this person: the seat is free, and the search goes on without her."""
    case, party, referral, offers = _asked(case_id, party_id, by)
    offer = next((one for one in offers if one.id == offer_id), None)
    if offer is None:
        raise NotFound
    db.session.add(_said(party, offer, approved=False, by=by, at=at))
    db.session.flush()
    publish(
        PartyRefused(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            referral_id=referral.id,
            party_id=party.id,
            party=party.label,
            offer_id=offer.id,
            seat=seats.seat_of(offer).position,
        )
    )
    release(offer, case, Reason.PARTY_DECLINED, who=Who.SYSTEM, by=by.id, at=at)
    transition(case, Verb.SEARCH_AGAIN, by=PROGRAM, at=at)


def _asked(case_id: UUID, party_id: UUID, by: Actor) -> tuple[Case, Party, Referral, list[Offer]]:
    """What the party is asked about: the accepted persons, once every seat has one."""
    case = seats.locked(case_id)
    if Who.CASE_LEAD not in by.relations:
        raise NotAllowed(N_("Das hält die Fallverantwortung fest."))
    party = db.session.scalar(sa.select(Party).where(Party.id == party_id, Party.case_id == case.id))
    if party is None:
        raise NotFound
    referral = seats.current(case.id)
    if case.status is not Status.PROPOSED or referral is None:
        raise NotAllowed(N_("Die Parteien entscheiden, sobald alle Plätze zugesagt sind."))
    places = seats.seats_with_offers(referral.id)
    offers = [one for _, asked in places for one in asked if one.status is OfferStatus.ACCEPTED]
    if len(offers) < len(places):
        raise NotAllowed(N_("Die Parteien entscheiden, sobald alle Plätze zugesagt sind."))
    return case, party, referral, offers


def _said(party: Party, offer: Offer, *, approved: bool, by: Actor, at: datetime) -> Approval:
    return Approval(
        case_id=offer.case_id,
        referral_id=offer.referral_id,
        party_id=party.id,
        offer_id=offer.id,
        approved=approved,
        at=at,
        by=by.id,
    )


def _waived(party: Party, offer: Offer, *, by: Actor, at: datetime) -> OfficeWaived:
    return OfficeWaived(
        case_id=offer.case_id,
        actor_id=by.id,
        at=at,
        party_id=party.id,
        party=party.label,
        offer_id=offer.id,
        seat=seats.seat_of(offer).position,
    )


def _is_complete(referral: Referral) -> sa.Select[bool]:
    """No accepted person of this search is without the word of some party."""
    lacking = sa.exists().where(
        Offer.municipality_id == referral.municipality_id,
        Offer.referral_id == referral.id,
        Offer.status == OfferStatus.ACCEPTED,
        sa.not_(seats.approved_by_all()),
    )
    return sa.select(sa.not_(lacking))
