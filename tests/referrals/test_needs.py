"""What the search goes by: tried without being kept, saved with a name and a reason, asked of a party."""

from datetime import time
from typing import Any

import pytest

from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import db
from app.languages import Level
from app.mediators.rules import Kind
from app.referrals.actions import needs
from app.referrals.matching.needs import Strength
from app.referrals.matching.wishes import NO_WISHES, Speech, Wishes
from app.referrals.models import AskedLanguage, CaseNeed
from app.referrals.queries import wishes as saved_wishes
from app.referrals.queries.search import pool_for
from app.referrals.queries.waiting import waiting_list
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work

TRY, SAVE = "Liste neu berechnen", "Bedarf speichern"
MORNING = ((1, time(8), time(12)),)


def _path(case: Case) -> str:
    return f"/faelle/{case.id}/vermittlung"


def _change(window: Browser, page: Page, code: str) -> Page:
    """Press a chip, or a button of „Was müsste sich ändern?“."""
    return window.submit(page, {"change": code, "step": None}, button=TRY)


def _set(case: Case, town: make.Town, wishes: Wishes, reason: str | None = None) -> None:
    needs.set_need(case.id, needs.Setting(wishes, reason), by=at_work.coordination(town), at=make.NOON)
    db.session.commit()


def _ids(case: Case) -> list[Any]:
    return [party.id for party in at_work.parties(case)]


def test_the_chips_say_what_is_a_must_and_what_is_wished_for(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)

    page = browser.as_(town.coordinator).get(_path(case))

    assert "Partei B: Arabisch muss" in " ".join(page.main.split())
    assert "Weststadt wünschenswert" in page.main
    assert "Noch hat niemand etwas geändert" in page.main


def test_what_is_tried_changes_the_list_and_is_not_kept(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler", home="Weststadt")
    at_work.mediator("Bruns", home="Weststadt")
    at_work.mediator("Celik", home="Nordheim")
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)

    page = _change(window, window.get(_path(case)), "place")

    assert page.status_code == 200
    assert "Mina Celik: Wohnt in Nordheim; gebraucht wird jemand aus der Nähe" in page.main
    assert "Nur ausprobiert, noch nicht gespeichert" in page.main
    assert not [words for words in page.links if words.startswith("Dieses Paar")]
    assert db.session.query(CaseNeed).count() == 0
    assert "Celik: Wohnt" not in window.get(_path(case)).main


def test_a_saved_need_counts_for_every_search_and_says_who_and_why(
    town: make.Town, browser: Browser
) -> None:
    at_work.mediator("Celik", home="Nordheim")
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    page = _change(window, window.get(_path(case)), "place")

    page = window.submit(page, {"reason": "Niemand kann fahren."}, button=SAVE)

    assert "Der Bedarf ist gespeichert" in page.text
    assert "Wohnt in Nordheim" in page.main
    assert "Zuletzt gespeichert von Karin Koch" in page.main and "Niemand kann fahren." in page.main
    assert waiting_list(make.NOON).waiting[0].need.near is Strength.MUST
    row = db.session.query(CaseNeed).one()
    assert (row.number, row.by, row.reason) == (1, town.coordinator.id, "Niemand kann fahren.")


def test_each_saving_is_a_row_and_the_same_again_is_none(town: make.Town) -> None:
    case = at_work.searching(town)

    _set(case, town, Wishes(place=Strength.MUST))
    _set(case, town, Wishes(place=Strength.MUST))
    _set(case, town, Wishes(place=Strength.IGNORE))

    assert saved_wishes.saved(case.id) == (2, Wishes(place=Strength.IGNORE))
    assert pool_for(case, make.NOON).need.district is None


def test_who_was_overtaken_sees_both_sides(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    page = window.get(_path(case))
    _set(case, town, Wishes(topic=Strength.IGNORE))

    page = window.submit(page, {"place": "MUST"}, button=SAVE)

    assert page.status_code == 409
    assert "Jemand war schneller" in page.main
    assert db.session.query(CaseNeed).count() == 1


def test_the_lead_sets_the_need_and_sees_nobody_of_the_pool(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler")
    case = at_work.searching(town)
    window = browser.as_(town.lead)
    page = window.get(f"{_path(case)}/bedarf")

    page = window.submit(page, {"times_1": ["1-EVENING"]}, button=SAVE)

    assert "Adler" not in page.main
    assert "Partei B: Di abends" in page.main
    assert saved_wishes.saved(case.id)[1].of(_ids(case)[1]).times == ("1-EVENING",)


def test_nobody_else_sets_it(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)

    assert browser.as_(town.reporter).get(f"{_path(case)}/bedarf").status_code == 404
    assert browser.as_(town.admin).get(f"{_path(case)}/bedarf").status_code in {403, 404}


def test_when_nobody_is_sought_any_more_the_need_stays(town: make.Town, browser: Browser) -> None:
    case = make.case(town, status=Status.FOLLOWUP)
    make.lead(case, town.lead)

    page = browser.as_(town.coordinator).get(f"{_path(case)}/bedarf")

    assert page.status_code == 403
    assert "Für diesen Fall wird niemand mehr gesucht" in page.main


def test_nonsense_is_refused_and_what_was_typed_is_kept(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(_path(case)), {"reason": "x" * 501, "place": "MUST"}, button=SAVE)

    assert page.status_code == 422
    assert "x" * 501 in page.main
    assert db.session.query(CaseNeed).count() == 0


def test_the_times_of_the_parties_keep_away_who_cannot_come_then(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler")
    at_work.mediator("Bruns")
    at_work.mediator("Frueh", slots=MORNING)
    case = at_work.searching(town)
    first, second = _ids(case)
    _set(
        case,
        town,
        NO_WISHES.having(first, times=("1-MORNING", "1-EVENING")).having(second, times=("1-EVENING",)),
    )

    page = browser.as_(town.coordinator).get(_path(case))

    assert "Mina Frueh: Keine freie Zeit, zu der auch die Parteien können" in page.main
    assert "Di 03.03., 17:00–19:00" in page.main
    assert "Do 05.03." not in page.main


def test_wished_times_keep_nobody_away_but_count(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns"):
        at_work.mediator(name)
    case = at_work.searching(town)
    _set(case, town, Wishes(times=Strength.WISH).having(_ids(case)[0], times=("3-EVENING",)))

    page = browser.as_(town.coordinator).get(_path(case))

    assert "Di 03.03., 17:00–19:00" in page.main
    assert "Mina Adler hat Zeit, wenn es den Parteien lieber ist" in page.main


def test_a_wish_for_a_gender_counts_and_a_must_keeps_away(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler", gender="FEMALE")
    at_work.mediator("Bruns", gender="MALE")
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    page = window.submit(window.get(_path(case)), {"gender_1": "WISH:FEMALE"}, button=TRY)
    assert "Mina Adler hat das Geschlecht, das sich Partei B wünscht" in page.main

    page = _change(window, page, "gender-1")

    assert "Mina Bruns: Partei B braucht zur eigenen Sicherheit" in page.main
    assert "weiblich muss" in page.main


def test_without_a_match_it_says_what_would_open_how_many(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns", "Celik"):
        at_work.mediator(name, home="Nordheim")
    case = at_work.searching(town)
    _set(case, town, Wishes(place=Strength.MUST))
    window = browser.as_(town.coordinator)

    page = window.get(_path(case))

    assert "Zurzeit passt niemand aus dem Pool" in page.main
    assert "Nähe (Weststadt) nur wünschenswert öffnet: 3 Paare" in page.main
    assert "Auch online statt nur vor Ort öffnet: 3 Paare" in page.main
    page = _change(window, page, "place")
    assert "1. Vorschlag" in page.main
    assert saved_wishes.saved(case.id)[1].place is Strength.MUST


def test_a_longer_look_ahead_opens_what_lies_beyond(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns"):
        person = at_work.mediator(name)
        at_work.away_until(person, days=22)
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)

    page = _change(window, window.get(_path(case)), "span")

    assert "in 25 Arbeitstagen" in page.main


def test_where_languages_do_not_meet_the_steps_come_in_order(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler", "de C2")
    at_work.mediator("Bruns", "de C2")
    at_work.mediator("Dolm", "de C2, ar C2", kind=Kind.INTERPRETER)
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)

    page = window.get(_path(case))

    assert "Dieser Fall braucht eine Sprachmittlung" in page.main
    assert "Partei B mit professioneller Sprachmittlung öffnet: ein Paar" in page.main
    order = [
        page.main.index(words)
        for words in (
            "Beide sprechen mit allen Parteien",
            "Zusammen erreichen die beiden alle Parteien",
            "Mit professioneller Sprachmittlung Öffnet bis zu: ein Paar.",
            "Mit Laien-Sprachmittlung, nur in Vorgesprächen",
            "Mit Sprachmittlung online oder am Telefon",
            "Bei Nachbarn oder im Landespool Eine Anfrage ist möglich",
        )
    ]
    assert order == sorted(order)
    assert "Sprachmittler:innen für diese Sprachen im Pool: 1." in page.main
    page = _change(window, page, "interpreter-1")
    assert "Mit professioneller Sprachmittlung" in page.main and "1. Vorschlag" in page.main


def test_pairs_in_which_both_speak_with_all_come_first(town: make.Town, browser: Browser) -> None:
    """Whatever else speaks for the others."""
    for name in ("Adler", "Bruns"):
        at_work.mediator(name, "de C2, ar C2")
    at_work.mediator("Nah", "de C2", home="Weststadt", gender="MALE")
    case = at_work.searching(town)

    page = browser.as_(town.coordinator).get(_path(case))

    first, second = page.main.index("1. Vorschlag"), page.main.index("2. Vorschlag")
    assert "Beide sprechen mit allen Parteien" in page.main[first:second]
    assert "Mina Nah" not in page.main[first:second]


def test_a_related_language_is_asked_for_and_the_answer_counts(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns"):
        at_work.mediator(name, "de C2, tr C2")
    case = at_work.searching(town)
    at_work.parties(case)[1].languages = "kmr"
    db.session.commit()
    window = browser.as_(town.coordinator)
    page = window.get(_path(case))
    asked = "Bitte fragen Sie Partei B, ob auch Türkisch geht: 2 im Pool sprechen es"
    assert asked in page.main
    assert "ein Ja öffnet: ein Paar" in page.main

    page = window.submit(page, button=f"Ja, geht {asked}")

    assert "Türkisch Partei B ja, möglich" in page.main and "Karin Koch" in page.main
    assert "1. Vorschlag" in window.get(_path(case)).main
    assert db.session.query(AskedLanguage).one().answer == "tr:YES"


def test_a_no_is_not_asked_again_and_may_become_a_yes(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns"):
        at_work.mediator(name, "de C2, tr C2")
    case = at_work.searching(town)
    at_work.parties(case)[1].languages = "kmr"
    db.session.commit()
    window = browser.as_(town.lead)
    path = f"{_path(case)}/bedarf/sprachen"

    page = window.submit(window.get(path), {"what": "1:tr", "possible": "NO"}, button="Antwort festhalten")
    page = window.submit(page, {"what": "1:tr", "possible": "NO"}, button="Antwort festhalten")

    assert db.session.query(AskedLanguage).count() == 1
    assert "ob auch Türkisch geht" not in browser.as_(town.coordinator).get(_path(case)).main
    window.submit(page, {"what": "1:tr", "possible": "YES"}, button="Antwort festhalten")
    assert "1. Vorschlag" in browser.as_(town.coordinator).get(_path(case)).main


def test_an_answer_without_a_word_is_refused(town: make.Town, browser: Browser) -> None:
    case = at_work.searching(town)
    at_work.parties(case)[1].languages = "kmr"
    db.session.commit()
    window = browser.as_(town.coordinator)

    page = window.submit(window.get(f"{_path(case)}/bedarf/sprachen"), button="Antwort festhalten")

    assert page.status_code == 422
    assert "Bitte wählen Sie eine Antwort." in page.main


def test_the_whole_list_is_asked_with_the_same_wishes(town: make.Town) -> None:
    for name in ("Adler", "Bruns"):
        at_work.mediator(name)
    near, far = at_work.searching(town), at_work.searching(town)
    _set(near, town, Wishes(level=Level.C1).having(_ids(near)[1], speech=Speech.INTERPRETER))
    _set(far, town, Wishes(span=25))

    found = waiting_list(make.NOON)

    by_id = {one.id: one.need for one in found.waiting}
    assert by_id[near.id].level is Level.C1
    assert by_id[near.id].parties[1].interpreter_planned
    assert len(found.horizon.days) > 30
    assert by_id[far.id].windows is None
    within = by_id[near.id].windows
    assert within is not None
    assert within.bit_length() == 96 * len(pool_for(near, make.NOON).horizon.days)


@pytest.mark.parametrize("wishes", [NO_WISHES, Wishes(span=25, level=Level.C2, place=Strength.MUST)])
def test_one_case_and_the_whole_list_see_the_same_times(town: make.Town, wishes: Wishes) -> None:
    at_work.mediator("Adler")
    case, other = at_work.searching(town), at_work.searching(town)
    _set(other, town, Wishes(span=25))
    _set(case, town, wishes)

    single, whole = pool_for(case, make.NOON), waiting_list(make.NOON)

    need = next(one.need for one in whole.waiting if one.id == case.id)
    free = whole.candidates[0].free & (-1 if need.windows is None else need.windows)
    assert free == single.candidates[0].free
