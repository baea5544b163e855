"""An appointment with all that hangs on it: place, third persons, who has confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Party
from app.database import db
from app.localtime import local
from app.referrals.appointments import LENGTH, Consensus, GuestKind, Ring, consensus
from app.referrals.models import (
    GuestConsent,
    Meeting,
    MeetingGuest,
    MeetingKind,
    Seat,
)
from app.referrals.queries.mediating import Mediating, Mediators
from app.referrals.queries.sessions import rings_at
from app.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class Word:
    """What one party or one mediator says of a third person; None: nothing yet."""

    from_id: UUID
    whose: str
    user_id: UUID | None
    """Of a mediator, who can only speak for herself."""
    agreed: bool | None


@dataclass(frozen=True, kw_only=True)
class Guest:
    id: UUID
    kind: GuestKind
    name: str | None
    words: tuple[Word, ...]
    consensus: Consensus

    @property
    def silent(self) -> list[str]:
        """Who has not agreed."""
        return [word.whose for word in self.words if not word.agreed]


def placed(meeting: "Meeting | Appointment") -> dict[str, object]:
    """When and where, as the form that changes it writes it."""
    moment = local(meeting.starts_at)
    return {
        "day": moment.date(),
        "starts": moment.time().replace(microsecond=0),
        "place": "online" if meeting.online else "room",
        "room": meeting.room,
        "link": meeting.link,
    }


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """``room``, ``link`` and the names of guests are None where they may not be shown."""

    id: UUID
    kind: MeetingKind
    party: str | None
    starts_at: datetime
    ends_at: datetime
    begun: bool
    over: bool
    online: bool
    room: str | None
    link: str | None
    sequence: int
    held: bool | None
    minutes: int | None
    cancelled_at: datetime | None
    ask_at: datetime | None
    confirm_by: datetime | None
    seats: int
    mediating: tuple[Mediating, ...]
    guests: tuple[Guest, ...]
    asked: bool
    """The mediators can confirm now."""
    late: bool
    """The time to confirm is over."""

    @property
    def stands(self) -> bool:
        return self.cancelled_at is None and self.held is None

    @property
    def to_come(self) -> bool:
        """Where the office's page lists it."""
        return self.stands and not self.over

    @property
    def silent(self) -> bool:
        """The time to confirm is over, and somebody has not."""
        return self.late and not (self.confirmed and self.agreed)

    @property
    def confirmed(self) -> bool:
        """By both mediators; a pre-talk by one."""
        wanted = self.seats if self.kind is MeetingKind.SESSION else 1
        return sum(one.confirmed_at is not None for one in self.mediating) >= wanted

    @property
    def agreed(self) -> bool:
        """Nobody comes to whom somebody has not agreed (§ 2(4) MediationsG)."""
        return all(guest.consensus is Consensus.AGREED for guest in self.guests)

    def confirmed_by(self, user_id: UUID) -> bool:
        return any(one.user_id == user_id and one.confirmed_at is not None for one in self.mediating)


def one(referral_id: UUID, meeting_id: UUID, at: datetime, *, disclose: bool) -> Appointment:
    """An appointment of this search; ``NotFound`` if it is of another. Five statements."""
    found = _read(
        sa.and_(Meeting.referral_id == referral_id, Meeting.id == meeting_id), at, disclose=disclose
    )
    if not found:
        raise NotFound
    return found[0]


def of_case(case_id: UUID, at: datetime, *, disclose: bool) -> list[Appointment]:
    """All appointments of a case, in the order of time; five statements, however many there are."""
    return _read(Meeting.case_id == case_id, at, disclose=disclose)


def by_id(meeting_id: UUID, at: datetime) -> Appointment | None:
    """For the program itself; shows nothing of place and third persons."""
    found = _read(Meeting.id == meeting_id, at, disclose=False)
    return found[0] if found else None


def _read(which: sa.ColumnElement[bool], at: datetime, *, disclose: bool) -> list[Appointment]:
    query = sa.select(Meeting, rings_at(Ring.ASK), rings_at(Ring.ALERT), _seats()).where(which)
    rows = db.session.execute(query.order_by(Meeting.starts_at, Meeting.id)).all()
    if not rows:
        return []
    ids, case_id = [row[0].id for row in rows], rows[0][0].case_id
    people, parties = Mediators(case_id, ids), _parties(case_id)
    guests = _guests(ids)
    found = []
    for meeting, ask_at, alert_at, seats in rows:
        mediating = people.of(meeting)
        speaking = _speaking(meeting, parties, mediating)
        found.append(
            Appointment(
                id=meeting.id,
                kind=meeting.kind,
                party=parties.get(meeting.party_id) if meeting.party_id else None,
                starts_at=meeting.starts_at,
                ends_at=meeting.starts_at + LENGTH,
                begun=meeting.starts_at <= at,
                over=meeting.starts_at + LENGTH <= at,
                online=meeting.online,
                room=meeting.room if disclose else None,
                link=meeting.link if disclose else None,
                sequence=meeting.sequence,
                held=meeting.held,
                minutes=meeting.minutes,
                cancelled_at=meeting.cancelled_at,
                ask_at=ask_at,
                confirm_by=alert_at,
                seats=seats,
                mediating=mediating,
                guests=tuple(
                    _guest(row, said, speaking, disclose=disclose) for row, said in guests.get(meeting.id, ())
                ),
                late=alert_at is not None and alert_at <= at,
                asked=ask_at is not None and ask_at <= at < meeting.starts_at,
            )
        )
    return found


def _speaking(
    meeting: Meeting, parties: Mapping[UUID, str], mediating: Sequence[Mediating]
) -> tuple[Word, ...]:
    """Whose word on a third person is needed: of a pre-talk, the other parties' is not."""
    asked = [party_id for party_id in parties if meeting.party_id in {None, party_id}]
    return (
        *(Word(from_id=one, whose=parties[one], user_id=None, agreed=None) for one in asked),
        *(Word(from_id=one.person_id, whose=one.name, user_id=one.user_id, agreed=None) for one in mediating),
    )


def _guest(
    row: MeetingGuest, said: Mapping[UUID, bool], speaking: tuple[Word, ...], *, disclose: bool
) -> Guest:
    return Guest(
        id=row.id,
        kind=row.kind,
        name=row.name if disclose else None,
        words=tuple(replace(word, agreed=said.get(word.from_id)) for word in speaking),
        consensus=consensus([word.from_id for word in speaking], said),
    )


def _seats() -> sa.ScalarSelect[int]:
    query = sa.select(sa.func.count(Seat.id)).where(
        Seat.municipality_id == Meeting.municipality_id, Seat.referral_id == Meeting.referral_id
    )
    return query.correlate(Meeting).scalar_subquery()


def _parties(case_id: UUID) -> dict[UUID, str]:
    query = sa.select(Party).where(Party.case_id == case_id).order_by(Party.position)
    return {party.id: party.label for party in db.session.scalars(query)}


def _guests(ids: Sequence[UUID]) -> dict[UUID, list[tuple[MeetingGuest, dict[UUID, bool]]]]:
    """By appointment: the third persons, each with what was said of them."""
    query = (
        sa.select(MeetingGuest, GuestConsent)
        .outerjoin(
            GuestConsent,
            sa.and_(
                GuestConsent.guest_id == MeetingGuest.id,
                GuestConsent.municipality_id == MeetingGuest.municipality_id,
            ),
        )
        .where(MeetingGuest.meeting_id.in_(ids))
        .order_by(MeetingGuest.added_at, MeetingGuest.id)
    )
    found: dict[UUID, tuple[MeetingGuest, dict[UUID, bool]]] = {}
    for guest, word in db.session.execute(query):
        said = found.setdefault(guest.id, (guest, {}))[1]
        if word is not None:
            said[word.from_id] = word.agreed
    by_meeting: dict[UUID, list[tuple[MeetingGuest, dict[UUID, bool]]]] = {}
    for guest, said in found.values():
        by_meeting.setdefault(guest.meeting_id, []).append((guest, said))
    return by_meeting
