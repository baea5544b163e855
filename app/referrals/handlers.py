"""What a search does when something happens to its case or its people, and what it answers when asked."""

from collections.abc import Iterable
from uuid import UUID

from app.cases.events import CaseMoved, ConsentWithdrawn, GuardsMet, MediatorsOf
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status
from app.mediators.events import AbsenceSet, PersonLeft
from app.referrals.actions import closing, leaving
from app.referrals.queries import guards, seats
from app.referrals.rules import Reason


def case_moved(event: CaseMoved) -> None:
    if event.status is Status.CLOSED:
        closing.end(event.case_id, by=event.actor_id, at=event.at)
    elif event.status is Status.PAUSED:
        closing.stop_asking(event.case_id, Reason.CASE_PAUSED, by=event.actor_id, at=event.at)
    elif event.before is Status.PAUSED:
        closing.go_on(event.case_id, at=event.at)


def consent_withdrawn(event: ConsentWithdrawn) -> None:
    closing.lose_consent(event.case_id, by=event.actor_id, at=event.at)


def person_left(event: PersonLeft) -> None:
    leaving.leave(event.person_id, by=event.actor_id, at=event.at)


def absence_set(event: AbsenceSet) -> None:
    leaving.be_away(
        event.person_id, first_day=event.first_day, last_day=event.last_day, by=event.actor_id, at=event.at
    )


def guards_met(question: GuardsMet) -> Iterable[Guard]:
    return guards.met(question.case_id)


def mediators_of(question: MediatorsOf) -> Iterable[UUID]:
    return seats.accepted_users(question.case_id)
