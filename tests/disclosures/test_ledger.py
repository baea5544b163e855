"""Everything that goes out is in the ledger, wherever it went out; and printable per person."""

import sqlalchemy as sa

from app.cases.actions import leads, moving
from app.cases.actions.moves import Actor
from app.cases.models import Case, Party
from app.cases.rules.answers import Answers
from app.cases.rules.basis import Basis
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.disclosure import Ground
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Status, Verb, Who
from app.database import db
from app.disclosures.models import DisclosureEntry
from app.disclosures.rules import Passed
from app.referrals.actions import answering
from app.referrals.rules import Reason
from app.transfers.actions import handing
from tests import make
from tests.browser import Browser
from tests.conferences import calling
from tests.referrals import at_work
from tests.transfers.handed import led, offered

LEAD = frozenset({Who.CASE_LEAD})


def entries(*what: Passed) -> list[DisclosureEntry]:
    db.session.expire_all()
    query = sa.select(DisclosureEntry).order_by(DisclosureEntry.at, DisclosureEntry.id)
    return list(db.session.scalars(query.where(DisclosureEntry.what.in_(what)) if what else query))


def move(case: Case, verb: Verb, answers: Answers, town: make.Town) -> None:
    who = Actor(town.coordinator.id, frozenset({Who.COORDINATION}))
    moving.make(case, verb, answers, version=None, by=who, at=make.NOON)


def test_a_hand_over_is_a_row_for_each_party_with_its_basis(town: make.Town):
    case = led(town)

    handing.accept(offered(town, case).id, by=town.reporter.id, at=make.NOON)

    rows = entries()
    assert {row.party_id for row in rows} == {party.id for party in case.parties}
    assert {(row.what, row.basis, row.recipient) for row in rows} == {
        (Passed.HANDED_OVER, Basis.CONSENT, "Rana Demir, Ordnungsamt")
    }
    assert b"Demir" not in rows[0].recipient_sealed


def test_an_offer_that_nobody_has_accepted_is_no_disclosure(town: make.Town):
    offered(town, led(town))

    assert entries() == []


def test_a_party_whose_name_stayed_behind_is_not_in_it(town: make.Town):
    case = led(town)
    other = case.parties[1]
    make.consent(other, Purpose.OFFICE, said=Said.NO)

    handing.accept(offered(town, case, basis=Basis.TASK_LAW).id, by=town.reporter.id, at=make.NOON)

    assert [row.party_id for row in entries()] == [case.parties[0].id]


def test_a_lead_named_by_coordination_is_in_it_too(town: make.Town):
    case = make.case(town, status=Status.ACCEPTED)

    leads.name_lead(case, town.lead.id, by=town.coordinator.id, at=make.NOON)

    assert {(row.what, row.basis) for row in entries()} == {(Passed.LEAD_NAMED, Basis.TASK_LAW)}


def test_a_case_that_goes_to_another_body_says_to_which_and_on_what_ground(town: make.Town, browser: Browser):
    case = led(town, status=Status.CLARIFY)
    answers = Answers(outcome=Outcome.REF_ASD, body="ASD Nord", basis=Ground.CONSENT)

    move(case, Verb.REFER_ON, answers, town)

    page = browser.as_(town.lead).get(f"/faelle/{case.id}/weitergaben")
    assert "ASD Nord" in page.main
    assert "Einwilligung der betroffenen Personen" in page.main
    assert "Partei A, Partei B" in page.main


def test_names_go_to_whoever_checks_and_close_with_a_no(town: make.Town):
    found = at_work.asked(town, "Adler", "Bruns")
    first = found.people[0]

    at_work.checking(found, first)
    opened = {(row.recipient, row.ended_at) for row in entries(Passed.NAMES_SHOWN)}
    answering.decline(found.offer(first).id, Reason.NO_TIME, by=first.user_id, at=make.later(hours=2))
    db.session.commit()

    assert opened == {("Mina Adler", None)}
    assert {row.ended_at for row in entries(Passed.NAMES_SHOWN)} == {make.later(hours=2)}


def test_contact_data_opens_to_the_approved_persons_once(town: make.Town):
    found = at_work.approved(town)

    rows = entries(Passed.CONTACT_OPENED)

    assert len(rows) == 4
    assert {row.recipient for row in rows} == {"Mina Adler", "Mina Bruns"}
    assert {row.party_id for row in rows} == {party.id for party in found.case.parties}


def test_a_withdrawn_consent_closes_it_to_the_mediators_at_once(town: make.Town):
    found = at_work.approved(town)

    make.take_back(found.case.parties[0], by=town.lead, at=make.later(hours=1))

    assert {row.ended_at for row in entries(Passed.CONTACT_OPENED)} == {make.later(hours=1)}


def test_two_weeks_after_the_end_it_closes_by_itself(town: make.Town):
    found = at_work.approved(town)
    found.case.status = Status.PREP
    db.session.commit()

    move(found.case, Verb.HAND_TO_AUTHORITY, Answers(ground="Verwaltungsakt"), town)

    assert {row.ended_at for row in entries(Passed.CONTACT_OPENED)} == {make.later(days=14)}


def test_the_lead_learns_no_name_of_somebody_who_merely_checked(town: make.Town, browser: Browser):
    found = at_work.asked(town, "Adler", "Bruns")
    at_work.checking(found, found.people[0])
    path = f"/faelle/{found.case.id}/weitergaben"

    by_lead, by_coordination = browser.as_(town.lead).get(path), browser.as_(town.coordinator).get(path)

    assert "Adler" not in by_lead.main
    assert "den Namen kennt die Koordinierungsstelle" in by_lead.main
    assert "Mina Adler" in by_coordination.main


def test_the_account_of_one_party_names_her_and_nobody_else(town: make.Town, browser: Browser):
    case = led(town)
    handing.accept(offered(town, case).id, by=town.reporter.id, at=make.NOON)
    db.session.commit()
    first, second = case.parties
    names = first.name, second.name

    page = browser.as_(town.reporter, sees={"parties.name"}).get(f"/faelle/{case.id}/weitergaben/{first.id}")

    assert names[0] in page.main
    assert names[1] not in page.text
    assert "Rana Demir, Ordnungsamt" in page.main


def test_coordination_prints_it_without_the_name(town: make.Town, browser: Browser):
    case = led(town)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/weitergaben/{case.parties[0].id}")

    assert "nur für die Fallverantwortung" in page.main


def test_a_party_of_another_case_is_not_there(town: make.Town, browser: Browser):
    case, other = led(town), led(town)

    page = browser.as_(town.lead).get(f"/faelle/{case.id}/weitergaben/{other.parties[0].id}")

    assert page.status_code == 404


def test_a_stranger_reads_nothing_of_it(town: make.Town, browser: Browser):
    case = led(town)
    people = (town.reporter, town.privacy_officer, town.management)

    codes = [browser.as_(who).get(f"/faelle/{case.id}/weitergaben").status_code for who in people]

    assert codes == [404, 404, 403]


def test_the_privacy_officer_reads_all_of_the_municipality_page_by_page(town: make.Town, browser: Browser):
    numbers = set()
    for _ in range(14):
        case = led(town)
        handing.accept(offered(town, case).id, by=town.reporter.id, at=make.NOON)
        numbers.add(case.number)
    db.session.commit()
    window = browser.as_(town.privacy_officer)

    first = window.get("/weitergaben")
    second = window.get(first.links["Weitere anzeigen"])

    assert {number for number in numbers if number in first.main + second.main} == numbers
    assert browser.as_(town.coordinator).get("/weitergaben").status_code == 404


def test_reading_the_ledger_is_noted(town: make.Town, browser: Browser):
    from app.audit.models import AccessEntry

    case = led(town)

    browser.as_(town.lead).get(f"/faelle/{case.id}/weitergaben")

    kinds = db.session.scalars(sa.select(AccessEntry.kind).where(AccessEntry.actor_id == town.lead.id))
    assert list(kinds) == ["DisclosuresRead"]


def test_with_the_party_its_rows_go(town: make.Town):
    case = led(town)
    handing.accept(offered(town, case).id, by=town.reporter.id, at=make.NOON)
    db.session.commit()

    db.session.execute(sa.delete(Party).where(Party.case_id == case.id))

    assert entries() == []


def test_what_an_office_learns_for_a_conference_is_a_row_without_names(town: make.Town):
    case = calling.case(town)

    calling.invited(town, calling.called(town, case))

    (row,) = entries(Passed.SHARED)
    assert (row.case_id, row.party_id, row.recipient) == (case.id, None, "Ordnungsamt")
    assert row.basis is Basis.TASK_LAW
