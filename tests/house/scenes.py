"""A case in each of several statuses, with all that hangs on it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from app.cases.events import CaseReported
from app.cases.models import Case, CaseQuestion, CaseTick, LeadKind, Party
from app.cases.moves import MOVES
from app.cases.rules.addresses import slug
from app.cases.rules.basis import Basis
from app.cases.rules.disclosure import Ground
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status, Verb
from app.conferences.models import Conference, ConferenceInvitation, ConferenceMeasure
from app.conferences.rules import Owner
from app.database import db
from app.events import publish
from app.municipalities.rules import OfficeKind
from app.plans.models import PlanStep, Wait
from app.plans.waiting import WaitsFor
from app.promises.models import Promise
from app.promises.rules import PromiseKind
from app.protection.models import ChannelEntry, ChannelReader, ProtectedChannel
from app.protection.rules import EntryKind, Way
from app.referrals.appointments import GuestKind
from app.referrals.models import (
    Approval,
    Meeting,
    MeetingGuest,
    MeetingKind,
    Offer,
    Referral,
    Seat,
)
from app.referrals.queries.supervision import OVER
from app.referrals.rules import OfferStatus
from app.revisits.models import Revisit
from app.transfers.models import Transfer
from app.transfers.rules import Occasion
from tests import make
from tests.house.mediated import doubt, held, lack, lend, propose
from tests.house.people import Actors, added, user_of

#: Every status; which of them an address is tried in changes from one to the next (see _few in the matrix).
STATUSES = tuple(Status)
SEARCHING = {Status.PROPOSED, Status.PREP, Status.MEDIATION, Status.FOLLOWUP, Status.CLOSED}


@dataclass
class Scene:
    """A case and all that hangs on it."""

    case: Case
    examples: dict[str, Any]
    """What stands for each variable of an address: ``case_id`` → the id of this case."""
    offers: dict[str, UUID] = field(default_factory=dict)
    """The offers by the name of the actor who was asked."""


def scene_of(town: make.Town, actors: Actors, status: Status) -> Scene:
    case = make.case(town, status=status)
    over = make.NOON if status is Status.NEW else None
    make.lead(case, town.lead, ends_at=over)
    make.lead(case, user_of(actors, "former_lead"), ends_at=make.NOON)
    make.lead(case, user_of(actors, "acting_lead"), kind=LeadKind.ACTING, ends_at=over)
    deputy = make.lead(case, user_of(actors, "deputy"), kind=LeadKind.DEPUTY, ends_at=over)
    party = db.session.query(Party).filter_by(case_id=case.id, position=0).one()
    make.all_consent(case)
    question = added(
        CaseQuestion(case_id=case.id, asked_at=make.NOON, asked_by=town.coordinator.id, text=make.canary("q"))
    )
    guard = Guard.LEAD_IMPARTIAL
    tick = added(CaseTick(case_id=case.id, guard=guard, set_at=make.NOON, set_by=town.lead.id))
    publish(CaseReported(case_id=case.id, actor_id=town.reporter.id, at=make.NOON, number=case.number))
    step = db.session.query(PlanStep).filter_by(case_id=case.id).order_by(PlanStep.code).first()
    assert step is not None
    promise = added(
        Promise(
            case_id=case.id,
            kind=PromiseKind.LETTER,
            due_on=date(2026, 3, 4),
            made_at=make.NOON,
            made_by=town.lead.id,
        )
    )
    revisit = added(
        Revisit(
            case_id=case.id,
            user_id=town.lead.id,
            role="reporter",
            path=f"/faelle/{case.id}",
            day=date(2026, 3, 4),
            made_at=make.NOON,
        )
    )
    transfer = added(_transfer(case, town, actors))
    wait = added(Wait(case_id=case.id, waits_for=WaitsFor.REPORTER, since=make.NOON, until=date(2026, 3, 9)))
    scene = Scene(
        case,
        {
            "case_id": case.id,
            "wait_id": wait.id,
            "party_id": party.id,
            "question_id": question.id,
            "tick_id": tick.id,
            "step_id": step.id,
            "deputy_id": deputy.id,
            "promise_id": promise.id,
            "revisit_id": revisit.id,
            "transfer_id": transfer.id,
            "to_municipality_id": town.id,
            "from_municipality_id": town.id,
            "guard": guard.value,
            "words": slug(_verb(status)),
        },
    )
    _search(scene, town, actors, status)
    scene.examples |= lend(scene.case, town, actors)
    _confer(scene, town)
    _protect(scene, town, actors)
    return scene


def _transfer(case: Case, town: make.Town, actors: Actors) -> Transfer:
    """The lead offers the case to somebody who has nothing to do with it yet."""
    return Transfer(
        case_id=case.id,
        from_user_id=town.lead.id,
        to_user_id=user_of(actors, "other_reporter").id,
        occasion=Occasion.WORKLOAD,
        basis=Basis.CONSENT,
        with_note=False,
        offered_at=make.NOON,
        answer_by=make.later(days=2),
        reminded_on=date(2026, 3, 2),
    )


def _confer(scene: Scene, town: make.Town) -> None:
    """The youth office is invited to a conference, and has a measure of its own."""
    own = {"case_id": scene.case.id}
    conference = added(
        Conference(**own, starts_at=make.later(days=3), called_at=make.NOON, called_by=town.coordinator.id)
    )
    own["conference_id"] = conference.id
    office = {"office_id": town.offices[OfficeKind.YOUTH].id}
    invitation = added(
        ConferenceInvitation(
            **own, **office, ground=Ground.LAW, invited_at=make.NOON, invited_by=town.coordinator.id
        )
    )
    measure = added(
        ConferenceMeasure(
            **own,
            **office,
            owner=Owner.OFFICE,
            due_on=make.later(days=9).date(),
            agreed_at=make.NOON,
            agreed_by=town.coordinator.id,
        )
    )
    conference.place, conference.purpose = make.canary("conferences.place"), make.canary("purpose")
    invitation.share, measure.text = make.canary("share"), make.canary("measure")
    scene.examples |= {
        "conference_id": conference.id,
        "invitation_id": invitation.id,
        "measure_id": measure.id,
    }


def _protect(scene: Scene, town: make.Town, actors: Actors) -> None:
    """Lead and management read in a protected channel; a mediator may write in it what she has seen."""
    channel = added(ProtectedChannel(case_id=scene.case.id, opened_at=make.NOON, opened_by=town.lead.id))
    own = {"channel_id": channel.id, "since": make.NOON}
    added(ChannelReader(**own, user_id=town.lead.id, way=Way.LEAD))
    reader = added(ChannelReader(**own, user_id=town.management.id, way=Way.LET_IN, let_in_by=town.lead.id))
    added(ChannelReader(**own, user_id=user_of(actors, "mediator").id, way=Way.WITNESS))
    added(ChannelEntry(channel_id=channel.id, kind=EntryKind.NOTE, at=make.NOON, by=town.lead.id))
    scene.case.protection_since = make.NOON
    scene.examples |= {"channel_id": channel.id, "reader_id": reader.id}


def _verb(status: Status) -> Verb:
    """Something that can be done in this status, if anything can."""
    return next((m.verb for m in MOVES if m.source is status), Verb.START_TRIAGE)


def _search(scene: Scene, town: make.Town, actors: Actors, status: Status) -> None:
    """Two seats: ``mediator`` sits on one (or was asked, too), ``asked`` was asked for the other."""
    case, party = scene.case, scene.examples["party_id"]
    under_way = status in SEARCHING
    taken = OfferStatus.OFFERED if status is Status.PROPOSED else OfferStatus.ACCEPTED
    asked = {"mediator": taken, "asked": OfferStatus.OFFERED}
    referral = added(Referral(case_id=case.id, number=1, started_at=make.NOON, by=town.coordinator.id))
    for position, name in enumerate(("mediator", "asked")):
        seat = added(Seat(case_id=case.id, referral_id=referral.id, position=position))
        pool = actors[name].pool
        assert pool is not None
        offer = added(
            Offer(
                case_id=case.id,
                referral_id=referral.id,
                seat_id=seat.id,
                person_id=pool.id,
                rank=0,
                status=asked[name] if under_way else OfferStatus.PROPOSED,
                offered_at=make.NOON if under_way else None,
                answer_by=make.later(days=2) if under_way else None,
            )
        )
        scene.offers[name] = offer.id
        scene.examples |= {"seat_id": seat.id, "offer_id": offer.id}
    if taken is OfferStatus.ACCEPTED and under_way:
        referral.approved_at = make.NOON
        added(
            Approval(
                case_id=case.id,
                referral_id=referral.id,
                party_id=party,
                offer_id=scene.offers["mediator"],
                approved=True,
                at=make.NOON,
                by=town.lead.id,
            )
        )
    scene.examples |= propose(scene.case, town, actors)
    lack(scene.case, actors)
    scene.examples["conflict_id"] = doubt(scene.case, town, actors)
    meeting = added(
        Meeting(
            case_id=case.id,
            referral_id=referral.id,
            kind=MeetingKind.SESSION,
            starts_at=make.later(days=1),
            room=make.canary("meetings.room"),
            planned_at=make.NOON,
        )
    )
    if case.status in OVER:
        added(held(case, referral))
    guest = added(
        MeetingGuest(
            case_id=case.id,
            meeting_id=meeting.id,
            kind=GuestKind.INTERPRETER,
            name=make.canary("meeting_guests.name"),
            added_at=make.NOON,
            added_by=town.lead.id,
        )
    )
    scene.examples |= {
        "referral_id": referral.id,
        "meeting_id": meeting.id,
        "guest_id": guest.id,
        "position": 0,
    }
