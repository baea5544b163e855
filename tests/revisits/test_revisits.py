"""A page of a case comes back to whoever laid it away, on its day, and to nobody else."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from app.cases.rules.status import Status
from app.database import db
from app.municipalities.scope import across_municipalities, acting_in
from app.notifications.models import Notification
from app.refusals import NotAllowed
from app.revisits import actions, jobs, queries
from app.revisits.models import Revisit
from app.revisits.rules import insist_on_day
from tests import make
from tests.referrals.at_work import run

TODAY, FRIDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 7)
NOTE = "Nach dem Brief fragen"


def led(town):
    case = make.case(town, status=Status.CONTACT)
    make.lead(case, town.lead)
    return case


def laid(case, by, day=TODAY, **values):
    fallback = {"role": "reporter", "path": f"/faelle/{case.id}/plan", "made_at": make.NOON}
    made = Revisit(case_id=case.id, user_id=by.id, day=day, **(fallback | values))
    made.note = NOTE
    db.session.add(made)
    db.session.commit()
    return made


def told():
    with across_municipalities():
        kinds = sa.select(Notification.dedupe_key)
        return sorted(db.session.scalars(kinds.where(Notification.kind == "REVISIT_DUE")))


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2030, 1, 1)])
def test_a_day_is_not_past_and_not_years_away(day):
    with pytest.raises(NotAllowed):
        insist_on_day(day, TODAY)


def test_it_is_told_once_when_the_office_opens_and_again_only_on_its_new_day(town):
    case = led(town)
    one = laid(case, town.lead)
    early, open_ = datetime(2026, 3, 2, 6, tzinfo=UTC), make.NOON

    assert [run(jobs.tell_of_revisits, moment) for moment in (early, open_, open_)] == [0, 1, 0]
    with acting_in(town.id):
        actions.move(db.session.get_one(Revisit, one.id), FRIDAY, at=make.NOON)
    assert run(jobs.tell_of_revisits, make.NOON) == 0
    assert run(jobs.tell_of_revisits, make.later(days=4)) == 1
    assert len(told()) == 2


def test_a_day_on_which_the_office_is_closed_comes_on_the_next_opening(town):
    laid(led(town), town.lead, SATURDAY)

    days = [run(jobs.tell_of_revisits, make.later(days=ahead)) for ahead in (5, 6, 7)]

    assert days == [0, 0, 1]


def test_one_that_breaks_holds_up_no_other(town, caplog):
    case = led(town)
    broken = laid(case, town.lead, date(2026, 3, 1), role="nobody")
    laid(case, town.lead)

    assert run(jobs.tell_of_revisits, make.NOON) == 1
    assert f"job failed thing={broken.id}" in caplog.text
    assert len(told()) == 1


def test_from_the_page_to_the_start_page_and_away(town, browser):
    case = led(town)
    window = browser.as_(town.lead)
    page = window.get(f"/faelle/{case.id}/plan")
    page = window.get(page.links["Wiedervorlage"])

    page = window.submit(page, {"day": "2026-03-02", "note": NOTE}, button="Zur Wiedervorlage legen")

    assert NOTE in page.main and page.links["Plan"] == f"/faelle/{case.id}/plan"
    start = window.get("/")
    assert f"Wiedervorlage: Fall {case.number}" in start.main and NOTE not in start.main
    page = window.submit(window.get(f"/faelle/{case.id}/wiedervorlage"), button="Erledigt Plan")
    assert NOTE not in page.main
    assert "Wiedervorlage: Fall" not in window.get("/").main


def test_a_form_sent_twice_lays_it_there_once_and_a_past_day_keeps_what_was_typed(town, browser):
    case = led(town)
    window, place = browser.as_(town.lead), f"/faelle/{case.id}/wiedervorlage"
    typed = {"path": f"/faelle/{case.id}", "day": "2026-03-04", "note": NOTE}
    for _ in range(2):
        window.post(place, typed)

    refused = window.post(place, typed | {"day": "2026-03-01"})

    assert refused.status_code == 422
    assert "Der Tag liegt in der Vergangenheit." in refused.main and NOTE in refused.main
    assert window.post(place, typed | {"path": "/loeschen"}).status_code == 422
    with acting_in(town.id):
        assert len(queries.of_case(case.id, town.lead.id)) == 1


def test_nobody_else_sees_moves_or_ends_it(town, browser):
    case = led(town)
    one = laid(case, town.lead)
    window = browser.as_(town.coordinator)

    assert NOTE not in window.get(f"/faelle/{case.id}/wiedervorlage").main
    for deed in ("erledigt", "tag"):
        page = window.post(f"/faelle/{case.id}/wiedervorlage/{one.id}/{deed}", {"day": "2026-03-05"})
        assert page.status_code == 404
    assert browser.as_(town.reporter).get(f"/faelle/{case.id}/wiedervorlage").status_code == 404


def test_whoever_no_longer_answers_for_the_case_is_not_told(town, browser):
    case = make.case(town, status=Status.CONTACT, reporter_id=town.colleague.id)
    make.lead(case, town.lead, ends_at=make.NOON)
    laid(case, town.lead)

    assert "Wiedervorlage: Fall" not in browser.as_(town.lead).get("/").main
