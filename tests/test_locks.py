"""What looks at the order of locks sees it where it is wrong."""

import contextvars

import pytest

from app.database import db
from app.mediators.actions.holding import hold
from app.referrals.queries.seats import locked
from tests import make
from tests.engines import on_postgresql
from tests.referrals import at_work
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
