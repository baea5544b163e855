"""The searches of a case in a large municipality: seats, offers, approvals, meetings."""

from uuid import UUID

from app.cases.rules.status import Status
from app.referrals.models import Approval, Meeting, MeetingKind, Offer, Referral, Seat
from app.referrals.rules import OfferStatus
from bench.making import DAY, MEETING, SEARCHED, SEATED, Making


def add_searches(m: Making) -> None:
    if m.status not in SEARCHED:
        return
    chance = m.chance
    approved = m.at + 12 * DAY if m.status in SEATED else None
    for nth in m.often(1, 4):
        last = nth == (3 if m.long else 0)
        referral = m.add(
            Referral,
            number=nth + 1,
            started_at=m.at + 8 * DAY,
            by=m.lead,
            remote=False,
            approved_at=approved,
            ended_at=None if last else m.at + 10 * DAY,
        )
        m.ids.update(referral_id=referral)
        asked = chance.sample(m.world.pool[1:], 8)
        if m.busy:
            asked[0] = m.world.pool[0]
        for position in range(2):
            _seat(m, referral, position, people=asked[position::2], runs=last)
        if last and approved:
            _meetings(m, referral)


def _seat(m: Making, referral: UUID, position: int, *, people: list[UUID], runs: bool) -> None:
    waits = m.status is Status.PROPOSED and runs
    first = OfferStatus.OFFERED if waits else OfferStatus.ACCEPTED
    statuses = (first, OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.PROPOSED)
    exhausted = m.now if waits and not m.busy and m.chance.random() < 0.1 else None
    seat = m.add(Seat, referral_id=referral, position=position, taken_by=None, exhausted_at=exhausted)
    for rank, (person, status) in enumerate(zip(people, statuses, strict=True)):
        sent = status is not OfferStatus.PROPOSED
        offer = m.add(
            Offer,
            referral_id=referral,
            seat_id=seat,
            person_id=person,
            rank=rank,
            status=status if runs or rank else OfferStatus.WITHDRAWN,
            standby=False,
            offered_at=m.at + 9 * DAY if sent else None,
            answer_by=m.now + m.chance.randint(1, 9) * DAY if sent else None,
            accepted_at=m.at + 10 * DAY if status is OfferStatus.ACCEPTED else None,
            ended_at=m.at + 10 * DAY if status in (OfferStatus.DECLINED, OfferStatus.EXPIRED) else None,
        )
        if rank == 0 and position == 0:
            m.ids.update(offer_id=offer)


def _meetings(m: Making, referral: UUID) -> None:
    shared = {"referral_id": referral, "minutes": 90, "reported_by": m.lead}
    m.add(
        Approval,
        referral_id=referral,
        party_id=m.parties[0],
        offer_id=m.rows.new_id(),
        approved=True,
        at=m.at,
        by=m.lead,
    )
    for n in m.often(3, 30):
        at = m.at + (12 + n) * DAY
        session = m.add(
            Meeting, kind=MeetingKind.SESSION, starts_at=at, held=True, reported_at=at, over_at=at, **shared
        )
        m.ids.update(meeting_id=session)
    if m.status in MEETING:
        m.add(
            Meeting,
            kind=MeetingKind.SESSION,
            starts_at=m.now + m.chance.randint(1, 30) * DAY,
            held=None,
            reported_at=None,
            over_at=None,
            **shared,
        )
