"""The plan is revised when there is a new version of it: nobody ticks that."""

from collections.abc import Callable

import pytest

from app.crisis.actions.aftercare import Debrief, debrief
from app.crisis.actions.phases import change_phase
from app.crisis.actions.steps import drop, finish
from app.crisis.models import Crisis
from app.database import db
from app.planning.actions import approving, drafting
from app.plans.codes import Phase
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.crisis import events

BEFORE, SINCE = make.later(hours=29), make.later(hours=31)


@pytest.fixture
def crisis(town: make.Town) -> Crisis:
    """After the debrief of an event, thirty hours after its beginning."""
    events.ready(town)
    found = events.red(town)
    change_phase(found, Phase.BLUE, events.word(town, make.later(hours=30)))
    debrief(found, Debrief("gut", "schlecht", ""), by=town.lead.id, at=make.later(hours=30))
    db.session.commit()
    return found


def revise(crisis: Crisis, town: make.Town) -> bool:
    return finish(events.step(crisis, "E-B4"), result="", by=town.coordinator.id, at=make.later(hours=32))


def draft(town: make.Town) -> None:
    drafting.begin(by=town.coordinator.id, at=BEFORE)


def hand_in(town: make.Town, at=SINCE) -> None:
    approving.submit("Nach dem Ereignis", by=town.coordinator.id, at=at)


def hand_in_and_take_back(town: make.Town) -> None:
    hand_in(town)
    approving.take_back(by=town.coordinator.id, at=SINCE)


@pytest.mark.parametrize(
    "deed",
    [lambda town: None, lambda town: hand_in(town, BEFORE), hand_in_and_take_back],
    ids=["a draft in work", "handed in before", "taken back"],
)
def test_without_a_new_version_the_step_is_not_done(
    town: make.Town, crisis: Crisis, deed: Callable[[make.Town], None]
):
    draft(town)
    deed(town)

    with pytest.raises(NotAllowed, match="keine neue Fassung"):
        revise(crisis, town)
    assert drop(events.step(crisis, "E-B4"), reason="Der Plan bleibt.", by=town.lead.id, at=SINCE)


def test_a_draft_that_waits_for_approval_is_the_revision(town: make.Town, crisis: Crisis):
    draft(town)
    hand_in(town)

    assert revise(crisis, town)


def test_a_version_adopted_since_is_the_revision(town: make.Town, crisis: Crisis):
    draft(town)
    hand_in(town)
    approving.approve(shown=approving.stamp(SINCE), by=town.management.id, at=SINCE)

    assert revise(crisis, town)


def test_the_page_of_the_step_says_whether_there_is_one(town: make.Town, crisis: Crisis, browser: Browser):
    path = f"/ereignisplan/schritte/{events.step(crisis, 'E-B4').id}"
    window = browser.as_(town.coordinator, sees={"event_steps.result"})

    page = window.get(path)
    refused = window.submit(page, button="Schritt erledigt")
    draft(town)
    hand_in(town)
    after = window.get(path)

    assert "seit Beginn noch keine vorgelegt" in page.main
    assert refused.status_code == 422 and "keine neue Fassung" in refused.main
    assert "liegt vor" in after.main
