"""A report from the first wish to its last day, on both engines: claimed, reckoned, told, forgotten."""

from datetime import time

import pytest

from app.cases.models import Case
from app.database import db
from app.gaps.actions import asking
from app.gaps.jobs import ask_for_gap_reports, forget_old_gap_reports, reckon_gaps
from app.gaps.models import GapAid, GapCell, GapReport, GapRequest
from app.gaps.rules import Aid, Delay, Standing
from app.languages import Level
from app.mediators.models import PoolLanguage
from app.municipalities.scope import acting_in
from app.plans.actions.adopting import adopt_default
from app.plans.models import PlanStep
from app.referrals.actions import answering, needs
from app.referrals.actions.needs import Setting
from app.referrals.jobs import allocate_waiting
from app.referrals.matching import Why
from app.referrals.matching.wishes import NO_WISHES
from app.referrals.models import Seat
from app.refusals import NotAllowed
from app.runs.rules import LEASE, TRIES, RunStatus, Stopped
from tests import make
from tests.referrals import at_work, waiting

EVENING = ((1, time(17), time(20)),)


def asked(town: make.Town) -> None:
    asking.ask(by=town.coordinator.id, at=make.NOON)
    db.session.commit()


def reckoned(town: make.Town) -> GapReport:
    asked(town)
    assert at_work.run(reckon_gaps, make.NOON) == 1
    db.session.expire_all()
    return db.session.query(GapReport).one()


def aids() -> list[GapAid]:
    return db.session.query(GapAid).order_by(GapAid.position).all()


def cell(**place: str) -> GapCell:
    return db.session.query(GapCell).filter_by(**({"language": "", "district": "", "band": ""} | place)).one()


def tigrinya(town: make.Town, *bands: str) -> Case:
    """One party speaks Tigrinya alone; perhaps it is known when both can. Somebody alone is enough."""
    case = waiting.alone(town)
    first, second = at_work.parties(case)
    first.languages, second.languages = "ti", "de"
    if bands:
        wishes = NO_WISHES.having(first.id, times=bands).having(second.id, times=bands)
        needs.set_need(case.id, Setting(wishes, "Gefragt."), by=at_work.lead(town), at=make.NOON)
    db.session.commit()
    return case


def test_who_helps_most_is_named_with_what_is_least_asked_of_her(town: make.Town) -> None:
    at_work.mediator("Adler")
    for _ in range(3):
        tigrinya(town, "1-EVENING")

    report = reckoned(town)

    best = aids()[0]
    assert (report.cases, report.served, report.most_served, report.complete) == (3, 0, 0, True)
    assert (best.aid, best.languages, best.bands) == (Aid.RECRUIT, ["ti"], ["1-EVENING"])
    assert (best.served, best.most_served, best.together) == (2, 2, 2), "two at the same time, no more"


def test_somebody_of_the_pool_who_only_lacks_the_level_is_named(town: make.Town) -> None:
    person = at_work.mediator("Adler", spoken="de C2")
    person.languages.append(PoolLanguage(position=1, code="ti", level=Level.B1))
    tigrinya(town)

    reckoned(town)

    found = {one.aid: one for one in aids()}
    assert (found[Aid.LEVEL].person_id, found[Aid.LEVEL].languages) == (person.id, ["ti"])
    assert found[Aid.LEVEL].served == found[Aid.RECRUIT].served == 1


def test_what_is_asked_stands_beside_what_there_is(town: make.Town) -> None:
    at_work.mediator("Adler", spoken="de C2, ti C1", slots=EVENING)
    at_work.mediator("Bruns", spoken="de C2, ti A2", slots=EVENING)
    tigrinya(town, "1-EVENING", "3-EVENING")

    report = reckoned(town)

    asked_there, whole = cell(language="ti", band="1-EVENING"), cell(language="ti")
    assert (asked_there.minutes_asked, asked_there.minutes_offered) == (60, 180)
    assert (whole.waiting, whole.in_vain, whole.people, whole.with_room) == (1, 0, 1, 1)
    assert (cell().people, report.asked, report.timeless, report.silent) == (2, 1, 0, 0)


def test_a_case_in_vain_is_told_with_the_rule_that_stands_against_it(town: make.Town) -> None:
    at_work.mediator("Adler")
    hopeless, nameless = tigrinya(town), waiting.alone(town)
    at_work.parties(nameless)[0].name = None
    db.session.commit()

    report = reckoned(town)

    told = {row.case_id: row for row in db.session.query(GapRequest)}
    assert (told[hopeless.id].why, told[hopeless.id].standing) == (Why.LANGUAGE, Standing.WAITS)
    assert (told[nameless.id].why, told[nameless.id].delay) == (None, Delay.NAMELESS)
    assert (report.cases, cell(language="ti").in_vain, cell().in_vain) == (1, 1, 2)


def test_how_long_it_took_is_told_and_who_was_late_stays_on_the_list(town: make.Town) -> None:
    adopt_default(town.municipality, at=make.NOON)
    found = at_work.asked(town)
    due = make.later(days=-40)
    db.session.add(
        PlanStep(
            case_id=found.case.id, code="F20", anchor="MEDIATION_AGREED", anchor_at=due, started_at=due,
            due_at=due, original_due_at=due, whole_day=True, holder="COORDINATION", ended_at=make.NOON,
        )
    )  # fmt: skip
    at_work.accepted(found, *found.people[:2])

    report = reckoned(town)

    (row,) = db.session.query(GapRequest)
    assert (row.standing, row.delay) == (Standing.LATE, Delay.SENT_LATE)
    assert row.limit_days is not None and row.days > row.limit_days
    assert report.speeds is not None and report.speeds[0] == ["", 1, row.days, row.days]


def test_a_search_in_which_nobody_is_left_to_ask_is_told_with_what_was_lacking(town: make.Town) -> None:
    found = at_work.asked(town, "Adler", "Bruns")
    answering.decline(
        found.offer(found.people[0]).id, None, by=at_work.user_of(found.people[0]), at=make.NOON
    )
    db.session.commit()

    reckoned(town)

    (row,) = db.session.query(GapRequest)
    assert (row.case_id, row.standing) == (found.case.id, Standing.WAITS)
    assert row.why is db.session.query(Seat.gap).filter(Seat.exhausted_at.is_not(None)).scalar()


def test_after_a_run_over_the_waiting_list_a_new_report_is_on_its_way(town: make.Town) -> None:
    at_work.searching(town)
    waiting.done(town)

    assert db.session.query(GapReport).filter_by(asked_by=None, status=RunStatus.WAITING).count() == 1
    waiting.done(town)
    assert db.session.query(GapReport).count() == 1


def test_a_report_is_wanted_every_week_and_never_two_at_once(town: make.Town) -> None:
    assert at_work.run(ask_for_gap_reports, make.NOON) == 1
    assert at_work.run(ask_for_gap_reports, make.later(days=8)) == 0
    with pytest.raises(NotAllowed, match="gerade schon berechnet"):
        asked(town)
    at_work.run(reckon_gaps, make.NOON)

    assert at_work.run(ask_for_gap_reports, make.later(days=6)) == 0
    assert at_work.run(ask_for_gap_reports, make.later(days=7)) == 1


def test_a_lost_worker_is_followed_by_another_and_writes_nothing_any_more(town: make.Town) -> None:
    asked(town)
    lost = asking.claim(make.NOON)
    db.session.commit()
    assert lost is not None

    assert at_work.run(reckon_gaps, make.NOON + LEASE / 2) == 0
    assert at_work.run(reckon_gaps, make.NOON + LEASE * 2) == 1

    with pytest.raises(Stopped):
        asking.go_on(lost, 1, at=make.NOON)
    with pytest.raises(Stopped):
        asking.finish(lost, asking.Result({"served": 99}, ()), at=make.NOON)


def test_a_worker_that_ends_leaves_the_report_and_one_that_breaks_thrice_has_failed(town: make.Town) -> None:
    asked(town)
    with waiting.stopping():
        at_work.run(reckon_gaps, make.NOON)
    assert db.session.query(GapReport.status, GapReport.tries).one() == (RunStatus.WAITING, 0)
    for number in range(TRIES):
        assert asking.claim(make.NOON + number * 2 * LEASE)
        db.session.commit()

    at_work.run(reckon_gaps, make.NOON + TRIES * 2 * LEASE)

    assert db.session.query(GapReport.status).scalar() is RunStatus.FAILED
    asked(town)


def test_each_municipality_has_its_own_report_and_it_is_gone_after_thirty_days(town: make.Town) -> None:
    other = make.town("nachbarkreis")
    with acting_in(other.id):
        at_work.mediator("Fremd", spoken="de C2, ti C2")
        tigrinya(other)
    tigrinya(town)

    reckoned(town)

    assert (cell(language="ti").people, cell(language="ti").waiting) == (0, 1)
    assert at_work.run(forget_old_gap_reports, make.later(days=29)) == 0
    assert at_work.run(forget_old_gap_reports, make.later(days=30)) == 1
    assert db.session.query(GapCell).count() == db.session.query(GapRequest).count() == 0


def test_the_run_over_the_waiting_list_stays_as_it_was(town: make.Town) -> None:
    at_work.mediator("Adler")
    at_work.mediator("Bruns")
    at_work.searching(town)

    id_ = waiting.asked(town)
    assert at_work.run(allocate_waiting, make.NOON) == 1

    assert waiting.run_of(id_).served == 1
