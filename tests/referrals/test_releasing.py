"""Nothing of a mediation leaves before its mediator has released just what she has seen."""

import hashlib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.models import TimelineEntry
from app.cases.rules.status import Flag, Status
from app.database import Base, db
from app.plans.models import PlanStep
from app.referrals.actions import meetings
from app.referrals.models import Meeting
from app.referrals.rules import OfferStatus
from tests import make
from tests.browser import Browser
from tests.house.streets import WRITTEN_BY_READING
from tests.referrals import at_work, meeting
from tests.referrals.meeting import first, second
from tests.referrals.releasing import (
    AFTER,
    CHANGE,
    ENDS,
    HELD,
    NAMES,
    PREVIEW,
    RELEASE,
    SEES,
    a_session,
    base,
    drawn,
    office,
    previewed,
)


def everything() -> str:
    """A fingerprint of all rows but of what reading may write."""
    held = hashlib.sha256()
    for table in Base.metadata.sorted_tables:
        if table.name not in WRITTEN_BY_READING:
            held.update(repr(db.session.execute(sa.select(table).order_by(table.c.id)).all()).encode())
    db.session.rollback()
    return held.hexdigest()


@pytest.mark.parametrize(
    ("rest", "typed"),
    [(("termine", "melden"), HELD), *((("schritt", words), typed) for words, typed in ENDS.items())],
    ids=["report", *ENDS],
)
def test_until_it_is_released_nothing_is_kept_anywhere(
    town: make.Town, browser: Browser, rest: tuple[str, ...], typed: dict[str, str]
) -> None:
    """So no page, list, mail or export can hold it, and a lost phone holds nothing back."""
    with a_session(town) as (found, meeting_id):
        where = ("termine", meeting_id, "melden") if rest[0] == "termine" else rest
        window = browser.as_(first(found), sees=SEES)
        form = window.get(base(found, *where))
        before, pages = everything(), office(browser, town, found.case.id)

        page = window.submit(form, typed, button=PREVIEW)

        assert RELEASE in page.main
        assert everything() == before
        again = office(browser, town, found.case.id)
        assert {k: one.main for k, one in again.items()} == {k: one.main for k, one in pages.items()}


def test_change_brings_back_what_was_typed(town: make.Town, browser: Browser) -> None:
    with a_session(town) as (found, meeting_id):
        window, page = previewed(browser, found, "termine", meeting_id, "melden", **HELD)

        form = window.submit(page, button=CHANGE)
        assert form.status_code == 200 and 'value="95"' in form.response.text
        assert window.submit(form, button=PREVIEW).main.count("95 Minuten") == 1
        page = window.submit(window.submit(form, {"minutes": "60"}, button=PREVIEW), button=RELEASE)

    assert "hat stattgefunden, 60 Minuten" in page.main


def test_some_minutes_between_looking_and_releasing_change_nothing(town: make.Town, browser: Browser) -> None:
    with a_session(town) as (found, meeting_id):
        window, page = previewed(browser, found, "termine", meeting_id, "melden", **HELD)
    words, typed = next(iter(ENDS.items()))
    with clock.stopped(AFTER + timedelta(minutes=20)):
        done = window.submit(page, button=RELEASE)
        window, page = previewed(browser, found, "schritt", words, **typed)
    with clock.stopped(AFTER + timedelta(minutes=45)):
        window.submit(page, button=RELEASE)

    assert "hat stattgefunden, 95 Minuten" in done.main
    assert found.case.status is Status.FOLLOWUP


def test_the_same_goes_for_a_talk_and_for_a_declaration(town: make.Town, browser: Browser) -> None:
    talking, asked = meeting.mediating(town, Status.PREP), at_work.asked(town, "Ernst", "Franke")
    person = asked.people[0]
    at_work.checking(asked, person)
    talker, speaker = browser.as_(first(talking), sees=SEES), browser.as_(person.user_id, sees=NAMES)
    talk = talker.submit(talker.get(base(talking)), button="Vorgespräch geführt Partei A")
    word = speaker.submit(
        speaker.get(f"/anfragen/{asked.offer(person).id}"),
        {"known": "YES", "circumstances": "Wir singen im selben Chor."},
        button="Antwort senden",
    )

    with clock.stopped(make.later(minutes=7)):
        talker.submit(talk, button=RELEASE)
        speaker.submit(word, button=RELEASE)

    assert db.session.query(Meeting).filter_by(case_id=talking.case.id, held=True).count() == 1
    assert asked.status(person) is OfferStatus.ACCEPTED


def test_releasing_twice_is_releasing_once(town: make.Town, browser: Browser) -> None:
    with a_session(town) as (found, meeting_id):
        window, page = previewed(browser, found, "termine", meeting_id, "melden", **HELD)

        codes = [window.submit(page, button=RELEASE).status_code for _ in range(2)]

    assert codes == [200, 200]
    assert db.session.query(TimelineEntry).filter_by(kind="SessionReported").count() == 1


def test_what_was_not_seen_is_not_released(town: make.Town, browser: Browser) -> None:
    """A page on which something else was typed since, or a word that nobody has shown."""
    with a_session(town) as (found, meeting_id):
        window, page = previewed(browser, found, "termine", meeting_id, "melden", **HELD)

        other = window.submit(page, {"minutes": "15"}, button=RELEASE)
        unseen = window.submit(page, {"seen": ""}, button=RELEASE)
        assert [one.status_code for one in (other, unseen)] == [409, 409]
        assert "Inzwischen hat sich etwas geändert" in other.main and "15 Minuten" in other.main
        assert meeting.row(meeting_id).held is None
        done = window.submit(other, button=RELEASE)

    assert "hat stattgefunden, 15 Minuten" in done.main


def test_if_the_office_would_read_something_else_by_now_it_is_shown_again(
    town: make.Town, browser: Browser
) -> None:
    """The lead has ended a step by hand meanwhile: the report doesn't end it any more."""
    with a_session(town) as (found, meeting_id):
        window, page = previewed(browser, found, "termine", meeting_id, "melden", **HELD)
        ended = db.session.query(PlanStep).filter_by(case_id=found.case.id, code="F26").one()
        ended.ended_at = AFTER
        db.session.commit()

        again = window.submit(page, button=RELEASE)
        assert again.status_code == 409 and meeting.row(meeting_id).held is None
        assert len(drawn(again, "timeline__item")) < len(drawn(page, "timeline__item"))
        window.submit(again, button=RELEASE)

    assert meeting.row(meeting_id).held is True


def test_what_the_other_mediator_has_reported_meanwhile_stands(town: make.Town, browser: Browser) -> None:
    with a_session(town) as (found, meeting_id):
        window, page = previewed(browser, found, "termine", meeting_id, "melden", **HELD)
        meetings.report(found.referral.id, meeting_id, held=True, minutes=120, by=second(found), at=AFTER)
        db.session.commit()

        done = window.submit(page, button=RELEASE)

    assert "hat stattgefunden, 120 Minuten" in done.main and "Es gilt, was schon gemeldet ist." in done.main


def test_an_appointment_that_was_called_off_meanwhile_is_refused_in_words(
    town: make.Town, browser: Browser
) -> None:
    with a_session(town) as (found, meeting_id):
        window, page = previewed(browser, found, "termine", meeting_id, "melden", **HELD)
        meeting.row(meeting_id).cancelled_at = AFTER
        db.session.commit()

        refused = window.submit(page, button=RELEASE)

    assert refused.status_code == 422 and "Dieser Termin ist abgesagt." in refused.main


def test_a_case_that_was_moved_meanwhile_is_not_ended_from_an_old_page(
    town: make.Town, browser: Browser
) -> None:
    with a_session(town) as (found, _):
        window, page = previewed(browser, found, "schritt", "mediation-beenden", **ENDS["mediation-beenden"])
        found.case.version += 1
        db.session.commit()

        refused = window.submit(page, button=RELEASE)

    assert refused.status_code == 409 and found.case.status is Status.MEDIATION


def test_what_is_refused_is_refused_before_the_preview(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town)
    meeting_id = meeting.planned(found)

    _, page = previewed(browser, found, "termine", meeting_id, "melden", **HELD)

    assert page.status_code == 422 and "noch nicht begonnen" in page.main
    assert 'value="95"' in page.response.text


def test_a_call_for_help_never_waits(town: make.Town, browser: Browser) -> None:
    found = meeting.mediating(town)
    window = browser.as_(first(found), sees=SEES)
    page = window.get(base(found, "schritt", "schutzweg-einleiten"))
    typed = {"flag": Flag.CRISIS.value, "legal_ground": "SERIOUS_HARM"}

    window.submit(page, typed, button="Schutzweg einleiten")

    db.session.expire_all()
    assert found.case.status is Status.PAUSED


def test_a_stranger_finds_no_preview(town: make.Town, browser: Browser) -> None:
    with a_session(town) as (found, meeting_id):
        party = at_work.parties(found.case)[0]
        stranger = browser.as_(found.people[2].user_id)
        addresses = (f"termine/{meeting_id}/melden", f"vorgespraech/{party.id}", "schritt/mediation-beenden")

        codes = {
            stranger.post(base(found, one), {**HELD, "step": "release"}).status_code for one in addresses
        }

    assert codes == {404}
