"""What coordination and the lead see of a search, and what they record."""

import pytest

from app import clock
from app.cases.actions.moves import transition
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status, Verb
from app.database import db
from app.referrals.actions import answering, approving, sending
from app.referrals.models import Approval
from app.referrals.queries import guards
from app.referrals.rules import OfferStatus, Reason
from app.refusals import Outrun
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

NAMES = {"parties.name"}
ALL = {
    "parties.name",
    "parties.address",
    "parties.phone",
    "parties.email",
    "cases.handover_summary",
}


def test_coordination_sees_who_is_asked_until_when_and_the_lead_no_name_before_a_yes(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    path = f"/faelle/{found.case.id}/vermittlung"

    by_coordination = browser.as_(town.coordinator).get(path)
    by_lead = browser.as_(town.lead).get(path)

    assert "Mina Adler" in by_coordination.main
    assert "Bestätigter Ersatz, in dieser Reihenfolge: Mina Celik" in by_coordination.main
    assert "Mina" not in by_lead.main
    assert "Eine Person aus dem Pool" in by_lead.main


def test_the_lead_records_what_a_party_says(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, found.people[0], circumstances="Wir grüßen uns.")
    at_work.accepted(found, found.people[1])
    window = browser.as_(town.lead)

    for party in at_work.parties(found.case):
        page = window.get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")
        assert "Wir grüßen uns." in page.main
        page = window.submit(page, {"word": "yes"}, button="Antwort festhalten")

    assert "Alle Parteien haben zugestimmt" in page.main
    db.session.expire_all()
    assert found.referral.approved_at == make.NOON


def test_one_party_does_not_speak_for_the_other(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])
    first = at_work.parties(found.case)[0]
    window = browser.as_(town.lead)
    page = window.get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{first.id}")

    page = window.submit(page, {"word": "yes"}, button="Antwort festhalten")

    assert "Partei A stimmt den Personen zu Partei B noch offen" in page.main
    assert "Alle Parteien haben zugestimmt" not in page.main


def test_a_yes_to_one_person_is_no_yes_to_who_comes_after(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    leaving, _, substitute = found.people[:3]
    answering.give_back(found.offer(leaving).id, by=at_work.user_of(leaving), at=make.NOON)
    db.session.commit()
    at_work.accepted(found, substitute)

    page = browser.as_(town.lead).get(f"/faelle/{found.case.id}/vermittlung")

    assert "Partei A noch offen" in page.main and "Partei B noch offen" in page.main
    assert Guard.PARTIES_APPROVED not in guards.met(found.case.id)


def test_of_a_yes_to_two_of_whom_one_is_gone_only_the_yes_to_the_other_is_told(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.approved(town)
    transition(found.case, Verb.START_PREP, by=at_work.coordination(town), at=make.NOON)
    leaving, staying = found.people[:2]
    window = browser.as_(town.lead)
    path = f"/faelle/{found.case.id}/vermittlung"
    answering.give_back(found.offer(leaving).id, by=at_work.user_of(leaving), at=make.NOON)
    db.session.commit()

    with_one = window.get(path).main
    answering.give_back(found.offer(staying).id, by=at_work.user_of(staying), at=make.NOON)
    db.session.commit()
    without = window.get(path).main

    assert "Partei A stimmt der Person zu, die da ist Partei B stimmt der Person zu" in with_one
    assert "stimmt den Personen zu" not in with_one
    assert "Partei A noch offen" in without and "stimmt" not in without.split("Zustimmung der Parteien")[1]


def test_the_talks_can_begin_only_while_all_are_there_whom_the_parties_approved(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.approved(town)
    leaving, _, substitute = found.people[:3]
    window = browser.as_(town.lead)
    path = f"/faelle/{found.case.id}/vermittlung"
    before = window.get(path).main
    answering.give_back(found.offer(leaving).id, by=at_work.user_of(leaving), at=make.NOON)
    db.session.commit()

    missing = window.get(path).main
    at_work.accepted(found, substitute)
    asked_anew = window.get(path).main

    assert "Im Überblick können die Vorgespräche beginnen" in before
    assert "Alle Parteien haben zugestimmt" not in missing + asked_anew


def test_a_yes_to_persons_of_whom_one_has_left_since_is_refused_in_words(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    leaving, _, substitute = found.people[:3]
    at_work.accepted(found, *found.people[:2])
    party = at_work.parties(found.case)[0]
    window = browser.as_(town.lead)
    page = window.get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")
    answering.give_back(found.offer(leaving).id, by=at_work.user_of(leaving), at=make.NOON)
    db.session.commit()
    at_work.accepted(found, substitute)

    page = window.submit(page, {"word": "yes"}, button="Antwort festhalten")

    assert page.status_code == 409
    assert "Inzwischen ist für einen Platz eine andere Person da." in page.main
    assert db.session.query(Approval).count() == 0


def test_nobody_approves_persons_who_were_exchanged_in_the_same_moment(town: make.Town) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])
    party = at_work.parties(found.case)[0]

    with pytest.raises(Outrun):
        approving.approve(
            found.case.id,
            party.id,
            by=at_work.lead(town),
            at=make.NOON,
            shown={found.offer(person).id for person in found.people[1:3]},
        )


def test_coordination_does_not_read_what_a_mediator_disclosed(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2], circumstances="Wir grüßen uns.")
    party = at_work.parties(found.case)[0]

    page = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")

    assert page.status_code == 403
    assert "grüßen" not in page.text


def test_a_no_from_a_party_goes_back_to_matching_without_that_person(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    at_work.accepted(found, *found.people[:2])
    party, refused = at_work.parties(found.case)[0], found.people[1]
    window = browser.as_(town.lead)
    page = window.get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")

    window.submit(page, {"word": str(found.offer(refused).id)}, button="Antwort festhalten")

    db.session.expire_all()
    assert found.case.status is Status.MATCHING
    assert found.offer(refused).reason is Reason.PARTY_DECLINED
    assert found.status(found.people[0]) is OfferStatus.ACCEPTED
    page = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/vermittlung")
    assert "Mina Adler bleibt dabei" in page.main
    assert "Mina Bruns: Von einer Partei abgelehnt" in page.main


def test_the_person_who_stays_keeps_the_seat_in_the_new_search(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    transition(found.case, Verb.START_PREP, by=at_work.coordination(town), at=make.NOON)
    leaving, staying = found.people[:2]
    db.session.commit()
    gone = browser.as_(leaving.user_id, sees=ALL)
    page = gone.get(f"/meine-faelle/{found.referral.id}/zurueckgeben")
    gone.submit(page, button="Platz zurückgeben")
    transition(found.case, Verb.REPLACE_MEDIATOR, by=at_work.coordination(town), at=make.NOON)
    window = browser.as_(town.coordinator)
    page = window.get(f"/faelle/{found.case.id}/vermittlung")
    page = window.get(page.links["Dieses Paar wählen Mina Bruns, Mina Celik"])

    page = window.submit(page, button="Paar anfragen")

    db.session.expire_all()
    assert found.case.status is Status.PROPOSED
    assert found.status(staying) is OfferStatus.ACCEPTED
    assert found.offer(staying).referral_id == found.referral.id
    own = browser.as_(staying.user_id, sees=ALL).get(f"/meine-faelle/{found.case.id}")
    assert "KANARI-parties.phone" in own.main
    assert gone.get(f"/meine-faelle/{found.case.id}").status_code == 404


def test_without_the_name_of_a_party_the_pages_say_what_is_missing(town: make.Town, browser: Browser) -> None:
    people = [at_work.mediator(name) for name in ("Adler", "Bruns")]
    case = at_work.searching(town, pseudonymized=True)
    at_work.parties(case)[0].name = None
    db.session.commit()
    window = browser.as_(town.coordinator)
    path = f"/faelle/{case.id}/vermittlung"

    pages = [window.get(path), window.get(f"{path}/paar?person={people[0].id}&person={people[1].id}")]

    for page in pages:
        assert "Es fehlt noch der Name: Partei A." in page.main
    assert "Paar anfragen" not in pages[1].main


def test_an_exhausted_seat_names_the_language_that_is_lacking(town: make.Town, browser: Browser) -> None:
    speaker, other = at_work.mediator("Adler", "de C2, ar C2"), at_work.mediator("Bruns", "de C2")
    at_work.mediator("Resting", "de C2, ar C2", resting=True)
    at_work.mediator("German", "de C2")
    case = at_work.searching(town)
    choice = sending.Choice(people=(speaker.id, other.id))
    sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
    found = at_work.Asked(case, [speaker, other])
    at_work.accepted(found, other)
    answering.decline(found.offer(speaker).id, None, by=at_work.user_of(speaker), at=make.NOON)
    db.session.commit()

    window = browser.as_(town.coordinator)
    state = window.get(f"/faelle/{case.id}/vermittlung")
    page = window.get(state.links["Was dem Pool fehlt"])
    by_lead = browser.as_(town.lead).get(f"/faelle/{case.id}/vermittlung")
    start = browser.as_(town.coordinator).get("/")

    assert "Gebraucht wird jemand, der mit Partei B sprechen kann: Arabisch." in page.main
    assert "Nimmt zurzeit keine Anfragen an: 1" in page.main
    assert "Für einen Platz ist niemand angefragt (" in start.main
    assert "Was dem Pool fehlt" not in by_lead.links
    assert browser.as_(town.lead).get(page.path).status_code == 403


def test_the_state_says_when_a_question_was_seen(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    before = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/vermittlung")
    with clock.stopped(make.later(minutes=7)):
        browser.as_(person.user_id).get(f"/anfragen/{found.offer(person).id}")

    after = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/vermittlung")

    assert "Mo 02.03., 12:07" not in before.main
    assert "Mo 02.03., 12:07" in after.main
    assert 'hx-trigger="every 20s"' in after.response.text
    assert after.links["Stand aktualisieren"] == f"/faelle/{found.case.id}/vermittlung"
