"""What goes when follows from what the columns declare, and everything that they declare is acted on."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.retention import PERIODS
from app.cases.rules.status import Status
from app.classification import Data, Erase, Klass, declared
from app.database import Base, db
from app.lending.models import LendingRequest
from app.lending.rules import RequestStatus
from app.municipalities.scope import TenantOwned
from app.notifications.messages import Kind
from app.notifications.models import Delivery, Notification
from app.plans.actions.adopting import adopt_default
from app.privacy.actions import erasing, releasing
from app.privacy.models import LegalHold
from app.privacy.queries.hanging import goes_with_persons, hung
from app.privacy.rules import TABLES
from app.relocations.models import Relocation
from app.relocations.rules import RelocationStatus
from app.timetable import SCHEDULE
from tests import make
from tests.house.canaries import hang_on, plant
from tests.house.people import actors_of, added
from tests.house.scenes import scene_of

#: Stay for ever, or are anonymous from the beginning.
NOBODY_ACTS = {Erase.NEVER, Erase.FEEDBACK}
#: What is kept of no case: each has a job of its own.
OF_NO_CASE = {Erase.DRAFT, Erase.NOTE, Erase.POOL, Erase.REJECTS, Erase.REMARK, Erase.LOG, Erase.ON_USE}
#: Rows that can't be without what says something of people go whole.
WHOLE = {one.name for one in hung() if not all(c.property.columns[0].nullable for c in one.persons)}
EVERY_ROW = {"id", "municipality_id"}
LONG_AGO = datetime(2025, 3, 1, 11, tzinfo=UTC)


def kind(column: sa.Column[object]) -> Data:
    found = declared(column.info)
    assert found is not None
    return found


def counts() -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    columns = [sa.select(sa.func.count()).select_from(t).scalar_subquery().label(t.name) for t in tables]
    return dict(db.session.execute(sa.select(*columns)).one()._mapping)


def filled() -> dict[str, int]:
    """Every column that isn't empty everywhere, of all tables."""
    found = {}
    for table in Base.metadata.sorted_tables:
        row = db.session.execute(sa.select(*map(sa.func.count, table.columns))).one()
        found |= {str(c): n for c, n in zip(table.columns, row, strict=True) if n}
    return found


COLUMNS = {str(c): c for table in Base.metadata.sorted_tables for c in table.columns}


@pytest.fixture
def full(town: make.Town) -> Iterator[Case]:
    """A closed case with something in every table and in every sealed field; nothing else is there."""
    adopt_default(town.municipality, at=make.NOON)
    scene = scene_of(town, actors_of(town), Status.CLOSED)
    hang_on(scene.examples, town.lead.id)
    plant()
    case = scene.case
    case.closed_at = case.status_since = LONG_AGO
    for about in ({"case_id": case.id}, {"case_number": case.number}):
        added(
            Notification(
                **about,
                dedupe_key=make.canary("key"),
                user_id=town.lead.id,
                kind=Kind.REMINDER,
                created_at=make.NOON,
                next_try_at=make.NOON,
                status=Delivery.SENT,
            )
        )
    db.session.query(LegalHold).update({"lifted_at": make.NOON})
    db.session.query(Relocation).update({"status": RelocationStatus.REFUSED})
    db.session.query(LendingRequest).update({"status": RequestStatus.WITHDRAWN})
    db.session.commit()
    yield case


def erased(town: make.Town, case: Case) -> None:
    releasing.release(case, by=town.privacy_officer.id, at=make.NOON)
    db.session.commit()
    erasing.erase_persons(case.id, at=make.later(days=1))
    db.session.commit()


def test_after_deletion_no_sealed_field_of_the_case_is_filled(town: make.Town, full: Case) -> None:
    before = {name for name in filled() if name.endswith("_sealed")}

    erased(town, full)

    left = {name for name in filled() if name.endswith("_sealed")}
    assert {kind(COLUMNS[name]).erase for name in left} == OF_NO_CASE
    assert {kind(COLUMNS[name]).erase for name in before} > OF_NO_CASE
    assert len(before - left) > 30


def test_what_is_not_of_the_people_stays_until_its_own_time_is_over(town: make.Town, full: Case) -> None:
    rows, columns = counts(), filled()

    erased(town, full)

    gone = set(columns) - set(filled())
    changed = {name: n - rows[name] for name, n in counts().items() if n != rows[name]}
    wrong = {COLUMNS[name].table.name for name in gone if not goes_with_persons(kind(COLUMNS[name]))}
    assert wrong <= {"notifications", "plan_alarms", *WHOLE}
    assert changed == {name: -rows[name] for name in WHOLE if rows[name]} | {
        "notifications": -rows["notifications"],  # all are about the case
        "plan_alarms": -rows["plan_alarms"],  # nobody is to be reminded any more
        "case_figures": +1,
        "case_ticks": +1,  # the release
        "case_events": +3,  # released, moved, erased
        "access_log": +3,
    }


def test_the_ledger_stays_and_names_nobody(town: make.Town, full: Case) -> None:
    ledger = Base.metadata.tables["disclosures"]
    facts = [c for c in ledger.columns if not goes_with_persons(kind(c))]
    before = db.session.execute(sa.select(*facts)).all()

    erased(town, full)

    assert db.session.execute(sa.select(*facts)).all() == before != []
    assert db.session.execute(sa.select(ledger.c.recipient_sealed, ledger.c.ground_sealed)).all() == [
        (None, None)
    ] * len(before)


def test_in_the_end_nothing_is_left_but_a_count_and_lines_without_values(town: make.Town, full: Case) -> None:
    erased(town, full)

    assert erasing.forget(full.id, at=make.later(days=1500))

    left = {
        one.name for one in hung() if db.session.scalar(sa.select(sa.exists(one.model.__table__.select())))
    }
    assert left == set()
    assert {"case_figures", "access_log"} <= {name for name, n in counts().items() if n}


def test_what_goes_whole_holds_nothing_that_must_stay() -> None:
    columns = [c for one in hung() if one.name in WHOLE for c in one.model.__table__.columns]

    assert [str(c) for c in columns if c.name not in EVERY_ROW and not goes_with_persons(kind(c))] == []


def test_every_rule_of_a_case_is_declared_by_what_hangs_on_one_and_by_nothing_else() -> None:
    of_a_case = {Erase.PARTY_DATA, Erase.SAFETY_NOTES, Erase.WITH_CASE, Erase.CONSENT}
    long_before = {Erase.ALLOCATION}
    hanging = {one.name for one in hung()}

    loose = [
        str(c)
        for c in COLUMNS.values()
        if c.name not in EVERY_ROW and kind(c).erase in of_a_case and c.table.name not in hanging
    ]
    other = [
        str(c)
        for c in COLUMNS.values()
        if c.table.name in hanging
        and c.name not in EVERY_ROW
        and kind(c).erase not in of_a_case | long_before
        and kind(c).erase not in of_a_case | long_before
        and c.table.name in hanging
    ]

    assert (loose, other) == ([], [])


def test_what_names_a_case_hangs_on_it_or_is_known_here() -> None:
    """Else it would outlive the deletion of the case with nobody noticing."""
    hanging = {one.name for one in hung()}
    naming = {c.table.name for c in COLUMNS.values() if re.search(r"(^|_)case_(id|number)$", c.name)}

    assert naming - hanging == {
        "access_log",  # stays, without values
        "notifications",  # go with the case
        "drafts",  # have a period of their own, days after they were sent
    }


def test_with_the_last_of_a_case_all_that_hangs_on_it_goes_by_itself() -> None:
    hanging = {one.name for one in hung()}
    keys = [
        (table.name, key)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if key.referred_table.name in hanging
    ]

    assert [name for name, key in keys if key.ondelete != "CASCADE"] == []


def test_every_table_that_loses_something_has_a_word_for_it() -> None:
    losing = {one.name for one in hung() if one.persons}

    assert losing == set(TABLES)


def test_what_hangs_on_a_case_belongs_to_its_municipality() -> None:
    assert [one.name for one in hung() if not issubclass(one.model, TenantOwned)] == []


def test_every_deletion_rule_has_a_job_that_acts_on_it() -> None:
    acted_on = {rule for job in SCHEDULE.values() for rule in job.erases}

    assert acted_on == set(Erase) - NOBODY_ACTS


def test_a_rule_says_the_months_that_the_program_counts() -> None:
    for rule in {period.kept for period in PERIODS}:
        months = {str(period.months) for period in PERIODS if period.kept is rule}
        assert set(re.findall(r"\d+", Erase[rule.name].label)) == months


def test_the_classes_that_are_sealed_all_go_with_the_people() -> None:
    of_persons = {Klass.K2, Klass.K3, Klass.K4}

    for one in hung():
        for column in one.model.__table__.columns:
            assert kind(column).klass not in of_persons or goes_with_persons(kind(column)), column
