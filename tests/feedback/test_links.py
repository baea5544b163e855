"""The lead hands out questionnaires: a link that is shown once, as a sheet in the party's language."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.rules.consent import Purpose, Said
from app.database import db
from app.feedback.models import FeedbackInvitation, FeedbackTicket
from app.feedback.rules.questionnaire import PAPER_LANGUAGES
from app.plans.actions.starting import happened
from app.plans.codes import Anchor
from app.plans.models import PlanStep, StepEnd
from app.refusals import NotAllowed
from tests import make
from tests.browser import Browser
from tests.feedback import after
from tests.plans.running import with_plan


def hand_out(browser: Browser, town: make.Town, case, party: int = 0, language: str = "de"):
    window = browser.as_(town.lead)
    page = window.get(f"/faelle/{case.id}/nachsorge/fragebogen")
    wish = {"recipient": str(after.parties(case)[party].id), "language": language}
    return window, page, window.submit(page, wish, button="Link erzeugen")


@pytest.mark.parametrize("code", PAPER_LANGUAGES)
def test_the_sheet_is_written_in_the_partys_language_and_direction(
    town: make.Town, browser: Browser, code: str
) -> None:
    case = after.closed(town)

    _, _, sheet = hand_out(browser, town, case, language=code)

    paper = PAPER_LANGUAGES[code]
    assert f'lang="{code}" dir="{paper.direction}"' in sheet.response.text
    assert f"http://localhost/rueckmeldung/{code}/" in sheet.main
    assert 'src="data:image/svg+xml' in sheet.response.text
    assert "01.05.2026" in sheet.main


def test_only_a_hash_is_kept_and_it_belongs_to_no_case(town: make.Town, browser: Browser) -> None:
    case = after.closed(town)

    _, _, sheet = hand_out(browser, town, case)

    secret = re.search(r"/rueckmeldung/de/([\w-]+)", sheet.main)
    assert secret and len(secret[1]) >= 43
    ticket = db.session.scalars(sa.select(FeedbackTicket)).one()
    assert secret[1] not in str(vars(ticket))
    assert ticket.expires_on == make.NOON.date() + timedelta(days=60)
    assert not {c.name for c in FeedbackTicket.__table__.columns} & {"case_id", "party_id", "at", "by"}


def test_a_second_click_makes_no_second_link_and_says_so(town: make.Town, browser: Browser) -> None:
    case = after.closed(town)
    window, page, _ = hand_out(browser, town, case)

    again = window.submit(page, {"recipient": str(after.parties(case)[0].id)}, button="Link erzeugen")

    assert "nur einmal gezeigt" in again.main
    assert after.tickets() == 1


def test_somebody_is_asked_once_and_reminded_once(town: make.Town, browser: Browser) -> None:
    case = after.closed(town)
    for _ in range(2):
        after.link(town, case)
    window = browser.as_(town.lead)

    page = window.post(
        f"/faelle/{case.id}/nachsorge/fragebogen",
        {
            "deed": "6f1e1f6a-9f0e-4a4e-8f0e-3b7a3a1f2b10",
            "recipient": str(after.parties(case)[0].id),
            "language": "de",
        },
    )

    assert page.status_code == 422
    with pytest.raises(NotAllowed, match="einmal gefragt und einmal erinnert"):
        after.link(town, case)
    assert after.tickets() == 2


def test_whoever_took_the_consent_back_or_was_never_reached_is_not_asked(
    town: make.Town, browser: Browser
) -> None:
    case = after.closed(town)
    first, second = after.parties(case)
    make.consent(first, said=Said.WITHDRAWN)
    make.consent(second, Purpose.FOLLOW_UP, said=Said.WITHDRAWN)

    page = browser.as_(town.lead).get(f"/faelle/{case.id}/nachsorge/fragebogen")

    assert "Partei A" not in page.main
    assert "Partei B" not in page.main
    assert "Meldende Stelle" in page.main


def test_mediators_and_offices_have_it_in_german_and_english_only(town: make.Town, browser: Browser) -> None:
    case = after.closed(town)
    window = browser.as_(town.lead)
    page = window.get(f"/faelle/{case.id}/nachsorge/fragebogen")

    refused = window.submit(page, {"recipient": "REPORTER", "language": "ar"}, button="Link erzeugen")
    sheet = window.submit(page, {"recipient": "REPORTER", "language": "en"}, button="Link erzeugen")

    assert (refused.status_code, "nur für Parteien" in refused.main) == (422, True)
    assert "You reported a conflict" in sheet.main


def test_before_the_end_there_is_nothing_to_hand_out(town: make.Town, browser: Browser) -> None:
    case = after.followed_up(town)

    page = browser.as_(town.lead).get(f"/faelle/{case.id}/nachsorge/fragebogen")

    assert "Zurzeit kann niemand einen Fragebogen bekommen" in page.main


def test_the_step_of_the_plan_is_done_when_every_party_has_a_link(town: make.Town) -> None:
    with_plan(town.municipality)
    case = after.closed(town)
    happened(case.id, Anchor.CASE_CLOSED, at=make.NOON)
    db.session.commit()
    step = db.session.scalars(sa.select(PlanStep).where(PlanStep.code == "F53")).one()

    after.link(town, case, 0)
    assert step.end is None
    after.link(town, case, 1)

    db.session.expire_all()
    assert step.end is StepEnd.DONE


def test_others_hand_nothing_out(town: make.Town, browser: Browser) -> None:
    case = after.closed(town)

    coordination = browser.as_(town.coordinator).get(f"/faelle/{case.id}/nachsorge/fragebogen")
    stranger = browser.as_(town.reporter).get(f"/faelle/{case.id}/nachsorge/fragebogen")

    assert (coordination.status_code, stranger.status_code) == (403, 404)
    assert db.session.scalar(sa.select(sa.func.count(FeedbackInvitation.id))) == 0
