"""Appointments are planned, moved and cancelled by people; the program asks, reminds, and reports silence."""

from datetime import timedelta

import pytest

from app.audit.models import TimelineEntry
from app.cases.actions import moving
from app.cases.actions.moves import transition
from app.cases.rules.answers import Answers
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Status, Verb
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals import jobs
from app.referrals.actions import answering, appointments, approving, meetings, sending
from app.referrals.models import MeetingAlarm, Offer
from app.referrals.queries.appointments import placed
from app.refusals import NotAllowed, NotFound, Outrun
from app.versions import seal
from tests import make
from tests.referrals import at_work, meeting
from tests.referrals.meeting import FRIDAY, SILENT, THURSDAY, first, second


def _told(kind: Kind) -> list[object]:
    return sorted(str(one.user_id) for one in db.session.query(Notification).filter_by(kind=kind))


def _both(found: at_work.Asked) -> list[str]:
    return sorted([str(first(found)), str(second(found))])


def _happened(kind: str) -> list[dict]:
    return [one.facts for one in db.session.query(TimelineEntry).filter_by(kind=kind)]


def test_a_new_appointment_reaches_both_mediators(town: make.Town) -> None:
    found = meeting.mediating(town)

    meeting.planned(found)

    assert _told(Kind.MEETING_PLANNED) == _both(found)
    assert [fact["when"] for fact in _happened("MeetingPlanned")] == ["05.03.2026, 17:00"]


def test_the_same_appointment_is_entered_once(town: make.Town) -> None:
    found = meeting.mediating(town)

    assert meeting.planned(found) == meeting.planned(found)
    assert len(_happened("MeetingPlanned")) == 1


def test_a_move_counts_up_and_keeps_the_former_time_in_the_timeline(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)

    meeting.moved(found, meeting_id)

    row = meeting.row(meeting_id)
    assert (row.starts_at, row.sequence) == (FRIDAY, 1)
    (fact,) = _happened("MeetingMoved")
    assert (fact["before"], fact["when"]) == ("05.03.2026, 17:00", "06.03.2026, 17:00")
    assert _told(Kind.MEETING_CHANGED) == _both(found)


def test_whoever_has_not_seen_the_last_change_changes_nothing(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    shown = seal(placed(meeting.row(meeting_id)))
    meeting.moved(found, meeting_id)

    with pytest.raises(Outrun):
        meeting.moved(found, meeting_id, FRIDAY + timedelta(days=1), shown=shown)
    db.session.rollback()

    assert meeting.row(meeting_id).starts_at == FRIDAY


def test_the_second_click_of_a_move_is_harmless(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)

    meeting.moved(found, meeting_id)
    meeting.moved(found, meeting_id)

    assert meeting.row(meeting_id).sequence == 1


def test_another_room_is_a_new_version_but_no_new_time(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found, room="Raum 1")
    before = db.session.query(MeetingAlarm).count()

    meeting.moved(found, meeting_id, THURSDAY, room="Raum 2")

    row = meeting.row(meeting_id)
    assert (row.room, row.sequence) == ("Raum 2", 1)
    assert db.session.query(MeetingAlarm).count() == before == 3
    assert "Raum" not in str(_happened("MeetingPlaceChanged"))


def test_a_cancelled_appointment_is_silent(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)

    for _ in range(2):
        appointments.cancel(found.referral.id, meeting_id, by=second(found), at=make.NOON)
    db.session.commit()

    row = meeting.row(meeting_id)
    assert (row.sequence, row.cancelled_by) == (1, second(found))
    assert _told(Kind.MEETING_CANCELLED) == _both(found)
    assert at_work.run(jobs.ring_meetings, SILENT) == 0
    assert at_work.run(jobs.end_meetings, make.later(days=9)) == 0


def test_what_has_begun_is_reported_not_moved_or_cancelled(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)

    with pytest.raises(NotAllowed, match="schon begonnen"):
        meeting.moved(found, meeting_id, at=THURSDAY)
    with pytest.raises(NotAllowed, match="schon begonnen"):
        appointments.cancel(found.referral.id, meeting_id, by=first(found), at=THURSDAY)


def test_an_appointment_moves_into_the_time_to_come(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)

    with pytest.raises(NotAllowed, match="noch kommt"):
        meeting.moved(found, meeting_id, make.NOON - timedelta(days=1))


def test_nobody_else_finds_the_appointment(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)

    with pytest.raises(NotFound):
        appointments.cancel(found.referral.id, meeting_id, by=at_work.user_of(found.people[2]), at=make.NOON)


# What happens around it


def test_a_case_that_rests_moves_and_cancels_nothing_but_says_so(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    answers = Answers(reason="Kur", wake_up_on=make.later(days=20).date())

    moving.make(found.case, Verb.PAUSE, answers, version=None, by=at_work.lead(town), at=make.NOON)
    db.session.commit()

    row = meeting.row(meeting_id)
    assert (row.starts_at, row.sequence, row.cancelled_at) == (THURSDAY, 0, None)
    assert _told(Kind.MEETING_CHECK) == sorted([*_both(found), str(town.lead.id)])
    appointments.cancel(found.referral.id, meeting_id, by=first(found), at=make.NOON)  # people may


def test_a_case_that_closes_cancels_what_was_still_to_come(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)
    past = meeting.planned(found, make.NOON - timedelta(days=1))

    answers = Answers(outcome=Outcome.MED_NONE)
    actor = at_work.coordination(town)
    moving.make(found.case, Verb.END_MEDIATION, answers, version=None, by=actor, at=make.NOON)
    db.session.commit()

    assert meeting.row(meeting_id).cancelled_at == make.NOON
    assert meeting.row(past).cancelled_at is None
    assert _told(Kind.MEETING_CANCELLED) == _both(found)


def test_an_appointment_stays_when_a_mediator_leaves_and_her_calendar_forgets_it(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)

    answering.give_back(found.offer(found.people[0]).id, by=first(found), at=make.NOON)
    db.session.commit()

    row = meeting.row(meeting_id)
    assert (row.starts_at, row.cancelled_at, row.sequence) == (THURSDAY, None, 1)
    assert _told(Kind.MEETING_LEFT) == [str(first(found))]
    at_work.run(jobs.ring_meetings, SILENT)
    assert _told(Kind.MEETING_NEAR) == sorted([str(second(found)), str(town.lead.id)])
    assert len(_told(Kind.MEETING_UNCONFIRMED)) == 2  # a free seat has not confirmed


# Pre-talks


def test_a_planned_pretalk_is_done_when_it_is_reported(town: make.Town) -> None:
    found = meeting.mediating(town, Status.PREP)
    party = at_work.parties(found.case)[0]
    meeting_id = meeting.planned(found, party_id=party.id)

    with pytest.raises(NotAllowed, match="noch nicht begonnen"):
        meetings.hold_pretalk(found.referral.id, party.id, minutes=None, by=first(found), at=make.NOON)
    db.session.rollback()
    for _ in range(2):
        meetings.hold_pretalk(found.referral.id, party.id, minutes=None, by=first(found), at=THURSDAY)
    db.session.commit()

    assert meeting.row(meeting_id).held is True
    assert len(_happened("PretalkDone")) == 1


def test_a_pretalk_belongs_to_the_preparation_and_to_a_party_of_the_case(town: make.Town) -> None:
    found = meeting.mediating(town)
    other = make.party(make.case(town), position=4)

    with pytest.raises(NotAllowed, match="Vorbereitung"):
        meeting.planned(found, party_id=at_work.parties(found.case)[0].id)
    with pytest.raises(NotFound):
        meeting.planned(found, party_id=other.id)


def test_the_appointment_comes_along_into_the_search_for_a_successor(town: make.Town) -> None:
    found = meeting.mediating(town, Status.PREP)
    past = meeting.planned(found, make.NOON - timedelta(days=1))
    meeting_id = meeting.planned(found)
    leaving, staying, coming = found.people[:3]
    answering.give_back(found.offer(leaving).id, by=first(found), at=make.NOON)
    actor = at_work.coordination(town)
    transition(found.case, Verb.REPLACE_MEDIATOR, by=actor, at=make.NOON)

    people = (staying.id, coming.id)
    choice = sending.Choice(people=people, kept=frozenset({staying.id}))
    search = sending.send_offers(found.case.id, choice, by=actor, at=make.NOON)
    db.session.commit()

    assert meeting.row(meeting_id).referral_id == search.id
    assert meeting.row(past).referral_id == search.id  # its mediator is still there
    (offer,) = db.session.query(Offer).filter_by(referral_id=search.id, person_id=coming.id)
    answering.show_interest(offer.id, by=at_work.user_of(coming), at=make.NOON)
    at = make.NOON + timedelta(minutes=1)
    answering.accept(offer.id, None, by=at_work.user_of(coming), at=at)
    for party in at_work.parties(found.case):
        approving.approve(found.case.id, party.id, by=at_work.lead(town), at=at)
    db.session.commit()
    assert _told(Kind.MEETING_PLANNED).count(str(coming.user_id)) == 1
    assert _told(Kind.MEETING_PLANNED).count(str(staying.user_id)) == 1


def test_if_both_leave_only_what_is_to_come_waits_for_their_successors(town: make.Town) -> None:
    found = meeting.mediating(town, Status.PREP)
    past = meeting.planned(found, make.NOON - timedelta(days=1))
    meeting_id = meeting.planned(found)
    before = found.referral.id
    for person in found.people[:2]:
        answering.give_back(found.offer(person).id, by=at_work.user_of(person), at=make.NOON)
    actor = at_work.coordination(town)
    transition(found.case, Verb.REPLACE_MEDIATOR, by=actor, at=make.NOON)

    people = tuple(person.id for person in found.people[2:4])
    search = sending.send_offers(found.case.id, sending.Choice(people=people), by=actor, at=make.NOON)
    db.session.commit()

    assert meeting.row(meeting_id).referral_id == search.id
    assert meeting.row(past).referral_id == before
