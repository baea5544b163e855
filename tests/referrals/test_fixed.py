"""An appointment that stands: whoever is asked, and can't then, is warned; so is coordination."""

from datetime import timedelta

import pytest

from app.cases.rules.status import Status
from app.database import db
from app.municipalities.models import District
from app.referrals.models import Meeting, MeetingKind
from tests import make
from tests.browser import Browser
from tests.referrals import at_work, meeting

WARNING = "Der Termin am Do 05.03., 17:00 steht schon fest, und Sie haben dann einen anderen"


def at(found: at_work.Asked, starts_at: object, **values: object) -> Meeting:
    made = Meeting(
        case_id=found.case.id,
        referral_id=found.referral.id,
        kind=MeetingKind.SESSION,
        starts_at=starts_at,
        planned_at=make.NOON,
        **values,
    )
    db.session.add(made)
    db.session.commit()
    return made


def busy(town: make.Town, found: at_work.Asked, starts_at: object, **values: object) -> None:
    """The first person asked works on another case, with an appointment."""
    other = at_work.approved(town, **values)
    other.offer(other.people[0]).person_id = found.people[0].id
    at(other, starts_at)


@pytest.mark.parametrize(
    ("hours", "elsewhere", "warned"),
    [(1, False, True), (-1.75, False, True), (2, False, False), (2, True, True), (2.5, True, False)],
    ids=["at once", "still there", "right after", "still on the way", "after the way"],
)
def test_whoever_is_asked_is_warned_of_two_appointments_at_once(  # noqa: PLR0917
    town: make.Town, browser: Browser, hours: float, elsewhere: bool, warned: bool
) -> None:
    district = District(name="Oststadt")
    db.session.add(district)
    db.session.commit()
    found = at_work.asked(town)
    at(found, meeting.THURSDAY)
    place = district if elsewhere else town.district
    busy(town, found, meeting.THURSDAY + timedelta(hours=hours), district_id=place.id)
    window = browser.as_(found.people[0].user_id, sees={"parties.name"})

    page = window.get(f"/anfragen/{found.offer(found.people[0]).id}")
    checking = window.submit(page, button="Ich kann")

    assert "Do 05.03., 17:00" in page.main
    assert (WARNING in page.main) is warned
    assert checking.heading == "Kennen Sie jemanden?"
    assert (WARNING in checking.main) is warned


def test_an_appointment_that_was_called_off_warns_nobody(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at(found, meeting.THURSDAY, cancelled_at=make.NOON)
    busy(town, found, meeting.THURSDAY)

    page = browser.as_(found.people[0].user_id).get(f"/anfragen/{found.offer(found.people[0]).id}")

    assert WARNING not in page.main and "Feste Termine" not in page.main


def test_coordination_sees_who_cannot_come_to_an_appointment_that_stands(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.approved(town)
    at(found, meeting.THURSDAY)
    gone = found.people[1]
    found.offer(gone).status = "WITHDRAWN"
    gone.resting = True
    found.case.status = Status.MATCHING
    tuesdays = at_work.mediator("Sauer", slots=[(1, *_evening())])
    at_work.mediator("Thiel")

    page = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/vermittlung")

    assert f"{tuesdays.name} ist zum festen Termin am 05.03.2026, 17:00 nicht frei" in page.main
    assert "Mina Thiel ist zum festen" not in page.main
    assert f"{found.people[0].name} ist zum festen" not in page.main


def _evening() -> tuple[object, object]:
    from datetime import time

    return time(17), time(20)
