"""Telling people: once, in the transaction of the deed."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest

from app.accounts.permissions import Role
from app.database import db
from app.municipalities.scope import NoMunicipality, across_municipalities, acting_in
from app.notifications.actions import tell
from app.notifications.messages import Kind
from tests.make import NOON
from tests.notifications.waiting import rows, waiting
from tests.sizes import sized

STARTS = sized(1, soak=100)
THINGS = sized(30, soak=10)


def test_the_same_thing_is_told_once(town):
    case_id = uuid4()
    said = {"user_id": town.coordinator.id, "case_id": case_id, "at": NOON}

    told = [tell(Kind.REMINDER, **said), tell(Kind.REMINDER, **said)]
    db.session.commit()

    assert told == [True, False]
    assert len(rows()) == 1


@pytest.mark.parametrize("other", [{"occurrence": "M2"}, {"case_id": uuid4()}, {"subject_id": uuid4()}])
def test_another_occurrence_case_or_subject_is_another_thing(town, other):
    said = {"user_id": town.coordinator.id, "at": NOON}

    told = [tell(Kind.REMINDER, **said), tell(Kind.REMINDER, **(said | other))]

    assert told == [True, True]


def test_two_people_are_told_each(town):
    told = [tell(Kind.CASE_NEW, user_id=u.id, at=NOON) for u in (town.coordinator, town.colleague)]

    assert told == [True, True]


def test_a_deed_that_is_taken_back_tells_nobody(town):
    tell(Kind.REMINDER, user_id=town.coordinator.id, at=NOON)

    db.session.rollback()

    assert rows() == []


def test_outside_of_all_walls_nobody_can_be_told(town):
    with across_municipalities(), pytest.raises(NoMunicipality):
        tell(Kind.REMINDER, user_id=town.coordinator.id, at=NOON)


@pytest.mark.soak
def test_six_that_start_at_once_make_one_row_for_each_thing(app, town):
    user_id, start, told = town.coordinator.id, Barrier(6), []

    def materialize() -> None:
        with app.app_context(), acting_in(town_id):
            for number in range(STARTS * THINGS):
                if number % THINGS == 0:
                    start.wait()
                told.append(
                    tell(
                        Kind.REMINDER, user_id=user_id, role=Role.COORDINATOR, at=NOON, occurrence=str(number)
                    )
                )
                db.session.commit()
            db.session.remove()

    town_id = town.id
    db.session.commit()
    threads = [Thread(target=materialize) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(told) == 6 * STARTS * THINGS
    assert sum(told) == len(rows()) == STARTS * THINGS


def test_the_helper_of_these_tests_tells_as_often_as_it_says(town):
    waiting(town, 3)

    assert len(rows()) == 3
