"""Whoever is learning enters a mediation that is over as a supervised one."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from app.cases.rules.status import Status
from app.database import db
from app.mediators.models import PoolEvidence, PoolPerson
from app.mediators.qualification import EvidenceKind, EvidenceStatus
from app.mediators.rules import Kind
from app.referrals.models import Meeting, MeetingKind
from tests import make
from tests.browser import Browser
from tests.referrals import at_work

LINK = "Als supervidierten Fall eintragen"
SEES = {"parties.name", "parties.address", "parties.phone", "parties.email", "cases.handover_summary"}


def over(town: make.Town, *, kind: Kind = Kind.TRAINEE, held: bool = True, **facts: Any) -> at_work.Asked:
    """A mediation that is over; the second of the pair is learning."""
    found = at_work.approved(town)
    for name, value in {"kind": kind, **facts}.items():
        setattr(found.people[1], name, value)
    found.case.status, found.case.closed_at = Status.CLOSED, make.NOON
    for day, kept in ((-20, held), (-6, held), (-2, False)):
        db.session.add(
            Meeting(
                case_id=found.case.id,
                referral_id=found.referral.id,
                kind=MeetingKind.SESSION,
                starts_at=make.later(days=day),
                held=kept,
                minutes=90 if kept else None,
            )
        )
    db.session.commit()
    return found


def entered() -> list[PoolEvidence]:
    return list(db.session.scalars(sa.select(PoolEvidence)))


def test_a_trainee_enters_the_mediation_with_the_day_of_its_last_session(
    town: make.Town, browser: Browser
) -> None:
    found = over(town)
    trainee = found.people[1]
    window = browser.as_(trainee.user_id, sees=SEES)

    page = window.get(f"/meine-faelle/{found.referral.id}")
    form = window.get(page.links[LINK])
    after = window.submit(form, {"supervisor": "Sabine Vogt"})

    (proof,) = entered()
    assert (proof.kind, proof.done_on, proof.status) == (
        EvidenceKind.SUPERVISED,
        date(2026, 2, 24),
        EvidenceStatus.ENTERED,
    )
    assert (proof.person_id, proof.issued_by) == (trainee.id, "Sabine Vogt")
    assert "Mediation hier" in after.main
    assert found.case.number not in after.main


def test_entered_once_it_is_offered_no_more_and_sent_twice_it_stands_there_once(
    town: make.Town, browser: Browser
) -> None:
    found = over(town)
    window = browser.as_(found.people[1].user_id, sees=SEES)
    path = f"/meine-faelle/{found.referral.id}"
    window.post(f"{path}/supervision", {"supervisor": "Sabine Vogt"})

    assert LINK not in window.get(path).links
    assert window.post(f"{path}/supervision", {"supervisor": "Sabine Vogt"}).status_code == 404
    assert len(entered()) == 1


def test_without_a_supervisor_it_is_refused(town: make.Town, browser: Browser) -> None:
    found = over(town)
    window = browser.as_(found.people[1].user_id)

    page = window.submit(window.get(f"/meine-faelle/{found.referral.id}/supervision"), {"supervisor": " "})

    assert (page.status_code, "Bitte geben Sie an, wer supervidiert hat." in page.main) == (422, True)
    assert entered() == []


@pytest.mark.parametrize(
    "how",
    [
        {"held": False},
        {"kind": Kind.MEDIATOR},
        {"kind": Kind.MEDIATOR, "course_began_on": date(2024, 4, 1)},
    ],
)
def test_there_is_nothing_to_enter_without_a_session_or_the_need(
    town: make.Town, browser: Browser, how: dict[str, Any]
) -> None:
    found = over(town, **how)
    window = browser.as_(found.people[1].user_id, sees=SEES)

    assert LINK not in window.get(f"/meine-faelle/{found.referral.id}").links
    assert window.get(f"/meine-faelle/{found.referral.id}/supervision").status_code == 404


def test_whoever_began_under_the_old_version_collects_the_five_here_too(
    town: make.Town, browser: Browser
) -> None:
    found = over(town, kind=Kind.MEDIATOR, course_began_on=date(2023, 9, 1))
    window = browser.as_(found.people[1].user_id)

    assert window.get(f"/meine-faelle/{found.referral.id}/supervision").status_code == 200


def test_a_mediation_that_still_runs_is_no_finished_one(town: make.Town, browser: Browser) -> None:
    found = over(town)
    found.case.status, found.case.closed_at = Status.MEDIATION, None
    db.session.commit()

    path = f"/meine-faelle/{found.referral.id}/supervision"
    assert browser.as_(found.people[1].user_id).get(path).status_code == 404


def test_strangers_find_nothing(town: make.Town, browser: Browser) -> None:
    found = over(town)
    stranger = at_work.mediator("Fremd")
    db.session.get_one(PoolPerson, stranger.id).kind = Kind.TRAINEE
    db.session.commit()

    path = f"/meine-faelle/{found.referral.id}/supervision"
    assert browser.as_(stranger.user_id).get(path).status_code == 404
    assert browser.as_(town.coordinator).get(path).status_code == 403
