"""What of lending stands in lists: the tasks of coordination, and the figures of the Land."""

import sqlalchemy as sa

from app.database import db
from app.lending.jobs import go_on_with_loans
from app.lending.models import LendingCount
from app.lending.queries.figures import quarters
from app.lending.queries.tasks import Waits, tasks
from app.lending.rules import Figure
from tests import make
from tests.lending import lent
from tests.referrals.at_work import run, searching


def test_the_land_reads_no_more_quarters_than_it_sees(town: make.Town):
    state = lent.state_pool()
    with lent.within(state):
        for number in range(12):
            quarter = f"{2020 + number // 4}-Q{number % 4 + 1}"
            values = {"region_id": town.id, "language": "", "figure": Figure.ASKED, "count": 10}
            db.session.add(LendingCount(quarter=quarter, **values))
        db.session.flush()
        db.session.expunge_all()

        read: set[str] = set()
        sa.event.listen(LendingCount, "load", lambda row, _: read.add(row.quarter[:4]))
        shown = quarters(make.NOON.date())

    assert [f"{one.year}-{one.number}" for one in shown] == [
        f"{year}-{number}" for year in (2022, 2021) for number in (4, 3, 2, 1)
    ]
    assert read == {"2021", "2022"}


def test_the_day_on_which_a_card_is_to_be_decided_never_rolls_on(town: make.Town):
    there, case = lent.neighbour(), searching(town)
    lent.ask(town, case)
    lent.put_forward(there, lent.person(there))
    (call,) = lent.calls()
    answer_by = call.answer_by

    for days in (5, 10):
        run(go_on_with_loans, make.later(days=days))

        (task,) = tasks()
        assert (task.why, task.answer_by) == (Waits.CARD, answer_by)
