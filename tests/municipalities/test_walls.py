"""The walls: whoever stands in one municipality meets nothing of another, however it is asked."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, selectinload

from app.cases.models import Case, Party
from app.database import Base, db
from app.municipalities.models import District, Municipality, Office
from app.municipalities.scope import (
    NoMunicipality,
    TenantOwned,
    across_municipalities,
    acting_in,
    here,
)
from app.workdays import Land
from tests import make
from tests.house import rows

other_case = aliased(Case)


def execute(statement: Any) -> Any:
    return db.session.execute(statement, execution_options={"synchronize_session": False})


def changed(statement: Any) -> int:
    return int(execute(statement).rowcount)


#: What a stranger asks about a case of Musterkreis → what it answers when there is none.
QUESTIONS: dict[str, tuple[Callable[[Case], Any], Any]] = {
    "select": (lambda case: db.session.scalars(sa.select(Case)).all(), []),
    "key": (lambda case: db.session.get(Case, case.id), None),
    "column": (lambda case: db.session.scalars(sa.select(Case.number)).all(), []),
    "count": (lambda case: db.session.scalar(sa.select(sa.func.count()).select_from(Case)), 0),
    "count of a column": (lambda case: db.session.scalar(sa.select(sa.func.count(Case.id))), 0),
    "alias": (lambda case: db.session.scalars(sa.select(other_case)).all(), []),
    "exists": (lambda case: db.session.scalar(sa.select(sa.exists(sa.select(Case.id)))), False),
    "exists around": (
        lambda case: db.session.scalar(sa.select(sa.exists().where(Case.id == case.id))),
        False,
    ),
    "scalar subquery": (
        lambda case: db.session.scalar(sa.select(sa.select(sa.func.count(Case.id)).scalar_subquery())),
        0,
    ),
    "common table expression": (
        lambda case: db.session.scalars(sa.select(sa.select(Case.id).cte().c.id)).all(),
        [],
    ),
    "union": (
        lambda case: execute(sa.union(sa.select(Case.id), sa.select(Party.id))).all(),
        [],
    ),
    "join": (
        lambda case: db.session.scalars(sa.select(Party.id).join(Case, Case.id == Party.case_id)).all(),
        [],
    ),
    "join from the town": (
        lambda case: db.session.scalars(
            sa.select(Case.number)
            .select_from(Municipality)
            .join(Case, Case.municipality_id == Municipality.id)
        ).all(),
        [],
    ),
    "relationship": (
        lambda case: [
            c.parties for c in db.session.scalars(sa.select(Case).options(selectinload(Case.parties)))
        ],
        [],
    ),
    "bulk update": (lambda case: changed(sa.update(Case).values(version=99)), 0),
    "bulk update by key": (
        lambda case: changed(sa.update(Case).where(Case.id == case.id).values(version=99)),
        0,
    ),
    "bulk delete": (lambda case: changed(sa.delete(Party)), 0),
}


@pytest.fixture
def case(town: make.Town) -> Case:
    """A case of Musterkreis, whose walls stand in this test unless it goes elsewhere."""
    return make.case(town)


@pytest.fixture
def elsewhere(town: make.Town, case: Case) -> Iterator[make.Town]:
    """Now the test stands in Musterland."""
    other = make.town("musterland", Land.NI)
    db.session.expunge_all()
    with acting_in(other.id):
        yield other


@pytest.mark.parametrize(("asks", "nothing"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_stranger_gets_nothing_by(
    asks: Callable[[Case], Any], nothing: Any, case: Case, elsewhere: make.Town
) -> None:
    assert asks(case) == nothing


@pytest.mark.parametrize(("asks", "nothing"), QUESTIONS.values(), ids=QUESTIONS)
def test_at_home_the_same_question_has_an_answer(
    asks: Callable[[Case], Any], nothing: Any, case: Case
) -> None:
    assert asks(case) != nothing


@pytest.mark.parametrize(("asks", "nothing"), QUESTIONS.values(), ids=QUESTIONS)
def test_without_a_town_nothing_answers_by(asks: Callable[[Case], Any], nothing: Any, app: Any) -> None:
    with app.app_context():
        town = make.town()
        with acting_in(town.id):
            case = make.case(town)
        db.session.expunge_all()

        assert asks(case) == nothing

        db.session.rollback()


def test_rows_already_read_are_not_read_again_through_the_wall(case: Case) -> None:
    other = make.town("musterland", Land.NI)
    db.session.commit()

    with acting_in(other.id):
        db.session.expire_all()
        found = db.session.scalars(sa.select(Party).where(Party.case_id == case.id)).all()

    assert found == []


def test_the_wall_falls_when_the_block_ends_even_by_an_error(town: make.Town) -> None:
    other = make.town("musterland", Land.NI)

    with pytest.raises(RuntimeError), acting_in(other.id):
        raise RuntimeError

    assert here() == town.id


def test_the_named_exit_sees_both_towns(case: Case, elsewhere: make.Town) -> None:
    with across_municipalities():
        names = db.session.scalars(sa.select(District.municipality_id)).all()

    assert len(set(names)) == 2


def test_code_that_needs_a_town_says_so_when_there_is_none(app: Any) -> None:
    with app.app_context(), pytest.raises(NoMunicipality):
        here()


def test_a_row_for_another_town_cannot_be_added(town: make.Town) -> None:
    other = make.town("musterland", Land.NI)

    db.session.add(District(name="Nordstadt", municipality_id=other.id))

    with pytest.raises(NoMunicipality):
        db.session.flush()
    db.session.rollback()


def test_a_row_cannot_be_moved_to_another_town(town: make.Town) -> None:
    other = make.town("musterland", Land.NI)
    district = db.session.get_one(District, town.district.id)

    district.municipality_id = other.id

    with pytest.raises(NoMunicipality):
        db.session.flush()
    db.session.rollback()


def test_the_database_itself_refuses_a_child_of_another_town(case: Case) -> None:
    other = make.town("musterland", Land.NI)
    values = {
        "id": uuid4(), "municipality_id": other.id, "case_id": case.id, "position": 7, "kind": "PERSON",
        "minor": False, "language_answer": "KNOWN", "contact_agreed": "UNKNOWN",
    }  # fmt: skip

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        db.session.execute(_plain_insert("parties", values))
    db.session.rollback()


def test_the_database_itself_refuses_an_office_of_another_town(case: Case) -> None:
    other = make.town("musterland", Land.NI)
    table = Base.metadata.tables["cases"]

    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        db.session.execute(table.update().where(table.c.id == case.id).values(office_id=other.office.id))
    db.session.rollback()


def test_every_key_between_rows_of_towns_holds_the_town_as_well() -> None:
    owned = {m.local_table for m in Base.registry.mappers if issubclass(m.class_, TenantOwned)}
    loose = [
        f"{table.name}: {key.name}"
        for table in owned
        for key in table.foreign_key_constraints  # type: ignore[attr-defined]  # a table, not a join
        if key.referred_table in owned and "municipality_id" not in key.column_keys
    ]

    assert loose == []


def test_every_table_is_of_a_town_or_named_here() -> None:
    everywhere = {
        "municipalities", "users", "one_time_links", "email_changes", "web_sessions", "failed_sign_ins",
        "installation", "worker_ticks",
    }  # fmt: skip
    loose = {
        m.local_table.name  # type: ignore[attr-defined]  # a table, not a join
        for m in Base.registry.mappers
        if not issubclass(m.class_, TenantOwned)
    }

    assert loose == everywhere


def test_a_stranger_finds_no_row_in_any_table(town: make.Town) -> None:
    make.case(town)
    with db.engine.begin() as connection:
        held = {t for t in Base.metadata.sorted_tables if connection.scalar(sa.select(sa.exists(t.select())))}
        rows.fill(connection, [t for t in Base.metadata.sorted_tables if t not in held])
    tables = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, TenantOwned)]
    stranger = make.town("musterland", Land.NI)

    def found() -> list[str]:
        count = sa.func.count()
        return [t.__name__ for t in tables if db.session.scalar(sa.select(count).select_from(t))]

    with acting_in(stranger.id):
        seen = found()

    assert set(seen) <= {"District", "Membership", "Office"}
    assert len(found()) == len(tables)


def test_an_office_of_the_other_town_may_bear_the_same_name(town: make.Town, elsewhere: make.Town) -> None:
    names = db.session.scalars(sa.select(Office.name)).all()

    assert len(names) == 3


def _plain_insert(table: str, values: dict[str, Any]) -> sa.Insert:
    """Below the ORM, where no wall stands but the database's own."""
    columns = {name: Base.metadata.tables[table].c[name] for name in values}
    plain = sa.table(
        table, *(sa.column(n, sa.Uuid() if isinstance(c.type, sa.Uuid) else None) for n, c in columns.items())
    )
    return sa.insert(plain).values(values)
