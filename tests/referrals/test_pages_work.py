"""The mediators' pages: pre-talks, sessions, the moves that are theirs."""

from app import clock
from app.cases.actions.moves import transition
from app.cases.rules.status import Status, Verb
from app.database import db
from tests import make
from tests.browser import Browser
from tests.referrals import at_work
from tests.referrals.releasing import told

NAMES = {"parties.name"}
ALL = {
    "parties.name",
    "parties.address",
    "parties.phone",
    "parties.email",
    "cases.handover_summary",
}


def test_mediation_starts_after_pretalks_and_ticks(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    transition(found.case, Verb.START_PREP, by=at_work.coordination(town), at=make.NOON)
    window = browser.as_(found.people[0].user_id, sees=ALL)
    page = window.get(f"/meine-faelle/{found.referral.id}")

    for button in ("Vorgespräch geführt Partei A", "Vorgespräch geführt Partei B"):
        page = told(window, page, button=button)
    for tick in [b for b in _buttons(page) if b.startswith("Bestätigen")]:
        page = window.submit(page, button=tick)
    page = window.submit(window.get(page.links["Mediation beginnen"]), button="Mediation beginnen")

    db.session.expire_all()
    assert found.case.status is Status.MEDIATION


def test_a_session_is_planned_reported_and_an_agreement_recorded(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    found.case.status = Status.MEDIATION
    db.session.commit()
    window = browser.as_(found.people[0].user_id, sees=ALL)
    base = f"/meine-faelle/{found.referral.id}"
    page = window.submit(
        window.get(f"{base}/termine/neu"),
        {"day": "2026-03-05", "starts": "17:00"},
        button="Termin eintragen",
    )
    assert "Do 05.03., 17:00–19:00" in page.main
    with clock.stopped(make.later(days=4)):
        window = browser.as_(found.people[0].user_id, sees=ALL)
        page = window.get(base)
        report = window.get(page.links["Melden Do 05.03., 17:00"])
        page = told(window, report, {"held": "yes", "minutes": "95"})
        assert "hat stattgefunden, 95 Minuten" in page.main
        page = window.get(page.links["Einigung festhalten"])
        filled = {"outcome": "MED_PART", "agreement_on": "2026-03-05"}
        page = told(window, page, filled)

    db.session.expire_all()
    assert found.case.status is Status.FOLLOWUP
    assert found.case.outcome == "MED_PART"


def test_a_mediator_calls_for_protection_with_a_legal_ground(town: make.Town, browser: Browser) -> None:
    found = at_work.approved(town)
    found.case.status = Status.MEDIATION
    db.session.commit()
    window = browser.as_(found.people[0].user_id, sees=ALL)
    page = window.get(f"/meine-faelle/{found.referral.id}")

    page = window.submit(
        window.get(page.links["Schutzweg einleiten"]),
        {"flag": "CRISIS", "legal_ground": "SERIOUS_HARM"},
        button="Schutzweg einleiten",
    )

    db.session.expire_all()
    assert found.case.status is Status.PAUSED
    assert "KANARI" not in page.text


def _buttons(page: object) -> list[str]:
    from tests.browser import _buttons as all_buttons
    from tests.browser import _words

    return [_words(b) for form in page.forms() for b in all_buttons(form)]  # type: ignore[attr-defined]
