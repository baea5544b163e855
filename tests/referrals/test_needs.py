"""What the search goes by: tried without being kept, saved with a name and a reason, asked of a party."""

from uuid import UUID

import pytest

from app.cases.rules.status import Status
from app.database import db
from app.referrals.actions.needs import Word, record_language
from app.referrals.matching.needs import Strength
from app.referrals.matching.wishes import Wishes
from app.referrals.models import AskedLanguage, CaseNeed
from app.referrals.queries import languages
from app.referrals.queries import wishes as saved_wishes
from app.referrals.queries.search import pool_for
from app.referrals.queries.waiting import waiting_list
from tests import make
from tests.browser import Browser
from tests.referrals import at_work
from tests.referrals.needing import SAVE, change, ids_of, path_of, set_need


def test_the_chips_say_what_is_a_must_and_what_is_wished_for(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)

    page = browser.as_(town.coordinator).get(path_of(case))

    assert "Partei B: Arabisch muss" in " ".join(page.main.split())
    assert "Weststadt wünschenswert" in page.main
    assert "Noch hat niemand etwas geändert" in page.main


def test_what_is_tried_changes_the_list_and_is_not_kept(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler", home="Weststadt")
    at_work.mediator("Bruns", home="Weststadt")
    at_work.mediator("Celik", home="Nordheim")
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)

    page = change(window, window.get(path_of(case)), "place")

    assert page.status_code == 200
    assert "Mina Celik: Wohnt in Nordheim; gebraucht wird jemand aus der Nähe" in page.main
    assert "Nur ausprobiert, noch nicht gespeichert" in page.main
    assert not [words for words in page.links if words.startswith("Dieses Paar")]
    assert db.session.query(CaseNeed).count() == 0
    assert "Celik: Wohnt" not in window.get(path_of(case)).main


def test_a_saved_need_counts_for_every_search_and_says_who_and_why(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Celik", home="Nordheim")
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    page = change(window, window.get(path_of(case)), "place")

    page = window.submit(page, {"reason": "Niemand kann fahren."}, button=SAVE)

    assert "Der Bedarf ist gespeichert" in page.text
    assert "Wohnt in Nordheim" in page.main
    assert "Zuletzt gespeichert von Karin Koch" in page.main and "Niemand kann fahren." in page.main
    assert waiting_list(make.NOON).waiting[0].need.near is Strength.MUST
    row = db.session.query(CaseNeed).one()
    assert (row.number, row.by, row.reason) == (1, town.coordinator.id, "Niemand kann fahren.")


def test_each_saving_is_a_row_and_the_same_again_is_none(town: make.Town) -> None:
    case = at_work.searching(town)

    set_need(case, town, Wishes(place=Strength.MUST))
    set_need(case, town, Wishes(place=Strength.MUST))
    set_need(case, town, Wishes(place=Strength.IGNORE))

    assert saved_wishes.saved(case.id) == (2, Wishes(place=Strength.IGNORE))
    assert pool_for(case, make.NOON).need.near is Strength.IGNORE


def test_who_was_overtaken_sees_both_sides(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    page = window.get(path_of(case))
    set_need(case, town, Wishes(topic=Strength.IGNORE))

    page = window.submit(page, {"place": "MUST"}, button=SAVE)

    assert page.status_code == 409
    assert "Jemand war schneller" in page.main
    assert db.session.query(CaseNeed).count() == 1


def test_the_lead_sets_the_need_and_sees_nobody_of_the_pool(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler")
    case = at_work.searching(town)
    window = browser.as_(town.lead)
    page = window.get(f"{path_of(case)}/bedarf")

    page = window.submit(page, {"times_1": ["1-EVENING"]}, button=SAVE)

    assert "Adler" not in page.main
    assert "Partei B: Di abends" in page.main
    assert saved_wishes.saved(case.id)[1].of(ids_of(case)[1]).times == ("1-EVENING",)


def test_nobody_else_sets_it(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)

    assert browser.as_(town.reporter).get(f"{path_of(case)}/bedarf").status_code == 404
    assert browser.as_(town.admin).get(f"{path_of(case)}/bedarf").status_code in {403, 404}


def test_when_nobody_is_sought_any_more_the_need_stays(town: make.Town, browser: Browser) -> None:
    case = make.case(town, status=Status.FOLLOWUP)
    make.lead(case, town.lead)

    page = browser.as_(town.coordinator).get(f"{path_of(case)}/bedarf")

    assert page.status_code == 409
    assert "Für diesen Fall wird niemand mehr gesucht" in page.main


def test_nonsense_is_refused_and_what_was_typed_is_kept(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(path_of(case)), {"reason": "x" * 501, "place": "MUST"}, button=SAVE)

    assert page.status_code == 422
    assert "x" * 501 in page.main
    assert db.session.query(CaseNeed).count() == 0


def test_a_related_language_is_asked_for_and_the_answer_counts(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns"):
        at_work.mediator(name, "de C2, tr C2")
    case = at_work.searching(town)
    at_work.parties(case)[1].languages = "kmr"
    db.session.commit()
    window = browser.as_(town.coordinator)
    page = window.get(path_of(case))
    asked = "Bitte fragen Sie Partei B, ob auch Türkisch geht: 2 im Pool sprechen es"
    assert asked in page.main
    assert "ein Ja öffnet: ein Paar" in page.main

    page = window.submit(page, button=f"Ja, geht {asked}")

    assert "ja, möglich" in page.main and "Karin Koch" in page.main
    assert "1. Vorschlag" in window.get(path_of(case)).main
    assert db.session.query(AskedLanguage).one().answer == "tr:YES"


def test_a_no_is_not_asked_again_and_may_become_a_yes(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns"):
        at_work.mediator(name, "de C2, tr C2")
    case = at_work.searching(town)
    at_work.parties(case)[1].languages = "kmr"
    db.session.commit()
    window = browser.as_(town.lead)
    path = f"{path_of(case)}/bedarf/sprachen"

    page = window.submit(window.get(path), {"what": "1:tr", "possible": "NO"}, button="Antwort festhalten")
    page = window.submit(page, {"what": "1:tr", "possible": "NO"}, button="Antwort festhalten")

    assert db.session.query(AskedLanguage).count() == 1
    assert "ob auch Türkisch geht" not in browser.as_(town.coordinator).get(path_of(case)).main
    window.submit(page, {"what": "1:tr", "possible": "YES"}, button="Antwort festhalten")
    assert "1. Vorschlag" in browser.as_(town.coordinator).get(path_of(case)).main


def test_what_somebody_else_has_recorded_meanwhile_is_not_taken_for_what_was_said_before(
    town: make.Town, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = at_work.searching(town)
    at_work.parties(case)[1].languages = "kmr"
    db.session.commit()
    path, window = f"{path_of(case)}/bedarf/sprachen", browser.as_(town.lead)
    page = window.submit(window.get(path), {"what": "1:tr", "possible": "YES"}, button="Antwort festhalten")
    word, read = Word(ids_of(case)[1], "tr", possible=False), languages.asked
    by = at_work.coordination(town)
    db.session.commit()

    def overtaken(case_id: UUID) -> languages.Asked:
        found = read(case_id)
        monkeypatch.setattr(languages, "asked", read)
        record_language(case_id, word, by=by, at=make.NOON)
        return found

    monkeypatch.setattr(languages, "asked", overtaken)
    window.submit(page, {"what": "1:tr", "possible": "YES"}, button="Antwort festhalten")

    rows = db.session.query(AskedLanguage).order_by(AskedLanguage.number)
    assert [row.answer for row in rows] == ["tr:YES", "tr:NO", "tr:YES"]


def test_an_answer_without_a_word_is_refused(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)
    at_work.parties(case)[1].languages = "kmr"
    db.session.commit()
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(f"{path_of(case)}/bedarf/sprachen"), button="Antwort festhalten")

    assert page.status_code == 422
    assert "Bitte wählen Sie eine Antwort." in page.main


def test_the_account_of_a_party_says_what_is_kept_of_it(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)
    first, second = ids_of(case)
    window = browser.as_(town.lead, sees={"parties.name"})
    path = f"/faelle/{case.id}/weitergaben"
    set_need(case, town, Wishes().having(second, times=("1-EVENING",)))

    own, other = window.get(f"{path}/{second}"), window.get(f"{path}/{first}")

    assert "Zeiten und Wünsche für die Vermittlung" in own.main
    assert "Zeiten und Wünsche für die Vermittlung" not in other.main
