"""Proofs are entered by the person and confirmed by coordination; only then they count."""

from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.database import db
from app.mediators.events import EvidenceDecided
from app.mediators.models import PoolEvidence, PoolPerson
from app.mediators.qualification import EvidenceKind, EvidenceStatus
from app.mediators.queries.candidates import candidates
from app.mediators.queries.qualification import collects_cases, qualification
from app.mediators.rules import Kind
from tests import make
from tests.mediators.people import mediator

COURSE = {
    "course_began_on": "2024-04-08",
    "course_ended_on": "2025-06-30",
    "training_hours": "140",
    "certificate_on": "2025-09-15",
}
FURTHER = {
    "kind": "FURTHER",
    "done_on": "2026-02-20",
    "hours": "7,5",
    "title": "Mediation mit Gruppen",
    "issued_by": "Akademie Nord",
}


@pytest.fixture
def noori(town):
    return mediator(last_name="Noori")


@pytest.fixture
def window(noori, browser):
    return browser.as_(noori.user_id)


@pytest.fixture
def office(town, browser):
    return browser.as_(town.coordinator)


@pytest.fixture
def told(app):
    heard, before = [], app.extensions["reactions"]
    app.extensions["reactions"] = {**before, EvidenceDecided: [heard.append]}
    yield heard
    app.extensions["reactions"] = before


def entered(**values):
    return db.session.scalars(sa.select(PoolEvidence).filter_by(**values)).one()


def proof(noori, kind=EvidenceKind.FURTHER, day=date(2026, 2, 20), minutes=2400, **values):
    made = PoolEvidence(
        person_id=noori.id,
        kind=kind,
        done_on=day,
        minutes=minutes,
        title="Kurs",
        issued_by="Akademie Nord",
        entered_at=make.NOON,
        entered_by=noori.user_id,
        **values,
    )
    db.session.add(made)
    db.session.commit()
    return made


def test_what_somebody_enters_waits_until_coordination_confirms_it(noori, window, office, told):
    office.submit(office.get(f"/pool/{noori.id}/qualifikation"), COURSE, button="Angaben speichern")
    page = window.submit(window.get("/qualifikation"), FURTHER)
    assert "wartet auf Bestätigung" in page.main
    assert "0 von 40 Stunden sind bestätigt" in page.main
    assert "7,5 Stunden warten auf Bestätigung." in page.main

    page = office.submit(
        office.get(f"/pool/{noori.id}/qualifikation"), button="Bestätigen Mediation mit Gruppen"
    )

    assert "7,5 von 40 Stunden sind bestätigt" in page.main
    assert entered().status is EvidenceStatus.CONFIRMED
    assert [event.user_id for event in told] == [noori.user_id]
    assert "bestätigt" in window.get("/qualifikation").main


def test_the_last_day_of_the_title_moves_with_what_is_confirmed(noori, office):
    office.submit(office.get(f"/pool/{noori.id}/qualifikation"), COURSE, button="Angaben speichern")
    assert db.session.get_one(PoolPerson, noori.id).title_until == date(2029, 9, 15)
    one = proof(noori)

    office.post(f"/pool/nachweise/{one.id}/bestaetigen")
    assert db.session.get_one(PoolPerson, noori.id).title_until == date(2033, 9, 15)

    office.submit(office.get(f"/pool/nachweise/{one.id}/ablehnen"), {"reason": "Doppelt eingereicht."})
    assert db.session.get_one(PoolPerson, noori.id).title_until == date(2029, 9, 15)


def test_a_proof_that_does_not_count_says_why(noori, window, office):
    one = proof(noori)

    page = office.submit(office.get(f"/pool/nachweise/{one.id}/ablehnen"), {"reason": "Ohne Stundenzahl."})

    assert "nicht anerkannt" in page.main
    assert "Begründung: Ohne Stundenzahl." in window.get("/qualifikation").main
    assert office.post(f"/pool/nachweise/{one.id}/bestaetigen").status_code == 200
    assert entered().status is EvidenceStatus.REFUSED


def test_a_refusal_needs_a_reason(noori, office):
    one = proof(noori)

    page = office.submit(office.get(f"/pool/nachweise/{one.id}/ablehnen"), {"reason": " "})

    assert (page.status_code, "Bitte begründen Sie das." in page.main) == (422, True)
    assert entered().status is EvidenceStatus.ENTERED


def test_confirmed_twice_is_told_once(noori, office, told):
    one = proof(noori)
    for _ in range(2):
        office.post(f"/pool/nachweise/{one.id}/bestaetigen")

    assert len(told) == 1


def test_nobody_confirms_her_own_proof(town, noori, office):
    noori.user_id = town.coordinator.id
    db.session.commit()
    one = proof(noori)

    page = office.post(f"/pool/nachweise/{one.id}/bestaetigen")

    assert "Über den eigenen Nachweis entscheidet jemand anderes" in page.main
    assert page.status_code == 403
    assert entered().status is EvidenceStatus.ENTERED


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": ""}, "Bitte wählen Sie, was Sie nachweisen."),
        ({"hours": ""}, "Bitte geben Sie die Zeitstunden an."),
        ({"hours": "viele"}, "Erwartet wird eine Zahl bis 400, zum Beispiel 7,5."),
        ({"done_on": "2026-03-03"}, "Dieser Tag liegt in der Zukunft."),
        ({"title": " "}, "Bitte geben Sie einen Titel an."),
    ],
)
def test_what_proves_nothing_is_refused_and_stays_typed(window, change, sentence):
    page = window.post("/qualifikation", {**FURTHER, **change})

    assert (page.status_code, sentence in page.main) == (422, True)
    assert page.values(page.forms()[-1])["issued_by"] == "Akademie Nord"
    assert db.session.scalars(sa.select(PoolEvidence)).all() == []


def test_sent_twice_it_stands_there_once_and_can_be_taken_back_until_it_is_looked_at(window, office):
    for _ in range(2):
        window.post("/qualifikation", FURTHER)
    one = entered()

    page = window.post(f"/qualifikation/{one.id}/entfernen")
    assert "sobald Sie sie eintragen" in page.main

    window.post("/qualifikation", FURTHER)
    office.post(f"/pool/nachweise/{entered().id}/bestaetigen")
    page = window.post(f"/qualifikation/{entered().id}/entfernen")
    assert (page.status_code, "ist schon geprüft und bleibt stehen" in page.main) == (409, True)


def test_nobody_takes_back_what_somebody_else_has_entered(noori, browser):
    one = proof(noori)

    browser.as_(mediator().user_id).post(f"/qualifikation/{one.id}/entfernen")

    assert db.session.get(PoolEvidence, one.id) is not None


def test_the_five_cases_of_a_trainee_are_counted(noori, window, office):
    noori.kind = Kind.TRAINEE
    db.session.commit()
    office.submit(
        office.get(f"/pool/{noori.id}/qualifikation"),
        {**COURSE, "certificate_on": ""},
        button="Angaben speichern",
    )
    for day in (1, 2, 3):
        one = proof(noori, EvidenceKind.SUPERVISED, date(2026, 2, day), 0)
        office.post(f"/pool/nachweise/{one.id}/bestaetigen")

    page = window.get("/qualifikation")

    assert "3 von fünf sind bestätigt." in page.main
    assert "Supervidierte Mediationen: 3 von 5 sind bestätigt" in page.main
    assert "noch nicht erworben" in page.main


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"course_ended_on": "2024-01-01"}, "Das Ende liegt vor dem Beginn."),
        ({"online_hours": "200"}, "Mehr Stunden online als im Ganzen"),
        (
            {"course_began_on": "2026-03-03", "course_ended_on": "", "certificate_on": ""},
            "Dieser Tag liegt in der Zukunft.",
        ),
        ({"course_ended_on": "2026-03-03", "certificate_on": ""}, "Dieser Tag liegt in der Zukunft."),
        ({"certificate_on": "2026-03-03"}, "Dieser Tag liegt in der Zukunft."),
        ({"certificate_on": "2025-01-01"}, "Die Bescheinigung gibt es erst, wenn der Lehrgang beendet ist."),
    ],
)
def test_a_course_that_cannot_have_been_is_refused(noori, office, change, sentence):
    page = office.submit(
        office.get(f"/pool/{noori.id}/qualifikation"), {**COURSE, **change}, button="Angaben speichern"
    )

    assert (page.status_code, sentence in page.main) == (422, True)
    assert db.session.get_one(PoolPerson, noori.id).course_began_on is None


def test_strangers_find_no_proof(noori, office, browser):
    one = proof(noori)

    assert office.get("/pool/nachweise/00000000-0000-4000-8000-000000000000/ablehnen").status_code == 404
    assert browser.as_(noori.user_id).post(f"/pool/nachweise/{one.id}/bestaetigen").status_code == 403


@pytest.mark.parametrize(("certified_on", "owes"), [(date(2022, 2, 28), False), (date(2022, 3, 1), True)])
def test_whose_two_years_were_over_before_the_new_version_is_offered_no_cases(noori, certified_on, owes):
    noori.course_began_on, noori.certificate_on = date(2020, 1, 10), certified_on
    db.session.commit()

    assert collects_cases(noori.id, uuid4()) is owes


def test_whose_further_training_ends_before_the_transition_still_collects_the_five_cases(noori, window):
    noori.course_began_on, noori.certificate_on = date(2022, 1, 10), date(2023, 5, 4)
    db.session.commit()

    found = qualification(noori.id)

    assert found.title.until == date(2027, 5, 4)
    assert found.collects and collects_cases(noori.id, uuid4())
    page = window.get("/qualifikation")
    assert "Bis zum 29.02.2028 müssen fünf supervidierte Mediationen bestätigt sein" in page.main
    assert "Ohne 40 Stunden in vier Jahren entfällt der Titel" in page.main
    assert "Mediationen, die Sie hier mit jemandem zusammen führen" in page.main


def test_what_is_stated_from_elsewhere_counts_until_the_office_enters_the_certificate(noori, office):
    """A valid certificate or enough hours, whichever the office has."""
    noori.certified_until, noori.training_hours = date(2029, 12, 31), 90
    db.session.commit()
    assert candidates(today=date(2026, 3, 2))[0].certified_until == date(2029, 12, 31)

    entered = {"certificate_on": "2026-01-01", "training_hours": "140"}
    office.submit(office.get(f"/pool/{noori.id}/qualifikation"), entered, button="Angaben speichern")

    assert candidates(today=date(2026, 3, 2))[0].certified_until == date(2030, 1, 1)


def test_with_a_certificate_of_too_few_hours_what_is_stated_from_elsewhere_counts_no_more(
    noori, window, office
):
    noori.certified_until = date(2029, 12, 31)
    db.session.commit()
    pages = {office: f"/pool/{noori.id}", window: "/qualifikation"}
    assert all("31.12.2029" in who.get(address).main for who, address in pages.items())

    entered = {"certificate_on": "2026-01-01", "training_hours": "90"}
    office.submit(office.get(f"/pool/{noori.id}/qualifikation"), entered, button="Angaben speichern")

    assert candidates(today=date(2026, 3, 2))[0].certified_until is None
    for who, address in pages.items():
        page = who.get(address)
        assert "noch nicht erworben" in page.main
        assert "31.12.2029" not in page.main
