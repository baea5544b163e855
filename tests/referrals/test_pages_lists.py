"""The lists of somebody with many offers: pages that follow each other."""

import pytest

from app.cases.rules.status import Status
from app.database import db
from app.referrals.models import Offer, Referral, Seat
from app.referrals.rules import OfferStatus
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work


def offered(town: make.Town, person: at_work.PoolPerson, number: int, status: OfferStatus) -> str:
    """An offer of its own case, three of them in the same minute; returns its id."""
    at = make.later(minutes=-(number // 3) - 1)
    case = make.case(town, status=Status.PROPOSED)
    referral = Referral(case_id=case.id, number=1, started_at=at, by=town.coordinator.id)
    db.session.add(referral)
    db.session.flush()
    seat = Seat(case_id=case.id, referral_id=referral.id, position=1)
    db.session.add(seat)
    db.session.flush()
    offer = Offer(
        case_id=case.id,
        referral_id=referral.id,
        seat_id=seat.id,
        person_id=person.id,
        rank=0,
        status=status,
        offered_at=at,
        answer_by=make.later(days=1),
        accepted_at=at if status is OfferStatus.ACCEPTED else None,
    )
    db.session.add(offer)
    db.session.flush()
    return str(referral.id if status is OfferStatus.ACCEPTED else offer.id)


def shown(page: Page, ids: list[str]) -> set[str]:
    led_to = " ".join(link.get("href", "") for link in page.elements("a", within="main"))
    return {id_ for id_ in ids if id_ in led_to}


def test_what_waits_comes_first_and_the_rest_follows_page_by_page(town: make.Town, browser: Browser) -> None:
    person = at_work.mediator("Adler")
    old = [offered(town, person, number, OfferStatus.DECLINED) for number in range(40)]
    waiting = [offered(town, person, number + 90, OfferStatus.OFFERED) for number in range(2)]
    window = browser.as_(person.user_id)

    first = window.get("/anfragen")
    second = window.get(first.links["Weitere anzeigen"])

    assert shown(first, waiting) == set(waiting) and not shown(second, waiting)
    assert len(shown(first, old)) == 23 and shown(first, old) | shown(second, old) == set(old)
    assert not shown(first, old) & shown(second, old)
    assert "Zurzeit ist keine offen" not in second.main
    assert "Weitere anzeigen" not in second.links


def test_own_cases_have_pages(town: make.Town, browser: Browser) -> None:
    person = at_work.mediator("Adler")
    cases = [offered(town, person, number, OfferStatus.ACCEPTED) for number in range(30)]
    window = browser.as_(person.user_id)

    first = window.get("/meine-faelle")
    second = window.get(first.links["Weitere anzeigen"])

    assert [len(shown(page, cases)) for page in (first, second)] == [25, 5]
    assert shown(first, cases) | shown(second, cases) == set(cases)


@pytest.mark.parametrize("path", ["/anfragen", "/meine-faelle"])
@pytest.mark.parametrize("place", ["unsinn", "1_2026-03-02T11:00:00_x", "1_gestern_2", "0__", "a_b_c_d"])
def test_a_place_that_nobody_gave_out_begins_at_the_top(
    town: make.Town, browser: Browser, path: str, place: str
) -> None:
    person = at_work.mediator("Adler")
    offered(town, person, 1, OfferStatus.ACCEPTED)

    page = browser.as_(person.user_id).get(f"{path}?nach={place}")

    assert page.status_code == 200
    assert "Lärm" in page.main


def test_the_start_page_of_somebody_who_left_the_pool_leads_to_no_case(
    town: make.Town, browser: Browser
) -> None:
    person = at_work.mediator("Adler")
    cases = [offered(town, person, 1, OfferStatus.ACCEPTED), offered(town, person, 2, OfferStatus.OFFERED)]
    window = browser.as_(person.user_id)
    assert shown(window.get("/"), cases) == set(cases)

    person.left_at = make.NOON
    db.session.commit()

    assert not shown(window.get("/"), cases)
