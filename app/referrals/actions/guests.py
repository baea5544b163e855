"""Third persons at an appointment: only with everybody's word, recorded one by one (§ 2(4) MediationsG)."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.cases.models import Party
from app.cases.queries.consents import words_of_party
from app.cases.rules.consent import Purpose
from app.database import db, insert_once
from app.events import publish
from app.labels import N_
from app.municipalities.scope import here
from app.referrals.actions.holding import Held, at_work, still_open, still_to_come
from app.referrals.appointments import INTERPRETING, GuestKind, insist_on_professional, written
from app.referrals.events import GuestAdded, GuestAgreed, GuestRefused, GuestRemoved
from app.referrals.models import GuestConsent, Meeting, MeetingGuest, MeetingKind
from app.referrals.queries import appointments
from app.referrals.queries.sessions import stands
from app.refusals import NotAllowed, NotFound, NotYours

MOST_GUESTS = 6
A_MEDIATOR = N_("Eine Mediator:in")


def add(  # noqa: PLR0913 - the fields of a guest
    referral_id: UUID,
    meeting_id: UUID,
    kind: GuestKind,
    *,
    name: str,
    by: UUID,
    at: datetime,
    person_id: UUID | None = None,
) -> None:
    """Somebody is to come along; counts as not agreed until everybody has said yes."""
    held, meeting = _held(referral_id, meeting_id, by=by, at=at)
    still_to_come(meeting, at)
    insist_on_professional(kind, session=meeting.kind is MeetingKind.SESSION)
    query = sa.select(MeetingGuest).where(MeetingGuest.meeting_id == meeting.id)
    known = db.session.scalars(query).all()
    if any((one.kind, one.name) == (kind, name.strip()) for one in known):
        return  # the second click of a double one
    if len(known) >= MOST_GUESTS:
        raise NotAllowed(N_("Mehr als %(most)s dritte Personen sind nicht vorgesehen."), most=MOST_GUESTS)
    guest = MeetingGuest(
        id=uuid4(),
        case_id=held.case.id,
        meeting_id=meeting.id,
        kind=kind,
        person_id=person_id,
        added_at=at,
        added_by=by,
    )
    guest.name = name.strip()
    db.session.add(guest)
    db.session.flush()
    publish(GuestAdded(guest=kind, when=written(meeting.starts_at), **_fact(meeting, by, at)))
    _own_word(held, guest, by=by, at=at)


def say(  # noqa: PLR0913, PLR0917 - whose word, on whom
    referral_id: UUID,
    meeting_id: UUID,
    guest_id: UUID,
    from_id: UUID,
    *,
    agreed: bool,
    by: UUID,
    at: datetime,
) -> None:
    """Record what a party says, or what one says oneself; nobody speaks for the other mediator."""
    held, meeting = _held(referral_id, meeting_id, by=by, at=at)
    guest = _guest(meeting, guest_id)
    found = appointments.one(held.referral.id, meeting.id, at, disclose=False)
    words = next(one.words for one in found.guests if one.id == guest.id)
    word = next((one for one in words if one.from_id == from_id), None)
    if word is None:
        raise NotFound
    if word.user_id not in {None, by}:
        raise NotYours(N_("Das kann nur die andere Mediator:in selbst sagen."))
    if word.agreed is agreed:
        return
    if agreed and word.user_id is None and guest.kind in INTERPRETING:
        _insist_on_consent(from_id, word.whose)
    _record(guest, from_id, agreed=agreed, by=by, at=at)
    said = GuestAgreed if agreed else GuestRefused
    whose = A_MEDIATOR if word.user_id else word.whose
    publish(said(guest=guest.kind, whose=whose, **_fact(meeting, by, at)))


def remove(referral_id: UUID, meeting_id: UUID, guest_id: UUID, *, by: UUID, at: datetime) -> None:
    """The person does not come along."""
    _, meeting = _held(referral_id, meeting_id, by=by, at=at)
    _take_out(_guest(meeting, guest_id), meeting, by=by, at=at)


def take_out_of_all(case_id: UUID, person_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Whoever interprets in a case no more comes to none of its appointments."""
    query = (
        sa.select(MeetingGuest, Meeting)
        .join(Meeting, _its_meeting())
        .where(
            MeetingGuest.case_id == case_id,
            MeetingGuest.person_id == person_id,
            Meeting.starts_at > at,
            *stands(),
        )
        .order_by(Meeting.starts_at, MeetingGuest.id)
    )
    for guest, meeting in db.session.execute(query).all():
        _take_out(guest, meeting, by=by, at=at)


def take_back_word(party_id: UUID, *kinds: GuestKind, by: UUID | None, at: datetime) -> None:
    """A party took its consent back: at appointments to come it agrees to none of these any more."""
    query = (
        sa.select(MeetingGuest, Meeting)
        .join(Meeting, _its_meeting())
        .join(
            GuestConsent,
            sa.and_(
                GuestConsent.guest_id == MeetingGuest.id,
                GuestConsent.municipality_id == MeetingGuest.municipality_id,
            ),
        )
        .where(
            GuestConsent.from_id == party_id,
            GuestConsent.agreed.is_(True),
            MeetingGuest.kind.in_(kinds),
            Meeting.starts_at > at,
            *stands(),
        )
        .order_by(Meeting.starts_at, MeetingGuest.id)
    )
    label = db.session.get_one(Party, party_id).label
    for guest, meeting in db.session.execute(query).all():
        if by is not None:
            _record(guest, party_id, agreed=False, by=by, at=at)
            publish(GuestRefused(guest=guest.kind, whose=label, **_fact(meeting, by, at)))


def _held(referral_id: UUID, meeting_id: UUID, *, by: UUID, at: datetime) -> tuple[Held, Meeting]:
    """Whose word is missing may be recorded until the appointment is reported."""
    held = at_work(referral_id, by, at)
    meeting = held.meeting(meeting_id)
    still_open(meeting)
    return held, meeting


def _guest(meeting: Meeting, guest_id: UUID) -> MeetingGuest:
    query = sa.select(MeetingGuest).where(MeetingGuest.id == guest_id, MeetingGuest.meeting_id == meeting.id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _insist_on_consent(party_id: UUID, whose: str) -> None:
    """A word on one interpreter never stands over a no to all of them."""
    if words_of_party(party_id).refuses(Purpose.INTERPRETER):
        raise NotAllowed(
            N_(
                "%(party)s möchte nicht, dass Name und Termin an Dolmetschende gehen. Das kann nur die "
                "Fallverantwortung neu festhalten."
            ),
            party=whose,
        )


def _own_word(held: Held, guest: MeetingGuest, *, by: UUID, at: datetime) -> None:
    """Whoever brings somebody along agrees by that."""
    _record(guest, held.own.offer.person_id, agreed=True, by=by, at=at)


def _record(guest: MeetingGuest, from_id: UUID, *, agreed: bool, by: UUID, at: datetime) -> None:
    values: dict[str, Any] = {"agreed": agreed, "at": at, "by": by}
    key = ("municipality_id", "guest_id", "from_id")
    new = insert_once(GuestConsent, key, municipality_id=here(), guest_id=guest.id, from_id=from_id, **values)
    if not new:
        db.session.execute(
            sa.update(GuestConsent)
            .where(GuestConsent.guest_id == guest.id, GuestConsent.from_id == from_id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def _take_out(guest: MeetingGuest, meeting: Meeting, *, by: UUID | None, at: datetime) -> None:
    kind = guest.kind
    db.session.delete(guest)
    db.session.flush()
    publish(GuestRemoved(guest=kind, when=written(meeting.starts_at), **_fact(meeting, by, at)))


def _its_meeting() -> sa.ColumnElement[bool]:
    return sa.and_(
        Meeting.id == MeetingGuest.meeting_id, Meeting.municipality_id == MeetingGuest.municipality_id
    )


def _fact(meeting: Meeting, by: UUID | None, at: datetime) -> dict[str, Any]:
    return {"case_id": meeting.case_id, "actor_id": by, "at": at, "meeting_id": meeting.id}
