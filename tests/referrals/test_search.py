"""The match page: who suits and why, who doesn't and why not, and what is sent before it is sent."""

from datetime import date, timedelta

import pytest

from app.cases.rules.status import Status
from app.database import db
from app.languages import Level
from app.mediators.models import Absence, PoolLanguage, PoolPerson, PoolSlot
from app.referrals.models import Offer
from app.referrals.rules import OfferStatus
from tests import make
from tests.browser import Browser
from tests.referrals import at_work
from tests.referrals.comparing import compared, named


def _path(case: object) -> str:
    return f"/faelle/{case.id}/vermittlung"  # type: ignore[attr-defined]


def test_coordination_reads_pairs_with_reasons_times_and_need(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler")
    at_work.mediator("Bruns", "de C2")
    case = at_work.searching(town)

    page = browser.as_(town.coordinator).get(_path(case))

    assert "Partei B: Arabisch" in page.main
    assert "1. Vorschlag" in page.main
    assert "spricht Arabisch (C2)" in page.main
    assert "Di 03.03., 17:00–19:00" in page.main


def test_the_lead_does_not_see_the_pool(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler")
    case = at_work.searching(town)

    page = browser.as_(town.lead).get(_path(case))

    assert "Adler" not in page.main
    assert "Die Koordinierungsstelle sucht" in page.main


def test_everybody_not_proposed_has_one_sentence_why(town: make.Town, browser: Browser) -> None:
    today = date(2026, 3, 2)
    away = at_work.mediator("Abwesend")
    db.session.add(Absence(person_id=away.id, first_day=today, last_day=today + timedelta(days=40)))
    at_work.mediator("Ruhend", resting=True)
    at_work.mediator("Stumm", "fr C2")
    at_work.mediator("Voll", capacity=0)
    at_work.mediator("Gegangen", left_at=make.NOON)
    uninvited = at_work.mediator("Neu")
    uninvited.user_id = None
    at_work.mediator("Demir", user=town.reporter)
    at_work.mediator("Lindner", user=town.lead)
    case = at_work.searching(town)

    page = browser.as_(town.coordinator).get(_path(case))

    for sentence in (
        "Mina Abwesend: Abwesend bis 11.04.2026",
        "Mina Ruhend: Nimmt zurzeit keine Anfragen an",
        "Mina Stumm: Spricht keine der gebrauchten Sprachen",
        "Mina Voll: Zurzeit ausgelastet (0 von 0)",
        "Mina Gegangen: Nicht mehr im Pool aktiv",
        "Mina Neu: Hat noch keinen Zugang und kann nicht antworten",
        "Mina Demir: Hat den Konflikt gemeldet",
        "Mina Lindner: Ist für den Fall verantwortlich",
    ):
        assert sentence in page.main


@pytest.mark.parametrize("name", ["Mina Özdemir", "ÖZDEMIR, Mina", "mina oezdemir"])
def test_a_party_is_not_asked_to_mediate_her_own_case(town: make.Town, browser: Browser, name: str) -> None:
    compared(at_work.mediator("Özdemir"))
    case = at_work.searching(town)
    named(at_work.parties(case)[0], name)

    page = browser.as_(town.coordinator).get(_path(case))

    assert "Mina Özdemir: Möglicher Konflikt" in page.main


def test_an_empty_answer_says_what_would_open_most(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Ruhend", resting=True)
    case = at_work.searching(town)

    page = browser.as_(town.coordinator).get(_path(case))

    assert "Zurzeit passt niemand aus dem Pool" in page.main
    assert "Nimmt zurzeit keine Anfragen an: 1" in page.main


def test_choosing_shows_what_is_sent_and_sends_nothing(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns", "Celik"):
        at_work.mediator(name)
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    page = window.get(_path(case))

    page = window.get(next(url for words, url in page.links.items() if words.startswith("Dieses Paar")))

    assert "wird gefragt, Antwort Mi 04.03., bis 13:00" in page.main
    assert "Keine Namen, kein Text aus der Meldung" in page.main
    assert db.session.query(Offer).count() == 0


def test_a_chosen_pair_is_asked_with_the_confirmed_substitutes(town: make.Town, browser: Browser) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns", "Celik", "Dietz")]
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    page = window.get(f"{_path(case)}/paar?person={people[0].id}&person={people[1].id}")

    page = window.submit(page, {"first": [str(people[3].id)], "second": None}, button="Paar anfragen")

    assert "Die Anfragen sind versendet" in page.text
    db.session.expire_all()
    assert case.status is Status.PROPOSED
    found = {(one.person_id, one.rank, one.status) for one in db.session.query(Offer)}
    assert found == {
        (people[0].id, 0, OfferStatus.OFFERED),
        (people[1].id, 0, OfferStatus.OFFERED),
        (people[3].id, 1, OfferStatus.PROPOSED),
    }


def test_a_double_click_asks_once(town: make.Town, browser: Browser) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns")]
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    path = f"{_path(case)}/paar?person={people[0].id}&person={people[1].id}"
    window.post(path)

    second = window.post(path)

    assert second.status_code == 409
    assert db.session.query(Offer).count() == 2


def test_a_pair_that_must_not_be_asked_has_no_button(town: make.Town, browser: Browser) -> None:
    people = [at_work.mediator("Adler", "de C2"), at_work.mediator("Bruns", "de C2")]
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    path = f"{_path(case)}/paar?person={people[0].id}&person={people[1].id}"

    page = window.get(path)
    window.post(path)

    assert "Keine von beiden kann mit Partei B sprechen" in page.main
    assert db.session.query(Offer).count() == 0


def test_alone_needs_a_reason_and_is_possible_with_one(town: make.Town, browser: Browser) -> None:
    person = at_work.mediator("Adler")
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    page = window.get(f"{_path(case)}?allein=1")
    page = window.get(page.links["Diese Person wählen Mina Adler"])

    refused = window.submit(page, button="Person anfragen")
    sent = window.submit(page, {"solo_reason": "Sonst niemand da."}, button="Person anfragen")

    assert refused.status_code == 422
    assert "Platz 1" in sent.main
    assert db.session.query(Offer).one().person_id == person.id


def test_searching_again_excludes_who_did_not_answer_and_keeps_who_did(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town, "Adler", "Bruns")
    at_work.mediator("Celik")
    at_work.checking(found, found.people[0])
    from app.referrals import jobs

    at_work.run(jobs.expire_offers, make.later(days=2, hours=1))
    window = browser.as_(town.coordinator)
    page = window.get(_path(found.case))

    page = window.submit(page, button="Erneut suchen")

    assert "Mina Adler bleibt dabei" in page.main
    assert "Mina Bruns: Hat auf die Anfrage zu diesem Fall nicht geantwortet" in page.main
    assert "Mina Celik" in page.main


def test_a_question_can_be_taken_back_and_the_next_asked(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    window = browser.as_(town.coordinator)
    page = window.get(_path(found.case))

    page = window.submit(page, button="Zurückziehen Mina Adler")
    page = window.submit(page, button="Nächste Person fragen für Platz 1")

    assert found.status(found.people[0]) is OfferStatus.WITHDRAWN
    assert found.status(found.people[2]) is OfferStatus.OFFERED


def test_an_offer_of_another_case_cannot_be_taken_back_through_this_one(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    other = at_work.searching(town)
    offer = found.offer(found.people[0])

    page = browser.as_(town.coordinator).post(f"{_path(other)}/anfragen/{offer.id}/zurueckziehen")

    assert page.status_code == 404
    assert found.status(found.people[0]) is OfferStatus.OFFERED


def _pool(count: int) -> None:
    """People of many kinds, written at once."""
    spoken = (("de", "ar"), ("de", "tr"), ("de", "pl"), ("de",), ("de", "en", "fr"))
    user = make.user(name="Ein Zugang")
    for number in range(count):
        person = PoolPerson(
            email=f"p{number}@example.org",
            first_name="Mina",
            last_name=f"Person{number}",
            capacity=2,
            training_hours=150 if number % 3 else 50,
            user_id=user.id,
            created_at=make.NOON,
            resting=number % 7 == 0,
        )
        db.session.add(person)
        db.session.flush()
        db.session.add_all(
            PoolLanguage(person_id=person.id, position=place, code=code, level=Level.C2)
            for place, code in enumerate(spoken[number % 5])
        )
        db.session.add_all(
            PoolSlot(
                person_id=person.id,
                weekday=(number + day) % 6,
                starts=make.NOON.time().replace(hour=14 + number % 4),
                ends=make.NOON.time().replace(hour=20),
            )
            for day in (0, 2)
        )
    db.session.commit()


def test_two_thousand_people_cost_no_more_statements_than_two(town: make.Town, browser: Browser) -> None:
    _pool(2000)
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    window.get("/profil")

    page = window.get(_path(case))

    assert page.status_code == 200
    assert "Dieses Paar wählen" in page.text
