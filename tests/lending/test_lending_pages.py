"""From nobody in the own pool to somebody who is lent, page by page, on each side what its people see."""

from app import clock
from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.cases.rules.status import Status
from app.database import db
from app.disclosures.models import DisclosureEntry
from app.disclosures.rules import Passed
from app.lending.actions import counting
from app.lending.models import LoanCandidate, LoanCard
from app.lending.rules import CardStatus, Figure, RequestStatus
from app.mediators.models import PoolPerson
from app.municipalities.scope import acting_in
from tests import make
from tests.browser import Browser
from tests.lending import lent
from tests.referrals.at_work import searching

NEXT = "Weiter: prüfen, was hinausgeht"
FORM = {"language": "ti", "second_language": "", "third_language": "", "daytime": "EVENING"}


def test_before_it_is_sent_the_page_shows_exactly_what_leaves(town: make.Town, browser: Browser):
    lent.neighbour()
    case = searching(town)
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(f"/faelle/{case.id}/leihe"), FORM, button=NEXT)

    for words in (
        "Das sehen die Gefragten, sonst nichts",
        "Tigrinya",
        "werktags abends",
        "vor Ort",
        "Musterkreis",
    ):
        assert words in page.main
    assert "Kommunen mit Leihvereinbarung Musterland" in page.main
    assert db.session.query(DisclosureEntry).filter_by(what=Passed.LOAN_ASKED).count() == 0
    page = window.submit(page, button="Anfrage senden")
    assert "wartet auf Antwort" in page.main and "Das haben sie gesehen, sonst nichts" in page.main


def test_the_way_back_keeps_what_was_chosen(town: make.Town, browser: Browser):
    lent.neighbour()
    case = searching(town)
    window = browser.as_(town.coordinator)
    page = window.submit(window.get(f"/faelle/{case.id}/leihe"), FORM, button=NEXT)

    page = window.submit(page, button="Ändern")

    sent = page.values(next(form for form in page.forms(within="main")))
    assert (sent["language"], sent["daytime"]) == ("ti", "EVENING")


def test_it_is_refused_in_words_where_nobody_could_be_asked(town: make.Town, browser: Browser):
    case = searching(town)
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(f"/faelle/{case.id}/leihe"), FORM, button=NEXT)

    assert page.status_code == 422
    assert "Es gibt niemanden, den Sie fragen könnten" in page.main


def test_a_window_that_ends_before_it_begins_is_sent_back(town: make.Town, browser: Browser):
    lent.neighbour()
    case = searching(town)
    window = browser.as_(town.coordinator)
    backwards = FORM | {"first_day": "2026-04-30", "last_day": "2026-03-02"}

    page = window.submit(window.get(f"/faelle/{case.id}/leihe"), backwards, button=NEXT)

    assert (page.status_code, "endet, bevor er beginnt" in page.main) == (422, True)


def test_over_there_her_own_coordination_asks_a_person_first(town: make.Town, browser: Browser):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    theirs, hers = browser.as_(there.coordinator), browser.as_(lent.user_of(who))

    assert "Musterkreis bittet, jemanden zu leihen" in theirs.get("/").main
    assert "Tigrinya" not in theirs.get("/leihanfragen").main  # its reading would have to be logged
    page = theirs.get(f"/leihanfragen/{lent.inquiry(there).id}")
    assert "Tigrinya" in page.main
    assert "Tesfay, Mina" in page.main and case.number not in page.text
    page = theirs.submit(page, {"person": str(who.id)}, button="Person fragen")
    assert "Die Person ist gefragt" in page.main
    with lent.within(there):
        candidate_id = lent.only(LoanCandidate).id

    assert "Anfrage aus Musterkreis" in hers.get("/").main
    page = hers.submit(hers.get(f"/leihe/{candidate_id}"), button="Ja, ich kann")
    assert "Karte ohne Namen ist gesendet" in page.main


def test_a_card_is_taken_and_with_her_word_the_name_comes(town: make.Town, browser: Browser):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)
    hers, ours = browser.as_(lent.user_of(who)), browser.as_(town.coordinator)

    page = ours.get(f"/faelle/{case.id}/leihe")
    assert "Jemand aus Musterland" in page.main and "Tigrinya (" in page.main
    assert "Tesfay" not in page.text and "Mina" not in page.text
    page = ours.submit(page, button="Annehmen und nach dem Namen fragen Musterland")
    assert "Tesfay" not in page.text
    page = hers.get(f"/leihe/{candidate.id}")
    assert "Darf er hinübergehen?" in page.main and "Mina Tesfay" in page.main
    page = hers.submit(page, button="Ich willige ein")

    assert "Ihr Name liegt dort jetzt vor" in page.main
    assert "Mina Tesfay" in ours.get(f"/faelle/{case.id}/leihe").main


def test_who_is_lent_stands_in_the_pool_for_one_case_and_counts_at_home(town: make.Town, browser: Browser):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)

    lent.lent(town, there, case, who)

    guest = lent.only(PoolPerson, last_name="Tesfay")
    assert (guest.reserved_for, guest.user_id, guest.capacity) == (case.id, who.user_id, 1)
    assert "Diese Person ist geliehen" in browser.as_(town.coordinator).get(f"/pool/{guest.id}").main
    assert "für einen Fall verliehen" in browser.as_(there.coordinator).get(f"/pool/{who.id}").main


def test_the_ledger_says_that_it_was_asked_and_of_nobody(town: make.Town):
    lent.neighbour()
    case = searching(town)

    lent.ask(town, case)

    row = db.session.query(DisclosureEntry).filter_by(what=Passed.LOAN_ASKED).one()
    assert (row.party_id, row.recipient) == (None, "Musterland")


def test_a_person_who_says_no_is_thanked_and_the_other_side_learns_nothing_of_her(
    town: make.Town, browser: Browser
):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    with acting_in(there.id):
        lent.answering.ask_person(
            lent.only(lent.LoanInquiry).id, who.id, by=there.coordinator.id, at=make.NOON
        )
        candidate_id = lent.only(LoanCandidate).id
    window = browser.as_(lent.user_of(who))

    page = window.submit(window.get(f"/leihe/{candidate_id}"), button="Ich kann nicht")

    assert "keine Nachteile" in page.main
    assert db.session.query(LoanCard).count() == 0


def test_a_name_that_may_not_go_over_stays(town: make.Town, browser: Browser):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)
    lent.chosen(town, case, candidate)
    window = browser.as_(lent.user_of(who))

    window.submit(window.get(f"/leihe/{candidate.id}"), button="Nein, mein Name bleibt hier")

    assert lent.card().status is CardStatus.WITHDRAWN
    assert db.session.query(PoolPerson).count() == 0


def test_nobody_else_answers_for_her(town: make.Town, browser: Browser):
    there, case = lent.neighbour(), searching(town)
    who, other = lent.person(there), lent.person(there, "Fremd")
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)

    codes = {browser.as_(one).get(f"/leihe/{candidate.id}").status_code for one in (lent.user_of(other),)} | {
        browser.as_(lent.user_of(other)).post(f"/leihe/{candidate.id}/zusagen").status_code
    }

    assert codes == {404}


def test_each_button_pressed_twice_does_it_once(town: make.Town, browser: Browser):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    lent.ask(town, case)
    candidate = lent.put_forward(there, who)
    ours, hers = browser.as_(town.coordinator), browser.as_(lent.user_of(who))
    path = f"/faelle/{case.id}/leihe/karten/{candidate.id}"

    codes = [ours.post(f"{path}/annehmen").status_code for _ in range(2)]
    codes += [hers.post(f"/leihe/{candidate.id}/zusagen").status_code for _ in range(2)]
    codes += [ours.post(f"{path}/zurueckgeben").status_code for _ in range(2)]

    assert set(codes) == {200}
    with lent.within(there):
        assert lent.only(PoolPerson, last_name="Tesfay").lent == 0


def test_a_lent_person_comes_in_with_the_role_and_only_for_a_while_after_it(
    town: make.Town, browser: Browser
):
    there, case = lent.neighbour(), searching(town)
    who = lent.person(there)
    candidate = lent.lent(town, there, case, who)
    member = db.session.query(Membership).filter_by(user_id=who.user_id, role=Role.MEDIATOR).one()
    assert member.ends_on is None

    browser.as_(town.coordinator).post(f"/faelle/{case.id}/leihe/karten/{candidate.id}/zurueckgeben")

    db.session.refresh(member)
    assert str(member.ends_on) == "2026-03-16"
    assert lent.only(PoolPerson, last_name="Tesfay").left_at == make.NOON


def test_that_nobody_was_found_is_a_task_until_it_is_read(town: make.Town, browser: Browser):
    there, case = lent.neighbour(), searching(town)
    lent.ask(town, case)
    question = lent.inquiry(there)
    browser.as_(there.coordinator).post(f"/leihanfragen/{question.id}/ablehnen")
    window = browser.as_(town.coordinator)

    assert lent.request().status is RequestStatus.NOBODY
    assert f"Fall {case.number}: niemand zu leihen" in window.get("/").main
    window.submit(window.get(f"/faelle/{case.id}/leihe"), button="Zur Kenntnis genommen")
    assert "niemand zu leihen" not in window.get("/").main


def test_on_the_page_of_the_search_a_link_leads_on(town: make.Town, browser: Browser):
    case = searching(town)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/vermittlung")

    assert page.links["Jemanden leihen"] == f"/faelle/{case.id}/leihe"


def test_outside_of_a_search_there_is_nothing_to_ask(town: make.Town, browser: Browser):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    window = browser.as_(town.coordinator)

    assert "Hier lässt sich jemand leihen, solange" in window.get(f"/faelle/{case.id}/leihe").main
    assert browser.as_(town.lead).get(f"/faelle/{case.id}/leihe").status_code == 403


def test_somebody_of_the_state_pool_is_put_forward_by_its_office(town: make.Town, browser: Browser):
    state, case = lent.state_pool(), searching(town)
    who = lent.person(state)
    lent.ask(town, case)
    question, window = lent.inquiry(state), browser.as_(state.keeper)

    assert "Musterkreis bittet, jemanden zu leihen" in window.get("/").main
    page = window.submit(
        window.get(f"/leihanfragen/{question.id}"), {"person": str(who.id)}, button="Person fragen"
    )

    assert "Die Person ist gefragt" in page.main
    assert "Tesfay" in window.get("/pool").main


def test_the_office_of_the_land_reads_sums(town: make.Town, browser: Browser):
    state = lent.state_pool()
    with acting_in(state.id):
        counting.add(Figure.ASKED, 8, quarter="2025-Q4", region_id=town.id, language="")
        counting.add(Figure.ASKED, 8, quarter="2025-Q4", region_id=town.id, language="ti")
        counting.add(Figure.ASKED, 90, quarter="2026-Q1", region_id=town.id, language="")
        db.session.commit()

    page = browser.as_(state.keeper).get("/leihzahlen").main

    assert all(words in page for words in ("4. Quartal 2025", "Musterkreis", "Tigrinya", "10"))
    assert "90" not in page and "2026" not in page
    assert browser.as_(town.coordinator).get("/leihzahlen").status_code == 403


def test_once_its_time_is_over_nobody_more_is_to_be_asked(town: make.Town, browser: Browser):
    there, case = lent.neighbour(), searching(town)
    lent.ask(town, case)
    lent.put_forward(there, lent.person(there))
    path = f"/leihanfragen/{lent.inquiry(there).id}"

    with clock.stopped(make.later(days=4)):
        page = browser.as_(there.coordinator).get(path)

    assert "Wen Sie gefragt haben" in page.main
    assert "Jemanden aus dem eigenen Pool fragen" not in page.main
