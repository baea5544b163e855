"""What happens to a search is an anchor of the plan, or the end of a step."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from app import clock
from app.cases.events import CaseMoved
from app.cases.rules.screening import Priority
from app.cases.rules.status import Status, Verb
from app.database import db
from app.localtime import local
from app.plans import handlers
from app.plans.actions.working import add
from app.plans.models import PlanStep, StepEnd
from app.referrals.events import (
    MeetingCancelled,
    MeetingPlanned,
    OffersSent,
    PartiesApproved,
    PartyRefused,
    PretalksDone,
    SeatsAccepted,
    SessionOver,
    SessionReported,
)
from tests.plans.running import WEDNESDAY, due, open_codes, reported, steps, tell, wall

SEARCH, MEETING = uuid4(), uuid4()


class Asked:
    """A fact of an offer, without the offer."""

    def __init__(self, case_id: UUID, offer_id: UUID, answer_by: str = "2027-05-31T10:30") -> None:
        self.case_id, self.offer_id, self.actor_id, self.at = case_id, offer_id, None, WEDNESDAY
        self.answer_by: datetime = wall(answer_by)


@pytest.fixture
def searching(town):
    """A case of stage 4 that looks for mediators since Wednesday."""
    with clock.stopped(WEDNESDAY):
        case = reported(town, at=WEDNESDAY, glasl_stage=4, priority=Priority.B)
        searched(case)
        yield case


def searched(case, *, at=WEDNESDAY):
    case.status, before = Status.MATCHING, case.status
    handlers.case_moved(
        CaseMoved(
            case_id=case.id,
            actor_id=None,
            at=at,
            verb=Verb.START_MATCHING,
            before=before,
            status=Status.MATCHING,
        )
    )


def of_search(open_codes: list[str]) -> list[str]:
    return [code for code in open_codes if code >= "F20"]


def test_a_search_asks_for_a_proposal_and_sending_offers_is_one(searching):
    before = due(searching, "F20")

    tell(OffersSent, searching, at=WEDNESDAY, referral_id=SEARCH, seats=2)

    assert before == "2027-06-01T23:59"
    assert steps(searching)["F20"].end is StepEnd.DONE


def test_every_offer_has_a_step_of_its_own_that_its_answer_ends(searching):
    one, other = uuid4(), uuid4()
    for offer in (one, other):
        handlers.offer_sent(Asked(searching.id, offer))

    handlers.offer_answered(Asked(searching.id, one))

    open_offers = [s.subject for s in all_of(searching, "F21") if s.ended_at is None]
    assert open_offers == [str(other)]


def test_an_offer_that_was_taken_back_needs_no_answer(searching):
    offer = uuid4()
    handlers.offer_sent(Asked(searching.id, offer))

    handlers.offer_withdrawn(Asked(searching.id, offer))

    assert steps(searching)["F21"].end is StepEnd.NOT_NEEDED


def test_the_way_from_two_seats_to_the_first_session(searching):
    tell(OffersSent, searching, at=WEDNESDAY, referral_id=SEARCH, seats=2)
    tell(SeatsAccepted, searching, at=WEDNESDAY, referral_id=SEARCH)
    accepted = of_search(open_codes(searching))
    tell(PartiesApproved, searching, at=WEDNESDAY, referral_id=SEARCH)
    approved = of_search(open_codes(searching))
    tell(PretalksDone, searching, at=wall("2027-06-08T12:00"), referral_id=SEARCH)
    talked = of_search(open_codes(searching))
    tell(MeetingPlanned, searching, at=wall("2027-06-08T12:00"), meeting_id=MEETING, starts_at=WEDNESDAY)
    tell(SessionOver, searching, at=wall("2027-06-14T18:00"), meeting_id=MEETING)
    over = of_search(open_codes(searching))

    tell(SessionReported, searching, at=wall("2027-06-14T19:00"), meeting_id=MEETING, held=True)

    assert (accepted, approved, talked, over) == (["F22"], ["F23"], ["F25"], ["F25", "F26"])
    assert of_search(open_codes(searching)) == []


def test_the_session_counts_from_the_approval_and_not_from_the_pretalks(searching):
    tell(PartiesApproved, searching, at=WEDNESDAY, referral_id=SEARCH)

    tell(PretalksDone, searching, at=wall("2027-06-08T12:00"), referral_id=SEARCH)

    assert due(searching, "F25") == "2027-06-24T23:59"
    assert f"{local(steps(searching)['F25'].anchor_at):%d.%m.}" == "08.06."


def test_a_session_that_was_not_held_leaves_the_joint_session_to_do(searching):
    tell(PartiesApproved, searching, at=WEDNESDAY, referral_id=SEARCH)
    tell(PretalksDone, searching, at=WEDNESDAY, referral_id=SEARCH)
    tell(SessionOver, searching, at=WEDNESDAY, meeting_id=MEETING)

    tell(SessionReported, searching, at=WEDNESDAY, meeting_id=MEETING, held=False)

    assert of_search(open_codes(searching)) == ["F20", "F25"]


def test_if_a_party_wants_another_person_the_parties_are_asked_anew(searching):
    tell(SeatsAccepted, searching, at=WEDNESDAY, referral_id=SEARCH)
    refusal = {"party_id": uuid4(), "party": "Partei A", "offer_id": uuid4(), "seat": 1}
    tell(PartyRefused, searching, at=WEDNESDAY, referral_id=SEARCH, **refusal)
    refused = of_search(open_codes(searching))

    tell(SeatsAccepted, searching, at=wall("2027-06-07T09:00"), referral_id=SEARCH)

    assert "F22" not in refused
    assert due(searching, "F22") == "2027-06-14T23:59"


def test_new_persons_are_approved_anew_though_the_first_ones_were(searching):
    tell(SeatsAccepted, searching, at=WEDNESDAY, referral_id=SEARCH)
    tell(PartiesApproved, searching, at=WEDNESDAY, referral_id=SEARCH)

    tell(SeatsAccepted, searching, at=wall("2027-06-07T09:00"), referral_id=SEARCH)

    assert steps(searching)["F22"].round == 2
    assert due(searching, "F22") == "2027-06-14T23:59"


def test_another_search_starts_another_proposal_and_drops_what_the_first_left_undone(searching):
    tell(OffersSent, searching, at=WEDNESDAY, referral_id=SEARCH, seats=2)
    tell(PartiesApproved, searching, at=WEDNESDAY, referral_id=SEARCH)
    searching.status = Status.PREP

    searched(searching, at=wall("2027-06-07T09:00"))

    assert of_search(open_codes(searching)) == ["F20"]
    assert due(searching, "F20") == "2027-06-10T23:59"
    assert len(all_of(searching, "F20")) == 2


def test_an_agreement_is_recorded_with_its_own_move(searching):
    searching.agreement_on = wall("2027-05-25T00:00").date()
    searching.status = Status.FOLLOWUP

    tell(
        CaseMoved,
        searching,
        at=WEDNESDAY,
        verb=Verb.RECORD_AGREEMENT,
        before=Status.MEDIATION,
        status=Status.FOLLOWUP,
    )

    step = steps(searching)["F50"]
    assert step.end is StepEnd.DONE
    assert f"{local(step.anchor_at):%d.%m.%Y}" == "25.05.2027"


def all_of(case, code):
    query = sa.select(PlanStep).where(PlanStep.case_id == case.id, PlanStep.code == code)
    return list(db.session.scalars(query.order_by(PlanStep.started_at, PlanStep.id)))


def test_a_day_that_was_called_off_hastens_nothing_any_more(searching):
    """F24 is due five working days before the next appointment; without one it has its own days."""
    add(searching.id, "F24", by=None, at=WEDNESDAY)
    (step,) = all_of(searching, "F24")
    before = step.due_at
    tell(MeetingPlanned, searching, at=WEDNESDAY, meeting_id=MEETING, starts_at=wall("2027-06-03T17:00"))
    (step,) = all_of(searching, "F24")
    hastened = step.due_at
    tell(MeetingCancelled, searching, at=WEDNESDAY, meeting_id=MEETING, when="")

    (step,) = all_of(searching, "F24")
    assert hastened < before
    assert step.due_at == before


def test_a_session_that_was_held_before_hastens_nothing(searching):
    """Only a day to come is one before which an interpreter must be found."""
    held = wall("2027-05-24T17:00")
    tell(MeetingPlanned, searching, at=wall("2027-05-20T09:00"), meeting_id=uuid4(), starts_at=held)
    add(searching.id, "F24", by=None, at=WEDNESDAY)
    tell(MeetingPlanned, searching, at=WEDNESDAY, meeting_id=MEETING, starts_at=wall("2027-06-04T17:00"))
    tell(MeetingCancelled, searching, at=WEDNESDAY, meeting_id=MEETING, when="")

    assert due(searching, "F24") == "2027-05-31T23:59"
