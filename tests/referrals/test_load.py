"""Fair load: hours count, hard cases weigh more; newcomers get one case first; who stays stays."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import db
from app.mediators.models import PoolPerson
from app.referrals.appointments import GuestKind
from app.referrals.matching import load
from app.referrals.matching.load import CASE_MINUTES, hours
from app.referrals.models import Meeting, MeetingGuest, MeetingKind, Offer, Referral
from app.referrals.queries.burden import hours_of
from tests import make
from tests.browser import Browser
from tests.referrals import at_work, waiting


@dataclass(frozen=True, kw_only=True)
class Work:
    """The rule once more: one case of one person, minutes of talks in the last twelve months and in all."""

    minutes: int
    minutes_ever: int
    open: bool
    stage: int | None = None
    alone: bool = False
    interpreted: bool = False

    @property
    def percent(self) -> int:
        hard = self.stage is not None and self.stage >= load.HARD_STAGE
        return (
            load.ORDINARY + load.HARD * hard + load.ALONE * self.alone + load.INTERPRETED * self.interpreted
        )

    @property
    def weighed(self) -> int:
        """In minutes; what an open case will still take counts, too."""
        to_come = max(0, CASE_MINUTES - self.minutes_ever) if self.open else 0
        return (self.minutes + to_come) * self.percent // 100


def worked(
    town: make.Town,
    person: PoolPerson,
    *talks: tuple[int, int | None],
    status: Status = Status.CLOSED,
    **values: object,
) -> Case:
    """A case on which she worked: each talk so many days ago, of so many minutes; committed."""
    found = at_work.approved(town, **values)
    found.offer(found.people[0]).person_id = person.id
    for days, minutes in talks:
        db.session.add(
            Meeting(
                case_id=found.case.id,
                referral_id=found.referral.id,
                kind=MeetingKind.SESSION,
                starts_at=make.NOON - timedelta(days=days),
                held=True,
                minutes=minutes,
                reported_at=make.NOON,
            )
        )
    found.case.status, found.case.closed_at = status, make.NOON if status is Status.CLOSED else None
    for other in found.people:
        other.resting = True
    db.session.commit()
    return found.case


def weighed(person: PoolPerson) -> int:
    return hours_of({person.id}, make.NOON).get(person.id, 0)


def referral_of(case: Case) -> Referral:
    return db.session.query(Referral).filter_by(case_id=case.id).one()


def match(town: make.Town, browser: Browser) -> str:
    return browser.as_(town.coordinator).get(f"/faelle/{at_work.searching(town).id}/vermittlung").main


@pytest.mark.parametrize(
    ("work", "minutes"),
    [
        (Work(minutes=90, minutes_ever=90, open=False), 90),
        (Work(minutes=0, minutes_ever=0, open=True), CASE_MINUTES),
        (Work(minutes=60, minutes_ever=200, open=True), 60 + CASE_MINUTES - 200),
        (Work(minutes=60, minutes_ever=900, open=True), 60),
        (Work(minutes=100, minutes_ever=100, open=False, stage=4), 100),
        (Work(minutes=100, minutes_ever=100, open=False, stage=5), 125),
        (Work(minutes=100, minutes_ever=100, open=False, stage=6, alone=True, interpreted=True), 200),
    ],
)
def test_hours_and_hard_cases_count(work: Work, minutes: int) -> None:
    assert work.weighed == minutes


def test_begun_hours_count() -> None:
    assert [hours(minutes) for minutes in (0, 1, 60, 61)] == [0, 1, 1, 2]


def test_talks_of_the_last_twelve_months_count_by_their_minutes(town: make.Town) -> None:
    person = at_work.mediator("Adler")
    worked(town, person, (10, 90), (20, 45), (400, 600))
    worked(town, person, (30, None))

    assert weighed(person) == hours(90 + 45 + 120)


@pytest.mark.parametrize("stage", [3, 5])
@pytest.mark.parametrize("status", [Status.CLOSED, Status.MEDIATION])
@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("interpreted", [False, True])
def test_the_database_weighs_as_the_rule_does(  # noqa: PLR0917
    town: make.Town, stage: int, status: Status, alone: bool, interpreted: bool
) -> None:
    person = at_work.mediator("Adler")
    case = worked(town, person, (10, 100), (400, 50), status=status, glasl_stage=stage)
    referral_of(case).solo_reason = "Ein Gespräch genügt." if alone else None
    if interpreted:
        meeting = db.session.query(Meeting).filter_by(case_id=case.id).first()
        assert meeting is not None
        own = {"case_id": case.id, "meeting_id": meeting.id, "added_by": town.lead.id, "added_at": make.NOON}
        db.session.add_all(MeetingGuest(kind=GuestKind.INTERPRETER, name="Nour", **own) for _ in range(2))
    db.session.commit()

    rule = Work(
        minutes=100,
        minutes_ever=150,
        open=status is not Status.CLOSED,
        stage=stage,
        alone=alone,
        interpreted=interpreted,
    )
    assert weighed(person) == hours(rule.weighed)


def test_the_match_page_prefers_who_has_worked_fewer_hours(town: make.Town, browser: Browser) -> None:
    busy, idle = at_work.mediator("Adler"), at_work.mediator("Zander")
    at_work.mediator("Bruns")
    worked(town, busy, (10, 600))
    worked(town, idle, (10, 30))
    worked(town, idle, (20, 30))

    page = match(town, browser)

    first = page.split("1. Vorschlag")[1].split("2. Vorschlag")[0]
    assert "Mina Zander" in first and "Mina Adler" not in first


def asked_elsewhere(person: PoolPerson, town: make.Town) -> UUID:
    found = at_work.asked(town)
    offer = found.offer(found.people[0])
    offer.person_id = person.id
    for other in found.people:
        other.resting = True
    db.session.commit()
    return offer.id


NEW = "Neu dabei und schon einmal gefragt: erst der erste Fall, dann der zweite"


def test_a_newcomer_gets_the_second_question_after_the_first_case(town: make.Town, browser: Browser) -> None:
    person = at_work.mediator("Adler", mediations=None)
    at_work.mediator("Bruns")
    assert NEW not in match(town, browser)

    offer_id = asked_elsewhere(person, town)
    assert f"Mina Adler: {NEW}" in match(town, browser)

    offer = db.session.get_one(Offer, offer_id)
    offer.status = "ACCEPTED"
    db.session.commit()
    assert f"Mina Adler: {NEW}" in match(town, browser)

    worked(town, person, (1, 60))
    assert NEW not in match(town, browser)


def test_who_has_mediated_elsewhere_is_no_newcomer(town: make.Town, browser: Browser) -> None:
    person = at_work.mediator("Adler", mediations=3)
    asked_elsewhere(person, town)

    assert NEW not in match(town, browser)


@pytest.mark.parametrize(("mediations", "served"), [(None, 1), (3, 2)])
def test_a_run_gives_a_newcomer_one_case(
    town: make.Town, browser: Browser, mediations: int | None, served: int
) -> None:
    at_work.mediator("Adler", capacity=3, mediations=mediations)
    waiting.alone(town)
    waiting.alone(town)

    page = browser.as_(town.coordinator).get(f"/gesamtvermittlung/{waiting.done(town)}")

    assert f"Versorgte Fälle {served} von 2" in page.main


def test_who_stays_is_kept_however_much_she_has_to_do(town: make.Town, browser: Browser) -> None:
    found = at_work.asked(town)
    stays = found.people[0]
    at_work.accepted(found, stays)
    stays.capacity, stays.mediations = 0, None
    worked(town, stays, (1, 6000))
    found.case.status = Status.MATCHING
    found.offer(found.people[1]).status = "WITHDRAWN"
    db.session.commit()
    window = browser.as_(town.coordinator)

    page = window.get(f"/faelle/{found.case.id}/vermittlung")
    chosen = window.get(next(url for words, url in page.links.items() if words.startswith("Dieses Paar")))
    window.submit(chosen, button="Paar anfragen")

    assert (
        NEW not in page.main
        and "ausgelastet" not in page.main.split("1. Vorschlag")[1].split("2. Vorschlag")[0]
    )
    assert found.status(stays).value == "ACCEPTED"
    db.session.expire_all()
    assert found.case.status is Status.PROPOSED
