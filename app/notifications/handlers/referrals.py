"""Who is told what while mediators are sought and at work."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.accounts.queries import holders
from app.cases.queries.access import responsible
from app.clock import local
from app.database import db
from app.events import CaseEvent
from app.mediators.models import PoolPerson
from app.notifications.actions import tell
from app.notifications.messages import Kind
from app.notifications.queries import number_of
from app.referrals.events import (
    MediatorGaveBack,
    NobodyLeft,
    OfferAnswered,
    OfferSent,
    OfferWithdrawn,
    PartiesApproved,
    ReserveReleased,
    SeatsAccepted,
)
from app.referrals.events.conflicts import ConflictNoted
from app.referrals.models import Offer, Referral
from app.referrals.queries.seats import accepted_users
from app.referrals.rules import OfferStatus, Reason

#: Why a seat was freed, where that is told by itself.
TOLD_ELSEWHERE = frozenset({Reason.CONSENT, Reason.CASE_CLOSED})


def offer_sent(event: OfferSent) -> None:
    _tell_person(event, event.person_id, Kind.OFFER, subject=event.offer_id, answer_by=event.answer_by)


def offer_answered(event: OfferAnswered) -> None:
    """The person who checks hears until when; coordination hears what was decided."""
    if event.answer is OfferStatus.INTERESTED:
        due = db.session.scalar(sa.select(Offer.check_by).where(Offer.id == event.offer_id))
        _tell_person(event, event.person_id, Kind.OFFER_CHECK, subject=event.offer_id, answer_by=due)
        return
    if event.spoken or event.answer in {OfferStatus.EXPIRED, OfferStatus.SUPERSEDED}:
        _tell_person(event, event.person_id, Kind.OFFER_OVER, subject=event.offer_id)
    if event.answer is OfferStatus.SUPERSEDED:
        return
    _tell_searcher(event, Kind.OFFER_ANSWERED, subject=event.offer_id)


def offer_withdrawn(event: OfferWithdrawn) -> None:
    if event.was_asked:
        _tell_person(event, event.person_id, Kind.OFFER_OVER, subject=event.offer_id)


def seat_given_back(event: MediatorGaveBack) -> None:
    """Who leaves, if it was not her own deed; coordination, and whoever mediates on, for now by herself."""
    if event.actor_id is None or not _is_user(event.person_id, event.actor_id):
        _tell_person(event, event.person_id, Kind.OFFER_OVER, subject=event.offer_id)
    if event.reason not in TOLD_ELSEWHERE:
        _tell_searcher(event, Kind.SEAT_FREE, subject=event.offer_id)
        _tell_staying(event)


def nobody_left(event: NobodyLeft) -> None:
    _tell_coordination(event, Kind.NOBODY_LEFT, subject=event.seat_id)


def reserve_released(event: ReserveReleased) -> None:
    """In words, and neutral: nobody is told who came instead.

    Who did something else by which a reserve is lost hears so, too.
    """
    if event.in_words:
        again = event.at.isoformat()
        _tell_person(event, event.person_id, Kind.OFFER_OVER, subject=event.offer_id, occurrence=again)
    if event.lost:
        _tell_coordination(event, Kind.RESERVE_LOST, subject=event.offer_id)


def seats_accepted(event: SeatsAccepted) -> None:
    """The parties are to be asked now: that is the lead's, each time that all seats are taken anew."""
    for user_id in responsible(event.case_id, event.at):
        _tell(event, Kind.OFFER_ANSWERED, user_id, subject=event.referral_id, occurrence=event.at.isoformat())


def conflict_noted(event: ConflictNoted) -> None:
    """The parties can waive it (§ 3(1), (4) MediationsG), and the lead is who asks them."""
    if event.kind.may_be_waived:
        for user_id in responsible(event.case_id, event.at):
            if user_id != event.actor_id:
                _tell(event, Kind.WAIVER_WANTED, user_id, subject=event.conflict_id)


def parties_approved(event: PartiesApproved) -> None:
    again = event.at.isoformat()
    for user_id in accepted_users(event.case_id):
        _tell(
            event,
            Kind.PERSONS_APPROVED,
            user_id,
            role=Role.MEDIATOR,
            subject=event.referral_id,
            occurrence=again,
        )
    _tell_searcher(event, Kind.PERSONS_APPROVED, subject=event.referral_id, occurrence=again)


def _tell_searcher(event: CaseEvent, kind: Kind, *, subject: UUID, occurrence: str = "") -> None:
    """Whoever sent the offers, as long as she coordinates; else all who do."""
    query = sa.select(Referral.by).where(Referral.case_id == event.case_id)
    searcher = db.session.scalar(query.order_by(Referral.number.desc()).limit(1))
    coordinators = holders(Role.COORDINATOR, local(event.at).date())
    for user_id in [searcher] if searcher in coordinators else coordinators:
        if user_id is not None and user_id != event.actor_id:
            _tell(event, kind, user_id, role=Role.COORDINATOR, subject=subject, occurrence=occurrence)


def _tell_staying(event: MediatorGaveBack) -> None:
    referral_id = db.session.scalar(sa.select(Offer.referral_id).where(Offer.id == event.offer_id))
    for user_id in accepted_users(event.case_id):
        if referral_id is not None and user_id != event.actor_id:
            _tell(
                event,
                Kind.SEAT_FREE,
                user_id,
                role=Role.MEDIATOR,
                subject=referral_id,
                occurrence=str(event.offer_id),
            )


def _tell_coordination(event: CaseEvent, kind: Kind, *, subject: UUID) -> None:
    for user_id in holders(Role.COORDINATOR, local(event.at).date()):
        _tell(event, kind, user_id, role=Role.COORDINATOR, subject=subject, occurrence=_stamp(event.at))


def _tell_person(
    event: CaseEvent,
    person_id: UUID,
    kind: Kind,
    *,
    subject: UUID,
    answer_by: datetime | None = None,
    occurrence: str = "",
) -> None:
    user_id = db.session.scalar(sa.select(PoolPerson.user_id).where(PoolPerson.id == person_id))
    if user_id is not None:
        _tell(
            event,
            kind,
            user_id,
            role=Role.MEDIATOR,
            subject=subject,
            answer_by=answer_by,
            occurrence=occurrence,
        )


def _tell(  # noqa: PLR0913 - each value is a field of the notification
    event: CaseEvent,
    kind: Kind,
    user_id: UUID,
    *,
    subject: UUID,
    role: Role | None = None,
    answer_by: datetime | None = None,
    occurrence: str = "",
) -> None:
    tell(
        kind,
        user_id=user_id,
        role=role,
        at=event.at,
        case_id=event.case_id,
        case_number=number_of(event.case_id),
        subject_id=subject,
        answer_by=answer_by,
        not_after=answer_by,
        occurrence=occurrence,
    )


def _is_user(person_id: UUID, user_id: UUID) -> bool:
    return db.session.scalar(sa.select(PoolPerson.user_id).where(PoolPerson.id == person_id)) == user_id


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"
