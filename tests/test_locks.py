"""What looks at the order of locks sees it where it is wrong; and who must wait for a case does."""

import contextvars
import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import Base, db
from app.mediators.actions.holding import hold
from app.municipalities import turns
from app.municipalities.scope import acting_in
from app.plans.actions.working import extend
from app.referrals.actions import meetings
from app.referrals.queries.seats import locked
from tests import make
from tests.engines import on_postgresql
from tests.plans.running import reported, steps
from tests.referrals import at_work, meeting
from tests.watch import statements


@on_postgresql
def test_a_page_that_locks_a_person_before_a_case_breaks_the_test(town: make.Town) -> None:
    person, cases = at_work.mediator("Adler"), [at_work.searching(town) for _ in range(2)]
    first, second = sorted(case.id for case in cases)
    db.session.commit()

    def page(*deeds: object) -> None:
        statements.set([])
        for deed in deeds:
            deed()
        db.session.rollback()

    contextvars.copy_context().run(
        page, lambda: locked(first), lambda: locked(second), lambda: hold(person.id)
    )
    for wrong in (
        (lambda: hold(person.id), lambda: locked(first)),
        (lambda: locked(second), lambda: locked(first)),
    ):
        with pytest.raises(AssertionError, match="is locked after"):
            contextvars.copy_context().run(page, *wrong)
        db.session.rollback()


@on_postgresql
def test_a_job_that_locks_a_person_before_a_case_breaks_the_test(town: make.Town) -> None:
    person, case = at_work.mediator("Adler"), at_work.searching(town)
    case_id, person_id = case.id, person.id
    db.session.commit()

    def in_order(_: UUID) -> int:
        locked(case_id)
        hold(person_id)
        return 1

    def wrongly(_: UUID) -> int:
        hold(person_id)
        locked(case_id)
        return 1

    assert turns.each(lambda: [case_id], in_order) == 1
    with pytest.raises(AssertionError, match="is locked after"):
        turns.each(lambda: [case_id], wrongly)


def waits_for_the_case(
    app: Flask, town: make.Town, case_id: UUID, row: Base, deed: Callable[[], object]
) -> bool:
    """While somebody else works on the case the deed doesn't even lock its row; afterwards it is done."""
    db.session.commit()
    done = threading.Event()

    def in_its_turn() -> None:
        with app.app_context(), acting_in(town.id):
            deed()
            db.session.commit()
            db.session.remove()
            done.set()

    locked(case_id)
    other = threading.Thread(target=in_its_turn)
    other.start()
    waited = not done.wait(0.4)
    free = sa.select(type(row).id).where(type(row).id == row.id).with_for_update(skip_locked=True)
    is_free = db.session.scalar(free) is not None
    db.session.commit()
    return waited and is_free and done.wait(20)


@on_postgresql
def test_a_deadline_is_extended_after_whatever_else_is_done_in_its_case(app: Flask, town: make.Town) -> None:
    case = reported(town)
    case_id, step, by = case.id, steps(case)["F02"], town.lead.id
    step_id = step.id

    def deed() -> None:
        extend(case_id, step_id, to=make.later(days=3), reason="Kur", by=by, at=make.NOON)

    assert waits_for_the_case(app, town, case_id, step, deed)


@on_postgresql
def test_the_end_of_a_session_is_noticed_after_whatever_else_is_done_in_its_case(
    app: Flask, town: make.Town
) -> None:
    found = meeting.mediating(town)
    session = meeting.planned(found)
    after = meeting.THURSDAY + timedelta(hours=5)

    def deed() -> None:
        meetings.notice_end(session, at=after)

    assert waits_for_the_case(app, town, found.case.id, meeting.row(session), deed)
