"""From the first question to the last answer: who is asked, who is next, who is left."""

import pytest

from app.audit.models import AccessEntry, TimelineEntry
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.status import Status
from app.database import db
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals import jobs
from app.referrals.actions import answering, reserve, sending
from app.referrals.actions.answering import Answer
from app.referrals.models import Offer
from app.referrals.rules import OfferStatus, Reason
from app.refusals import NotAllowed, NotFound
from tests import make
from tests.referrals import at_work


def test_both_seats_are_asked_at_once_and_the_deadline_runs_in_service_hours(town: make.Town) -> None:
    found = at_work.asked(town)

    first, second = (found.offer(person) for person in found.people[:2])

    assert found.case.status is Status.PROPOSED
    assert first.status is second.status is OfferStatus.OFFERED
    # Monday noon, 16 hours of service: 4 on Monday, 7.5 on Tuesday, 4.5 on Wednesday
    assert first.answer_by == make.later(days=2, hours=1)


def test_a_case_of_priority_a_is_answered_within_four_hours_of_service(town: make.Town) -> None:
    found = at_work.asked(town, priority="A")

    assert found.offer(found.people[0]).answer_by == make.later(hours=4)


def test_substitutes_are_confirmed_but_not_asked(town: make.Town) -> None:
    found = at_work.asked(town)

    assert [found.status(person) for person in found.people[2:]] == [OfferStatus.PROPOSED] * 2


def test_who_shows_interest_holds_the_seat(town: make.Town) -> None:
    found = at_work.asked(town)
    offer = found.offer(found.people[0])

    answer = answering.show_interest(offer.id, by=at_work.user_of(found.people[0]), at=make.NOON)

    assert answer is Answer.YOURS
    assert found.status(found.people[0]) is OfferStatus.INTERESTED
    assert found.seats[0].taken_by == offer.id
    assert offer.check_by == make.later(hours=72)


def test_a_second_click_changes_nothing(town: make.Town) -> None:
    found = at_work.asked(town)
    at_work.checking(found, found.people[0])
    before = db.session.query(TimelineEntry).count()

    at_work.checking(found, found.people[0])

    assert db.session.query(TimelineEntry).count() == before


def test_nobody_answers_for_somebody_else(town: make.Town) -> None:
    found = at_work.asked(town)

    with pytest.raises(NotFound):
        answering.show_interest(
            found.offer(found.people[0]).id, by=at_work.user_of(found.people[1]), at=make.NOON
        )


def test_a_substitute_who_was_not_asked_has_no_offer(town: make.Town) -> None:
    found = at_work.asked(town)
    waiting = found.people[2]

    with pytest.raises(NotFound):
        answering.show_interest(found.offer(waiting).id, by=at_work.user_of(waiting), at=make.NOON)


def test_a_no_asks_the_next_substitute_of_that_seat_alone(town: make.Town) -> None:
    found = at_work.asked(town)
    first, second, next_first, next_second = found.people

    answering.decline(found.offer(first).id, Reason.NO_TIME, by=at_work.user_of(first), at=make.NOON)

    assert [found.status(person) for person in found.people] == [
        OfferStatus.DECLINED,
        OfferStatus.OFFERED,
        OfferStatus.OFFERED,
        OfferStatus.PROPOSED,
    ]


def test_a_no_after_the_names_frees_the_seat(town: make.Town) -> None:
    found = at_work.asked(town)
    first, _, substitute, _ = found.people
    at_work.checking(found, first)

    answering.decline(
        found.offer(first).id, Reason.CONFLICT_OF_INTEREST, by=at_work.user_of(first), at=make.NOON
    )

    assert found.seats[0].taken_by is None
    assert found.status(substitute) is OfferStatus.OFFERED


def test_silence_asks_the_next_substitute(town: make.Town) -> None:
    found = at_work.asked(town)

    done = at_work.run(jobs.expire_offers, make.later(days=2, hours=1))

    assert done == 2
    assert [found.status(person) for person in found.people] == [OfferStatus.EXPIRED] * 2 + [
        OfferStatus.OFFERED
    ] * 2


def test_before_its_deadline_no_offer_expires(town: make.Town) -> None:
    at_work.asked(town)

    assert at_work.run(jobs.expire_offers, make.later(days=2, minutes=59)) == 0


def test_a_check_that_takes_too_long_expires_too(town: make.Town) -> None:
    found = at_work.asked(town)
    at_work.checking(found, found.people[0])

    at_work.run(jobs.expire_offers, make.later(hours=72))

    assert found.status(found.people[0]) is OfferStatus.EXPIRED
    assert found.seats[0].taken_by is None


def test_when_nobody_is_left_coordination_has_a_named_task(town: make.Town) -> None:
    found = at_work.asked(town, "Adler", "Bruns")

    at_work.run(jobs.expire_offers, make.later(days=3))

    assert [seat.exhausted_at for seat in found.seats] == [make.later(days=3)] * 2
    told = db.session.query(Notification).filter_by(kind=Kind.NOBODY_LEFT).all()
    assert {one.user_id for one in told} == {town.coordinator.id, town.colleague.id}


def test_a_substitute_who_cannot_speak_with_everybody_beside_the_other_person_is_passed_over(
    town: make.Town,
) -> None:
    german = [at_work.mediator(name, "de C2") for name in ("Adler", "Bruns")]
    arabic = [at_work.mediator(name, "de B2, ar C2") for name in ("Celik", "Dietz")]
    case = at_work.searching(town)
    choice = sending.Choice(
        people=(german[0].id, arabic[0].id), substitutes=((), (german[1].id, arabic[1].id))
    )
    sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
    found = at_work.Asked(case, [*german, *arabic])

    answering.decline(found.offer(arabic[0]).id, None, by=at_work.user_of(arabic[0]), at=make.NOON)

    assert found.status(german[1]) is OfferStatus.PROPOSED
    assert found.status(arabic[1]) is OfferStatus.OFFERED


def test_a_late_yes_stands_by_only_if_the_person_agrees(town: make.Town) -> None:
    found = at_work.asked(town)
    late = found.people[0]
    at_work.run(jobs.expire_offers, make.later(days=3))

    answer = answering.show_interest(found.offer(late).id, by=at_work.user_of(late), at=make.later(days=3))
    asked = found.offer(late).standby
    reserve.stand_by(found.offer(late).id, by=at_work.user_of(late), at=make.later(days=3))

    assert answer is Answer.LATE
    assert not asked
    assert found.offer(late).standby
    assert found.status(found.people[2]) is OfferStatus.OFFERED


def test_a_yes_after_the_deadline_counts_as_late_even_before_the_job_has_run(town: make.Town) -> None:
    found = at_work.asked(town)
    late = found.people[0]

    answer = answering.show_interest(found.offer(late).id, by=at_work.user_of(late), at=make.later(days=3))

    assert answer is Answer.LATE
    assert found.seats[0].taken_by is None


def test_who_answers_after_the_time_to_check_is_late(town: make.Town) -> None:
    found = at_work.asked(town)
    late = found.people[0]
    at_work.checking(found, late)

    answer = answering.show_interest(found.offer(late).id, by=at_work.user_of(late), at=make.later(hours=72))

    assert answer is Answer.LATE
    assert found.seats[0].taken_by is None
    assert found.status(found.people[2]) is OfferStatus.OFFERED


def test_accepting_keeps_what_was_disclosed_sealed(town: make.Town) -> None:
    found = at_work.asked(town)

    at_work.accepted(found, found.people[0], circumstances="Wir waren im selben Verein.")

    offer = found.offer(found.people[0])
    assert offer.status is OfferStatus.ACCEPTED
    assert offer.declared_at == make.NOON
    assert offer.declaration == "Wir waren im selben Verein."
    assert b"Verein" not in offer.declaration_sealed


def test_one_offer_that_breaks_holds_up_no_other(town: make.Town, monkeypatch: pytest.MonkeyPatch) -> None:
    found = at_work.asked(town, "Adler", "Bruns")
    breaking = min(found.offer(person).id for person in found.people)
    expire = answering.expire

    def break_once(offer: Offer, *args: object, **values: object) -> None:
        assert offer.id != breaking
        expire(offer, *args, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(answering, "expire", break_once)

    done = at_work.run(jobs.expire_offers, make.later(days=3))

    assert done == 1
    assert sorted(found.status(person) for person in found.people) == [
        OfferStatus.EXPIRED,
        OfferStatus.OFFERED,
    ]


def test_every_answer_leaves_a_fact_a_log_line_and_a_notification(town: make.Town) -> None:
    found = at_work.asked(town)
    person = found.people[0]

    at_work.checking(found, person)

    told = db.session.query(Notification).filter_by(kind=Kind.OFFER_CHECK).one()
    assert told.user_id == person.user_id
    kinds = [entry.kind for entry in db.session.query(TimelineEntry).order_by(TimelineEntry.at)]
    assert kinds.count("OfferAnswered") == 1
    assert db.session.query(AccessEntry).filter_by(kind="OfferAnswered").count() == 1


def test_nobody_is_asked_without_the_consent_of_all(town: make.Town) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns")]
    case = at_work.searching(town)
    make.consent(at_work.parties(case)[1], Purpose.TAKE_PART, said=Said.WITHDRAWN)

    with pytest.raises(NotAllowed, match="Einwilligung"):
        sending.send_offers(
            case.id,
            sending.Choice(people=(people[0].id, people[1].id)),
            by=at_work.coordination(town),
            at=make.NOON,
        )


def test_one_person_alone_needs_a_reason(town: make.Town) -> None:
    person = at_work.mediator("Adler")
    case = at_work.searching(town)

    with pytest.raises(NotAllowed, match="Grund"):
        sending.send_offers(
            case.id, sending.Choice(people=(person.id,)), by=at_work.coordination(town), at=make.NOON
        )


def test_who_reported_the_conflict_cannot_be_asked(town: make.Town) -> None:
    people = [at_work.mediator("Adler"), at_work.mediator("Demir", user=town.reporter)]
    case = at_work.searching(town)

    with pytest.raises(NotAllowed, match="gemeldet"):
        sending.send_offers(
            case.id,
            sending.Choice(people=(people[0].id, people[1].id)),
            by=at_work.coordination(town),
            at=make.NOON,
        )
