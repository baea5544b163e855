"""Coordination sees „Möglicher Konflikt“ and what it may do; the lead whom to ask; nobody with whom."""

import re
from uuid import uuid4

import pytest

from app.cases.models import Case
from app.database import db
from app.mediators.models import PoolMark, PoolPerson
from app.notifications.messages import Kind, mail
from app.notifications.models import Notification
from app.notifications.subjects import waiver_is_wanted
from app.referrals.models import Conflict, ConflictWaiver, Offer
from app.referrals.rules import OfferStatus
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work
from tests.referrals.comparing import named, neighbour, says
from tests.watch import CANARY

LIST = "/faelle/{}/vermittlung/konflikte"


def at(case: Case, *rest: object) -> str:
    return "/".join([LIST.format(case.id), *map(str, rest)])


@pytest.fixture
def near(town: make.Town) -> tuple[Case, PoolPerson]:
    """A neighbour of the first party is in the pool, and a pair that could be asked."""
    case = at_work.searching(town)
    for name in ("Adler", "Bruns"):
        at_work.mediator(name)
    return case, neighbour(at_work.mediator("Nachbar"), case)


def asked(window: Browser, case: Case, person: PoolPerson) -> Conflict:
    window.submit(window.get(at(case, person.id)), {"decision": "ASK"})
    return db.session.query(Conflict).one()


def waiver(case: Case, found: Conflict, place: int) -> str:
    return f"/faelle/{case.id}/vermittlung/verzicht/{found.id}/{at_work.parties(case)[place].id}"


def test_the_search_says_that_there_is_one_and_not_with_whom(
    near: tuple[Case, PoolPerson], town: make.Town, browser: Browser
) -> None:
    named(at_work.parties(near[0])[1], "Familie Kuhn")

    page = browser.as_(town.coordinator).get(f"/faelle/{near[0].id}/vermittlung")

    assert "Mina Nachbar: Möglicher Konflikt" in page.main
    assert page.links["1 Person mit möglichem Konflikt ansehen"] == at(near[0])
    assert "nicht bekannt oder nicht freigegeben ist: Partei B." in page.main
    for secret in ("Pohl", "Kanalstr", "Kuhn"):
        assert secret not in page.text


def test_coordination_sees_what_it_may_do(
    near: tuple[Case, PoolPerson], town: make.Town, browser: Browser
) -> None:
    case, person = near
    window = browser.as_(town.coordinator)

    page = window.get(window.get(at(case)).links["Ansehen und entscheiden Mina Nachbar"])

    assert "Wen und woher, zeigt das Programm niemandem" in page.main
    assert "Das ist der übliche Weg." in page.main
    assert window.submit(page, {}).status_code == 422


def test_parties_are_asked_and_agree_one_after_the_other(
    near: tuple[Case, PoolPerson], town: make.Town, browser: Browser
) -> None:
    case, person = near
    coordination, lead = browser.as_(town.coordinator), browser.as_(town.lead)
    found = asked(coordination, case, person)

    page = lead.get(lead.get(at(case)).links["Antwort festhalten Partei A, Mina Nachbar"])
    assert "Ist Partei A mit Mina Nachbar einverstanden?" in page.main
    page = lead.submit(page, {"word": "YES", "way": "PHONE"})
    assert "ist trotzdem einverstanden" in page.main and "noch nicht gefragt" in page.main
    assert "Mina Nachbar: Möglicher Konflikt" in coordination.get(f"/faelle/{case.id}/vermittlung").main
    page = coordination.submit(coordination.get(waiver(case, found, 1)), {"word": "YES", "way": "WRITTEN"})

    assert "alle Parteien sind einverstanden" in page.main
    page = coordination.get(f"/faelle/{case.id}/vermittlung")
    assert "Mina Nachbar: Möglicher Konflikt" not in page.main
    assert "möglicher Konflikt; alle Parteien wissen davon und sind einverstanden" in page.main
    assert {one.by for one in db.session.query(ConflictWaiver)} == {town.lead.id, town.coordinator.id}


def test_an_answer_needs_word_day_and_way_and_keeps_what_was_typed(
    near: tuple[Case, PoolPerson], town: make.Town, browser: Browser
) -> None:
    case, person = near
    window = browser.as_(town.coordinator)
    found = asked(window, case, person)

    page = window.submit(window.get(waiver(case, found, 0)), {"word": "YES", "day": "2026-03-09"})

    assert page.status_code == 422
    assert "Der Tag liegt in der Zukunft." in page.main
    assert "Bitte wählen Sie, auf welchem Weg die Partei das gesagt hat." in page.main
    sent = page.values(page.forms(within="main")[0])
    assert (sent["word"], sent["day"]) == ("YES", "2026-03-09")
    assert db.session.query(ConflictWaiver).count() == 0


def test_a_ban_is_put_on_record_and_taken_back(town: make.Town, browser: Browser) -> None:
    case, person = at_work.searching(town), at_work.mediator("Adler")
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(at(case, person.id)), {"decision": "ACTED_BEFORE"})
    assert "War in dieser Sache schon für eine Partei tätig" in page.main
    assert "Antwort festhalten" not in page.main
    page = window.submit(page, button="Eintrag zurücknehmen Mina Adler")

    assert "Zurzeit ist kein möglicher Konflikt bekannt." in page.main


def test_the_lead_sees_only_about_whom_the_parties_are_asked(
    near: tuple[Case, PoolPerson], town: make.Town, browser: Browser
) -> None:
    case, person = near
    lead = browser.as_(town.lead)

    assert "Mina Nachbar" not in lead.get(at(case)).text
    assert lead.get(at(case, person.id)).status_code == 403
    asked(browser.as_(town.coordinator), case, person)

    assert "Mina Nachbar" in lead.get(at(case)).main


def test_strangers_find_nothing(near: tuple[Case, PoolPerson], town: make.Town, browser: Browser) -> None:
    case, person = near
    found = asked(browser.as_(town.coordinator), case, person)

    for path in (at(case), waiver(case, found, 0)):
        assert browser.as_(town.reporter).get(path).status_code == 404
        assert browser.as_(person.user_id).get(path).status_code in {403, 404}
    window = browser.as_(town.coordinator)
    assert window.get(at(case, uuid4())).status_code == 404
    assert window.get(f"/faelle/{case.id}/vermittlung/verzicht/{found.id}/{uuid4()}").status_code == 404
    other = at_work.searching(town)
    assert window.get(waiver(other, found, 0)).status_code == 404


def test_somebody_asked_who_may_know_a_party_by_now_is_pointed_out(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town, "Adler", "Bruns")
    neighbour(found.people[0], found.case)

    page = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/vermittlung")

    assert "Bei mindestens einer Person dieser Suche ist ein Interessenkonflikt möglich" in page.main
    lead = browser.as_(town.lead).get(f"/faelle/{found.case.id}/vermittlung")
    assert "Interessenkonflikt" not in lead.main


def test_the_mediator_hears_nothing_of_it(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town, "Adler", "Bruns", "Celik", "Dietz")
    adler = found.people[0]
    neighbour(adler, found.case)
    window = browser.as_(adler.user_id)

    page = window.submit(window.get(f"/anfragen/{found.offer(adler).id}"), button="Ich kann")
    again = [window.get(path) for path in ("/anfragen", f"/anfragen/{found.offer(adler).id}", "/")]

    assert "Diese Anfrage hat sich inzwischen erledigt." in page.main
    for one in (page, *again):
        assert "onflikt" not in one.main.replace("Interessenkonflikte", "").replace("Konflikts", "")
    told = db.session.query(Notification).filter_by(user_id=adler.user_id).all()
    assert told and not [one for one in told if "onflikt" in str(one.kind.label)]


def test_who_acted_for_a_party_says_so_and_is_not_asked_again(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town, "Adler", "Bruns", "Celik", "Dietz")
    adler = found.people[0]
    at_work.checking(found, adler)
    window = browser.as_(adler.user_id, sees={"parties.name"})

    page = window.submit(window.get(f"/anfragen/{found.offer(adler).id}"), {"known": "ACTED_BEFORE"})

    assert "Eine Absage hat keine Nachteile" in page.text
    assert found.status(adler) is OfferStatus.DECLINED
    page = browser.as_(town.coordinator).get(at(found.case))
    assert "War in dieser Sache schon für eine Partei tätig" in page.main


def test_no_hash_stands_on_a_page(near: tuple[Case, PoolPerson], town: make.Town, browser: Browser) -> None:
    case, person = near
    named(at_work.parties(case)[1], f"{CANARY}-one {CANARY}-other", f"{CANARY}weg 12")
    says(person, household=f"{CANARY}-one {CANARY}-other", address=f"{CANARY}weg 12")
    window = browser.as_(town.coordinator)
    found = asked(window, case, person)
    hashes = {mark.mark_index for mark in db.session.query(PoolMark)} | {found.seen_index}

    paths = [at(case), at(case, person.id), waiver(case, found, 0), f"/faelle/{case.id}/verlauf", "/faelle"]
    pages = [window.get(path) for path in paths]

    assert len(hashes) > 10
    assert not [page.path for page in pages if hashes & set(re.findall("[0-9a-f]{64}", page.text))]
    assert db.session.query(Offer).count() == 0


def test_double_click_decides_once(near: tuple[Case, PoolPerson], town: make.Town, browser: Browser) -> None:
    case, person = near
    window = browser.as_(town.coordinator)
    page: Page = window.get(at(case, person.id))

    window.submit(page, {"decision": "SAME_PRACTICE"})
    window.submit(page, {"decision": "SAME_PRACTICE"})

    assert db.session.query(Conflict).count() == 1


def test_the_lead_hears_neutrally_that_parties_are_to_be_asked_until_they_have_answered(
    near: tuple[Case, PoolPerson], town: make.Town, browser: Browser
) -> None:
    case, person = near
    found = asked(browser.as_(town.coordinator), case, person)
    window = browser.as_(town.lead)

    line = window.get("/posteingang")
    assert "Bitte fragen Sie die Parteien" in line.main and "Nachbar" not in line.main
    letter = db.session.query(Notification).filter_by(kind=Kind.WAIVER_WANTED).one()
    assert (letter.user_id, letter.subject_id) == (town.lead.id, found.id)
    told = str(mail(Kind.WAIVER_WANTED, link="x", number=case.number, answer_by=None, late_since=None))
    assert "Es gibt Neues zu einem Fall" in told and "Parteien" not in told

    for place in (0, 1):
        assert waiver_is_wanted(found.id)
        answer = {"word": "YES", "way": "PHONE"}
        window.submit(window.get(waiver(case, found, place)), answer)
    assert not waiver_is_wanted(found.id)
