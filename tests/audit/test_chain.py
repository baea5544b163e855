"""The access log is a chain: who edits, deletes, inserts or swaps a line breaks it for all to see."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit import queries, trail
from app.audit.models import AccessEntry, AccessHead
from app.database import db
from app.municipalities.scope import acting_in
from app.workdays import Land
from tests import make
from tests.engines import on_postgresql

WRITERS, LINES = 8, 12


def chain() -> list[AccessEntry]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(AccessEntry).order_by(AccessEntry.number)))


def broken() -> int | None:
    """What the pages of the log say, from the newest to the oldest."""
    db.session.expire_all()
    page = queries.log()
    said = [page.broken]
    while page.more:
        page = queries.log(before=page.entries[-1].number)
        said.append(page.broken)
    return min((number for number in said if number is not None), default=None)


@pytest.fixture
def ten(town: make.Town) -> make.Town:
    """Ten lines of Musterkreis."""
    for number in range(1, 11):
        trail.log(f"Read{number}", by=town.coordinator.id, at=make.later(minutes=number), case_id=uuid4())
    db.session.commit()
    return town


def edit(**values: object) -> Callable[[], None]:
    return lambda: _change(sa.update(AccessEntry).where(AccessEntry.number == 5).values(values))


def delete(number: int) -> Callable[[], None]:
    return lambda: _change(sa.delete(AccessEntry).where(AccessEntry.number == number))


def delete_and_close_up() -> None:
    delete(5)()
    for number in range(6, 11):
        _change(sa.update(AccessEntry).where(AccessEntry.number == number).values(number=number - 1))


def insert() -> None:
    for number in range(10, 4, -1):
        _change(sa.update(AccessEntry).where(AccessEntry.number == number).values(number=number + 1))
    before = chain()[3].hash
    seal = trail.hashed(before, 5, make.NOON, "None", "Invented", "None", "None")
    db.session.add(AccessEntry(number=5, at=make.NOON, actor_id=None, kind="Invented", hash=seal))
    db.session.flush()


def swap() -> None:
    for number, to in ((5, 50), (6, 5), (50, 6)):
        _change(sa.update(AccessEntry).where(AccessEntry.number == number).values(number=to))


def edit_and_seal_again() -> None:
    """Whoever knows how a line is sealed still can't seal those after it without being seen."""
    fifth, before = chain()[4], chain()[3].hash
    fifth.kind = "ReadNothing"
    parts = (str(fifth.actor_id), fifth.kind, str(fifth.case_id), str(fifth.subject_id))
    fifth.hash = trail.hashed(before, 5, fifth.at, *parts)
    db.session.flush()


TAMPERINGS: dict[str, tuple[Callable[[], None], int]] = {
    "another kind": (edit(kind="ReadNothing"), 5),
    "another person": (edit(actor_id=uuid4()), 5),
    "another moment": (edit(at=make.later(days=-1)), 5),
    "another case": (edit(case_id=uuid4()), 5),
    "another subject": (edit(subject_id=uuid4()), 5),
    "a line deleted": (delete(5), 5),
    "the first line deleted": (delete(1), 1),
    "a line deleted and the gap closed": (delete_and_close_up, 5),
    "a line inserted": (insert, 6),
    "two lines swapped": (swap, 5),
    "a line edited and sealed again": (edit_and_seal_again, 6),
}


def test_an_untouched_chain_is_whole(ten: make.Town) -> None:
    assert [entry.number for entry in chain()] == list(range(1, 11))
    assert broken() is None


@pytest.mark.parametrize(("tamper", "number"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_tampering_shows_at_its_line(tamper: Callable[[], None], number: int, ten: make.Town) -> None:
    tamper()

    assert broken() == number


@pytest.mark.parametrize("kept", [7, 0])
def test_lines_cut_off_at_the_end_are_missed_by_the_head(ten: make.Town, kept: int) -> None:
    _change(sa.delete(AccessEntry).where(AccessEntry.number > kept))

    assert broken() == kept + 1


@pytest.mark.parametrize("number", [10, 11], ids=["instead of the last", "after the last"])
def test_a_line_written_past_the_head_does_not_fit_it(ten: make.Town, number: int) -> None:
    delete(number)()
    before = chain()[-1].hash
    seal = trail.hashed(before, number, make.NOON, "None", "Invented", "None", "None")
    db.session.add(AccessEntry(number=number, at=make.NOON, actor_id=None, kind="Invented", hash=seal))
    db.session.flush()

    assert broken() == number


@pytest.mark.parametrize("number", [1, 14, 15, 39, 40])
def test_tampering_shows_on_whatever_page_it_stands(town: make.Town, number: int) -> None:
    for minute in range(40):
        trail.log("Read", by=town.coordinator.id, at=make.later(minutes=minute))
    db.session.commit()
    assert broken() is None

    _change(sa.update(AccessEntry).where(AccessEntry.number == number).values(kind="ReadNothing"))

    assert broken() == number


def test_a_line_holds_ids_and_kinds_but_no_words(town: make.Town) -> None:
    case = make.case(town)

    trail.log("CaseRead", by=town.lead.id, at=make.NOON, case_id=case.id)
    db.session.commit()

    line = chain()[-1]
    assert (line.kind, line.actor_id, line.case_id, line.subject_id) == (
        "CaseRead",
        town.lead.id,
        case.id,
        None,
    )


def test_each_town_has_a_chain_of_its_own(ten: make.Town) -> None:
    other = make.town("musterland", Land.NI)
    with acting_in(other.id):
        trail.log("Read", by=other.coordinator.id, at=make.NOON)
        db.session.commit()

        assert [entry.number for entry in chain()] == [1]

    assert len(chain()) == 10


def test_a_deed_that_is_taken_back_leaves_no_line_and_no_gap(ten: make.Town) -> None:
    trail.log("Read", by=None, at=make.NOON)
    db.session.rollback()

    trail.log("ReadAgain", by=None, at=make.NOON)
    db.session.commit()

    assert chain()[-1].number == 11
    assert broken() is None


def test_what_a_part_of_a_deed_has_said_goes_with_that_part(ten: make.Town) -> None:
    trail.log("Before", by=None, at=make.NOON)
    with db.session.begin_nested() as part:
        trail.log("Within", by=None, at=make.NOON)
        part.rollback()
    with db.session.begin_nested():
        trail.log("Kept", by=None, at=make.NOON)
    trail.log("After", by=None, at=make.NOON)
    assert len(chain()) == 10  # nothing is written, and nobody kept waiting, before the whole deed is done
    db.session.commit()

    assert [line.kind for line in chain()[10:]] == ["Before", "Kept", "After"]
    assert broken() is None


@on_postgresql
def test_two_deeds_in_two_towns_never_wait_for_each_other(app: Flask, ten: make.Town) -> None:
    """One writes into the chains of both, whichever it speaks of first; the other holds both in order."""
    other = make.town("musterland", Land.NI)
    with acting_in(other.id):
        trail.log("Read", by=None, at=make.NOON)
        db.session.commit()
    first, second = sorted((ten.id, other.id))

    def write() -> None:
        with app.app_context():
            for place in (second, first):
                with acting_in(place):
                    trail.log("LoanConsented", by=None, at=make.NOON)
            db.session.commit()

    def hold(place: UUID) -> None:
        with acting_in(place):
            db.session.scalars(sa.select(AccessHead).with_for_update()).one()

    hold(first)
    with ThreadPoolExecutor(1) as pool:
        written = pool.submit(write)
        make_sure_it_waits()
        hold(second)
        db.session.commit()
        written.result()

    assert chain()[-1].kind == "LoanConsented"


def make_sure_it_waits() -> None:
    locks = sa.table("pg_locks", sa.column("granted", sa.Boolean))
    until = monotonic() + 10
    while not db.session.scalar(sa.select(sa.exists().where(~locks.c.granted))) and monotonic() < until:
        sleep(0.01)


def test_many_writers_at_once_keep_one_chain(app: Flask, town: make.Town) -> None:
    faults: list[BaseException] = []
    ready = threading.Barrier(WRITERS)

    def write() -> None:
        try:
            ready.wait(10)
            for _ in range(LINES):
                with app.app_context(), acting_in(town.id):
                    trail.log("Read", by=town.lead.id, at=make.NOON)
                    db.session.commit()
                    db.session.remove()
        except BaseException as fault:  # noqa: BLE001 - a thread can't fail its test by itself
            faults.append(fault)

    db.session.commit()
    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert faults == []
    assert [entry.number for entry in chain()] == list(range(1, WRITERS * LINES + 1))
    assert broken() is None


def _change(statement: sa.UpdateBase) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
