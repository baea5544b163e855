"""Cases that end without mediation, go back, or are opened again."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from app import clock
from app.audit.models import TimelineEntry
from app.cases.models import Case, CaseLead, MoveReason, Party
from app.cases.queries.facts import met
from app.cases.rules.addresses import slug
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import Screening
from app.cases.rules.status import Status, Verb
from app.database import db
from tests import make
from tests.browser import Browser, Page
from tests.cases.test_moves_pages import CONTENT, fresh, go, opened, tick


def parties(case: Case) -> list[Party]:
    return db.session.query(Party).filter_by(case_id=case.id).order_by(Party.position).all()


def declines(case: Case, position: int) -> None:
    make.consent(parties(case)[position], Purpose.TAKE_PART, said=Said.NO)


def closed(town: make.Town, **values: Any) -> Case:
    case = opened(town, Status.CLOSED, outcome=Outcome.MED_NONE, screening=Screening.FIT, **values)
    make.all_consent(case, at=make.later(days=-30))
    return case


def consents_anew(browser: Browser, town: make.Town, case: Case, *, day: str = "2026-03-09") -> Page:
    window = browser.as_(town.lead, sees={f"parties.{n}" for n in ("name", "address", "phone", "email")})
    party = parties(case)[0]
    page = window.get(f"/faelle/{case.id}/beteiligte/{party.id}/entscheidung")
    said = {"participation": "AGREED", "day": day, "language": "de", "channel": "PHONE"}
    return window.submit(page, said, button="Entscheidung festhalten")


def a_week_later() -> datetime:
    return make.later(days=7)


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        (Status.CONTACT, Verb.CLOSE_NOT_MEDIATED),
        (Status.CLARIFY, Verb.CLOSE),
        (Status.MATCHING, Verb.CLOSE_NOT_MEDIATED),
        (Status.PREP, Verb.CLOSE_NOT_MEDIATED),
    ],
)
def test_a_case_whose_party_says_no_ends_as_declined_without_a_choice(
    town: make.Town, browser: Browser, status: Status, verb: Verb
) -> None:
    case = opened(town, status)
    declines(case, 1)
    window = browser.as_(town.coordinator)

    page = window.get(f"/faelle/{case.id}/schritt/{slug(verb)}")
    if status is Status.CLARIFY:  # it may have been settled all the same
        page = window.submit(page, {"outcome": "NM_DECLINED_B"}, button=verb.label)
    else:
        assert "Ergebnis, wie es festgehalten ist: Partei B lehnt ab." in page.main
        page = window.submit(page, button=verb.label)

    assert (fresh(case).status, fresh(case).outcome) == (Status.CLOSED, Outcome.NM_DECLINED_B)


def test_what_contradicts_the_file_is_not_taken_even_if_it_is_sent(town: make.Town, browser: Browser) -> None:
    case = opened(town, Status.CONTACT)
    declines(case, 0)
    path = f"/faelle/{case.id}/schritt/{slug(Verb.CLOSE_NOT_MEDIATED)}"

    browser.as_(town.coordinator).post(path, {"version": case.version, "outcome": "NM_SELF"})

    assert fresh(case).outcome is Outcome.NM_DECLINED_A


def test_a_case_that_reached_nobody_closes_after_three_tries_only(town: make.Town, browser: Browser) -> None:
    case = opened(town, Status.CONTACT)
    window = browser.as_(town.lead, sees=CONTENT)

    page = go(window, case, Verb.CLOSE_WITHOUT_CONTACT, {"outcome": "NC_UNREACHED"})

    assert Guard.ATTEMPTS_EXHAUSTED.label in page.main
    assert fresh(case).status is Status.CONTACT


def test_what_was_settled_by_clarification_is_followed_up(town: make.Town, browser: Browser) -> None:
    case = opened(town, Status.CLARIFY)
    window = browser.as_(town.lead, sees=CONTENT)

    tomorrow = go(window, case, Verb.START_FOLLOWUP, {"settled_on": "2026-03-03"})
    go(window, case, Verb.START_FOLLOWUP, {"settled_on": "2026-03-01"})

    assert "Dieser Tag liegt in der Zukunft." in tomorrow.main
    assert (fresh(case).status, str(fresh(case).agreement_on)) == (Status.FOLLOWUP, "2026-03-01")


def test_a_search_without_result_goes_back_to_clarification_with_its_reason(
    town: make.Town, browser: Browser
) -> None:
    case = opened(town, Status.MATCHING)

    go(
        browser.as_(town.coordinator),
        case,
        Verb.BACK_TO_CLARIFICATION,
        {"reason": "Niemand spricht Tigrinya."},
    )

    assert fresh(case).status is Status.CLARIFY
    kept = db.session.query(MoveReason).filter_by(case_id=case.id).one()
    assert (kept.verb, kept.reason) == (Verb.BACK_TO_CLARIFICATION, "Niemand spricht Tigrinya.")
    path = f"/faelle/{case.id}/verlauf"
    assert "Niemand spricht Tigrinya." in browser.as_(town.lead).get(path).main
    assert "Niemand spricht Tigrinya." not in browser.as_(town.coordinator).get(path).main


def test_a_broken_agreement_is_clarified_again_if_the_parties_want(town: make.Town, browser: Browser) -> None:
    case = opened(town, Status.FOLLOWUP, agreement_on=make.NOON.date(), outcome=Outcome.MED_FULL)
    window = browser.as_(town.lead, sees=CONTENT)

    blocked = window.get(f"/faelle/{case.id}/schritt/{slug(Verb.RESUME_CLARIFICATION)}")
    tick(case, Guard.AGREEMENT_BROKEN, town.lead)
    tick(case, Guard.PARTIES_WANT, town.lead)
    go(window, case, Verb.RESUME_CLARIFICATION)

    assert Guard.AGREEMENT_BROKEN.label in blocked.main
    assert fresh(case).status is Status.CLARIFY


def test_a_closed_case_opens_again_with_a_reason_and_a_new_consent(town: make.Town, browser: Browser) -> None:
    case = closed(town)
    window = browser.as_(town.coordinator)

    blocked = window.get(f"/faelle/{case.id}/schritt/{slug(Verb.REOPEN)}")
    with clock.stopped(a_week_later()):
        consents_anew(browser, town, case)
        go(browser.as_(town.coordinator, sees=CONTENT), case, Verb.REOPEN, {"reason": "Es fängt wieder an."})

    assert Guard.NEW_CONSENT.label in blocked.main
    case = fresh(case)
    assert (case.status, case.closed_at, case.outcome, case.screening) == (Status.TRIAGE, None, None, None)
    assert case.reopened_after == make.NOON
    told = db.session.query(TimelineEntry).filter_by(case_id=case.id, kind="CaseReopened").one()
    assert told.facts == {"outcome": "keine Einigung", "closed_on": "02.03.2026"}


def test_what_was_consented_to_before_does_not_count_in_the_reopened_case(
    town: make.Town, browser: Browser
) -> None:
    case = closed(town)
    with clock.stopped(a_week_later()):
        consents_anew(browser, town, case)
        go(browser.as_(town.coordinator, sees=CONTENT), case, Verb.REOPEN, {"reason": "Es fängt wieder an."})

    held = met(fresh(case), a_week_later())

    assert Guard.ONE_PARTY_CONSENTS in held
    assert Guard.ALL_PARTIES_CONSENT not in held


def test_a_case_is_opened_again_for_six_months_and_no_longer(town: make.Town, browser: Browser) -> None:
    case = closed(town)
    with clock.stopped(make.later(days=190)):
        consents_anew(browser, town, case, day="2026-09-08")
        page = browser.as_(town.coordinator).get(f"/faelle/{case.id}/schritt/{slug(Verb.REOPEN)}")

    assert Guard.REOPEN_IN_TIME.label in page.main


def test_a_reopened_case_that_nobody_leads_has_its_opener_as_acting_lead(
    town: make.Town, browser: Browser
) -> None:
    case = closed(town)
    with clock.stopped(a_week_later()):
        consents_anew(browser, town, case)
        db.session.execute(sa.update(CaseLead).where(CaseLead.case_id == case.id).values(ends_at=make.NOON))
        db.session.commit()
        go(browser.as_(town.coordinator, sees=CONTENT), case, Verb.REOPEN, {"reason": "Es fängt wieder an."})

    acting = db.session.query(CaseLead).filter_by(case_id=case.id, user_id=town.coordinator.id).one()
    assert acting.starts_at == a_week_later()
