"""A mediator says what became of an appointment: nothing is guessed, nothing that was typed is lost."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.models import User
from app.cases.rules.status import Status
from app.database import db
from app.referrals.models import Meeting
from app.translation import ScreenLanguage
from tests import make
from tests.browser import Browser, Page
from tests.referrals import at_work, meeting
from tests.referrals.meeting import THURSDAY, first

SEES = {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}


@pytest.fixture
def found(town: make.Town) -> at_work.Asked:
    return meeting.mediating(town)


@pytest.fixture
def held(found: at_work.Asked) -> Iterator[UUID]:
    """Three hours after the appointment began, nobody has said yet what became of it."""
    meeting_id = meeting.planned(found)
    with clock.stopped(THURSDAY + timedelta(hours=3)):
        yield meeting_id


def _report(found: at_work.Asked, meeting_id: UUID, browser: Browser, **typed: str) -> Page:
    window = browser.as_(first(found), sees=SEES)
    page = window.get(f"/meine-faelle/{found.referral.id}/termine/{meeting_id}/melden")
    return window.submit(page, typed, button="Termin melden")


@pytest.mark.parametrize("minutes", ["", "4", "601", "lange"])
def test_who_says_that_it_took_place_says_how_long(
    found: at_work.Asked, held: UUID, browser: Browser, minutes: str
) -> None:
    page = _report(found, held, browser, held="yes", minutes=minutes)

    assert page.status_code == 422
    assert "Dauer in Minuten –" in page.main
    assert meeting.row(held).held is None


@pytest.mark.parametrize("minutes", ["5", "600"])
def test_five_minutes_are_a_talk_and_so_are_ten_hours(
    found: at_work.Asked, held: UUID, browser: Browser, minutes: str
) -> None:
    _report(found, held, browser, held="yes", minutes=minutes)

    assert meeting.row(held).minutes == int(minutes)


def test_of_one_that_did_not_take_place_no_length_is_asked(
    found: at_work.Asked, held: UUID, browser: Browser
) -> None:
    _report(found, held, browser, held="no", minutes="")

    assert meeting.row(held).held is False


@pytest.mark.parametrize(
    "half", [{"next_day": "2026-03-12", "next_starts": ""}, {"next_day": "", "next_starts": "17:00"}]
)
def test_half_of_the_next_appointment_is_asked_about_not_dropped(
    found: at_work.Asked, held: UUID, browser: Browser, half: dict[str, str]
) -> None:
    page = _report(found, held, browser, held="yes", minutes="90", **half)

    assert "Für die nächste Sitzung brauchen wir Tag und Uhrzeit." in page.main
    assert all(f'value="{typed}"' in page.response.text for typed in half.values() if typed)
    assert meeting.row(held).held is None


def test_whoever_reads_english_reads_which_party_it_was_with(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town, Status.PREP)
    meeting.planned(found, party_id=at_work.parties(found.case)[0].id)
    _chooses_english(first(found), town.coordinator.id)
    (meeting_id,) = db.session.scalars(sa.select(Meeting.id))
    own = f"/meine-faelle/{found.referral.id}/termine/{meeting_id}/melden"

    pages = [
        browser.as_(first(found), sees=SEES).get(own),
        browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/termine"),
    ]

    assert ["Party A" in page.main for page in pages] == [True, True]


def _chooses_english(*user_ids: UUID) -> None:
    chosen = sa.update(User).where(User.id.in_(user_ids))
    db.session.execute(chosen.values(language=ScreenLanguage.EN))
    db.session.commit()
