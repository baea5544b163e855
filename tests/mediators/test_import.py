"""An office's pool file comes in: new people are added, known ones change, nobody comes twice."""

from datetime import date

import sqlalchemy as sa

from app import clock
from app.audit.models import AccessEntry
from app.database import db
from app.languages import Level
from app.mediators.actions.imports import take
from app.mediators.jobs import delete_old_rejects
from app.mediators.models import PoolImport, PoolLanguage, PoolPerson, PoolSlot
from app.mediators.rules import Topic
from app.municipalities.scope import acting_in
from tests import make
from tests.mediators.pool import GOOD, HEADER, SAMPLE, file_of, read
from tests.watch import statements


def import_(data, *, by=None):
    counts = take(read(data), by=by, at=clock.now()).counts
    db.session.commit()
    db.session.expire_all()
    return tuple(counts[name] for name in ("imported", "updated", "unchanged", "rejected"))


def only_person():
    return db.session.scalars(sa.select(PoolPerson)).one()


def test_49_of_the_60_rows_come_in_and_11_are_sent_back(town):
    assert import_(SAMPLE) == (49, 0, 0, 11)
    assert db.session.scalar(sa.select(sa.func.count(PoolPerson.id))) == 49


def test_all_that_the_file_says_of_a_person_is_kept(town):
    import_(file_of({"Sprachen": "Deutsch (C1), Arabisch (Muttersprache)", "Themen": "Schule, Jugend"}))

    person = only_person()

    assert (person.name, person.email, person.capacity) == ("Ece Kaya", GOOD["E-Mail"], 3)
    assert (person.phone, person.phone_e164) == ("0221 4710967", "+492214710967")
    assert [(one.code, one.level) for one in person.languages] == [("de", Level.C1), ("ar", Level.NATIVE)]
    assert [(one.weekday, f"{one.starts:%H}-{one.ends:%H}") for one in person.slots] == [(0, "17-19")]
    assert {one.topic for one in person.topics} == {Topic.SCHOOL, Topic.YOUTH}


def test_importing_again_changes_nothing_and_doubles_nobody(town):
    import_(SAMPLE)

    again = import_(SAMPLE)

    assert again == (0, 0, 49, 11)
    assert db.session.scalar(sa.select(sa.func.count(PoolPerson.id))) == 49


def test_the_same_address_in_capitals_is_the_same_person(town):
    import_(file_of({}))

    again = import_(file_of({"E-Mail": "ECE.Kaya@Pool.Example"}))

    assert again == (0, 0, 1, 0)


def test_what_the_person_has_changed_since_stays_and_counts_as_unchanged(town):
    import_(file_of({}))
    person = only_person()
    person.phone, person.capacity = "0170 1234567", 1
    person.languages.append(PoolLanguage(code="tr", level=Level.B2, position=1))
    db.session.commit()

    again = import_(file_of({}))

    person = only_person()
    assert again == (0, 0, 1, 0)
    assert (person.phone, person.capacity) == ("0170 1234567", 1)
    assert [one.code for one in person.languages] == ["de", "tr"]


def test_what_the_file_has_changed_is_taken_over_and_nothing_else(town):
    import_(file_of({}))
    person = only_person()
    person.phone = "0170 1234567"
    db.session.commit()

    again = import_(file_of({"Max. Fälle": "5", "Verfügbarkeit": "Di 9-12; Di 14-16", "Telefon": ""}))
    once_more = import_(file_of({"Max. Fälle": "5", "Verfügbarkeit": "Di 9-12; Di 14-16", "Telefon": ""}))

    person = only_person()
    assert (again, once_more) == ((0, 1, 0, 0), (0, 0, 1, 0))
    assert (person.capacity, person.phone, person.phone_e164) == (5, None, None)
    assert [(one.weekday, one.starts.hour) for one in person.slots] == [(1, 9), (1, 14)]
    assert [one.code for one in person.languages] == ["de"]


def test_other_hours_of_the_course_move_the_title(town):
    def with_hours(hours):
        return (f"{HEADER};Ausbildungsstunden\n" + ";".join([*GOOD.values(), hours])).encode()

    import_(with_hours("140"))
    only_person().certificate_on = date(2025, 9, 15)
    db.session.commit()

    import_(with_hours("150"))
    enough = only_person().title_until
    import_(with_hours("100"))

    assert (enough, only_person().title_until) == (date(2029, 9, 15), None)


def test_a_file_without_a_column_says_nothing_about_it(town):
    import_(file_of({}))
    names = ("Nachname", "Vorname", "E-Mail", "Sprachen")
    short = "\n".join([";".join(names), ";".join(GOOD[name] for name in names)]).encode()

    again = import_(short)
    full = import_(file_of({}))

    assert (again, full) == ((0, 0, 1, 0), (0, 0, 1, 0))
    assert only_person().phone == GOOD["Telefon"]


def test_the_same_person_can_be_in_the_pools_of_two_municipalities(town):
    other = make.town("musterland")
    import_(file_of({}))

    with acting_in(other.id):
        there = import_(file_of({"Max. Fälle": "5"}))

    assert there == (1, 0, 0, 0)
    assert only_person().capacity == 3


def test_an_import_needs_the_same_number_of_statements_however_many_change(town):
    few, many = ([{"E-Mail": f"p{n}@pool.example"} for n in range(size)] for size in (2, 200))
    import_(file_of(*many))

    counted = []
    for people in (few, many):
        seen = statements.set([])
        capacities = [{**one, "Max. Fälle": str(len(people))} for one in people]
        import_(file_of(*capacities))
        counted.append(len(statements.get() or ()))
        statements.reset(seen)

    assert counted[0] == counted[1]


def test_the_rows_sent_back_are_sealed_and_gone_after_24_hours(town):
    import_(SAMPLE)
    kept = db.session.scalars(sa.select(PoolImport)).one()
    assert b"pool.example" not in kept.rejects_sealed

    early = delete_old_rejects(make.later(hours=23))
    late = delete_old_rejects(make.later(hours=24))

    assert (early, late) == (0, 1)
    assert db.session.scalars(sa.select(PoolImport)).all() == []


def test_an_import_leaves_a_line_in_the_access_log(town):
    import_(file_of({}), by=town.coordinator.id)

    line = db.session.scalars(sa.select(AccessEntry)).one()

    assert (line.kind, line.actor_id) == ("PoolImported", town.coordinator.id)


def test_someone_added_by_hand_is_known_and_gets_what_the_file_says(town):
    db.session.add(
        PoolPerson(
            email=GOOD["E-Mail"], last_name="K.", first_name="E.", home="Altfeld", created_at=make.NOON
        )
    )
    db.session.commit()

    counts = import_(file_of({}))

    person = only_person()
    assert counts == (0, 1, 0, 0)
    assert (person.name, person.home) == ("Ece Kaya", "Altfeld")
    assert db.session.scalar(sa.select(sa.func.count(PoolSlot.id))) == 1
    assert "Wohnort" not in HEADER
