"""An appointment is entered, moved or cancelled: first the dates of the plan that move with it are shown."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.events import CaseReported
from app.cases.rules.status import Status
from app.database import db
from app.plans.actions.working import add
from app.plans.models import PlanRule, PlanStep, StepChange, StepEnd
from tests import make
from tests.browser import Browser, Page
from tests.plans.running import due, steps, tell, with_plan
from tests.referrals import at_work, meeting
from tests.referrals.meeting import first, second, wall
from tests.referrals.releasing import PREVIEW, RELEASE

SEES = {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}
SEES |= {"meetings.room", "meetings.link"}
TODAY = wall("2026-03-02T15:00")
NEAR, FAR, FURTHER = wall("2026-03-10T17:00"), wall("2026-03-20T17:00"), wall("2026-03-24T17:00")
F24 = "Sprachmittlung oder Landespool anfragen"
WOULD = "Was sich verschieben würde"


@pytest.fixture
def found(town: make.Town) -> at_work.Asked:
    """Since Monday noon an interpreter is looked for: until Wednesday, and five working days ahead."""
    with_plan(town.municipality)
    found = meeting.mediating(town)
    tell(CaseReported, found.case, at=make.NOON, number=found.case.number)
    add(found.case.id, "F24", by=town.coordinator.id, at=make.NOON)
    db.session.commit()
    return found


def _form(found, browser: Browser, *rest: object, by: UUID | None = None) -> tuple[Browser, Page]:
    window = browser.as_(by or first(found), sees=SEES)
    return window, window.get("/".join((f"/meine-faelle/{found.referral.id}/termine", *map(str, rest))))


def _move(day: str, **typed: str) -> dict[str, str]:
    return {"day": day, "cause": "TIME"} | typed


def test_moving_it_shows_first_which_dates_move_from_when_to_when(town, found, browser):
    made = meeting.planned(found, NEAR)
    window, page = _form(found, browser, made, "verlegen")

    seen = window.submit(page, _move("2026-03-20"), button="Änderung speichern")
    before = (meeting.row(made).starts_at, due(found.case, "F24"))
    done = window.submit(seen, button="Änderung speichern")

    assert WOULD in seen.main
    assert f"{F24} WerKoordinierungsstelle BisherDi 03.03.2026 NeuMi 04.03.2026" in seen.main
    assert "Termin am 10.03.2026, 17:00, verlegt auf 20.03.2026, 17:00" in seen.main
    assert before == (NEAR, "2026-03-03T23:59")
    assert "Der Termin ist geändert." in done.main
    assert (meeting.row(made).starts_at, due(found.case, "F24")) == (FAR, "2026-03-04T23:59")


def test_if_no_date_moves_one_click_is_enough(town, found, browser):
    made = meeting.planned(found, FAR)
    window, page = _form(found, browser, made, "verlegen")

    done = window.submit(page, _move("2026-03-24"), button="Änderung speichern")

    assert "Der Termin ist geändert." in done.main
    assert meeting.row(made).starts_at == FURTHER


def test_a_new_one_that_hastens_a_step_says_so_before_it_is_entered(town, found, browser):
    window, page = _form(found, browser, "neu")

    seen = window.submit(page, {"day": "2026-03-10", "starts": "17:00"}, button="Termin eintragen")
    before = due(found.case, "F24")
    window.submit(seen, button="Termin eintragen")

    assert "BisherMi 04.03.2026 NeuDi 03.03.2026" in seen.main
    assert (before, due(found.case, "F24")) == ("2026-03-04T23:59", "2026-03-03T23:59")


def test_cancelling_it_says_that_the_step_has_its_own_days_again(town, found, browser):
    made = meeting.planned(found, NEAR)
    window, page = _form(found, browser, made, "absagen")

    seen = window.submit(page, button="Termin absagen")
    stands = meeting.row(made).cancelled_at is None
    done = window.submit(seen, button="Termin absagen")

    assert "BisherDi 03.03.2026 NeuMi 04.03.2026" in seen.main
    assert stands
    assert "Der Termin ist abgesagt." in done.main
    assert meeting.row(made).cancelled_at == make.NOON
    assert due(found.case, "F24") == "2026-03-04T23:59"


def test_whoever_wants_something_else_gets_the_form_back_as_it_was_filled_in(town, found, browser):
    made = meeting.planned(found, NEAR)
    window, page = _form(found, browser, made, "verlegen")
    typed = _move("2026-03-20", starts="16:15", room="Saal 2")

    seen = window.submit(page, typed, button="Änderung speichern")
    back = window.submit(seen, button="Angaben ändern")
    again = window.submit(back, {"day": "2026-03-19"}, button="Änderung speichern")
    window.submit(again, button="Änderung speichern")

    assert meeting.row(made).starts_at == wall("2026-03-19T16:15")
    assert meeting.row(made).room == "Saal 2"
    assert [one for one in ("2026-03-20", "16:15", "Saal 2") if one not in back.response.text] == []


def test_sent_twice_it_moves_once(town, found, browser):
    made = meeting.planned(found, NEAR)
    window, page = _form(found, browser, made, "verlegen")
    seen = window.submit(page, _move("2026-03-20"), button="Änderung speichern")

    pages = [window.submit(seen, button="Änderung speichern") for _ in range(2)]

    assert ["Der Termin ist geändert." in page.main for page in pages] == [True, True]
    assert meeting.row(made).sequence == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StepChange)) == 2  # entered, moved


def test_what_moves_otherwise_by_now_is_shown_again(town, found, browser):
    made = meeting.planned(found, NEAR)
    window, page = _form(found, browser, made, "verlegen")
    seen = window.submit(page, _move("2026-03-20"), button="Änderung speichern")
    step = db.session.get_one(PlanStep, steps(found.case)["F24"].id)
    step.due_at = wall("2026-03-05T23:59")
    db.session.commit()

    again = window.submit(seen, button="Änderung speichern")
    moved_too_soon = meeting.row(made).starts_at != NEAR
    window.submit(again, button="Änderung speichern")

    assert again.status_code == 409
    assert "Inzwischen hat sich etwas geändert." in again.main
    assert "BisherDo 05.03.2026 NeuMi 04.03.2026" in again.main
    assert not moved_too_soon
    assert meeting.row(made).starts_at == FAR


def test_a_warning_of_the_appointment_comes_before_the_dates(town, found, browser):
    made = meeting.planned(found, NEAR)
    meeting.planned(found, FAR)
    window, page = _form(found, browser, made, "verlegen")

    warned = window.submit(page, _move("2026-03-20"), button="Änderung speichern")

    assert warned.status_code == 422
    assert WOULD not in warned.main


@pytest.mark.parametrize("way", ["verlegen", "absagen"])
def test_of_somebody_elses_case_no_date_is_shown(town, found, browser, way):
    made = meeting.planned(found, NEAR)
    stranger = meeting.mediating(town)
    window = browser.as_(first(stranger))
    typed = {"day": "2026-03-20", "starts": "17:00", "place": "room", "cause": "TIME"}

    answer = window.post(f"/meine-faelle/{found.referral.id}/termine/{made}/{way}", typed)

    assert answer.status_code == 404
    assert F24 not in answer.response.text


def test_while_the_case_is_not_at_work_no_date_is_shown_and_none_moves(town, found, browser):
    made = meeting.planned(found, NEAR)
    window, page = _form(found, browser, made, "verlegen", by=second(found))
    found.case.status, found.case.paused_from = Status.PAUSED, Status.MEDIATION
    db.session.commit()

    answer = window.submit(page, _move("2026-03-20"), button="Änderung speichern")

    assert answer.status_code == 409
    assert F24 not in answer.main
    assert due(found.case, "F24") == "2026-03-03T23:59"


def test_however_many_steps_the_case_has_the_page_asks_as_often(town, found, browser):
    made = meeting.planned(found, NEAR)

    counts = []
    for code in ("F09", "F10", "F30"):
        window, page = _form(found, browser, made, "verlegen")
        seen = window.submit(page, _move("2026-03-20"), button="Änderung speichern")
        counts.append(len(seen.statements))
        add(found.case.id, code, by=town.coordinator.id, at=make.NOON)
        db.session.commit()

    assert len(set(counts)) == 1


@pytest.fixture
def prepared(town: make.Town, found: at_work.Asked) -> UUID:
    """In this municipality something is to be done within two working days after each appointment."""
    row = db.session.scalars(sa.select(PlanRule).where(PlanRule.code == "F28")).one()
    values = dict.fromkeys(
        ("count_from", "condition", "hard_mode", "hard_anchor", "hard_clock", "hard_amount"), ""
    )
    row.rule = row.rule | values | {"anchor": "APPOINTMENT_DATE", "clock": "WD", "amount": "2"}
    row.rule |= {"first_wave": "yes", "glasl_min": "1", "glasl_max": "9"}
    db.session.commit()
    return meeting.planned(found, NEAR)


def test_a_step_that_an_appointment_begins_moves_with_it(town, found, prepared, browser):
    before = due(found.case, "F28")
    window, page = _form(found, browser, prepared, "verlegen")

    seen = window.submit(page, _move("2026-03-20"), button="Änderung speichern")
    window.submit(seen, button="Änderung speichern")

    assert (before, due(found.case, "F28")) == ("2026-03-12T23:59", "2026-03-24T23:59")
    assert "BisherDo 12.03.2026 NeuDi 24.03.2026" in seen.main


def test_a_step_that_an_appointment_begins_ends_with_it(town, found, prepared, browser):
    window, page = _form(found, browser, prepared, "absagen")

    seen = window.submit(page, button="Termin absagen")
    window.submit(seen, button="Termin absagen")

    assert "BisherDo 12.03.2026 Neuentfällt" in seen.main
    assert steps(found.case)["F28"].end is StepEnd.NOT_NEEDED


@pytest.fixture
def over(found: at_work.Asked) -> Iterator[UUID]:
    """It took place this afternoon; the interpreter is still looked for, until Wednesday."""
    made = meeting.planned(found, TODAY)
    step = steps(found.case)["F24"]
    step.due_at = step.original_due_at
    db.session.commit()
    with clock.stopped(TODAY + timedelta(hours=2)):
        yield made


HELD = {"held": "yes", "minutes": "95", "next_day": "2026-03-10", "next_starts": "17:00"}


def test_a_report_that_names_the_next_session_shows_first_which_dates_move(town, found, over, browser):
    window, page = _form(found, browser, over, "melden")
    before = due(found.case, "F24")

    seen = window.submit(page, HELD, button=PREVIEW)
    between = (due(found.case, "F24"), meeting.row(over).held)
    done = window.submit(seen, button=RELEASE)

    assert f"{F24} WerKoordinierungsstelle BisherMi 04.03.2026 NeuDi 03.03.2026" in seen.main
    assert between == (before, None)
    assert "Danke, der Termin ist gemeldet." in done.main
    assert (before, due(found.case, "F24")) == ("2026-03-04T23:59", "2026-03-03T23:59")


@pytest.mark.parametrize(
    "typed", [{"next_day": "", "next_starts": ""}, {"next_day": "2026-03-20"}], ids=["none", "far"]
)
def test_a_report_that_moves_no_date_speaks_of_none(town, found, over, browser, typed):
    window, page = _form(found, browser, over, "melden")

    seen = window.submit(page, HELD | typed, button=PREVIEW)

    assert "Im Plan" not in seen.main


def test_what_is_done_with_the_report_is_no_date_that_moves(town, found, over, browser):
    add(found.case.id, "F25", by=town.coordinator.id, at=make.NOON)
    db.session.commit()
    window, page = _form(found, browser, over, "melden")

    seen = window.submit(page, HELD, button=PREVIEW)
    window.submit(seen, button=RELEASE)

    assert "entfällt" not in seen.main
    assert steps(found.case)["F25"].end is StepEnd.DONE


def test_a_report_whose_dates_move_otherwise_by_now_is_shown_again(town, found, over, browser):
    window, page = _form(found, browser, over, "melden")
    seen = window.submit(page, HELD, button=PREVIEW)
    step = db.session.get_one(PlanStep, steps(found.case)["F24"].id)
    step.due_at = wall("2026-03-05T23:59")
    db.session.commit()

    again = window.submit(seen, button=RELEASE)
    told_too_soon = meeting.row(over).held
    window.submit(again, button=RELEASE)

    assert again.status_code == 409
    assert "BisherDo 05.03.2026 NeuDi 03.03.2026" in again.main
    assert told_too_soon is None
    assert meeting.row(over).held
