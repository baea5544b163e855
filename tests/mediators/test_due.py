"""What coordination has to look after in the pool, and of what people are reminded, once each."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.database import db
from app.mediators.deployment import Conduct
from app.mediators.jobs import ask_to_confirm, remind_of_titles
from app.mediators.models import PoolEvidence, PoolPerson
from app.mediators.qualification import EvidenceKind
from app.mediators.queries.candidates import candidates
from app.notifications.messages import Kind as Told
from app.notifications.models import Notification
from tests import make
from tests.mediators.people import mediator, person

DAY = date(2026, 3, 2)


@pytest.fixture
def office(town, browser):
    return browser.as_(town.coordinator)


def names(page):
    return [words for words, address in page.links.items() if address.startswith("/pool/") and ", " in words]


def told(kind):
    db.session.expire_all()
    return db.session.scalars(sa.select(Notification).where(Notification.kind == kind)).all()


@pytest.mark.parametrize(
    ("matter", "found"),
    [
        ("nachweise", ["Beleg, Samira"]),
        ("laeuft-aus", ["Bald, Samira", "Anderswo, Samira"]),
        ("abgelaufen", ["Vorbei, Samira"]),
        ("unbestaetigt", ["Still, Samira"]),
        ("fuehrungszeugnis", ["Alt, Samira"]),
    ],
)
def test_each_list_has_those_who_belong_to_it(office, matter, found):
    fresh = {"confirmed_at": make.NOON}
    beleg = mediator(last_name="Beleg", **fresh)
    db.session.add(
        PoolEvidence(
            person_id=beleg.id,
            kind=EvidenceKind.SUPERVISED,
            done_on=DAY,
            title="Fall",
            issued_by="S. Vogt",
            entered_at=make.NOON,
            entered_by=beleg.user_id,
        )
    )
    mediator(last_name="Bald", title_until=date(2026, 3, 2), certified_until=date(2020, 1, 1), **fresh)
    person(last_name="Anderswo", certified_until=date(2027, 3, 2))
    person(last_name="Lange", certified_until=date(2027, 3, 3))
    person(last_name="Vorbei", certified_until=date(2026, 3, 1))
    person(last_name="Weg", certified_until=date(2026, 3, 1), left_at=make.NOON)
    mediator(last_name="Still", confirmed_at=make.NOON - timedelta(days=90))
    mediator(last_name="Neulich", confirmed_at=make.NOON - timedelta(days=89))
    person(last_name="Alt", certificate_seen_on=date(2021, 3, 1))
    person(last_name="Neu", certificate_seen_on=date(2021, 3, 2))

    page = office.get(f"/pool/anstehend?liste={matter}")

    assert names(page) == found
    assert len(page.statements) <= 12
    assert "Was ansteht (6)" in office.get("/pool").links


def test_a_long_list_goes_on_without_a_name_in_the_address(office):
    for number in range(30):
        person(last_name=f"N{number:02}", certified_until=date(2026, 1, 1))

    first = office.get("/pool/anstehend?liste=abgelaufen")
    second = office.get(first.links["Weitere anzeigen"])

    assert len(names(first)) + len(names(second)) == 30
    assert not set(names(first)) & set(names(second))


def test_words_that_mean_nothing_show_the_first_list_with_somebody(office):
    person(last_name="Vorbei", certified_until=date(2026, 3, 1))

    assert names(office.get("/pool/anstehend?liste=unsinn&nach=nirgendwo")) == ["Vorbei, Samira"]


def test_after_90_days_somebody_is_asked_and_again_once_a_month_until_she_confirms(town):
    noori = mediator(confirmed_at=make.NOON).id
    asked = []
    for days in range(0, 160, 5):
        asked += [days] * ask_to_confirm(make.later(days=days))
        ask_to_confirm(make.later(days=days))
    assert asked == [90, 120, 150]
    assert len(told(Told.PROFILE_UNCONFIRMED)) == 3

    db.session.get_one(PoolPerson, noori).confirmed_at = make.later(days=155)
    db.session.commit()
    assert ask_to_confirm(make.later(days=244)) == 0
    assert ask_to_confirm(make.later(days=245)) == 1


def test_whoever_has_left_or_has_no_account_is_not_asked(town):
    mediator(confirmed_at=make.NOON, left_at=make.NOON)
    person(confirmed_at=make.NOON)

    assert ask_to_confirm(make.later(days=100)) == 0


@pytest.mark.parametrize("known", ["title_until", "certified_until"])
def test_reminders_of_the_title_come_once_each_also_of_one_that_the_office_has_from_elsewhere(town, known):
    noori = mediator(**{known: date(2027, 3, 2)})
    days = {0: 1, 1: 0, 184: 1, 275: 1, 337: 1, 365: 0, 366: 0}

    sent = {days_on: remind_of_titles(make.later(days=days_on)) for days_on in days}

    assert sent == days
    assert {one.answer_by.date() for one in told(Told.TITLE_ENDS)} == {date(2027, 3, 2)}
    assert db.session.get_one(PoolPerson, noori.id).title_told == "2027-03-02/1"


def test_of_marks_that_have_passed_nobody_is_reminded_one_by_one(town):
    """The office has entered two days that are near and one that is over."""
    mediator(certified_until=date(2026, 3, 22))
    mediator(certified_until=date(2026, 7, 2))
    mediator(certified_until=date(2026, 3, 1))

    sent = [remind_of_titles(make.later(days=days)) for days in range(30)]

    assert sent == [2] + 29 * [0]


def test_whoever_is_lent_to_us_is_reminded_only_at_home(town):
    case = make.case(town)
    mediator(certified_until=date(2026, 3, 22), reserved_for=case.id)

    assert remind_of_titles(make.NOON) == 0


def test_a_title_whose_same_day_is_proven_meanwhile_is_not_reminded_of_twice(town):
    noori = mediator(certified_until=date(2027, 3, 2))
    assert remind_of_titles(make.NOON) == 1

    person_ = db.session.get_one(PoolPerson, noori.id)
    person_.certificate_on, person_.title_until = date(2023, 3, 2), date(2027, 3, 2)
    db.session.commit()

    assert remind_of_titles(make.NOON) == 0


def test_a_title_that_counts_longer_is_reminded_of_anew(town):
    noori = mediator(title_until=date(2026, 4, 2))
    assert remind_of_titles(make.NOON) == 1

    db.session.get_one(PoolPerson, noori.id).title_until = date(2027, 3, 2)
    db.session.commit()

    assert remind_of_titles(make.NOON) == 1
    assert len(told(Told.TITLE_ENDS)) == 2


@pytest.mark.parametrize(
    ("values", "obligated", "seen"),
    [
        ({}, None, None),
        ({"obligated_on": DAY}, True, None),
        ({"obligated_on": DAY + timedelta(days=1)}, False, None),
        ({"certificate_seen_on": date(2021, 3, 2)}, None, True),
        ({"certificate_seen_on": date(2021, 3, 1)}, None, False),
        ({"certificate_seen_on": DAY + timedelta(days=1)}, None, False),
        ({"certificate_seen_on": DAY, "certificate_result": Conduct.ENTRY}, None, False),
        ({"certificate_seen_on": DAY, "certificate_result": Conduct.CLEAR}, None, True),
    ],
)
def test_the_search_knows_what_counts_no_more(town, values, obligated, seen):
    person(**values)

    (facts,) = candidates(today=DAY)

    assert (facts.obligated, facts.certificate_seen) == (obligated, seen)


def test_what_is_computed_stands_over_what_the_office_has_from_elsewhere(town):
    person(title_until=date(2027, 1, 1), certified_until=date(2020, 1, 1))

    assert candidates(today=clock.today())[0].certified_until == date(2027, 1, 1)
