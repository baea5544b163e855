"""Closing days and service hours: first what would move, then moving it, each case once."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import current_app

from app import clock
from app.cases.rules.status import Status
from app.database import db
from app.municipalities.models import ClosingDay, OfficeClosingDay
from app.plans.actions import calendars as actions
from app.plans.actions.calendars import change_calendar
from app.plans.actions.starting import happened
from app.plans.closing import CalendarDeed, Calendars, Own, Wish
from app.plans.codes import Anchor
from app.plans.jobs import follow_calendar
from app.plans.models import CalendarChange, StepChange
from app.plans.queries.calendars import calendars
from app.plans.queries.whatif import what_if
from app.refusals import NotAllowed
from app.servicehours import ServiceHours
from app.workdays import Calendar, Land
from tests import make
from tests.plans.running import WEDNESDAY, due, reported, ring, steps, waiting, wall

FRIDAY = date(2027, 5, 28)
CLOSED = Wish(CalendarDeed.CLOSE, None, FRIDAY, "Brückentag")
NOW = wall("2027-05-26T12:00")
HOURS = str(ServiceHours.DEFAULT)


@pytest.fixture
def case(town):
    """Reported on the Wednesday before Fronleichnam: F01 is due on Friday, in NW."""
    with clock.stopped(NOW):
        yield accepted(town)


def accepted(town):
    """F05 is due on the Monday after."""
    made = reported(town, at=WEDNESDAY)
    happened(made.id, Anchor.CASE_ACCEPTED, at=WEDNESDAY)
    db.session.commit()
    return made


def change(town, wish=CLOSED, *, at=NOW, shown=HOURS):
    made = change_calendar(wish, shown=shown, by=town.coordinator.id, at=at)
    db.session.commit()
    return made


def worker(at="2027-05-26T12:05"):
    db.session.commit()
    with current_app._get_current_object().app_context():
        done = follow_calendar(wall(at))
        db.session.remove()
    db.session.expire_all()
    return done


def test_a_new_closing_day_moves_dates_and_alarms_and_keeps_what_was(town, case):
    made = change(town)

    moved = db.session.scalars(sa.select(StepChange).where(StepChange.step_id == steps(case)["F01"].id)).one()
    assert due(case, "F01") == "2027-05-31T23:59"
    assert waiting(case, "F01") == {
        "DUE": "2027-05-31T08:30",
        "M1": "2027-06-01T08:30",
        "M2": "2027-06-02T08:30",
    }
    assert (moved.cause, moved.reason) == ("Neuer Schließtag", "28.05.2027: Brückentag")
    assert steps(case)["F01"].original_due_at == wall("2027-05-28T23:59:59")
    assert (made.moved, made.finished_at) == (2, NOW)


def test_the_what_if_names_exactly_what_then_moves_and_writes_nothing(town, case):
    before = {code: step.due_at for code, step in steps(case).items()}

    asked = what_if(CLOSED, calendars(), at=NOW, after=None)
    untouched = {code: step.due_at for code, step in steps(case).items()}
    change(town)

    found = {line.before: line.after for line in asked.lines}
    after = {code: step.due_at for code, step in steps(case).items()}
    assert untouched == before
    assert (asked.count, asked.cases) == (2, 1)
    assert found == {before[code]: after[code] for code in before if before[code] != after[code]}


def test_taken_back_it_moves_dates_back_and_only_a_day_to_come_is(town, case):
    change(town)

    change(town, Wish(CalendarDeed.OPEN, None, FRIDAY), at=wall("2027-05-26T13:00"))

    assert due(case, "F01") == "2027-05-28T23:59"
    assert db.session.scalars(sa.select(ClosingDay.day)).all() == []
    change(town, at=wall("2027-05-26T14:00"))
    with pytest.raises(NotAllowed, match="nicht mehr streichen"):
        change(town, Wish(CalendarDeed.OPEN, None, FRIDAY), at=wall("2027-05-28T09:00"))


def test_a_date_that_somebody_chose_stays_unless_nobody_works_on_it(town, case):
    step = steps(case)["F05"]
    step.due_at = wall("2027-06-02T23:59:59")
    db.session.commit()

    change(town)
    chosen = due(case, "F05")
    change(town, Wish(CalendarDeed.CLOSE, None, date(2027, 6, 2), "Umzug"), at=wall("2027-05-26T13:00"))

    assert chosen == "2027-06-02T23:59"
    assert due(case, "F05") == "2027-06-03T23:59"


def test_new_hours_leave_as_much_service_time_as_was_left(town, case):
    wish = Wish(CalendarDeed.HOURS, None, None, "Mo-Fr 08:00-13:00")

    change(town, wish)

    # due at 14:00: two hours were left at noon, one of them is on Wednesday, none on Fronleichnam
    assert due(case, "F02") == "2027-05-28T09:00"
    assert due(case, "F01") == "2027-05-28T23:59"
    assert waiting(case, "F01")["M1"] == "2027-05-31T08:00"


def test_what_has_been_told_is_not_told_again(town, case):
    ring("2027-05-28T08:31")

    change(town, at=wall("2027-05-28T08:40"))

    assert "DUE" not in waiting(case, "F01")


def test_an_office_closes_for_the_steps_that_its_leads_hold(town, case):
    office = town.offices[next(k for k in town.offices if k.value == "YOUTH")]
    make.lead(case, town.lead)
    case.status = Status.CONTACT
    happened(case.id, Anchor.LEAD_ASSIGNED, at=WEDNESDAY)
    db.session.commit()

    change(town, Wish(CalendarDeed.CLOSE, office.id, FRIDAY, "Fortbildung"))

    assert due(case, "F06") == "2027-05-31T23:59"
    assert due(case, "F01") == "2027-05-28T23:59"
    assert db.session.scalars(sa.select(OfficeClosingDay.day)).all() == [FRIDAY]


def test_many_cases_follow_with_the_worker_each_once(town, case, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    cases = [case, *(accepted(town) for _ in range(4))]

    made = change(town)
    at_first = [due(one, "F01") for one in cases].count("2027-05-31T23:59")
    with pytest.raises(NotAllowed, match="wird noch auf die Fälle übertragen"):
        change(town, Wish(CalendarDeed.CLOSE, None, date(2027, 6, 2), "Umzug"))
    db.session.rollback()
    done = worker()
    again = worker()

    assert at_first == 2
    assert (done, again) == (3, 0)
    assert [due(one, "F01") for one in cases] == ["2027-05-31T23:59"] * 5
    assert db.session.get_one(CalendarChange, made.id).moved == 10
    assert len(db.session.scalars(sa.select(StepChange)).all()) == 10


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish(CalendarDeed.CLOSE, None, date(2027, 5, 27), "x"), "ohnehin nicht gearbeitet"),
        (Wish(CalendarDeed.CLOSE, None, date(2027, 5, 25), "x"), "einen Tag von heute"),
        (Wish(CalendarDeed.CLOSE, None, FRIDAY, " "), "nennen Sie den Anlass"),
        (Wish(CalendarDeed.CLOSE), "nennen Sie den Tag"),
        (Wish(CalendarDeed.OPEN, None, FRIDAY), "kein Schließtag"),
        (Wish(CalendarDeed.HOURS, words=HOURS), "gelten schon"),
        (Wish(CalendarDeed.HOURS, words="Mo"), "fehlt die Uhrzeit"),
    ],
)
def test_a_change_that_changes_nothing_or_cannot_be_is_refused_in_words(town, case, wish, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        change(town, wish)


def test_calendars_are_read_back_as_they_were_saved(town):
    general = Calendar(Land.NI, frozenset({FRIDAY}), ServiceHours.parse("Mo 08-12"))
    kept = Calendars(general, {town.office.id: Own("Di 09-10", frozenset({date(2027, 6, 1)}))})

    assert Calendars.read(kept.saved()) == kept


# Pages


def test_coordination_sees_what_would_move_and_then_moves_it(town, case, browser):
    window = browser.as_(town.coordinator)
    form = window.get(window.get("/kalender").links["Schließtag eintragen"])

    seen = window.get("/kalender/vorschau?was=CLOSE&tag=2027-05-28&anlass=Br%C3%BCckentag&stelle=&pruefen=1")
    before = due(case, "F01")
    saved = window.submit(seen, button="Änderung speichern")
    twice = window.submit(seen, button="Änderung speichern")

    assert "Auswirkungen ansehen" in form.main
    assert "Fristen, die sich verschieben würden: 2, in 1 Fällen." in seen.main
    assert case.number in seen.main
    assert before == "2027-05-28T23:59"
    assert "Verschobene Fristen: 2." in saved.text
    assert "Fr 28.05.2027" in saved.main
    assert (twice.status_code, due(case, "F01")) == (422, "2027-05-31T23:59")


def test_management_sees_how_many_but_not_which_cases(town, case, browser):
    window = browser.as_(town.management)

    seen = window.get("/kalender/vorschau?was=CLOSE&tag=2027-05-28&anlass=Br%C3%BCckentag&pruefen=1")

    assert "Welche Fälle das sind, sieht die Koordinierungsstelle." in seen.main
    assert case.number not in seen.main


def test_errors_keep_what_was_typed_and_say_what_is_wrong(town, browser):
    window = browser.as_(town.coordinator)

    page = window.get("/kalender/vorschau?was=HOURS&zeiten=Mo+16-08&pruefen=1")

    assert page.status_code == 422
    assert "endet nicht nach ihrem Beginn" in page.main
    assert 'value="Mo 16-08"' in page.response.text


def test_hours_that_somebody_changed_meanwhile_are_not_overwritten(town, case, browser):
    window = browser.as_(town.coordinator)
    seen = window.get("/kalender/vorschau?was=HOURS&zeiten=Mo-Fr+08:00-13:00&pruefen=1")
    change(town, Wish(CalendarDeed.HOURS, words="Mo-Fr 09:00-13:00"))

    page = window.submit(seen, button="Änderung speichern")

    assert "Jemand war schneller" in page.main
    assert str(calendars().general.service) == "Mo-Fr 09:00-13:00"


def test_the_list_goes_on_page_by_page(town, case, browser, monkeypatch):
    monkeypatch.setattr("app.plans.queries.whatif.PAGE", 1)
    window = browser.as_(town.coordinator)

    first = window.get("/kalender/vorschau?was=CLOSE&tag=2027-05-28&anlass=x&pruefen=1")
    second = window.get(first.links["Weitere anzeigen"])

    assert "Eingangsbestätigung" in first.main + second.main
    assert "Fallverantwortung" in first.main + second.main
    assert "Weitere anzeigen" not in second.main


def test_others_keep_no_calendar(town, browser):
    assert browser.as_(town.reporter).get("/kalender").status_code == 403
    assert browser.as_(town.lead).post("/kalender/anwenden", {"was": "CLOSE"}).status_code == 403
