"""What a search knows of the people of the pool, read of a few or of everybody."""

from datetime import time, timedelta

from app.database import db
from app.mediators.models import Absence, BusyCalendar, PoolDay, PoolDistrict, PoolSlot, PoolTopic
from app.mediators.queries.belongings import KINDS, NEXT, NOTHING, of_columns
from app.mediators.queries.candidates import candidates
from app.mediators.rules import Topic
from app.municipalities.models import District
from tests import make
from tests.referrals import at_work

TODAY = make.NOON.date()


def knowing_all(person_id, district_id):
    """Somebody with two of each thing, and an absence that is over."""
    gone = TODAY - timedelta(days=9)
    db.session.add(Absence(person_id=person_id, first_day=gone, last_day=gone))
    for days in (1, 3):
        day = TODAY + timedelta(days=days)
        db.session.add(PoolSlot(person_id=person_id, weekday=days, starts=time(9), ends=time(12, 30)))
        db.session.add(Absence(person_id=person_id, first_day=day, last_day=day))
        db.session.add(PoolDay(person_id=person_id, day=day, free=days == 1, starts=time(9), ends=time(11)))
    for topic in (Topic.SCHOOL, Topic.FAMILY):
        db.session.add(PoolTopic(person_id=person_id, topic=topic))
    db.session.add(PoolDistrict(person_id=person_id, district_id=district_id))
    taken = {"first_day": TODAY, "last_day": TODAY + timedelta(days=60), "taken": "ff0", "unread": 0}
    db.session.add(BusyCalendar(person_id=person_id, uploaded_at=make.NOON, **taken))


def test_of_a_few_people_the_same_is_known_as_of_everybody(town: make.Town) -> None:
    district = District(name="Am Alten Hafen")
    db.session.add(district)
    db.session.flush()
    adler, bruns = at_work.mediator("Adler", "de C2, ar B1"), at_work.mediator("Bruns", "ar B1, de C2")
    for person in (adler, bruns):
        knowing_all(person.id, district.id)
    nobody = at_work.mediator("Celik", "de C2")
    db.session.commit()

    few = candidates(today=TODAY, only=[adler.id, bruns.id, nobody.id])

    assert few == candidates(today=TODAY)
    assert sorted(len(one.absences) for one in few) == [0, 2, 2]
    assert {one.districts for one in few} == {frozenset(), frozenset({"Am Alten Hafen"})}


def test_who_speaks_the_same_shares_it_in_whatever_order_the_database_tells_it() -> None:
    told = dict.fromkeys(KINDS, [NOTHING, NOTHING]) | {"languages": ["de|C2\x1ear|B1", "ar|B1\x1ede|C2"]}

    adler, bruns = of_columns(told.values())["languages"]

    assert adler == bruns
    assert adler is bruns


def test_no_character_that_somebody_types_moves_the_homes_of_others(town: make.Town) -> None:
    district = District(name=f"Am{NEXT}Hafen")
    db.session.add(district)
    adler = at_work.mediator("Adler", "de C2", home=f"Alt{NEXT}stadt", office_name=NEXT)
    bruns = at_work.mediator(f"Bru{NEXT}ns", "de C2", home="Weststadt")
    db.session.add(PoolDistrict(person_id=adler.id, district_id=district.id))
    db.session.commit()

    whole, few = candidates(today=TODAY), candidates(today=TODAY, only=[adler.id, bruns.id])

    assert whole == few
    assert {one.id: one.home for one in whole} == {adler.id: "Alt stadt", bruns.id: "Weststadt"}


def test_somebody_alone_in_the_pool_who_names_no_place_is_read_all_the_same(town: make.Town) -> None:
    alone = at_work.mediator("Adler", "de C2")
    alone.home, alone.office_name = "", None
    db.session.commit()

    assert [(one.name, one.home, one.office_name) for one in candidates(today=TODAY)] == [
        (f"{alone.first_name} Adler", "", None)
    ]
