"""Two hundred people say yes to one seat in the same moment: one gets it, the others hear so kindly."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.audit.models import AccessEntry, TimelineEntry
from app.database import db
from app.referrals.actions import sending
from app.referrals.models import Offer
from app.referrals.rules import Mode, OfferStatus
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

PEOPLE = 200


def _ask_everybody(town: make.Town, found: at_work.Asked) -> list[at_work.PoolPerson]:
    """As no search would: two hundred open questions for one seat."""
    first = found.offer(found.people[0])
    people = [found.people[0]]
    for number in range(PEOPLE - 1):
        person = at_work.mediator(f"Wett{number}")
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


@pytest.mark.parametrize("mode", Mode, ids=str)
def test_of_two_hundred_yeses_at_once_exactly_one_takes_each_seat(
    town: make.Town, browser: Browser, mode: Mode
) -> None:
    """One after the other they are asked for one seat; otherwise a yes counts for both."""
    found = at_work.asked(town, "Adler", "Bruns")
    found.referral.mode = mode
    winners = 1 if mode is Mode.SEQUENTIAL else 2
    windows, people = [], _ask_everybody(town, found)
    for person in people:
        window = browser.as_(person.user_id)
        windows.append((window, f"/anfragen/{found.offer(person).id}/ich-kann", window.csrf_token()))
    db.session.commit()
    start = Barrier(PEOPLE)

    def answer(window: Browser, path: str, token: str) -> tuple[int, bool]:
        start.wait()
        response = window.client.post(path, data={"csrf_token": token})
        return response.status_code, "Danke für Ihre Bereitschaft" in response.text

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(lambda one: answer(*one), windows))

    assert Counter(answers) == {(303, False): winners, (409, True): PEOPLE - winners}
    db.session.expire_all()
    offers = [one for person in people for one in at_work.offers_of(found, person)]
    assert Counter(one.status for one in offers) == {
        OfferStatus.INTERESTED: winners,
        OfferStatus.SUPERSEDED: PEOPLE - winners,
    }
    won = {one.seat_id: one.id for one in offers if one.status is OfferStatus.INTERESTED}
    assert len(won) == winners
    assert {seat.id: seat.taken_by for seat in found.seats if seat.taken_by} == won
    assert not any(one.standby for one in offers)
    said = db.session.query(TimelineEntry).filter_by(kind="OfferAnswered").all()
    assert len(said) == db.session.query(AccessEntry).filter_by(kind="OfferAnswered").count()
    assert Counter(one.facts["answer"] for one in said)["In Prüfung"] == winners


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
