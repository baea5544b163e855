"""An exercise can't be taken for the real thing, and never leaves the house."""

import pytest

from app.crisis.actions.phases import Word, change_phase, start_exercise
from app.crisis.jobs import go_on_calling, ring_event_alarms
from app.crisis.models import Call, Crisis
from app.database import db
from app.notifications.messages import DISCREET, Kind
from app.notifications.models import Notification
from app.plans.codes import Phase, Trigger
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.crisis import events


def exercise(crew: events.Ready, *people: object) -> Crisis:
    taking_part = frozenset(one.id for one in (people or (crew.town.coordinator, crew.head)))
    word = Word(crew.town.coordinator.id, make.NOON, "Grund")
    crisis = start_exercise(Phase.RED, Trigger.T01, word, participants=taking_part)
    db.session.commit()
    return crisis


def test_only_those_who_take_part_are_told_and_every_message_says_so(town: make.Town):
    crew = events.ready(town)

    exercise(crew)

    assert {name for _, name in events.told()} == {"Karin Koch", "Lea Leitner"}
    kinds = {Kind(kind) for (kind,) in db.session.query(Notification.kind)}
    assert all("ÜBUNG" in kind.label and DISCREET[kind].startswith("Übung") for kind in kinds)


def test_whoever_has_no_account_is_not_called(town: make.Town):
    crew = events.ready(town)

    exercise(crew)

    assert {one.user_id for one in db.session.query(Call)} == {town.coordinator.id, crew.head.id}


def test_clocks_and_ladders_stay_among_them_too(town: make.Town):
    crew = events.ready(town)
    crisis = exercise(crew)

    for job in (go_on_calling, ring_event_alarms):
        events.run(job, make.later(hours=40), crisis)

    assert {name for _, name in events.told()} == {"Karin Koch", "Lea Leitner"}
    assert "EXERCISE_OVERDUE" in {kind for kind, _ in events.told()}


def test_the_real_thing_breaks_it_off(town: make.Town):
    crew = events.ready(town)
    crisis = exercise(crew)

    real = events.red(town, at=make.later(hours=1))

    assert (events.phase(crisis), crisis.slot) == (Phase.GREEN, None)
    assert real.exercise is False


def test_while_it_is_red_in_earnest_none_begins(town: make.Town):
    crew = events.ready(town)
    events.red(town)

    with pytest.raises(NotAllowed, match="Krisenfall"):
        exercise(crew)


def test_it_ends_from_anywhere(town: make.Town):
    crew = events.ready(town)
    crisis = exercise(crew)

    change_phase(crisis, Phase.GREEN, events.word(town))

    assert (crisis.closed_at, events.running(crisis)) == (make.NOON, set())


def test_every_page_of_it_says_so_and_no_number_can_be_dialled(town: make.Town, browser: Browser):
    crew = events.ready(town)
    crisis = exercise(crew)
    step, call = events.step(crisis, "E-R13"), db.session.query(Call).first()
    window = browser.as_(town.coordinator, sees={"crisis_log.text"})

    own = f"/krisenfaelle/{crisis.id}"
    for path in (
        own, f"{own}/protokoll", f"{own}/phase", f"{own}/schritte", f"{own}/nachbesprechung",
        f"{own}/empfehlung", f"/ereignisplan/schritte/{step.id}", f"/ereignisplan/alarm/{call.id}",
        f"/ereignisplan/schritte/{step.id}/entfallen",
    ):  # fmt: skip
        page = window.get(path)
        assert "ÜBUNG" in page.heading, path
        assert page.main.count("ÜBUNG") >= 3, path
        assert not any(target.startswith("tel:") for target in page.links.values()), path


def test_it_is_begun_on_a_page_that_says_what_it_is(town: make.Town, browser: Browser):
    crew = events.ready(town)
    window = browser.as_(town.coordinator)
    page = window.get("/ereignisplan/uebung")

    nobody = window.submit(page, {"phase": "red", "trigger": "T01", "reason": "Erfunden"})
    assert nobody.status_code == 422 and "wer an der Übung teilnimmt" in nobody.main
    said = {"phase": "red", "trigger": "T01", "reason": "Erfunden", "people": [str(crew.head.id)]}
    begun = window.submit(page, said)

    assert begun.heading.startswith("ÜBUNG")
    assert window.submit(page, said).status_code == 422, "one at a time"
