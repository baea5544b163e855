"""What the plan makes of the facts of a case: which anchors they are, and which steps they fulfil."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from flask import url_for

from app.cases import events as cases
from app.cases.rules.status import Status, Verb
from app.localtime import end_of
from app.plans.actions.ending import case_ended, done, no_longer, nothing_left
from app.plans.actions.resting import pause, resume
from app.plans.actions.ringing import give_up_on_unreached
from app.plans.actions.starting import fell_away, happened, priority_changed, stage_changed
from app.plans.cells import code
from app.plans.codes import Anchor, StepRole
from app.plans.queries.lines import HELD_BY
from app.plans.queries.running import has_lead, running
from app.plans.queries.waiting import open_steps_waiting

#: What a move of the case is to the plan: the step it fulfils, and the anchor it is.
FULFILLED: Mapping[Verb, str] = {Verb.START_TRIAGE: "F01"}
ANCHORS: Mapping[Verb, Anchor] = {Verb.ACCEPT: Anchor.CASE_ACCEPTED, Verb.REOPEN: Anchor.CASE_OPENED}
#: Moves with which an agreement begins, and the checks whether it holds.
AGREEMENTS = frozenset({Verb.RECORD_AGREEMENT, Verb.START_FOLLOWUP})
CHECKS = ("F51", "F52")
#: The steps of one search for mediators.
OF_A_SEARCH = frozenset({"F22", "F23", "F24", "F25"})
#: Of these, those that hang on the persons who were found.
OF_ITS_PEOPLE = OF_A_SEARCH - {"F24"}


def case_reported(event: cases.CaseReported) -> None:
    since = event.received_at or event.at
    happened(event.case_id, Anchor.REPORT_SUBMITTED, at=event.at, moment=since)
    happened(event.case_id, Anchor.CASE_OPENED, at=event.at, moment=since)


def case_imported(event: cases.CaseImported) -> None:
    """What came before the acceptance has been done elsewhere; the clocks count from the file's days."""
    if event.accepted_at is None:
        happened(event.case_id, Anchor.REPORT_SUBMITTED, at=event.at, moment=event.reported_at)
    happened(event.case_id, Anchor.CASE_OPENED, at=event.at, moment=event.reported_at)
    if event.accepted_at is not None:
        happened(event.case_id, Anchor.CASE_ACCEPTED, at=event.at, moment=event.accepted_at)


def receipt_confirmed(event: cases.ReporterTold | cases.LeadTaken) -> None:
    done(event.case_id, "F01", at=event.at, by=event.actor_id)


def case_moved(event: cases.CaseMoved) -> None:
    if event.verb in FULFILLED:
        done(event.case_id, FULFILLED[event.verb], at=event.at, by=event.actor_id)
    if event.verb in ANCHORS:
        happened(event.case_id, ANCHORS[event.verb], at=event.at)
    _aftercare(event)
    _stood_still(event)
    if event.status is Status.MATCHING and event.before is not Status.PAUSED:
        _new_search(event)
    if event.status is Status.DELETED:
        nothing_left(event.case_id, at=event.at)
    if event.status is Status.CLOSED:
        case_ended(event.case_id, at=event.at)
        happened(event.case_id, Anchor.CASE_CLOSED, at=event.at)


def lead_named(event: cases.LeadNamed) -> None:
    """The first contact waits until the parties' names are known."""
    done(event.case_id, "F05", at=event.at, by=event.actor_id)
    if event.contact_possible:
        happened(event.case_id, Anchor.LEAD_ASSIGNED, at=event.at, once=True)


def red_flag_raised(event: cases.RedFlagRaised) -> None:
    happened(event.case_id, Anchor.RED_FLAG_RAISED, at=event.at)


def danger_checked(event: cases.DangerChecked) -> None:
    done(event.case_id, "F02", at=event.at, by=event.actor_id)
    happened(event.case_id, Anchor.DANGER_CHECK_DONE, at=event.at)


def case_assessed(event: cases.CaseAssessed) -> None:
    done(event.case_id, "F03", at=event.at, by=event.actor_id)
    priority_changed(event.case_id, at=event.at)


def stage_rated(event: cases.StageRated) -> None:
    stage_changed(event.case_id, before=event.before, at=event.at)


def threat_reported(event: cases.ThreatReported) -> None:
    happened(event.case_id, Anchor.THREAT_REPORTED, at=event.at)


def protection_needed(event: cases.ProtectionNeeded) -> None:
    happened(event.case_id, Anchor.PROTECTION_NEEDED, at=event.at)


def party_data_received(event: cases.PartyDataReceived) -> None:
    """In a pseudonymised report the first contact falls due when the names come in."""
    party = str(event.party_id)
    happened(event.case_id, Anchor.PARTY_DATA_RECEIVED, at=event.at, subject=party, once=True)
    if event.all_known and has_lead(event.case_id, event.at):
        happened(event.case_id, Anchor.LEAD_ASSIGNED, at=event.at, once=True)


def contact_tried(event: cases.ContactTried) -> None:
    if event.first:
        party = str(event.party_id)
        happened(event.case_id, Anchor.PARTY_CONTACTED, at=event.at, subject=party, once=True)
    if event.all_tried:
        done(event.case_id, "F06", at=event.at, by=event.actor_id)
        happened(event.case_id, Anchor.FIRST_CONTACT_DONE, at=event.at, once=True)
    give_up_on_unreached(event.case_id, at=event.at)


def party_decided(event: cases.PartyDecided) -> None:
    if event.first_consent:
        happened(event.case_id, Anchor.FIRST_CONSENT_GIVEN, at=event.at, once=True)
    if event.all_decided:
        done(event.case_id, "F08", at=event.at, by=event.actor_id)


def notice_handed(event: cases.NoticeHanded) -> None:
    done(event.case_id, "F07", at=event.at, by=event.actor_id, subject=str(event.party_id))


def open_tasks(question: cases.OpenTasks) -> Iterable[cases.OpenTask]:
    page = url_for("plans.waits", case_id=question.case_id)
    for step, label, waits in open_steps_waiting(question.case_id):
        holder = code(StepRole, step.holder)
        yield cases.OpenTask(
            code=step.code,
            label=label,
            due_at=step.due_at,
            whole_day=step.whole_day,
            holder=holder.label,
            mine=HELD_BY.get(holder) in question.relations,
            url=url_for("plans.step", case_id=step.case_id, step_id=step.id),
            waits=step.resting_since is not None,
            waits_for=tuple(cases.WaitsNow(wait.whom, wait.until, page) for wait in waits),
        )


class OfCase(Protocol):
    """A fact told by a package that this one doesn't know."""

    @property
    def case_id(self) -> UUID: ...
    @property
    def actor_id(self) -> UUID | None: ...
    @property
    def at(self) -> datetime: ...


class OfOffer(OfCase, Protocol):
    @property
    def offer_id(self) -> UUID: ...


class Sent(OfOffer, Protocol):
    @property
    def answer_by(self) -> datetime: ...


class OfReferral(OfCase, Protocol):
    @property
    def referral_id(self) -> UUID: ...


class OfMeeting(OfCase, Protocol):
    @property
    def meeting_id(self) -> UUID: ...


class Planned(OfMeeting, Protocol):
    @property
    def starts_at(self) -> datetime: ...


class Reported(OfMeeting, Protocol):
    @property
    def held(self) -> bool: ...


def offers_sent(event: OfReferral) -> None:
    done(event.case_id, "F20", at=event.at, by=event.actor_id)
    happened(event.case_id, Anchor.POOL_SEARCHED, at=event.at, subject=str(event.referral_id))


def offer_sent(event: Sent) -> None:
    """The step is due when the offer is. Whoever is asked next has a deadline, and a step, of her own."""
    offer, answer_by = str(event.offer_id), event.answer_by
    happened(event.case_id, Anchor.OFFER_ANSWER_BY, at=event.at, subject=offer, moment=answer_by)
    happened(event.case_id, Anchor.OFFER_SENT, at=event.at, subject=offer)


def offer_answered(event: OfOffer) -> None:
    """Binding interest, a no, or silence: whatever it is, nobody waits for this answer any more."""
    done(event.case_id, "F21", at=event.at, by=event.actor_id, subject=str(event.offer_id))


def offer_withdrawn(event: OfOffer) -> None:
    no_longer(event.case_id, subject=str(event.offer_id), at=event.at)


def seats_accepted(event: OfReferral) -> None:
    happened(event.case_id, Anchor.SEATS_ACCEPTED, at=event.at, subject=str(event.referral_id), again=True)


def seat_free_again(event: OfCase) -> None:
    """Somebody gave a seat back, or a party wants another person: the parties will be asked anew."""
    no_longer(event.case_id, codes=OF_ITS_PEOPLE, at=event.at)


def parties_approved(event: OfReferral) -> None:
    done(event.case_id, "F22", at=event.at, by=event.actor_id)
    happened(event.case_id, Anchor.PARTIES_APPROVED, at=event.at, subject=str(event.referral_id), again=True)


def pretalks_done(event: OfReferral) -> None:
    done(event.case_id, "F23", at=event.at, by=event.actor_id)
    happened(event.case_id, Anchor.PRETALKS_DONE, at=event.at, subject=str(event.referral_id))


def meeting_planned(event: Planned) -> None:
    happened(
        event.case_id,
        Anchor.APPOINTMENT_DATE,
        at=event.at,
        subject=str(event.meeting_id),
        moment=event.starts_at,
    )


def meeting_cancelled(event: OfMeeting) -> None:
    """Nothing counts from a day on which nobody meets, and what was to be done for it isn't needed."""
    no_longer(event.case_id, subject=str(event.meeting_id), at=event.at)
    fell_away(event.case_id, Anchor.APPOINTMENT_DATE, subject=str(event.meeting_id), at=event.at)


def session_over(event: OfMeeting) -> None:
    happened(event.case_id, Anchor.SESSION_OVER, at=event.at, subject=str(event.meeting_id), once=True)


def session_reported(event: Reported) -> None:
    done(event.case_id, "F26", at=event.at, by=event.actor_id, subject=str(event.meeting_id))
    if event.held:
        done(event.case_id, "F25", at=event.at, by=event.actor_id)


def _aftercare(event: cases.CaseMoved) -> None:
    if event.verb in AGREEMENTS:
        _agreement(event)
    elif event.verb is Verb.RESUME_CLARIFICATION:
        no_longer(event.case_id, codes=CHECKS, at=event.at)


def _agreement(event: cases.CaseMoved) -> None:
    """An agreement counts from its own day, and is recorded with this very move; a second one counts anew."""
    plan = running(event.case_id)
    day = plan.case.agreement_on if plan else None
    moment = min(end_of(day), event.at) if day else event.at
    happened(event.case_id, Anchor.AGREEMENT_REACHED, at=event.at, moment=moment, again=True)
    done(event.case_id, "F50", at=event.at, by=event.actor_id)


def _stood_still(event: cases.CaseMoved) -> None:
    if event.status is Status.PAUSED:
        pause(event.case_id, at=event.at)
    elif event.before is Status.PAUSED and event.status is not Status.CLOSED:
        resume(event.case_id, at=event.at)


def _new_search(event: cases.CaseMoved) -> None:
    """Each search counts anew, and what the one before left undone is not needed any more."""
    plan = running(event.case_id)
    if plan is None:
        return
    no_longer(event.case_id, codes=OF_A_SEARCH, at=event.at)
    happened(event.case_id, Anchor.MEDIATION_AGREED, at=event.at, subject=str(plan.search + 1))
