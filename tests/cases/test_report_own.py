"""Following the own reports."""

import pytest
import sqlalchemy as sa

from app.audit.models import AccessEntry, TimelineEntry
from app.cases.actions import report_follow as actions
from app.cases.models import Case, CaseQuestion, LeadKind, Party
from app.cases.rules.consent import Purpose
from app.cases.rules.intake import Answer
from app.cases.rules.outcomes import Outcome
from app.cases.rules.report import PartyContact
from app.cases.rules.status import Status
from app.database import db
from tests import make

OWN_WORDS = {"cases.description", "cases.goal", "cases.location"}
NAMELESS = {"name": None, "address": None, "phone": None, "email": None, "data_received_at": None}


def nameless(town, *, status=Status.CONTACT, **first):
    """A pseudonymised case; ``first``: what is recorded of party A."""
    case = make.case(town, status=status, parties=0, pseudonymized=True, accepted_at=make.NOON)
    make.party(case, position=0, **(NAMELESS | first))
    make.party(case, position=1, **NAMELESS)
    db.session.commit()
    return case


def asked(town, **values):
    case = make.case(town, status=Status.INFO, **values)
    question = CaseQuestion(
        case_id=case.id, asked_at=make.NOON, asked_by=town.coordinator.id, text="Seit wann genau?"
    )
    db.session.add(question)
    db.session.commit()
    return case


def kinds():
    return set(db.session.scalars(sa.select(TimelineEntry.kind)))


# The list


def test_the_list_says_number_status_contact_and_next_date(browser, town):
    case = make.case(town)
    number = case.number
    make.lead(case, town.coordinator, kind=LeadKind.ACTING)

    page = browser.as_(town.reporter).get("/meldungen")

    assert number in page.main
    assert "Eingegangen" in page.main
    assert "Karin Koch" in page.main
    assert "Rückmeldung bis morgen, Di 03.03." in page.main


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.TRIAGE, "Eingegangen"),
        (Status.ACCEPTED, "Angenommen"),
        (Status.PROPOSED, "In Bearbeitung"),
        (Status.PAUSED, "In Bearbeitung"),
        (Status.CLOSED, "Abgeschlossen"),
    ],
)
def test_the_reporter_sees_the_coarse_status_alone(browser, town, status, words):
    case = make.case(town, status=status, outcome=Outcome.NM_DECLINED_A if status is Status.CLOSED else None)
    address = f"/meldungen/{case.id}"
    window = browser.as_(town.reporter, sees=OWN_WORDS)

    pages = [window.get("/meldungen"), window.get(address)]

    for page in pages:
        assert words in page.main
        assert status is Status.CLOSED or status.label not in page.main or status.label == words
        assert "lehnt ab" not in page.main


def test_the_list_goes_on_where_the_page_ended(browser, town):
    for day in range(27):
        make.case(town, parties=0, submitted_at=make.later(hours=-day))
    window = browser.as_(town.reporter)

    first = window.get("/meldungen")
    second = window.get(first.links["Weitere anzeigen"])

    assert first.main.count("Rückmeldung bis") == 25
    assert second.main.count("Rückmeldung bis") == 2
    assert "Weitere anzeigen" not in second.links


def test_an_empty_list_says_what_will_stand_there(browser, town):
    page = browser.as_(town.reporter).get("/meldungen")

    assert "Hier stehen Ihre Meldungen" in page.main


def test_a_report_of_another_person_is_not_in_the_list(browser, town):
    case = make.case(town)
    number = case.number

    assert number not in browser.as_(town.lead).get("/meldungen").main


# One report


def test_the_reporter_reads_the_own_words_and_nothing_that_others_wrote(browser, town):
    case = make.case(town, status=Status.CLARIFY, accepted_at=make.NOON, glasl_stage=4)
    words, address = case.description, f"/meldungen/{case.id}"

    page = browser.as_(town.reporter, sees=OWN_WORDS).get(address)

    assert words in page.main
    assert "Gesendet" in page.main
    assert "Priorität" not in page.main
    assert "Glasl" not in page.main


def test_reading_the_own_report_is_logged(browser, town):
    case = make.case(town)
    case_id = case.id

    browser.as_(town.reporter, sees=OWN_WORDS).get(f"/meldungen/{case_id}")

    entry = db.session.scalars(sa.select(AccessEntry)).one()
    assert (entry.kind, entry.case_id) == ("OwnReportRead", case_id)


@pytest.mark.parametrize("place", ["", "/gesendet", "/namen", "/zurueckziehen"])
def test_a_report_of_another_person_is_not_there(browser, town, place):
    case = make.case(town)
    address = f"/meldungen/{case.id}{place}"

    assert browser.as_(town.lead).get(address).status_code == 404


@pytest.mark.parametrize("place", ["/antworten", "/namen", "/zurueckziehen"])
def test_nobody_answers_names_or_withdraws_for_another_person(browser, town, place):
    case = asked(town)
    address = f"/meldungen/{case.id}{place}"

    assert browser.as_(town.lead).post(address, {"answer": "Ich war es."}).status_code == 404
    assert db.session.scalars(sa.select(Case.status)).one() is Status.INFO


def test_somebody_without_the_permission_is_turned_away(browser, town):
    assert browser.as_(town.admin).get("/meldungen").status_code == 403


# Answering


def test_an_answer_goes_back_to_the_office(browser, town):
    case = asked(town)
    address = f"/meldungen/{case.id}"
    window = browser.as_(town.reporter, sees=OWN_WORDS)

    page = window.submit(window.get(address), {"answer": "Seit dem Herbst."}, button="Antwort senden")

    assert "Die Prüfung geht weiter." in page.main
    assert "Seit dem Herbst." in page.main
    assert db.session.scalars(sa.select(Case.status)).one() is Status.TRIAGE
    assert {"QuestionAnswered", "CaseMoved"} <= kinds()


def test_an_empty_answer_is_asked_for_again(browser, town):
    case = asked(town)
    address = f"/meldungen/{case.id}"
    window = browser.as_(town.reporter, sees=OWN_WORDS)

    page = window.submit(window.get(address), {"answer": " "}, button="Antwort senden")

    assert page.status_code == 422
    assert db.session.scalars(sa.select(Case.status)).one() is Status.INFO


def test_a_second_answer_to_the_same_question_changes_nothing(browser, town):
    case = asked(town)
    address = f"/meldungen/{case.id}"
    window = browser.as_(town.reporter, sees=OWN_WORDS)
    page = window.get(address)
    window.submit(page, {"answer": "Seit dem Herbst."}, button="Antwort senden")

    again = window.submit(page, {"answer": "Doch später."}, button="Antwort senden")

    assert again.status_code == 409
    assert "Ihre Antwort Gespeichert ist jetztSeit dem Herbst. Ihre EingabeDoch später." in again.main
    assert db.session.scalars(sa.select(CaseQuestion)).one().answer == "Seit dem Herbst."


# Naming


def test_names_are_wanted_once_a_party_agrees(browser, town):
    case = nameless(town)
    make.all_consent(case, Purpose.TAKE_PART)
    address, case_id = f"/meldungen/{case.id}", case.id
    window = browser.as_(town.reporter, sees=OWN_WORDS)
    page = window.get(window.get(address).links["Namen nachtragen"])

    done = window.submit(page, {"party_0-name": "Eva Maier"}, button="Namen nachtragen")

    first = db.session.scalars(sa.select(Party).where(Party.case_id == case_id, Party.position == 0)).one()
    assert (first.name, first.data_received_at) == ("Eva Maier", make.NOON)
    assert first.name_index
    assert "Eva Maier" not in done.main
    assert "PartyDataReceived" in kinds()


def test_the_last_name_completes_them(browser, town):
    case = nameless(town, contact_agreed=Answer.YES)
    second = db.session.scalars(sa.select(Party).where(Party.position == 1)).one()
    second.contact_agreed = Answer.YES
    address = f"/meldungen/{case.id}/namen"
    db.session.commit()
    window = browser.as_(town.reporter, sees=OWN_WORDS)

    window.submit(window.get(address), {"party_0-name": "Eva Maier", "party_1-phone": "030 23125 002"})

    told = db.session.scalars(sa.select(TimelineEntry).where(TimelineEntry.kind == "PartyDataReceived")).all()
    assert sorted(entry.facts["all_known"] for entry in told) == [False, True]


def test_a_party_that_has_not_agreed_is_not_named(browser, town):
    case = nameless(town)
    address = f"/meldungen/{case.id}"
    window = browser.as_(town.reporter, sees=OWN_WORDS)

    page = window.get(address)
    window.post(address + "/namen", {"party_0-name": "Eva Maier"})

    assert "Namen nachtragen" not in page.links
    assert [party.name for party in db.session.scalars(sa.select(Party))] == [None, None]


def test_names_given_once_are_not_overwritten(browser, town):
    case = nameless(town, contact_agreed=Answer.YES)
    address = f"/meldungen/{case.id}/namen"
    window = browser.as_(town.reporter, sees=OWN_WORDS)
    page = window.get(address)
    window.submit(page, {"party_0-name": "Eva Maier"})

    window.submit(page, {"party_0-name": "Ole Olsen"})

    assert db.session.scalars(sa.select(Party).where(Party.position == 0)).one().name == "Eva Maier"


def test_nothing_entered_is_asked_for_again(browser, town):
    case = nameless(town, contact_agreed=Answer.YES)
    address = f"/meldungen/{case.id}/namen"
    window = browser.as_(town.reporter)

    page = window.submit(window.get(address))

    assert page.status_code == 422
    assert "wenigstens einen Namen oder einen Kontakt" in page.main


# Withdrawing


@pytest.mark.parametrize("status", [Status.NEW, Status.TRIAGE, Status.INFO])
def test_a_report_is_withdrawn_until_it_is_accepted(browser, town, status):
    case = make.case(town, status=status)
    address = f"/meldungen/{case.id}/zurueckziehen"
    window = browser.as_(town.reporter, sees=OWN_WORDS)

    page = window.submit(window.get(address), button="Meldung zurückziehen")

    assert "zurückgezogen, der Fall ist abgeschlossen" in page.main
    case = db.session.scalars(sa.select(Case)).one()
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.WD_REPORTER)


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.CONTACT, Status.MEDIATION])
def test_an_accepted_report_is_not_withdrawn_and_the_page_says_why(browser, town, status):
    case = make.case(town, status=status, accepted_at=make.NOON)
    address = f"/meldungen/{case.id}/zurueckziehen"
    window = browser.as_(town.reporter)

    page, refused = window.get(address), window.post(address)

    assert "nur, bis der Fall angenommen ist" in page.main
    assert refused.status_code == 409
    assert "Kontaktaufnahme" not in page.main + refused.main
    assert db.session.scalars(sa.select(Case.status)).one() is status


def test_the_deed_itself_names_only_parties_that_agree(town):
    case = nameless(town, contact_agreed=Answer.YES)
    contacts = {0: PartyContact(name="Eva Maier"), 1: PartyContact(name="Ole Olsen")}

    actions.add_names(case, contacts, by=town.reporter.id, at=make.NOON)

    assert [party.name for party in db.session.query(Party).order_by(Party.position)] == ["Eva Maier", None]
