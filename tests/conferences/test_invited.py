"""An invited office sees its own share and its own measures, as long as it may, and nothing else."""

import pytest

from app import clock
from app.audit.models import AccessEntry
from app.cases.rules.status import Status
from app.conferences.actions import calling as actions
from app.conferences.models import ConferenceMeasure
from app.conferences.rules import MeasureEnd
from app.database import db
from app.municipalities.rules import OfficeKind
from app.plans.models import PlanStep, StepEnd
from tests import make
from tests.browser import Browser
from tests.conferences import calling

ORDER, YOUTH = OfficeKind.PUBLIC_ORDER, OfficeKind.YOUTH
OWN = {"place", "share-PUBLIC_ORDER", "measure-PUBLIC_ORDER"}


@pytest.fixture
def conference(town: make.Town):
    """Both offices are invited, each has a measure, and so has the lead."""
    made = calling.called(town, calling.case(town))
    for kind in (ORDER, YOUTH):
        calling.invited(town, made, kind)
        calling.agreed(town, made, kind)
    calling.agreed(town, made, None)
    return made


def test_an_office_reads_its_share_and_nothing_else(town: make.Town, browser: Browser, conference) -> None:
    """The canaries of the case, of the other office and of the purpose would break this page."""
    window = browser.as_(calling.member(town, ORDER), sees=OWN)

    page = window.get(window.get("/fallkonferenzen").links[f"Ansehen {_number(conference)}"])

    assert _number(conference) in page.heading
    assert "share-PUBLIC_ORDER" in page.main
    assert "measure-PUBLIC_ORDER" in page.main
    assert "share-YOUTH" not in page.main
    assert window.get(f"/faelle/{conference.case_id}").status_code == 404


def test_the_reading_is_noted(town: make.Town, browser: Browser, conference) -> None:
    person = calling.member(town, ORDER)

    browser.as_(person, sees=OWN).get(calling.path(conference.id))

    noted = db.session.query(AccessEntry).filter_by(kind="ConferenceShareRead").one()
    assert (noted.actor_id, noted.subject_id) == (person.id, conference.id)


def test_an_office_that_isnt_invited_meets_nothing(town: make.Town, browser: Browser, conference) -> None:
    window = browser.as_(calling.member(town, OfficeKind.INTEGRATION))

    assert window.get(calling.path(conference.id)).status_code == 404
    assert "Zurzeit ist es keine." in window.get("/fallkonferenzen").main


def test_an_invitation_taken_back_closes_the_share(town: make.Town, browser: Browser, conference) -> None:
    window = browser.as_(calling.member(town, ORDER), sees=OWN)
    case = db.session.get_one(make.Case, conference.case_id)
    (own,) = [
        line
        for line in db.session.query(actions.ConferenceInvitation).all()
        if line.office_id == town.offices[ORDER].id
    ]

    actions.uninvite(case, conference, own.id, by=calling.coordination(town), at=make.NOON)
    db.session.commit()

    assert window.get(calling.path(conference.id)).status_code == 404
    done = window.post(f"{calling.path(conference.id)}/massnahmen/{_measure(ORDER, town).id}/erledigt")
    assert done.status_code == 404


@pytest.mark.parametrize(("days", "status"), [(13, 200), (14, 404)])
def test_two_weeks_after_the_case_the_share_closes(
    town: make.Town, browser: Browser, conference, days: int, status: int
) -> None:
    case = db.session.get_one(make.Case, conference.case_id)
    case.status, case.closed_at = Status.CLOSED, make.NOON
    db.session.commit()

    with clock.stopped(make.later(days=days)):
        page = browser.as_(calling.member(town, ORDER), sees=OWN).get(calling.path(conference.id))

    assert page.status_code == status


def test_of_a_cancelled_conference_only_that_it_is(town: make.Town, browser: Browser, conference) -> None:
    case = db.session.get_one(make.Case, conference.case_id)
    actions.cancel(case, conference, by=calling.coordination(town), at=make.NOON)
    db.session.commit()

    page = browser.as_(calling.member(town, ORDER), sees={"measure-PUBLIC_ORDER"}).get(
        calling.path(conference.id)
    )

    assert "Diese Fallkonferenz ist abgesagt." in page.main


def test_an_office_reports_its_measure_done_and_the_step_is(
    town: make.Town, browser: Browser, conference
) -> None:
    window = browser.as_(calling.member(town, ORDER), sees=OWN)
    measure = _measure(ORDER, town)

    page = window.submit(window.get(calling.path(conference.id)), button="Erledigt Mo 09.03.2026")
    again = window.post(f"{calling.path(conference.id)}/massnahmen/{measure.id}/erledigt")

    db.session.expire_all()
    assert "erledigt" in page.main
    assert again.status_code == 200
    assert measure.end is MeasureEnd.DONE
    assert db.session.get_one(PlanStep, measure.id).end is StepEnd.DONE


def test_nobody_reports_the_measure_of_another_office(town: make.Town, browser: Browser, conference) -> None:
    window = browser.as_(calling.member(town, ORDER), sees=OWN)

    page = window.post(f"{calling.path(conference.id)}/massnahmen/{_measure(YOUTH, town).id}/erledigt")

    assert page.status_code == 404
    assert _measure(YOUTH, town).end is None


def test_an_office_elsewhere_with_the_same_people_sees_nothing(
    town: make.Town, browser: Browser, conference
) -> None:
    other = make.town("musterland")

    assert browser.as_(other.reporter).get(calling.path(conference.id)).status_code == 404


def _number(conference) -> str:
    return db.session.get_one(make.Case, conference.case_id).number


def _measure(kind: OfficeKind, town: make.Town) -> ConferenceMeasure:
    return db.session.query(ConferenceMeasure).filter_by(office_id=town.offices[kind].id).one()
