"""Accepting what was proposed for the whole waiting list, and the mark that one person is enough."""

from uuid import UUID

from app.audit.models import AccessEntry
from app.cases.rules.status import Status
from app.database import db
from app.referrals.actions import sending
from app.referrals.models import Referral, SoloWish
from tests import make
from tests.browser import Browser
from tests.referrals import at_work, waiting
from tests.referrals.test_pages_allocation import PAGE, people, proposal_path, status_of


def opened(browser: Browser, town: make.Town) -> tuple[Browser, str]:
    """A window of coordination, and the page of the only proposal."""
    return browser.as_(town.coordinator), proposal_path(waiting.done(town))


def proposed(path: str) -> at_work.PoolPerson:
    """The first person of the only proposal."""
    (line,) = waiting.proposals(UUID(path.split("/")[2]))
    return db.session.get_one(at_work.PoolPerson, line.first_id)


def test_substitutes_that_are_unchecked_are_not_kept(town: make.Town, browser: Browser) -> None:
    people()
    case = at_work.searching(town)
    window, path = opened(browser, town)

    window.submit(window.get(path), {"first": None, "second": None}, button="Paar anfragen")

    assert db.session.query(at_work.Offer).filter_by(case_id=case.id).count() == 2


def test_a_case_marked_for_one_person_is_sent_with_its_reason(town: make.Town, browser: Browser) -> None:
    people()
    case = waiting.alone(town, "Nur eine kurze Absprache.")
    window, path = opened(browser, town)

    page = window.get(path)
    window.submit(page, button="Person anfragen")

    assert "Nur eine kurze Absprache." in page.main
    assert (
        db.session.query(Referral).filter_by(case_id=case.id).one().solo_reason == "Nur eine kurze Absprache."
    )


def test_errors_keep_what_was_typed(town: make.Town, browser: Browser) -> None:
    people()
    waiting.alone(town)
    window, path = opened(browser, town)

    refused = window.submit(window.get(path), {"solo_reason": ""}, button="Person anfragen")
    too_long = window.submit(window.get(path), {"solo_reason": "sehr lang " * 60}, button="Person anfragen")

    assert (refused.status_code, "Bitte nennen Sie den Grund." in refused.main) == (422, True)
    assert (too_long.status_code, "sehr lang sehr lang" in too_long.main) == (422, True)


def test_a_proposal_is_accepted_once(town: make.Town, browser: Browser) -> None:
    people()
    case = at_work.searching(town)
    window, path = opened(browser, town)
    page = window.get(path)
    window.submit(page, button="Paar anfragen")

    twice = window.submit(page, button="Paar anfragen")

    assert (twice.status_code, "Dieser Vorschlag ist schon angenommen." in twice.main) == (409, True)
    assert db.session.query(Referral).filter_by(case_id=case.id).count() == 1


def test_a_case_for_which_somebody_was_asked_meanwhile_is_refused_in_words(
    town: make.Town, browser: Browser
) -> None:
    pool = people()
    case = at_work.searching(town)
    window, path = opened(browser, town)
    page = window.get(path)
    choice = sending.Choice(people=(pool[0].id, pool[1].id))
    sending.send_offers(case.id, choice, by=at_work.coordination(town), at=make.NOON)
    db.session.commit()

    refused = window.submit(page, button="Paar anfragen")
    listed = window.get(path.rpartition("/")[0])

    assert (refused.status_code, "wird gerade niemand gesucht" in refused.main) == (409, True)
    assert "inzwischen erledigt" in listed.main and f"Ansehen {case.number}" not in listed.links


def test_a_person_who_is_no_longer_free_is_refused_in_words(town: make.Town, browser: Browser) -> None:
    people()
    case = at_work.searching(town)
    window, path = opened(browser, town)
    page = window.get(path)
    first = proposed(path)
    first.resting = True
    db.session.commit()

    refused = window.submit(page, button="Paar anfragen")

    assert "So kann nicht angefragt werden" in refused.main
    assert "Nimmt zurzeit keine Anfragen an" in refused.main
    assert status_of(case) is Status.MATCHING


def test_a_person_who_can_no_longer_answer_is_refused_in_words(town: make.Town, browser: Browser) -> None:
    people()
    at_work.searching(town)
    window, path = opened(browser, town)
    first = proposed(path)
    first.user_id = None
    db.session.commit()

    refused = window.get(path)

    assert (refused.status_code, "passt dieser Vorschlag nicht mehr" in refused.main) == (409, True)


def test_a_proposal_of_another_run_is_not_there(town: make.Town, browser: Browser) -> None:
    people()
    at_work.searching(town)
    one, other = waiting.done(town), waiting.done(town)

    page = browser.as_(town.coordinator).get(f"{PAGE}/{other}/{waiting.proposals(one)[0].id}")

    assert page.status_code == 404


def test_reading_a_proposal_stands_in_the_access_log(town: make.Town, browser: Browser) -> None:
    people()
    case = at_work.searching(town)
    window, path = opened(browser, town)

    window.get(path)

    assert db.session.query(AccessEntry).filter_by(kind="NeedRead", case_id=case.id).count() == 1


def test_one_person_is_enough_is_said_with_a_reason_and_can_be_taken_back(
    town: make.Town, browser: Browser
) -> None:
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    link = window.get(f"/faelle/{case.id}/vermittlung").links[
        "Für die Gesamtvermittlung vormerken: eine Person genügt"
    ]

    empty = window.submit(window.get(link), {"reason": ""}, button="Vormerken")
    window.submit(window.get(link), {"reason": "Es geht um einen Schlüssel."}, button="Vormerken")
    marked = window.get(link)

    assert (empty.status_code, "Bitte nennen Sie den Grund." in empty.main) == (422, True)
    assert "Es geht um einen Schlüssel." in marked.main
    window.submit(marked, button="Doch zwei Personen suchen")
    window.post(f"{link}/zuruecknehmen")
    assert db.session.query(SoloWish).count() == 0


def test_one_person_is_enough_cannot_be_said_where_nobody_is_sought(
    town: make.Town, browser: Browser
) -> None:
    case = make.case(town, status=Status.CONTACT)

    page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/vermittlung/allein")

    assert (page.status_code, "wird gerade niemand gesucht" in page.main) == (409, True)
    assert browser.as_(town.lead).get(f"/faelle/{case.id}/vermittlung/allein").status_code == 403
