"""One broken thing holds up no other, whatever the job goes through."""

from uuid import uuid4

import pytest

from app.cases import jobs as cases
from app.promises import jobs as promises
from app.relocations import jobs as relocations
from app.transfers import jobs as transfers
from tests.make import NOON
from tests.referrals.at_work import run

#: A job, where it looks for its things, and what it does with each.
JOBS = {
    "a case wakes": (cases.wake_paused, "app.cases.jobs.to_wake", "app.cases.actions.moving.wake"),
    "a promise is called to mind": (
        promises.remind_of_promises,
        "app.promises.jobs.due_unreminded",
        "app.promises.jobs.remind",
    ),
    "a taker is reminded": (
        relocations.remind_of_relocations,
        "app.relocations.jobs.unanswered",
        "app.relocations.actions.taking.remind",
    ),
    "a giver hears that nobody answers": (
        relocations.remind_of_relocations,
        "app.relocations.jobs.overdue",
        "app.relocations.actions.giving.notice_overdue",
    ),
    "a colleague is reminded": (
        transfers.remind_of_transfers,
        "app.transfers.jobs.unanswered",
        "app.transfers.actions.handing.remind",
    ),
    "a deputy gets the sheet": (
        transfers.send_sheets,
        "app.transfers.jobs.sheets_due",
        "app.transfers.actions.deputies.send_sheet",
    ),
}


@pytest.mark.parametrize("what", JOBS)
def test_where_one_breaks_the_next_still_has_its_turn(what, town, monkeypatch, caplog):
    job, place, deed = JOBS[what]
    broken, fine = uuid4(), uuid4()

    def breaks(thing, **_) -> int:
        return 1 // int(thing == fine)

    monkeypatch.setattr(place, lambda _: [broken, fine])
    monkeypatch.setattr(deed, breaks)

    assert run(job, NOON) == 1
    assert f"job failed thing={broken}" in caplog.text
