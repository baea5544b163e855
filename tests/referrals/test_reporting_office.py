"""Somebody who works in the office that reported the case: all parties know, and agree (§ 3 MediationsG)."""

import pytest

from app.audit.models import TimelineEntry
from app.database import db
from app.mediators.models import PoolPerson
from app.referrals.actions import approving
from app.refusals import Outrun
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work

WORKS_THERE = "arbeitet in der Stelle, die den Fall gemeldet hat"
NAMES = {"parties.name"}


def works_in(person: PoolPerson, office: str) -> None:
    person.office_name = office
    db.session.commit()


def found_with_a_colleague(town: make.Town, *, both: bool = False) -> at_work.Asked:
    """Both have accepted; the first one, or both, work in the office of the reporter."""
    found = at_work.asked(town)
    for person in found.people[: 1 + both]:
        works_in(person, f" {town.office.name.upper()} ")
    at_work.accepted(found, *found.people[:2])
    return found


def asking_a_party(window: Browser, found: at_work.Asked) -> Page:
    party = at_work.parties(found.case)[0]
    return window.get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")


def test_a_party_is_told_who_works_in_the_reporting_office(town: make.Town, browser: Browser) -> None:
    found = found_with_a_colleague(town)

    page = asking_a_party(browser.as_(town.lead), found)

    assert page.main.count(f"ORDNUNGSAMT · {WORKS_THERE}") == 1
    assert f"Mina Adler {WORKS_THERE}. Das müssen Sie der Partei sagen" in page.main
    assert "kennt niemanden, keine weiteren Umstände zu nennen" in page.main
    assert "Stimmt beiden Personen zu und weiß, dass Mina Adler in der Stelle arbeitet, die den" in page.main


def test_of_two_from_the_reporting_office_both_are_named(town: make.Town, browser: Browser) -> None:
    found = found_with_a_colleague(town, both=True)

    page = asking_a_party(browser.as_(town.lead), found)

    assert "weiß, dass Mina Adler und Mina Bruns in der Stelle arbeiten" in page.main


def test_of_somebody_from_another_office_nothing_is_said(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    works_in(found.people[0], "Jugendamt")
    at_work.accepted(found, *found.people[:2])
    window = browser.as_(town.lead)

    page = asking_a_party(window, found)
    window.submit(page, {"word": "yes"}, button="Antwort festhalten")

    assert "Jugendamt" in page.main and "gemeldet hat" not in page.main
    assert "kennt niemanden, keine Umstände zu nennen" in page.main
    assert db.session.query(TimelineEntry).filter_by(kind="OfficeWaived").count() == 0


def test_the_yes_of_each_party_stands_in_the_timeline_as_a_yes_to_that_too(
    town: make.Town, browser: Browser
) -> None:
    found = found_with_a_colleague(town)
    window = browser.as_(town.lead)

    for party in at_work.parties(found.case):
        page = window.get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")
        window.submit(page, {"word": "yes"}, button="Antwort festhalten")

    told = window.get(f"/faelle/{found.case.id}/verlauf").main
    for label in ("Partei A", "Partei B"):
        assert f"{label} weiß, dass die Person auf Platz 1 in der Stelle arbeitet, die den Fall" in told
    assert "auf Platz 2" not in told


def test_a_yes_counts_only_for_what_the_party_was_told(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])
    window = browser.as_(town.lead)
    page = asking_a_party(window, found)
    works_in(found.people[0], town.office.name)

    page = window.submit(page, {"word": "yes"}, button="Antwort festhalten")

    assert page.status_code == 409
    assert "wer in der Stelle arbeitet, die den Fall gemeldet hat" in page.main
    assert db.session.query(TimelineEntry).filter_by(kind="PartyApproved").count() == 0


def test_nor_for_what_has_become_known_in_the_same_moment(town: make.Town) -> None:
    found = found_with_a_colleague(town)
    party = at_work.parties(found.case)[0]

    with pytest.raises(Outrun):
        approving.approve(found.case.id, party.id, by=at_work.lead(town), at=make.NOON, told=())


def test_she_reads_it_herself_where_she_declares(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    there, elsewhere = found.people[:2]
    works_in(there, town.office.name)
    pages = {}

    for person in (there, elsewhere):
        window = browser.as_(person.user_id, sees=NAMES)
        asked = window.get(f"/anfragen/{found.offer(person).id}")
        assert "gemeldet hat" not in asked.main
        pages[person] = window.submit(asked, button="Ich kann").main

    assert "Sie arbeiten in der Stelle, die diesen Fall gemeldet hat" in pages[there]
    assert "gemeldet hat" not in pages[elsewhere]


def test_what_she_sees_before_she_releases_it_is_what_the_parties_hear(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    there = found.people[0]
    works_in(there, town.office.name)
    at_work.checking(found, there)
    window = browser.as_(there.user_id, sees=NAMES)
    page = window.get(f"/anfragen/{found.offer(there).id}")

    page = window.submit(page, {"known": "YES", "circumstances": "Wir grüßen uns."}, button="Antwort senden")

    assert f"Ordnungsamt · {WORKS_THERE}" in page.main
