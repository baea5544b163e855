"""What hangs on a case for which mediators are sought: lent, in doubt, proposed, at work."""

from datetime import date
from uuid import UUID

from app.cases.models import Case
from app.gaps.models import GapAid, GapCell, GapReport, GapRequest
from app.gaps.rules import Aid, Standing
from app.lending.models import LendingCall, LendingRequest, LoanCandidate, LoanCard, LoanInquiry
from app.lending.rules import CallStatus, CandidateStatus, Daytime, Format, LoanKind, Qualification, Rung
from app.mediators.rules import Kind
from app.referrals.allocation.stages import Fate
from app.referrals.matching import Why
from app.referrals.matching.conflicts import ConflictKind
from app.referrals.models import (
    Allocation,
    AllocationProposal,
    Conflict,
    Meeting,
    MeetingKind,
    Referral,
)
from app.runs.rules import RunStatus
from tests import make
from tests.house.people import Actors, added, own_details


def lend(case: Case, town: make.Town, actors: Actors) -> dict[str, UUID]:
    """Asked of the own municipality, as if it were another: so both sides can be seen."""
    pool, wish = actors["mediator"].pool, {
        "kind": LoanKind.MEDIATOR, "format": Format.ON_SITE, "daytime": Daytime.ANY, "languages": "ti",
        "first_day": date(2026, 3, 2), "last_day": date(2026, 4, 2), "urgent": False,
    }  # fmt: skip
    assert pool is not None
    own = {"case_id": case.id}
    request = added(
        LendingRequest(
            **own, **wish, by=town.coordinator.id, asked_at=make.NOON, rung=Rung.NEIGHBOURS,
            next_look_at=make.later(days=3),
        )
    )  # fmt: skip
    own["request_id"] = request.id
    asked = {"sent_at": make.NOON, "answer_by": make.later(days=3), "status": CallStatus.ANSWERED}
    call = added(LendingCall(**own, **asked, to_municipality_id=town.id, rung=Rung.NEIGHBOURS))
    inquiry = added(LoanInquiry(id=call.id, from_municipality_id=town.id, **wish, **asked))
    card = added(
        LoanCard(
            **own, call_id=call.id, kind=Kind.MEDIATOR, qualification=Qualification.TRAINED,
            spoken=[["de", "C2"], ["ti", "C1"]], slots=["Di 17:00–20:00"], shown_at=make.NOON,
        )
    )  # fmt: skip
    added(
        LoanCandidate(
            id=card.id, inquiry_id=inquiry.id, person_id=pool.id, asked_at=make.NOON,
            asked_by=town.coordinator.id, answer_by=make.later(days=3), status=CandidateStatus.WILLING,
        )
    )  # fmt: skip
    return {"card_id": card.id, "call_id": call.id, "request_id": request.id}


def held(case: Case, referral: Referral) -> Meeting:
    """A session of a mediation that is over: whoever is learning may enter it as a supervised one."""
    return Meeting(
        case_id=case.id,
        referral_id=referral.id,
        kind=MeetingKind.SESSION,
        starts_at=make.later(days=-2),
        held=True,
        minutes=90,
    )


def doubt(case: Case, town: make.Town, actors: Actors) -> UUID:
    """Somebody of the pool has an office that acted for a party; the parties are asked whether she may."""
    pool = actors["other_mediator"].pool
    assert pool is not None
    own_details(pool)
    return added(
        Conflict(
            case_id=case.id,
            person_id=pool.id,
            kind=ConflictKind.SAME_PRACTICE,
            noted_at=make.NOON,
            noted_by=town.coordinator.id,
        )
    ).id


def propose(case: Case, town: make.Town, actors: Actors) -> dict[str, UUID]:
    """A run over the whole waiting list has ended, and proposes two people for the case."""
    first, second = actors["mediator"].pool, actors["asked"].pool
    assert first is not None and second is not None
    run = added(
        Allocation(
            asked_at=make.NOON, asked_by=town.coordinator.id, status=RunStatus.DONE, ended_at=make.NOON
        )
    )
    proposal = added(
        AllocationProposal(
            allocation_id=run.id,
            case_id=case.id,
            position=0,
            fate=Fate.PROPOSED,
            first_id=first.id,
            second_id=second.id,
        )
    )
    return {"allocation_id": run.id, "proposal_id": proposal.id}


def lack(case: Case, actors: Actors) -> None:
    """A report of what the pool lacks has ended: the case waits, and training somebody would help."""
    pool = actors["mediator"].pool
    assert pool is not None
    report = added(
        GapReport(asked_at=make.NOON, status=RunStatus.DONE, ended_at=make.NOON, cases=1, served=0, speeds=[])
    )
    own = {"report_id": report.id}
    added(GapCell(**own, waiting=1, in_vain=1, asked=1))
    added(GapCell(**own, language="ti", waiting=1, in_vain=1, asked=1))
    training = {"aid": Aid.TRAINING, "person_id": pool.id}
    added(GapAid(**own, **training, position=0, served=1, most_served=1, languages=[], bands=[]))
    added(
        GapRequest(
            **own, case_id=case.id, position=0, standing=Standing.WAITS, began_at=make.NOON, days=3,
            why=Why.LANGUAGE,
        )
    )  # fmt: skip
