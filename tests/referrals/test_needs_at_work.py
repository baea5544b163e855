"""What wishes do: to the proposals of one case, and to a run over the whole waiting list."""

from datetime import time

import pytest

from app.languages import Level
from app.mediators.deployment import Interpreting
from app.mediators.rules import Kind
from app.referrals.matching.needs import Strength
from app.referrals.matching.wishes import NO_WISHES, Speech, Wishes
from app.referrals.queries import proposals
from app.referrals.queries import wishes as saved_wishes
from app.referrals.queries.search import pool_for
from app.referrals.queries.waiting import waiting_list
from tests import make
from tests.browser import Browser
from tests.referrals import at_work
from tests.referrals.needing import TRY, change, ids_of, path_of, set_need

MORNING = ((1, time(8), time(12)),)


def test_the_times_of_the_parties_keep_away_who_cannot_come_then(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler")
    at_work.mediator("Bruns")
    at_work.mediator("Frueh", slots=MORNING)
    case = at_work.searching(town)
    first, second = ids_of(case)
    set_need(
        case,
        town,
        NO_WISHES.having(first, times=("1-MORNING", "1-EVENING")).having(second, times=("1-EVENING",)),
    )

    page = browser.as_(town.coordinator).get(path_of(case))

    assert "Mina Frueh: Keine freie Zeit, zu der auch die Parteien können" in page.main
    assert "Di 03.03., 17:00–19:00" in page.main
    assert "Do 05.03." not in page.main


def test_wished_times_keep_nobody_away_but_count(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns"):
        at_work.mediator(name)
    case = at_work.searching(town)
    set_need(case, town, Wishes(times=Strength.WISH).having(ids_of(case)[0], times=("3-EVENING",)))

    page = browser.as_(town.coordinator).get(path_of(case))

    assert "Di 03.03., 17:00–19:00" in page.main
    assert "Mina Adler hat Zeit, wenn es den Parteien lieber ist" in page.main


def test_a_pair_that_has_all_that_counts_together_has_all_the_points_there_are(town: make.Town) -> None:
    at_work.mediator("Adler", gender="FEMALE", mediations=6)
    at_work.mediator("Bruns", gender="MALE", mediations=0)
    pool = pool_for(at_work.searching(town), make.NOON)

    (card,) = proposals.answer(pool, str).cards

    full = {one.label for one in card.scores if one.points == one.of}
    assert {"Sprachen", "Gemeinsame Zeit", "Ausgewogenes Paar", "Gerechte Verteilung"} <= full


def test_a_wish_for_a_gender_counts_and_a_must_keeps_away(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler", gender="FEMALE")
    at_work.mediator("Bruns", gender="MALE")
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)
    page = window.submit(window.get(path_of(case)), {"gender_1": "WISH:FEMALE"}, button=TRY)
    assert "Mina Adler hat das Geschlecht, das sich Partei B wünscht" in page.main

    page = change(window, page, "gender-1")

    assert "Mina Bruns: Partei B braucht zur eigenen Sicherheit" in page.main
    assert "weiblich muss" in page.main


def test_without_a_match_it_says_what_would_open_how_many(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns", "Celik"):
        at_work.mediator(name, home="Nordheim")
    case = at_work.searching(town)
    set_need(case, town, Wishes(place=Strength.MUST))
    window = browser.as_(town.coordinator)

    page = window.get(path_of(case))

    assert "Zurzeit passt niemand aus dem Pool" in page.main
    assert "Nähe (Weststadt) nur wünschenswert öffnet: 3 Paare" in page.main
    assert "Auch online statt nur vor Ort öffnet: 3 Paare" in page.main
    page = change(window, page, "place")
    assert "1. Vorschlag" in page.main
    assert saved_wishes.saved(case.id)[1].place is Strength.MUST


def test_a_longer_look_ahead_opens_what_lies_beyond(town: make.Town, browser: Browser) -> None:
    for name in ("Adler", "Bruns"):
        person = at_work.mediator(name)
        at_work.away_until(person, days=22)
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)

    page = change(window, window.get(path_of(case)), "span")

    assert "in 25 Arbeitstagen" in page.main


def test_where_languages_do_not_meet_the_steps_come_in_order(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler", "de C2")
    at_work.mediator("Bruns", "de C2")
    professional = Interpreting.PROFESSIONAL
    at_work.mediator("Dolm", "de C2, ar C2", kind=Kind.INTERPRETER, interpreting=professional)
    case = at_work.searching(town)
    window = browser.as_(town.coordinator)

    page = window.get(path_of(case))

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
    assert "Sprachmittlung ansehen und vorsehen" in page.links
    page = change(window, page, "interpreter-1")
    assert "Mit professioneller Sprachmittlung möglich ein Paar" in page.main
    assert "1. Vorschlag" in page.main


def test_pairs_in_which_both_speak_with_all_come_first(town: make.Town, browser: Browser) -> None:
    """Whatever else speaks for the others."""
    at_work.mediator("Adler", "de C2, ar C2", gender="FEMALE")
    at_work.mediator("Bruns", "de C2, ar C2", office_name=town.office.name)
    at_work.mediator("Nah", "de C2", home="Weststadt", gender="MALE")
    case = at_work.searching(town)

    page = browser.as_(town.coordinator).get(path_of(case))

    first, second = page.main.index("1. Vorschlag"), page.main.index("2. Vorschlag")
    assert "Beide sprechen mit allen Parteien" in page.main[first:second]
    assert "Mina Nah" not in page.main[first:second]


def test_the_whole_list_is_asked_with_the_same_wishes(town: make.Town) -> None:
    for name in ("Adler", "Bruns"):
        at_work.mediator(name)
    near, far = at_work.searching(town), at_work.searching(town)
    set_need(near, town, Wishes(level=Level.C1).having(ids_of(near)[1], speech=Speech.INTERPRETER))
    set_need(far, town, Wishes(span=25))

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
    set_need(other, town, Wishes(span=25))
    set_need(case, town, wishes)

    single, whole = pool_for(case, make.NOON), waiting_list(make.NOON)

    need = next(one.need for one in whole.waiting if one.id == case.id)
    free = whole.candidates[0].free & (-1 if need.windows is None else need.windows)
    assert free == single.candidates[0].free


def test_a_larger_pool_takes_no_more_statements(town: make.Town, browser: Browser) -> None:
    at_work.mediator("Adler", home="Nordheim")
    case = at_work.searching(town)
    set_need(case, town, Wishes(place=Strength.MUST))
    window = browser.as_(town.coordinator)
    window.get(path_of(case))
    few = window.get(path_of(case))
    for number in range(8):
        at_work.mediator(f"Person {number}", home="Nordheim")

    many = window.get(path_of(case))

    assert "öffnet" in many.main
    assert len(many.statements) == len(few.statements)
