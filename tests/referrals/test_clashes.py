"""Warnings before an appointment is entered: never silent, never a word about another case."""

from datetime import date, time, timedelta

import pytest

from app.cases.rules.status import Status
from app.database import db
from app.mediators import calendarfile
from app.mediators.actions import times
from app.mediators.models import Absence, PoolDay
from app.municipalities.actions import add_districts
from app.referrals.actions import appointments
from app.referrals.appointments import Clash
from app.referrals.queries.clashes import Slot, clashes
from tests import make
from tests.mediators.ics import berlin, calendar, event
from tests.referrals import at_work, meeting
from tests.referrals.meeting import THURSDAY, first


def _found(found: at_work.Asked, **slot) -> set[Clash]:
    wish = Slot(**({"starts_at": THURSDAY} | slot))
    return set(clashes(found.case.id, found.referral.id, wish, user_id=first(found)))


def _other_case(town: make.Town, found: at_work.Asked, place: int) -> at_work.Asked:
    """Another case, with one of our mediators on its first seat."""
    other = meeting.mediating(town)
    other.offer(other.people[0]).person_id = found.people[place].id
    other.people[0] = found.people[place]
    db.session.commit()
    return other


def test_nothing_stands_in_the_way_of_the_first(town: make.Town) -> None:
    assert _found(meeting.mediating(town), room="Raum 1") == set()


@pytest.mark.parametrize(("place", "clash"), [(0, Clash.OWN), (1, Clash.OTHER)])
def test_a_mediator_who_meets_others_then(town: make.Town, place: int, clash: Clash) -> None:
    found = meeting.mediating(town)
    meeting.planned(_other_case(town, found, place))

    assert _found(found) == {clash}


@pytest.mark.parametrize(
    ("minutes", "own", "online", "clash"),
    [
        (119, None, False, Clash.OWN),
        (120, None, False, Clash.OWN_WAY),
        (149, None, False, Clash.OWN_WAY),
        (150, None, False, None),
        (179, 60, False, Clash.OWN_WAY),
        (120, 0, False, None),
        (120, None, True, None),
        (-149, None, False, Clash.OWN_WAY),
    ],
)
def test_the_way_between_two_appointments_is_counted(  # noqa: PLR0917
    town: make.Town, minutes: int, own: int | None, online: bool, clash: Clash | None
) -> None:
    found = meeting.mediating(town)
    found.people[0].travel_minutes = own
    other = _other_case(town, found, 0)
    other.case.district_id = add_districts(("Nordheim",))["Nordheim"].id
    meeting.planned(other)

    wished = THURSDAY + timedelta(minutes=minutes)

    assert _found(found, starts_at=wished, online=online) == ({clash} if clash else set())


def test_within_one_district_there_is_no_way(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting.planned(_other_case(town, found, 0))

    assert _found(found, starts_at=THURSDAY + timedelta(minutes=120)) == set()


@pytest.mark.parametrize(("place", "clash"), [(0, Clash.OWN_TIMES), (1, Clash.OTHER)])
@pytest.mark.parametrize(("starts", "warned"), [(15, False), (16, True), (18, True), (19, False)])
def test_a_mediator_who_cannot_on_this_single_day(  # noqa: PLR0917
    town: make.Town, place: int, clash: Clash, starts: int, warned: bool
) -> None:
    found = meeting.mediating(town)
    hours = {"starts": time(starts), "ends": time(starts + 2)}
    own = {"person_id": found.people[place].id, "day": date(2026, 3, 5)}
    db.session.add_all([PoolDay(**own, free=False, **hours), PoolDay(**own, free=True, **hours)])
    db.session.commit()

    assert _found(found) == ({clash} if warned else set())


def test_a_mediator_whose_own_calendar_is_taken_then(town: make.Town) -> None:
    found = meeting.mediating(town)
    busy = calendar(event(*berlin("20260305T183000", "20260305T190000")))
    times.take_calendar(found.people[0].id, calendarfile.read(busy, today=date(2026, 3, 2)), at=make.NOON)
    db.session.commit()

    assert _found(found) == {Clash.OWN_TIMES}
    assert _found(found, starts_at=THURSDAY + timedelta(hours=2)) == set()


@pytest.mark.parametrize(("minutes", "warned"), [(-120, False), (-119, True), (119, True), (120, False)])
def test_two_hours_are_two_hours(town: make.Town, minutes: int, warned: bool) -> None:
    found = meeting.mediating(town)
    meeting.planned(_other_case(town, found, 0))

    assert bool(_found(found, starts_at=THURSDAY + timedelta(minutes=minutes))) is warned


def test_a_cancelled_appointment_is_in_nobodys_way(town: make.Town) -> None:
    found = meeting.mediating(town)
    other = _other_case(town, found, 0)
    meeting_id = meeting.planned(other, room="Raum 1")
    appointments.cancel(other.referral.id, meeting_id, by=first(other), at=make.NOON)

    assert _found(found, room="Raum 1") == set()


@pytest.mark.parametrize(("place", "clash"), [(0, Clash.OWN_ABSENCE), (1, Clash.OTHER)])
def test_a_mediator_who_is_away(town: make.Town, place: int, clash: Clash) -> None:
    found = meeting.mediating(town)
    away = Absence(person_id=found.people[place].id, first_day=date(2026, 3, 5), last_day=date(2026, 3, 5))
    db.session.add(away)
    db.session.commit()

    assert _found(found) == {clash}
    assert _found(found, starts_at=THURSDAY + timedelta(days=1)) == set()


def test_the_same_room_however_it_is_written(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting.planned(meeting.mediating(town), room="Bürgerhaus, Raum 2")

    assert _found(found, room="BUERGERHAUS Raum 2") == {Clash.ROOM}
    assert _found(found, room="Bürgerhaus, Raum 3") == set()


def test_a_party_that_meets_the_mediators_then(town: make.Town) -> None:
    found = meeting.mediating(town, Status.PREP)
    party, other = at_work.parties(found.case)
    meeting.planned(found, party_id=party.id)

    assert Clash.PARTY in _found(found)
    assert Clash.PARTY in _found(found, party_id=party.id)
    assert Clash.PARTY not in _found(found, party_id=other.id)


def test_an_appointment_is_not_in_its_own_way(town: make.Town) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found, room="Raum 1")

    later = THURSDAY + timedelta(minutes=30)
    assert _found(found, starts_at=later, room="Raum 1", meeting_id=meeting_id) == set()


def test_a_holiday_is_warned_of_and_not_moved(town: make.Town) -> None:
    assert _found(meeting.mediating(town), starts_at=meeting.wall("2026-04-06T17:00")) == {Clash.HOLIDAY}
