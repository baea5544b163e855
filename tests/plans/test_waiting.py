"""A case waits for somebody: what stands still, what runs on, and what becomes of the dates."""

import pytest
import sqlalchemy as sa
from flask import current_app

from app import clock
from app.cases.events import PartyDecided, QuestionAnswered
from app.cases.models import Party
from app.cases.rules.status import Status, Verb
from app.database import db
from app.plans.actions.resting import Waiting, begin
from app.plans.actions.starting import happened
from app.plans.actions.working import extend
from app.plans.codes import Anchor
from app.plans.jobs import end_waits
from app.plans.models import Alarm, StepChange, Wait
from app.plans.queries.figures import waited
from app.plans.waiting import WaitEnd, WaitsFor
from app.refusals import NotAllowed
from tests import make
from tests.plans.running import WEDNESDAY, due, moved, path, reported, ring, steps, tell, waiting, wall


@pytest.fixture
def case(town):
    return in_contact(town)


def in_contact(town):
    """Reported on the Wednesday before Fronleichnam, and in contact: F06 is due in some days."""
    made = reported(town, at=WEDNESDAY, status=Status.CONTACT)
    make.lead(made, town.lead)
    for step, anchor in (("LEAD_ASSIGNED", Anchor.LEAD_ASSIGNED), ("", Anchor.CASE_ACCEPTED)):
        happened(made.id, anchor, at=WEDNESDAY, once=bool(step))
    db.session.commit()
    return made


def party(case):
    return db.session.scalars(
        sa.select(Party).where(Party.case_id == case.id).order_by(Party.position)
    ).first()


def wait(case, town, *codes, until="2027-06-04", at=WEDNESDAY, **values):
    chosen = {"waits_for": WaitsFor.PARTY, "party_id": party(case).id} | values
    ids = frozenset(steps(case)[code].id for code in codes)
    wanted = Waiting(until=wall(f"{until}T00:00").date(), reason="Kur", step_ids=ids, **chosen)
    begin(case.id, wanted, by=town.lead.id, at=at)
    db.session.commit()


def passed(at):
    """The worker, which is another process, looks whether waiting is over."""
    db.session.commit()
    with current_app._get_current_object().app_context():
        end_waits(wall(at))
        db.session.remove()
    db.session.expire_all()


def test_only_the_chosen_steps_stand_still_and_hours_never_do(town, case):
    wait(case, town, "F06", "F02")

    assert steps(case)["F06"].resting_since == WEDNESDAY
    assert steps(case)["F02"].resting_since is None
    assert steps(case)["F01"].resting_since is None


def test_it_ends_by_itself_with_its_day_and_what_was_left_is_left(town, case):
    before = due(case, "F06")
    wait(case, town, "F06")

    passed("2027-06-04T23:00")
    still = steps(case)["F06"].resting_since
    passed("2027-06-05T00:10")

    ended = db.session.scalars(sa.select(Wait)).one()
    assert before == "2027-05-28T23:59"
    assert still == WEDNESDAY
    assert (ended.end, ended.ended_at) == (WaitEnd.DAY_CAME, wall("2027-06-04T23:59:59"))
    assert due(case, "F06") == "2027-06-07T23:59"
    assert steps(case)["F06"].resting_since is None


def test_a_worker_that_comes_late_moves_nothing_further(town, case):
    wait(case, town, "F06")

    passed("2027-06-08T09:00")

    assert due(case, "F06") == "2027-06-07T23:59"


def test_the_end_is_never_the_moment_at_which_somebody_is_reproached(town, case):
    wait(case, town, "F06", until="2027-06-13")

    assert ring("2027-06-13T12:00") >= 0
    passed("2027-06-14T00:05")
    ring("2027-06-14T00:06")

    assert due(case, "F06") > "2027-06-14T00:06"
    assert "M1" in waiting(case, "F06")


def test_it_ends_when_the_thing_happens(town, case):
    wait(case, town, "F06")

    facts = {"party_id": party(case).id, "party": "Partei A", "first_consent": False, "all_decided": False}
    tell(PartyDecided, case, at=wall("2027-05-31T10:00"), **facts)

    assert db.session.scalars(sa.select(Wait.end)).all() == [WaitEnd.HAPPENED]
    assert due(case, "F06") == "2027-06-01T23:59"


def test_another_thing_ends_nothing(town, case):
    wait(case, town, "F06")

    tell(QuestionAnswered, case, at=wall("2027-05-31T10:00"))

    assert steps(case)["F06"].resting_since == WEDNESDAY


def test_two_stretches_that_overlap_count_once_and_are_made_anew_from_the_records(town, case):
    wait(case, town, "F06", until="2027-05-31")
    wait(case, town, "F06", at=wall("2027-05-28T09:00"), waits_for=WaitsFor.OFFICE, party_id=None)

    passed("2027-06-01T00:10")
    still = steps(case)["F06"].resting_since
    passed("2027-06-05T00:10")

    assert still == WEDNESDAY
    assert due(case, "F06") == "2027-06-07T23:59"
    assert db.session.scalars(sa.select(StepChange.cause)).all() == ["Es wurde gewartet"]


def test_a_case_that_rests_is_a_record_too_beside_the_waiting(town, case):
    wait(case, town, "F06", until="2027-05-31")
    moved(case, Verb.PAUSE, Status.PAUSED, at=wall("2027-05-28T09:00"), before=Status.CONTACT)
    passed("2027-06-01T00:10")

    moved(case, Verb.RESUME, Status.CONTACT, at=wall("2027-06-04T09:00"), before=Status.PAUSED)

    kinds = db.session.scalars(sa.select(Wait.waits_for).order_by(Wait.since)).all()
    assert kinds == [WaitsFor.PARTY, WaitsFor.CASE]
    assert due(case, "F06") == "2027-06-07T23:59"


def test_a_date_that_somebody_chose_stands_and_later_waiting_moves_it(town, case):
    step = steps(case)["F06"]
    extend(case.id, step.id, to=wall("2027-06-10T12:00"), reason="Kur", by=town.lead.id, at=WEDNESDAY)
    db.session.commit()
    wait(case, town, "F06", at=wall("2027-05-31T09:00"), until="2027-06-04")
    later = wall("2027-07-12T12:00")
    with pytest.raises(NotAllowed, match="Dieser Schritt wartet"):
        extend(case.id, step.id, to=later, reason="Kur", by=town.lead.id, at=wall("2027-05-31T10:00"))

    passed("2027-06-05T00:10")

    assert due(case, "F06") == "2027-06-16T23:59"  # eight were left on 31 May


def test_what_has_been_told_is_not_told_again_after_waiting(town, case):
    ring("2027-05-31T08:31")
    told = db.session.scalars(
        sa.select(Alarm.kind).where(Alarm.step_id == steps(case)["F06"].id, Alarm.handled_at.is_not(None))
    ).all()
    wait(case, town, "F06", at=wall("2027-05-31T09:00"))

    passed("2027-06-05T00:10")

    assert "M1" in told
    assert waiting(case, "F06") == {"M2": "2027-06-07T08:30"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"until": "2027-05-25"}, "Bitte nennen Sie einen Tag"),
        ({"until": "2027-12-25"}, "Bitte nennen Sie einen Tag"),
        ({"waits_for": WaitsFor.CASE, "party_id": None}, "auf wen gewartet wird"),
        ({"party_id": None}, "auf wen gewartet wird"),
    ],
)
def test_waiting_that_makes_no_sense_is_refused_in_words(town, case, values, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        wait(case, town, "F06", **values)


@pytest.mark.parametrize(
    ("cases", "exact", "shown"),
    [(1, True, (1, 6, 6)), (1, False, (None, None, None)), (3, True, (3, 18, 6)), (3, False, (5, 20, 5))],
)
def test_days_waited_are_counted_and_outside_of_the_office_rounded_as_long_as_that_says_something(
    town, case, cases, exact, shown
):
    for one in (case, *(in_contact(town) for _ in range(cases - 1))):
        wait(one, town, "F06")
    passed("2027-06-05T00:10")

    page = waited(wall("2027-06-10T12:00"), exact=exact)

    assert [row.waits_for for row in page.rows] == [WaitsFor.PARTY]
    assert [(row.cases, row.days, row.middle) for row in page.rows] == [shown]


# Pages


@pytest.fixture
def now(case):
    with clock.stopped(wall("2027-05-26T11:00")):
        yield case


def test_somebody_says_for_whom_until_when_and_why_and_everybody_sees_it(town, now, browser):
    window = browser.as_(town.coordinator)
    choice = window.get(f"/faelle/{now.id}/warten")
    form = window.get(choice.links["Partei A"])

    page = window.submit(form, {"until": "2027-06-04", "reason": "Zur Kur"}, button="Warten festhalten")

    assert "Wartet auf Partei A bis Fr 04.06.2027." in page.main
    assert "wartet" in window.get(path(now, "F06")).main
    assert "Wartet auf Partei A bis Fr 04.06.2027." in window.get(f"/faelle/{now.id}").main
    assert "Zur Kur" in window.get(f"/faelle/{now.id}/warten").main


def test_a_reason_is_asked_for_and_what_was_typed_stays(town, now, browser):
    window = browser.as_(town.lead)
    form = window.get(f"/faelle/{now.id}/warten/PARTY-{party(now).id}")

    page = window.submit(form, {"until": "2027-01-04", "reason": "Kur"}, button="Warten festhalten")

    assert page.status_code == 422
    assert "Bitte nennen Sie einen Tag von heute bis" in page.main
    assert "Kur" in page.main


def test_a_day_that_is_over_is_named_even_if_no_step_is_chosen_yet(town, now, browser):
    window = browser.as_(town.lead)
    form = window.get(f"/faelle/{now.id}/warten/PARTY-{party(now).id}")

    page = window.submit(
        form, {"until": "2027-01-04", "reason": "Kur", "steps": []}, button="Warten festhalten"
    )

    assert "Bitte nennen Sie einen Tag von heute bis" in page.main
    assert "Bitte wählen Sie mindestens einen Schritt." in page.main


def test_waiting_is_ended_with_one_button_and_once(town, now, browser):
    wait(now, town, "F06")
    window = browser.as_(town.lead, sees={"waits.reason"})
    shown = window.get(f"/faelle/{now.id}/warten")

    first = window.submit(shown, button="Warten beenden Partei A")
    second = window.submit(shown, button="Warten beenden Partei A")

    assert "Die Fristen zählen weiter." in first.text
    assert "Das Warten war schon beendet." in second.text


def test_a_stranger_finds_none_of_it(town, now, browser):
    wait(now, town, "F06")
    window, found = browser.as_(town.reporter), db.session.scalars(sa.select(Wait.id)).one()

    answers = [
        window.get(f"/faelle/{now.id}/warten").status_code,
        window.get(f"/faelle/{now.id}/warten/REPORTER").status_code,
        window.post(f"/faelle/{now.id}/warten/{found}/beenden").status_code,
        window.get("/wartezeiten").status_code,
    ]

    assert answers == [404, 404, 404, 403]
    assert steps(now)["F06"].resting_since is not None


def test_whose_office_does_the_work_reads_exact_figures_and_management_rounded_ones(town, now, browser):
    wait(now, town, "F06")

    exact = browser.as_(town.coordinator).get("/wartezeiten")
    rounded = browser.as_(town.management).get("/wartezeiten")

    assert "eine Partei Fälle1 Arbeitstage zusammen0 Mittlere Dauer0" in exact.main
    assert "gerundet" not in exact.main
    assert "eine Partei Fälleweniger als drei Arbeitstage zusammen– Mittlere Dauer–" in rounded.main
    assert "Alle Zahlen sind auf fünf gerundet, jede für sich." in rounded.main
