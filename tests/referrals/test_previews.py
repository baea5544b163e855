"""What a mediator sees before she releases it is what the office then reads."""

from datetime import timedelta

import pytest

from app.audit import trail
from app.cases.rules.status import Status
from app.database import db
from app.referrals.actions import meetings
from app.referrals.events import SessionReported
from app.referrals.models import Meeting
from app.referrals.queries.office import news, read
from app.referrals.rules import OfferStatus
from tests import make
from tests.browser import Browser
from tests.referrals import at_work, meeting
from tests.referrals.meeting import first
from tests.referrals.releasing import (
    AFTER,
    ENDS,
    HELD,
    NAMES,
    RELEASE,
    SEES,
    a_session,
    base,
    drawn,
    office,
    previewed,
    shown,
)


def test_the_preview_of_a_report_is_what_the_office_gets(town: make.Town, browser: Browser) -> None:
    with a_session(town) as (found, meeting_id):
        window, page = previewed(browser, found, "termine", meeting_id, "melden", **HELD)
        lines, told = drawn(page, "todo__item"), drawn(page, "timeline__item", within=shown(page))
        before = drawn(office(browser, town, found.case.id)["lead /verlauf"], "timeline__item")

        window.submit(page, button=RELEASE)

        pages = office(browser, town, found.case.id)
    assert "hat stattgefunden, 95 Minuten" in lines[0] and len(told) >= 2
    for who in ("lead", "coordination"):
        assert drawn(pages[f"{who} /termine"], "todo__item") == lines
        assert drawn(pages[f"{who} /verlauf"], "timeline__item") == [*told, *before]


def test_with_a_next_session_that_is_shown_too(town: make.Town, browser: Browser) -> None:
    following = HELD | {"next_day": "2026-03-12", "next_starts": "18:00"}
    with a_session(town) as (found, meeting_id):
        window, page = previewed(browser, found, "termine", meeting_id, "melden", **following)
        coming = drawn(page, "summary")

        window.submit(page, button=RELEASE)

        pages = office(browser, town, found.case.id)
    assert "Do 12.03., 18:00" in coming[0]
    assert drawn(pages["lead /termine"], "summary") == coming


@pytest.mark.parametrize("words", ENDS)
def test_the_preview_of_an_end_is_what_the_office_gets(town: make.Town, browser: Browser, words: str) -> None:
    with a_session(town) as (found, meeting_id):
        meetings.report(found.referral.id, meeting_id, held=True, minutes=95, by=first(found), at=AFTER)
        window, page = previewed(browser, found, "schritt", words, **ENDS[words])
        part = shown(page)
        rows, told = drawn(page, "summary__row", within=part), drawn(page, "timeline__item", within=part)
        status = drawn(page, "status", within=part)

        window.submit(page, button=RELEASE)

        pages = office(browser, town, found.case.id)
    assert rows and told and len(status) == 1
    for who in ("lead", "coordination"):
        assert set(rows) <= set(drawn(pages[f"{who} "], "summary__row"))
        assert status[0] in drawn(pages[f"{who} "], "status")
        assert drawn(pages[f"{who} /verlauf"], "timeline__item")[: len(told)] == told


def test_the_preview_of_a_talk_is_what_the_office_gets(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town, Status.PREP)
    window = browser.as_(first(found), sees=SEES)
    page = window.submit(window.get(base(found)), button="Vorgespräch geführt Partei A")
    lines, told = drawn(page, "todo__item"), drawn(page, "timeline__item")
    assert "Partei A" in lines[0] and db.session.query(Meeting).count() == 0

    window.submit(page, button=RELEASE)

    pages = office(browser, town, found.case.id)
    assert drawn(pages["coordination /termine"], "todo__item") == lines
    assert drawn(pages["coordination /verlauf"], "timeline__item")[: len(told)] == told


def test_the_lead_reads_of_somebody_known_what_the_mediator_has_seen(
    town: make.Town, browser: Browser
) -> None:
    found = at_work.asked(town)
    person = found.people[0]
    at_work.checking(found, person)
    window = browser.as_(person.user_id, sees=NAMES)
    typed = {"known": "YES", "circumstances": "Wir singen im selben Chor."}
    address = f"/anfragen/{found.offer(person).id}"

    page = window.submit(window.get(address), typed, button="Antwort senden")
    assert found.status(person) is OfferStatus.INTERESTED
    card = drawn(page, "summary", within=shown(page))
    window.submit(page, button=RELEASE)

    party = at_work.parties(found.case)[0]
    at_work.accepted(found, found.people[1])
    lead = browser.as_(town.lead).get(f"/faelle/{found.case.id}/vermittlung/zustimmung/{party.id}")
    assert "Wir singen im selben Chor." in card[0]
    assert card[0] in drawn(lead, "summary")


def test_whoever_knows_nobody_says_so_at_once(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    at_work.checking(found, found.people[0])
    window = browser.as_(found.people[0].user_id, sees=NAMES)
    page = window.get(f"/anfragen/{found.offer(found.people[0]).id}")

    window.submit(page, {"known": "NO"}, button="Antwort senden")

    assert found.status(found.people[0]) is OfferStatus.ACCEPTED


def test_what_somebody_else_does_in_the_same_second_is_none_of_hers(town: make.Town) -> None:
    found = meeting.mediating(town)
    before, hers, other = read(found.case.id, AFTER), AFTER, AFTER - timedelta(milliseconds=3)
    for at in (hers, other):
        happened = {"actor_id": None, "at": at, "case_id": found.case.id}
        trail.record(SessionReported(**happened, meeting_id=found.referral.id, held=True))
    db.session.flush()

    shown = news(before, read(found.case.id, AFTER), at=hers)

    assert [row.at for row in shown.happened] == [hers]
