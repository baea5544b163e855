"""Two hundred people say yes to one seat in the same moment: one gets it, the others hear so kindly."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from app.database import db
from app.referrals.actions import sending
from app.referrals.models import Offer, Seat
from app.referrals.rules import OfferStatus
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

PEOPLE = 200


def _ask_everybody(town: make.Town, found: at_work.Asked) -> list[at_work.PoolPerson]:
    """As no search would: two hundred open questions for one seat."""
    first = found.offer(found.people[0])
    people = [found.people[0]]
    for number in range(PEOPLE - 1):
        person = at_work.PoolPerson(
            email=f"wett{number}@example.org",
            first_name="Mina",
            last_name=f"Wett{number}",
            user_id=make.user(name=f"Mina Wett{number}", role=at_work.Role.MEDIATOR).id,
            created_at=make.NOON,
        )
        db.session.add(person)
        db.session.flush()
        people.append(person)
        db.session.add(
            Offer(
                case_id=first.case_id,
                referral_id=first.referral_id,
                seat_id=first.seat_id,
                person_id=person.id,
                rank=number + 10,
                status=OfferStatus.OFFERED,
                offered_at=make.NOON,
                answer_by=first.answer_by,
            )
        )
    db.session.commit()
    return people


def test_of_two_hundred_yeses_at_once_exactly_one_takes_the_seat(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town, "Adler", "Bruns")
    windows = []
    for person in _ask_everybody(town, found):
        window = browser.as_(person.user_id)
        windows.append((window, f"/anfragen/{found.offer(person).id}/ich-kann", window.csrf_token()))
    seat_id = found.seats[0].id
    db.session.commit()
    start = Barrier(PEOPLE)

    def answer(window: Browser, path: str, token: str) -> tuple[int, bool]:
        start.wait()
        response = window.client.post(path, data={"csrf_token": token})
        return response.status_code, "Danke für Ihre Bereitschaft" in response.text

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(lambda one: answer(*one), windows))

    assert Counter(answers) == {(303, False): 1, (409, True): PEOPLE - 1}
    db.session.expire_all()
    offers = db.session.query(Offer).filter_by(seat_id=seat_id).all()
    assert Counter(one.status for one in offers) == {
        OfferStatus.INTERESTED: 1,
        OfferStatus.SUPERSEDED: PEOPLE - 1,
    }
    winner = next(one for one in offers if one.status is OfferStatus.INTERESTED)
    assert db.session.get_one(Seat, seat_id).taken_by == winner.id
    assert all(one.standby for one in offers if one is not winner)


def test_two_yeses_of_one_person_at_once_are_counted_one_after_the_other(
    town: make.Town, browser: Browser
) -> None:
    person = at_work.mediator("Adler", capacity=1)
    cases = []
    for name in ("Bruns", "Celik"):
        choice = sending.Choice(people=(person.id, at_work.mediator(name).id))
        case = at_work.searching(town)
        sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
        cases.append(at_work.Asked(case, [person]))
    start = Barrier(2)
    paths = [f"/anfragen/{found.offer(person).id}/ich-kann" for found in cases]
    windows = [browser.as_(person.user_id) for _ in paths]
    tokens = [one.csrf_token() for one in windows]
    db.session.commit()

    def answer(window: Browser, path: str, token: str) -> int:
        start.wait()
        return window.client.post(path, data={"csrf_token": token}).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(answer, windows, paths, tokens))

    assert sorted(answers) == [303, 409]
    assert sorted(found.status(person) for found in cases) == [
        OfferStatus.INTERESTED,
        OfferStatus.WITHDRAWN,
    ]
