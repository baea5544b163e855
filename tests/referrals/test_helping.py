"""Who is needed beyond the pair is asked in time: an interpreter, or somebody whom the pool has not (F24)."""

import pytest

from app.cases.actions.moves import Given, transition
from app.cases.models import Case
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status, Verb
from app.database import db
from app.mediators.actions import people as pool
from app.plans.actions.ending import finish
from app.plans.actions.working import add
from app.plans.models import StepEnd
from app.referrals.actions import answering, approving, sending
from app.referrals.matching.wishes import Speech
from app.referrals.rules import Reason
from tests import make
from tests.browser import Browser
from tests.plans.running import due, path, steps
from tests.referrals import at_work, meeting
from tests.referrals.comparing import neighbour
from tests.referrals.helped import asked, drop, ends, interpreter, plan, searching, send
from tests.referrals.meeting import wall

TO_DO = None
F24 = "Sprachmittlung oder Landespool anfragen"
WEDNESDAY = "2026-03-04T23:59"


@pytest.mark.parametrize("lay", [False, True, None], ids=["professional", "lay", "elsewhere"])
def test_whoever_is_asked_and_needs_an_interpreter_starts_the_clock(
    town: make.Town, lay: bool | None
) -> None:
    """Two working days after Monday; nobody is planned yet, whoever there is."""
    if lay is not None:
        interpreter(lay=lay)

    found = asked(town)

    assert ends(found.case) == [TO_DO]
    assert due(found.case, "F24") == WEDNESDAY
    assert steps(found.case)["F24"].subject == str(found.referral.id)


@pytest.mark.parametrize("speech", [Speech.MUST, Speech.WISH])
def test_a_pair_that_is_heard_by_all_needs_nobody(town: make.Town, speech: Speech) -> None:
    interpreter()

    found = asked(town, speech, "de C2, ar C2")

    assert ends(found.case) == []


def test_who_is_planned_already_need_not_be_asked_but_a_lay_person_is_not_enough(town: make.Town) -> None:
    case, laie, haile = searching(town), interpreter("Laie", lay=True), interpreter()
    pair = [at_work.mediator(name, "de C2") for name in ("Adler", "Bruns")]
    plan(town, case, haile)
    send(town, case, *pair)
    with_a_professional = ends(case)
    plan(town, case, laie)

    drop(town, case, haile)

    assert with_a_professional == []
    assert ends(case) == [TO_DO]


def test_an_interpreter_without_a_common_language_with_the_pair_is_none(town: make.Town) -> None:
    case, haile = searching(town), interpreter(spoken="fr C2, ar C2")
    plan(town, case, haile)

    send(town, case, *(at_work.mediator(name, "de C2") for name in ("Adler", "Bruns")))

    assert ends(case) == [TO_DO]


def test_it_is_done_when_a_professional_is_planned_and_not_by_a_lay_person(town: make.Town) -> None:
    found = asked(town)
    plan(town, found.case, interpreter("Laie", lay=True))
    with_a_lay_person = ends(found.case)

    plan(town, found.case, interpreter())

    assert with_a_lay_person == [TO_DO]
    assert ends(found.case) == [StepEnd.DONE]
    assert steps(found.case)["F24"].ended_by == town.coordinator.id


@pytest.mark.parametrize("leaves", [False, True], ids=["taken out", "left the pool"])
def test_when_she_drops_out_it_starts_again_with_days_of_its_own(town: make.Town, leaves: bool) -> None:
    found, haile = asked(town), interpreter()
    plan(town, found.case, haile)
    thursday = wall("2026-03-05T10:00")

    if leaves:
        pool.end(haile.id, by=town.coordinator.id, at=thursday)
        db.session.commit()
    else:
        drop(town, found.case, haile, at=thursday)

    assert ends(found.case) == [StepEnd.DONE, TO_DO]
    assert due(found.case, "F24") == "2026-03-09T23:59"


def test_who_was_not_needed_may_go(town: make.Town) -> None:
    found, haile = asked(town, spoken="de C2, ar C2", speech=Speech.WISH), interpreter()
    plan(town, found.case, haile)

    drop(town, found.case, haile)

    assert ends(found.case) == []


def test_it_is_due_five_working_days_before_the_appointment_if_that_is_earlier(town: make.Town) -> None:
    found = asked(town)
    at_work.accepted(found, *found.people)
    for party in at_work.parties(found.case):
        approving.approve(found.case.id, party.id, by=at_work.lead(town), at=make.NOON)
    found.case.status = Status.MEDIATION
    db.session.commit()
    before = due(found.case, "F24")

    made = meeting.planned(found, wall("2026-03-10T17:00"))
    hastened = due(found.case, "F24")
    meeting.moved(found, made, wall("2026-03-20T17:00"))

    assert (before, hastened, due(found.case, "F24")) == (WEDNESDAY, "2026-03-03T23:59", WEDNESDAY)
    assert ends(found.case) == [TO_DO]


def test_a_new_search_makes_it_fall_away_and_the_next_pair_starts_it_anew(town: make.Town) -> None:
    found, by, later = asked(town), at_work.coordination(town), make.later(hours=1)
    for person in found.people:
        sending.withdraw(found.case.id, found.offer(person).id, by=by, at=later)
    sending.search_again(found.case.id, by=by, at=later)
    db.session.commit()
    sought = ends(found.case)

    pair = [at_work.mediator(name, "de C2") for name in ("Celik", "Dietz")]
    send(town, found.case, *pair, at=make.later(hours=2))

    assert sought == [StepEnd.NOT_NEEDED]
    assert ends(found.case) == [StepEnd.NOT_NEEDED, TO_DO]


def first_replaced(town: make.Town, case: Case) -> list[StepEnd | None]:
    """By somebody who speaks with the party that wishes it; returns how the step stood before."""
    adler, bruns = (at_work.mediator(name, "de C2") for name in ("Adler", "Bruns"))
    celik = at_work.mediator("Celik", "de C2, ar C2")
    found = send(town, case, adler, bruns, celik)
    before = ends(case)
    answering.decline(found.offer(adler).id, Reason.NO_TIME, by=at_work.user_of(adler), at=make.NOON)
    at_work.accepted(found, celik, bruns)
    return before


def test_a_pair_that_hears_everybody_in_the_place_of_the_first_needs_nobody(town: make.Town) -> None:
    """What counts is who accepts."""
    case = searching(town, Speech.WISH)

    before = first_replaced(town, case)

    assert before == [TO_DO]
    assert ends(case) == [StepEnd.NOT_NEEDED]


def test_what_a_person_has_settled_elsewhere_is_not_asked_for_again(town: make.Town) -> None:
    """Somebody from an agency comes: the step was done by hand."""
    found = asked(town)
    finish(found.case.id, steps(found.case)["F24"].id, by=town.coordinator.id, at=make.NOON)
    db.session.commit()

    at_work.accepted(found, *found.people)

    assert ends(found.case) == [StepEnd.DONE]


def test_what_a_person_has_added_is_enough_stays_hers_and_is_done_by_the_same_deed(town: make.Town) -> None:
    case = searching(town, Speech.WISH)
    add(case.id, "F24", by=town.coordinator.id, at=make.NOON)
    needed = first_replaced(town, case)
    needed_no_more = ends(case)

    plan(town, case, interpreter())

    assert needed == needed_no_more == [TO_DO]
    assert ends(case) == [StepEnd.DONE]


def test_it_ends_with_the_case(town: make.Town) -> None:
    found = asked(town)

    given = Given(guards=frozenset({Guard.OUTCOME_SET, Guard.LEGAL_BASIS_RECORDED}))

    transition(found.case, Verb.HAND_TO_AUTHORITY, by=at_work.coordination(town), at=make.NOON, given=given)
    db.session.commit()

    assert ends(found.case) == [StepEnd.CASE_ENDED]


def test_the_task_leads_to_the_people_with_the_day_and_how_to_reach_them(
    town: make.Town, browser: Browser
) -> None:
    """The lead sees who there is, and nobody's number."""
    interpreter("Haile", email="haile@example.org")
    found = asked(town)
    plan(town, found.case, interpreter("Laie", lay=True, email="laie@example.org"))
    there, window = f"/faelle/{found.case.id}/vermittlung/sprachmittlung", browser.as_(town.coordinator)
    task = window.get(f"/faelle/{found.case.id}").links[f"Jemanden anfragen {F24}"]
    step = window.get(path(found.case, "F24")).links["Jemanden anfragen"]

    page = window.get(there)
    lead = browser.as_(town.lead).get(there)

    assert task == step == there
    assert f"{F24}: bis Mi 04.03.2026." in page.main
    assert "0171 22 · haile@example.org" in page.main
    assert "laie@example.org" in page.main
    assert f"{F24}: bis Mi 04.03.2026." in lead.main
    assert "Mina Laie" in lead.main
    assert "0171 22" not in lead.text and "laie@example.org" not in lead.text
    assert f"{F24}: bis Mi 04.03.2026." in window.get(f"/faelle/{found.case.id}/leihe").main


def test_who_may_know_a_party_is_not_there_to_be_called(town: make.Town, browser: Browser) -> None:
    found, who = asked(town), interpreter("Nachbar", email="nachbar@example.org")
    neighbour(who, found.case)

    page = browser.as_(town.coordinator).get(f"/faelle/{found.case.id}/vermittlung/sprachmittlung")

    assert "Mina Nachbar" in page.main
    assert "nachbar@example.org" not in page.text and "0171 22" not in page.text


def test_planning_her_on_the_page_ends_the_task(town: make.Town, browser: Browser) -> None:
    interpreter("Haile")
    found, window = asked(town), browser.as_(town.coordinator)
    page = window.get(f"/faelle/{found.case.id}/vermittlung/sprachmittlung")

    page = window.submit(page, button="Vorsehen Mina Haile")

    assert F24 not in page.main
    assert ends(found.case) == [StepEnd.DONE]
