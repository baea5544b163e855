"""Sessions by the clock, who is told what, and which guards the search answers."""

from datetime import datetime
from uuid import UUID

import pytest

from app.audit.models import TimelineEntry
from app.cases.events import GuardsMet
from app.cases.queries.access import is_mediator
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status
from app.database import db
from app.events import ask
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals import jobs
from app.referrals.actions import answering, appointments, approving, meetings
from app.referrals.appointments import Wish
from app.refusals import NotAllowed
from tests import make
from tests.referrals import at_work


def _at_work(town: make.Town) -> at_work.Asked:
    found = at_work.approved(town)
    found.case.status = Status.MEDIATION
    db.session.commit()
    return found


def _plan(found: at_work.Asked) -> None:
    by = at_work.user_of(found.people[0])
    appointments.plan(found.referral.id, Wish(starts_at=make.later(hours=2)), by=by, at=make.NOON)
    db.session.commit()


def _told(kind: Kind) -> set[object]:
    return {one.user_id for one in db.session.query(Notification).filter_by(kind=kind)}


def test_the_planned_end_of_a_session_is_noticed_once(town: make.Town) -> None:
    found = _at_work(town)
    _plan(found)

    done = [at_work.run(jobs.end_meetings, make.later(hours=hours)) for hours in (3.9, 4, 5)]

    assert done == [0, 1, 0]
    assert db.session.query(TimelineEntry).filter_by(kind="SessionOver").count() == 1


def test_a_session_that_was_reported_does_not_end_again(town: make.Town) -> None:
    found = _at_work(town)
    _plan(found)
    by = at_work.user_of(found.people[0])
    meeting = db.session.query(meetings.Meeting).filter_by(kind="SESSION").one()
    meetings.report(found.referral.id, meeting.id, held=True, minutes=60, by=by, at=make.later(hours=3))

    assert at_work.run(jobs.end_meetings, make.later(hours=5)) == 0


def test_a_session_that_is_reported_while_the_job_runs_does_not_end_again(town: make.Town) -> None:
    found = _at_work(town)
    _plan(found)
    by = at_work.user_of(found.people[0])
    meeting = db.session.query(meetings.Meeting).filter_by(kind="SESSION").one()
    due = make.later(hours=5)
    meetings.report(found.referral.id, meeting.id, held=True, minutes=60, by=by, at=due)

    assert not meetings.notice_end(meeting.id, at=due)


def test_a_session_that_has_not_begun_was_not_held(town: make.Town) -> None:
    found = _at_work(town)
    _plan(found)
    by = at_work.user_of(found.people[0])
    meeting = db.session.query(meetings.Meeting).filter_by(kind="SESSION").one()

    with pytest.raises(NotAllowed, match="noch nicht begonnen"):
        meetings.report(found.referral.id, meeting.id, held=True, minutes=60, by=by, at=make.NOON)


def test_one_session_that_breaks_holds_up_no_other(town: make.Town, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [_at_work(town) for _ in range(2)]
    for found in cases:
        _plan(found)
    breaking, notice = min(one.id for one in db.session.query(meetings.Meeting)), meetings.notice_end

    def break_once(meeting_id: UUID, *, at: datetime) -> bool:
        assert meeting_id != breaking
        return notice(meeting_id, at=at)

    monkeypatch.setattr(meetings, "notice_end", break_once)

    assert at_work.run(jobs.end_meetings, make.later(hours=5)) == 1


def test_the_same_session_is_entered_once(town: make.Town) -> None:
    found = _at_work(town)
    _plan(found)

    _plan(found)

    assert db.session.query(meetings.Meeting).filter_by(kind="SESSION").count() == 1


def test_the_people_asked_are_told_and_nobody_else(town: make.Town) -> None:
    found = at_work.asked(town)

    told = db.session.query(Notification).filter_by(kind=Kind.OFFER).all()

    assert {one.user_id for one in told} == {person.user_id for person in found.people[:2]}
    assert {one.subject_id for one in told} == {found.offer(person).id for person in found.people[:2]}
    assert {one.answer_by for one in told} == {make.later(days=2, hours=1)}


def test_whoever_sent_the_offers_hears_of_a_no(town: make.Town) -> None:
    found = at_work.asked(town)
    person = found.people[0]

    answering.decline(found.offer(person).id, None, by=at_work.user_of(person), at=make.NOON)

    assert _told(Kind.OFFER_ANSWERED) == {town.coordinator.id}


def test_once_both_have_accepted_the_lead_hears_that_the_parties_are_to_be_asked(town: make.Town) -> None:
    found = at_work.asked(town)

    at_work.accepted(found, *found.people[:2])

    assert town.lead.id in _told(Kind.OFFER_ANSWERED)


def test_approved_mediators_hear_so(town: make.Town) -> None:
    found = at_work.approved(town)

    assert _told(Kind.PERSONS_APPROVED) >= {person.user_id for person in found.people[:2]}


def _guards(found: at_work.Asked) -> set[Guard]:
    return set(ask(GuardsMet(case_id=found.case.id)))


def test_while_people_are_asked_no_seat_counts_as_accepted(town: make.Town) -> None:
    assert _guards(at_work.asked(town)) == {Guard.CANDIDATE_PASSES}


def test_acceptance_brings_the_declaration_but_not_the_parties_word(town: make.Town) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])

    assert _guards(found) == {Guard.CANDIDATE_PASSES, Guard.ALL_SEATS_ACCEPTED, Guard.DISCLOSURE_MADE}


def test_the_parties_word_opens_the_preparation(town: make.Town) -> None:
    assert Guard.PARTIES_APPROVED in _guards(at_work.approved(town))


def test_one_mediator_who_leaves_makes_a_change_possible(town: make.Town) -> None:
    found = at_work.approved(town)
    found.case.status = Status.PREP
    leaving = found.people[0]

    answering.give_back(found.offer(leaving).id, by=at_work.user_of(leaving), at=make.NOON)

    assert {Guard.MEDIATOR_WITHDREW, Guard.SEAT_WITHOUT_OFFER} <= _guards(found)
    assert not is_mediator(found.case.id, at_work.user_of(leaving))
    assert is_mediator(found.case.id, at_work.user_of(found.people[1]))


def test_pretalks_are_done_when_every_party_had_one(town: make.Town) -> None:
    found = at_work.approved(town)
    found.case.status = Status.PREP
    db.session.flush()
    by = at_work.user_of(found.people[0])

    before = []
    for party in at_work.parties(found.case):
        before.append(Guard.PRETALKS_DONE in _guards(found))
        meetings.hold_pretalk(found.referral.id, party.id, minutes=None, by=by, at=make.NOON)

    assert before == [False, False]
    assert Guard.PRETALKS_DONE in _guards(found)


def _exchange(found: at_work.Asked) -> None:
    leaving, _, substitute = found.people[:3]
    answering.give_back(found.offer(leaving).id, by=at_work.user_of(leaving), at=make.later(hours=1))
    db.session.commit()
    at_work.accepted(found, substitute, at=make.later(hours=2))


def test_the_lead_is_told_each_time_that_all_seats_are_taken(town: make.Town) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])

    _exchange(found)

    told = db.session.query(Notification).filter_by(kind=Kind.OFFER_ANSWERED, user_id=town.lead.id)
    assert told.count() == 2


def test_mediators_are_told_each_time_that_the_parties_have_approved(town: make.Town) -> None:
    found = at_work.approved(town)
    _exchange(found)

    for party in at_work.parties(found.case):
        approving.approve(found.case.id, party.id, by=at_work.lead(town), at=make.later(hours=3))

    staying = at_work.user_of(found.people[1])
    told = db.session.query(Notification).filter_by(kind=Kind.PERSONS_APPROVED, user_id=staying)
    assert told.count() == 2
