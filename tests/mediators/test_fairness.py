"""How evenly the work lies: people of one kind who share a language are compared."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.database import db
from app.languages import Level
from app.mediators.rules import Kind, apart, spreads
from app.referrals.models import Meeting, MeetingKind
from tests import make
from tests.browser import Browser
from tests.mediators.people import mediator
from tests.referrals import at_work

HEADING = "Wie gerecht die Arbeit verteilt ist"


def test_comparable_are_people_of_one_kind_who_share_a_language() -> None:
    people = [
        (Kind.MEDIATOR, ("de", "ar"), 0),
        (Kind.MEDIATOR, ("de", "ar"), 10),
        (Kind.MEDIATOR, ("de", "ar"), 50),
        (Kind.MEDIATOR, ("de",), 10),
        (Kind.TRAINEE, ("de", "ar"), 1000),
    ]

    arabic, german = spreads(people)

    assert (arabic.language, arabic.people, arabic.least, arabic.middle, arabic.most) == ("ar", 3, 0, 10, 50)
    assert (arabic.apart, german.apart) == ((10 + 0 + 40) / 3, (10 + 0 + 40 + 0) / 4)
    assert apart([arabic, german]) == (50 + 50) / 7


def test_fewer_than_three_people_are_no_group() -> None:
    assert spreads([(Kind.MEDIATOR, ("de",), 0), (Kind.MEDIATOR, ("de",), 90)]) == ()
    assert apart(()) is None


@given(st.lists(st.integers(0, 500), min_size=3), st.integers(1, 5))
def test_the_same_hours_for_all_are_even_and_twice_the_hours_twice_as_uneven(
    hours: list[int], by: int
) -> None:
    def of(values: list[int]) -> float:
        return spreads((Kind.MEDIATOR, ("de",), one) for one in values)[0].apart

    assert of([hours[0]] * len(hours)) == 0
    assert abs(of([by * one for one in hours]) - by * of(hours)) < 1e-6
    assert of(hours) <= max(hours) - min(hours)


def test_coordination_reads_the_figure_and_what_it_means(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)  # two who will need eight hours, two who have nothing to do
    db.session.add(
        Meeting(
            case_id=found.case.id,
            referral_id=found.referral.id,
            kind=MeetingKind.SESSION,
            starts_at=make.NOON - timedelta(days=3),
            held=True,
            minutes=120,
            reported_at=make.NOON,
        )
    )
    db.session.commit()

    page = browser.as_(town.coordinator).get("/pool")

    assert HEADING in page.main
    assert "Im Schnitt weicht jemand um 4,0 Stunden von der Mitte" in page.main
    assert "Arabisch ArtMediator:in Personen4 Stunden von bis0–8 Mitte4,0 Im Schnitt daneben4,0" in page.main
    assert "ab drei Personen" in page.main


def test_where_nobody_can_be_compared_there_is_no_figure(town: make.Town, browser: Browser) -> None:
    mediator()
    mediator(languages=(("de", Level.A2),))
    mediator(capacity=0)

    assert HEADING not in browser.as_(town.coordinator).get("/pool").main
