"""How people are asked: one after the other, in waves, all at once; and what a no costs: nothing."""

from datetime import timedelta

import pytest

from app.cases.rules.screening import Priority
from app.cases.rules.status import Status
from app.database import db
from app.mediators.models import PoolPerson
from app.notifications.messages import Kind
from app.notifications.models import Notification
from app.referrals import jobs
from app.referrals.actions import answering, sending
from app.referrals.actions.answering import Answer
from app.referrals.matching import Why, propose
from app.referrals.queries.search import pool_for
from app.referrals.rules import Ladder, Mode, OfferStatus, Reason, usual_mode
from app.refusals import NotAllowed
from tests import make
from tests.referrals import at_work

OFFERED, PROPOSED, INTERESTED = OfferStatus.OFFERED, OfferStatus.PROPOSED, OfferStatus.INTERESTED
DECLINED, EXPIRED, SUPERSEDED = OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.SUPERSEDED
NAMES = ("Adler", "Bruns", "Celik", "Dietz", "Ebert", "Fuchs", "Genc", "Haas")


def send(
    town: make.Town, mode: Mode, *, people: list[PoolPerson] | None = None, wave: int = 2, **values: object
) -> at_work.Asked:
    """The first two are chosen; the others are substitutes, in turn for seat 1 and seat 2."""
    people = people or [at_work.mediator(name) for name in NAMES]
    case = at_work.searching(town, **values)
    ids = [person.id for person in people]
    choice = sending.Choice(
        people=tuple(ids[:2]),
        substitutes=(tuple(ids[2::2]), tuple(ids[3::2])),
        ladder=Ladder(mode, wave, "so besprochen"),
    )
    sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()
    return at_work.Asked(case, people)


def statuses(found: at_work.Asked) -> list[OfferStatus]:
    return [found.status(person) for person in found.people]


def say_no(found: at_work.Asked, *people: PoolPerson) -> None:
    for person in people:
        answering.decline(found.offer(person).id, None, by=at_work.user_of(person), at=make.NOON)
    db.session.commit()


def say_yes(found: at_work.Asked, person: PoolPerson) -> Answer:
    answer = answering.show_interest(found.offer(person).id, by=at_work.user_of(person), at=make.NOON)
    db.session.commit()
    return answer


@pytest.mark.parametrize(
    ("priority", "mode"),
    [
        (Priority.A, Mode.BROADCAST),
        (Priority.B, Mode.TIERED),
        (Priority.C, Mode.SEQUENTIAL),
        (None, Mode.SEQUENTIAL),
    ],
)
def test_the_urgency_suggests_how_it_is_asked(priority: Priority | None, mode: Mode) -> None:
    assert usual_mode(priority) is mode


def test_an_unusual_way_to_ask_needs_a_word_why(town: make.Town) -> None:
    people = [at_work.mediator(name) for name in NAMES[:2]]
    case = at_work.searching(town, priority="A")
    choice = sending.Choice(people=(people[0].id, people[1].id), ladder=Ladder(Mode.SEQUENTIAL))

    with pytest.raises(NotAllowed, match="warum anders gefragt wird"):
        sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)


def test_the_reason_of_an_unusual_way_is_sealed(town: make.Town) -> None:
    found = send(town, Mode.BROADCAST, priority="C")

    assert found.referral.mode_reason == "so besprochen"
    assert b"besprochen" not in found.referral.mode_reason_sealed


def test_in_waves_so_many_are_asked_for_each_seat(town: make.Town) -> None:
    found = send(town, Mode.TIERED)

    assert statuses(found) == [OFFERED] * 4 + [PROPOSED] * 4


def test_the_next_wave_comes_when_the_last_of_the_first_has_said_no(town: make.Town) -> None:
    found = send(town, Mode.TIERED)
    first, _, third, *_ = found.people

    say_no(found, first)
    before = found.status(found.people[4])
    say_no(found, third)

    assert before is PROPOSED
    assert [found.status(found.people[place]) for place in (4, 6)] == [OFFERED, OFFERED]
    assert [found.status(found.people[place]) for place in (5, 7)] == [PROPOSED, PROPOSED]


def test_silence_asks_the_next_wave_too(town: make.Town) -> None:
    found = send(town, Mode.TIERED)

    at_work.run(jobs.expire_offers, make.later(days=3))

    assert statuses(found) == [EXPIRED] * 4 + [OFFERED] * 4


def test_all_at_once_asks_everybody_who_suits(town: make.Town) -> None:
    found = send(town, Mode.BROADCAST)

    assert statuses(found) == [OFFERED] * 8


def test_whoever_does_not_suit_is_not_asked_either(town: make.Town) -> None:
    people = [at_work.mediator(name) for name in NAMES[:3]]
    people.append(at_work.mediator("Resting", resting=True))

    found = send(town, Mode.BROADCAST, people=people)

    assert [person.last_name for person in people if at_work.offers_of(found, person)] == list(NAMES[:3])


def test_the_first_two_yeses_win_whatever_seat_they_were_asked_for(town: make.Town) -> None:
    found = send(town, Mode.BROADCAST)
    first, _, third, *_ = found.people  # both asked for seat 1

    answers = [say_yes(found, first), say_yes(found, third)]

    assert answers == [Answer.YOURS, Answer.YOURS]
    assert statuses(found) == [INTERESTED, SUPERSEDED, INTERESTED] + [SUPERSEDED] * 5
    assert {seat.taken_by for seat in found.seats} == {found.offer(first).id, found.offer(third).id}
    assert found.offer(third).seat_id == found.seats[1].id


def test_the_others_are_told_neutrally_that_it_is_over(town: make.Town) -> None:
    found = send(town, Mode.BROADCAST)

    say_yes(found, found.people[0])
    say_yes(found, found.people[1])

    told = db.session.query(Notification).filter_by(kind=Kind.OFFER_OVER).all()
    assert {one.user_id for one in told} == {one.user_id for one in found.people[2:]}


def test_after_the_first_yes_only_those_stay_asked_who_fit_beside_her(town: make.Town) -> None:
    german = [at_work.mediator(name, "de C2") for name in NAMES[:3]]
    arabic = [at_work.mediator(name, "de B2, ar C2") for name in NAMES[3:5]]
    found = send(town, Mode.BROADCAST, people=[german[0], arabic[0], german[1], arabic[1], german[2]])

    say_yes(found, german[0])

    assert [found.status(one) for one in german[1:]] == [SUPERSEDED, SUPERSEDED]
    assert [found.status(one) for one in arabic] == [OFFERED, OFFERED]
    assert {found.offer(one).seat_id for one in arabic} == {found.seats[1].id}


def test_a_winner_who_declines_leaves_her_seat_to_those_still_asked(town: make.Town) -> None:
    found = send(town, Mode.BROADCAST)
    say_yes(found, found.people[0])

    say_no(found, found.people[0])

    assert found.seats[0].taken_by is None
    open_seats = {found.offer(one).seat_id for one in found.people[1:]}
    assert open_seats == {seat.id for seat in found.seats}
    assert all(seat.exhausted_at is None for seat in found.seats)


def test_one_after_the_other_a_yes_counts_for_the_own_seat_alone(town: make.Town) -> None:
    found = send(town, Mode.SEQUENTIAL)

    say_yes(found, found.people[0])

    assert statuses(found)[:3] == [INTERESTED, OFFERED, PROPOSED]


def test_searching_again_keeps_one_of_several_for_each_seat(town: make.Town) -> None:
    found = send(town, Mode.TIERED, people=[at_work.mediator(name) for name in NAMES[:4]])
    for place in (1, 3):
        offer = found.offer(found.people[place])
        sending.withdraw(found.case.id, offer.id, by=at_work.coordination(town), at=make.NOON)

    sending.search_again(found.case.id, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()

    assert [found.status(found.people[place]) for place in (0, 2)] == [OFFERED, OfferStatus.WITHDRAWN]


def test_an_exhausted_ladder_names_what_is_lacking(town: make.Town) -> None:
    people = [at_work.mediator(name) for name in NAMES[:2]]
    for name in NAMES[2:4]:
        at_work.mediator(name, "de C2", resting=True)
    found = send(town, Mode.SEQUENTIAL, people=people)

    say_no(found, people[0])

    assert found.seats[0].exhausted_at == make.NOON
    assert found.seats[0].gap is Why.PAUSED


def test_a_language_that_nobody_else_speaks_is_the_gap(town: make.Town) -> None:
    people = [at_work.mediator(name, "de C2, ar C2") for name in NAMES[:2]]
    for name in NAMES[2:4]:
        at_work.mediator(name, "de C2")
    found = send(town, Mode.SEQUENTIAL, people=people)

    say_no(found, *people)

    assert [seat.gap for seat in found.seats] == [None, Why.LANGUAGE]  # the first had somebody beside it


def test_people_who_suit_and_were_not_confirmed_are_no_gap(town: make.Town) -> None:
    people = [at_work.mediator(name) for name in NAMES[:2]]
    at_work.mediator("Unasked")
    found = send(town, Mode.SEQUENTIAL, people=people)

    say_no(found, people[0])

    assert found.seats[0].exhausted_at == make.NOON
    assert found.seats[0].gap is None


@pytest.mark.parametrize(
    "reason", [None, *(Reason.NO_TIME, Reason.TOO_FAR, Reason.NOT_MY_FIELD, Reason.OTHER)]
)
def test_a_no_costs_no_rank_in_the_next_search(town: make.Town, reason: Reason | None) -> None:
    people = [at_work.mediator(name) for name in NAMES[:4]]
    other = at_work.searching(town)

    def ranking() -> list[tuple[list[str], int]]:
        pool = pool_for(other, make.NOON)
        found = propose(pool.need, pool.candidates, settings=pool.settings, today=pool.today, limit=50)
        return [([one.name for one in pair.people], pair.score) for pair in found.pairs]

    before = ranking()
    found = send(town, Mode.SEQUENTIAL, people=people)
    answering.decline(found.offer(people[0]).id, reason, by=at_work.user_of(people[0]), at=make.NOON)
    sending.withdraw(found.case.id, found.offer(people[1]).id, by=at_work.coordination(town), at=make.NOON)
    for person in people[2:]:
        if found.offer(person).status is OFFERED:
            offer_id = found.offer(person).id
            sending.withdraw(found.case.id, offer_id, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()

    assert ranking() == before


def test_deadlines_are_the_same_in_every_mode(town: make.Town) -> None:
    for mode in Mode:
        found = send(town, mode, people=[at_work.mediator(f"{name}{mode.value}") for name in NAMES[:4]])
        assert found.offer(found.people[0]).answer_by == make.NOON + timedelta(days=2, hours=1)
        assert found.case.status is Status.PROPOSED
