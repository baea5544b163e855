"""What a search does when something happens to its case or its people, and what it answers when asked."""

from collections.abc import Iterable
from uuid import UUID

from app.cases.events import (
    CaseMoved,
    ConsentsRecorded,
    ConsentWithdrawn,
    GuardsMet,
    MediatorsOf,
    PartyDecided,
)
from app.cases.queries.consents import agreed_by_all
from app.cases.rules.consent import TO_MEDIATE, Purpose
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status
from app.events import CaseEvent
from app.mediators.events import AbsenceSet, Engagement, EngagementsOf, HoursOf, PersonLeft, PersonRests
from app.referrals.actions import closing, guests, helping, interpreters, leaving
from app.referrals.appointments import INTERPRETING, GuestKind
from app.referrals.queries import burden, guards, seats, sessions
from app.referrals.rules import SEEKING, Reason


def case_moved(event: CaseMoved) -> None:
    if event.status is Status.CLOSED:
        closing.end(event.case_id, by=event.actor_id, at=event.at)
    elif event.status is Status.MATCHING:
        closing.keep_best(event.case_id, by=event.actor_id, at=event.at)
    elif event.status is Status.PAUSED:
        closing.stop_asking(event.case_id, Reason.CASE_PAUSED, by=event.actor_id, at=event.at)
    elif event.before is Status.PAUSED:
        closing.go_on(event.case_id, at=event.at)


def consent_withdrawn(event: ConsentWithdrawn) -> None:
    if event.closes(Purpose.INTERPRETER):
        kinds = GuestKind if event.closes() else INTERPRETING
        guests.take_back_word(event.party_id, *kinds, by=event.actor_id, at=event.at)
    if event.closes(*TO_MEDIATE):
        closing.lose_consent(event.case_id, by=event.actor_id, at=event.at)


def party_decided(event: PartyDecided | ConsentsRecorded) -> None:
    """A no of a child binds, too, whenever it is said."""
    case = seats.locked(event.case_id)
    if case.status in SEEKING and not agreed_by_all(case, *TO_MEDIATE):
        closing.lose_consent(case.id, by=event.actor_id, at=event.at)


def person_left(event: PersonLeft) -> None:
    leaving.leave(event.person_id, by=event.actor_id, at=event.at)
    interpreters.leave(event.person_id, by=event.actor_id, at=event.at)


def person_rests(event: PersonRests) -> None:
    leaving.rest(event.person_id, by=event.actor_id, at=event.at)


def absence_set(event: AbsenceSet) -> None:
    leaving.be_away(
        event.person_id, first_day=event.first_day, last_day=event.last_day, by=event.actor_id, at=event.at
    )


def loan_asked(event: CaseEvent) -> None:
    helping.look(event.case_id, at=event.at, asked=True, by=event.actor_id)


def loan_withdrawn(event: CaseEvent) -> None:
    helping.look(event.case_id, at=event.at, lost=helping.ANY)


def nobody_to_lend(event: CaseEvent) -> None:
    """For a seat everybody has been asked then; an interpreter can still be found outside."""
    helping.look(event.case_id, at=event.at, lost={helping.Help.INTERPRETER})


def guards_met(question: GuardsMet) -> Iterable[Guard]:
    return guards.met(question.case_id)


def mediators_of(question: MediatorsOf) -> Iterable[UUID]:
    return seats.accepted_users(question.case_id)


def hours_of(question: HoursOf) -> Iterable[tuple[UUID, int]]:
    return burden.hours_of(question.person_ids, question.at).items()


def engagements_of(question: EngagementsOf) -> Iterable[Engagement]:
    return sessions.engagements(question.person_ids, question.at)
