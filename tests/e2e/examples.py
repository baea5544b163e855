"""What the variables of an address can be in the demo world: rows that are really there."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from app.cases.models import Case, CaseImport, CaseSearch, Draft, Party
from app.cases.moves import MOVES
from app.cases.rules.addresses import slug
from app.cases.rules.report import Section
from app.cases.rules.status import Status, Verb
from app.clock import now
from app.conferences.models import Conference, ConferenceMeasure
from app.database import db
from app.feedback.actions.links import ticket
from app.feedback.rules.questionnaire import Audience
from app.letters.models import LetterText
from app.mediators.models import PoolEvidence, PoolImport, PoolPerson, PoolUpload
from app.municipalities.models import Municipality
from app.municipalities.scope import acting_in
from app.planning.models import PlanDraftStep
from app.plans.models import Plan, PlanStep
from app.privacy.models import LegalHold
from app.protection.models import ProtectedChannel
from app.protection.rules import Step
from app.referrals.allocation.stages import Fate
from app.referrals.models import (
    Allocation,
    AllocationProposal,
    CaseInterpreter,
    Conflict,
    Meeting,
    MeetingGuest,
    Offer,
    Referral,
)
from app.referrals.rules import OfferStatus
from app.relocations.models import Arrival, Relocation
from app.relocations.rules import RelocationStatus
from app.revisits.models import Revisit
from app.transfers.models import Deputyship, Transfer
from app.transfers.rules import TransferStatus
from tests.e2e import crises, kept, lent, waits
from tests.e2e.found import Group, found


def groups(endpoint: str, names: frozenset[str]) -> list[Group] | None:
    """The examples for a page whose address has these variables; None if nobody has named any."""
    chosen = BY_ENDPOINT.get(endpoint) or BY_NAMES.get(names)
    if chosen:
        return chosen()
    return None if names else [[{}]]


def _cases() -> list[Group]:
    return [found(["case_id"], sa.select(Case.id).order_by(Case.submitted_at.desc()))]


def _cases_in(*statuses: Status) -> Callable[[], list[Group]]:
    query = sa.select(Case.id).order_by(Case.submitted_at.desc())
    return lambda: [found(["case_id"], query.where(Case.status == status)) for status in statuses]


def _offers_by_status() -> list[Group]:
    query = sa.select(Offer.id).order_by(Offer.offered_at.desc(), Offer.id)
    sent = [status for status in OfferStatus if status is not OfferStatus.PROPOSED]
    return [found(["offer_id"], query.where(Offer.status == status)) for status in sent]


def _offers_of_cases(*which: sa.ColumnElement[bool]) -> Callable[[], list[Group]]:
    return lambda: [found(["case_id", "offer_id"], sa.select(Offer.case_id, Offer.id).where(*which))]


def _of_a_case(name: str, model: Any) -> Callable[[], list[Group]]:
    def read() -> list[Group]:
        query = sa.select(model.case_id, model.id).join(Case, Case.id == model.case_id)
        return [found(["case_id", name], query.order_by(Case.submitted_at.desc(), model.id))]

    return read


def _moves(name: str, query: sa.Select[Any]) -> list[Group]:
    """A group for each verb, with the cases in a status from which it starts."""
    found = []
    for verb in Verb:
        sources = [move.source for move in MOVES if move.verb is verb]
        rows = db.session.scalars(query.where(Case.status.in_(sources)).order_by(Case.submitted_at.desc()))
        found.append([{name: one, "words": slug(verb)} for one in rows])
    return found


def _moves_of_cases() -> list[Group]:
    return _moves("case_id", sa.select(Case.id))


def _moves_of_mediators() -> list[Group]:
    return _moves("referral_id", sa.select(Referral.id).join(Case, Case.id == Referral.case_id))


def _drafts() -> list[Group]:
    """The newest first: it is not sent yet."""
    return [found(["draft_id"], sa.select(Draft.id).order_by(Draft.edited_at.desc(), Draft.id))]


def _sections() -> list[Group]:
    (drafts,) = _drafts()
    return [[row | {"section": section.value} for row in drafts] for section in Section]


def _rows(name: str, model: Any) -> Callable[[], list[Group]]:
    return lambda: [found([name], sa.select(model.id).order_by(model.id))]


def _meetings() -> list[Group]:
    """One that is to come, one with a third person, one that was reported."""
    query = sa.select(Meeting.referral_id, Meeting.id).order_by(Meeting.starts_at, Meeting.id)
    to_come = query.where(Meeting.reported_at.is_(None))
    with_guest = to_come.join(MeetingGuest, MeetingGuest.meeting_id == Meeting.id)
    groups = (to_come, with_guest, query.where(Meeting.held.is_(True)))
    return [found(["referral_id", "meeting_id"], group) for group in groups]


def _transfers() -> list[Group]:
    """A group for each status."""
    query = sa.select(Transfer.id).order_by(Transfer.offered_at.desc(), Transfer.id)
    return [found(["transfer_id"], query.where(Transfer.status == one)) for one in TransferStatus]


def _steps_of_protection() -> list[Group]:
    """Each step has a form of its own."""
    (channels,) = _rows("channel_id", ProtectedChannel)()
    return [[row | {"step": step.value} for row in channels] for step in Step]


def _arrivals() -> list[Group]:
    """A group for each answer that the demo has."""
    query = sa.select(Arrival.id).order_by(Arrival.proposed_at.desc(), Arrival.id)
    statuses = (RelocationStatus.PROPOSED, RelocationStatus.ACCEPTED)
    return [found(["arrival_id"], query.where(Arrival.status == one)) for one in statuses]


def _open_arrivals() -> list[Group]:
    return [found(["arrival_id"], sa.select(Arrival.id).where(Arrival.status == RelocationStatus.PROPOSED))]


def _departures() -> list[Group]:
    """A case that waits for an answer, one that was refused, one that can go."""
    query = sa.select(Relocation.case_id).order_by(Relocation.proposed_at.desc(), Relocation.id)
    statuses = (RelocationStatus.PROPOSED, RelocationStatus.REFUSED)
    gone = [found(["case_id"], query.where(Relocation.status == one)) for one in statuses]
    return gone + _cases_in(Status.CLARIFY)()


def _held() -> list[Group]:
    return [found(["case_id"], sa.select(LegalHold.case_id).where(LegalHold.lifted_at.is_(None)))]


def _to_be_deleted() -> list[Group]:
    """Of the oldest: one that is held, one that waits, one that is gone."""
    return _held() + _old(Status.CLOSED) + _old(Status.DELETED)


def _old(status: Status) -> list[Group]:
    return [found(["case_id"], sa.select(Case.id).where(Case.status == status).order_by(Case.closed_at))]


def _free() -> list[Group]:
    """Closed long ago, and not held."""
    held = sa.select(LegalHold.case_id).where(LegalHold.lifted_at.is_(None))
    query = sa.select(Case.id).where(Case.status == Status.CLOSED, Case.id.not_in(held))
    return [found(["case_id"], query.order_by(Case.closed_at))]


def _proposals() -> list[Group]:
    """Whom a run over the waiting list proposes: for a pair, and for one person."""
    query = sa.select(AllocationProposal.allocation_id, AllocationProposal.id).where(
        AllocationProposal.fate == Fate.PROPOSED
    )
    alone = AllocationProposal.second_id.is_(None)
    return [found(["allocation_id", "proposal_id"], query.where(one)) for one in (~alone, alone)]


def _waivers() -> list[Group]:
    """What a party says to a conflict of interest."""
    query = sa.select(Conflict.case_id, Conflict.id, Party.id).join(Party, Party.case_id == Conflict.case_id)
    return [found(["case_id", "conflict_id", "party_id"], query.order_by(Conflict.noted_at, Party.position))]


def _in_conflict() -> list[Group]:
    return [found(["case_id", "person_id"], sa.select(Conflict.case_id, Conflict.person_id))]


def _texts() -> list[Group]:
    """A text in each direction, and one whose newest version is a draft after an approved one."""
    newest = sa.select(LetterText.id).order_by(LetterText.version.desc(), LetterText.id)
    return [
        found(["text_id"], newest.where(LetterText.language == language, LetterText.kind == "FIRST_TALK"))
        for language in ("de", "ar", "uk")
    ]


def _languages() -> list[Group]:
    return [[{"language": code}] for code in ("de", "ar")]


def _questionnaires() -> list[Group]:
    """Of each reading direction one."""
    town = db.session.scalars(sa.select(Municipality).order_by(Municipality.slug)).first()
    assert town
    with acting_in(town.id):
        made = {code: ticket(Audience.PARTY, day=now().date()).secret for code in ("de", "prs")}
        db.session.commit()
    return [[{"language": code, "secret": secret}] for code, secret in made.items()]


LIVED = [status for status in Status if status is not Status.DELETED]


BY_ENDPOINT: dict[str, Callable[[], list[Group]]] = {
    **kept.EXAMPLES,
    "cases.clear_stage": lambda: [found(["case_id"], sa.select(Case.id).where(Case.glasl_stage == 7))],
    "cases.file": _cases_in(*LIVED),
    "feedback.follow_up": _cases_in(Status.FOLLOWUP, Status.CLOSED, Status.CONTACT),
    "feedback.hand_out": _cases_in(Status.CLOSED),
    "feedback.record_check": _cases_in(Status.FOLLOWUP),
    "feedback.waive_checks": _cases_in(Status.FOLLOWUP),
    "cases.extend_report": _cases_in(Status.NEW, Status.CONTACT),
    "cases.own_report": _cases_in(Status.NEW, Status.INFO, Status.CONTACT, Status.CLOSED),
    "referrals.search": _cases_in(Status.NEW, Status.MATCHING, Status.PROPOSED, Status.PREP),
    "referrals.own_offer": _offers_by_status,
    "referrals.declare": lambda: [
        found(["offer_id"], sa.select(Offer.id).filter_by(status=OfferStatus.INTERESTED, to_confirm=False))
    ],
    "oversight.overdue_preview": waits.late,
    "referrals.record_answer": _offers_of_cases(Offer.status == OfferStatus.OFFERED),
    "referrals.correct_answer": _offers_of_cases(Offer.to_confirm.is_(True)),
    "privacy.check": _to_be_deleted,
    "privacy.hold": _free,
    "privacy.lift": _held,
    "privacy.case_lift": _held,
    "lending.loan": lent.loans,
    "relocations.relocation": _departures,
    "relocations.refuse": _open_arrivals,
    "referrals.ask_language": _cases_in(Status.MATCHING),
    "referrals.conflicts": lambda: [found(["case_id"], sa.select(Conflict.case_id))],
    "referrals.interpreters": lambda: [found(["case_id"], sa.select(CaseInterpreter.case_id))],
    "referrals.mark_solo": _cases_in(Status.MATCHING),
    "referrals.need": _cases_in(Status.CONTACT, Status.MATCHING),
    "plans.waits": waits.waiting,
    "plans.wait": waits.whom,
}

BY_NAMES: dict[frozenset[str], Callable[[], list[Group]]] = {
    frozenset({"arrival_id"}): _arrivals,
    frozenset({"allocation_id"}): _rows("allocation_id", Allocation),
    frozenset({"allocation_id", "proposal_id"}): _proposals,
    frozenset({"candidate_id"}): lent.questions,
    frozenset({"case_id"}): _cases,
    frozenset({"case_id", "conflict_id", "party_id"}): _waivers,
    frozenset({"case_id", "person_id"}): _in_conflict,
    frozenset({"case_id", "party_id"}): _of_a_case("party_id", Party),
    frozenset({"case_id", "revisit_id"}): _of_a_case("revisit_id", Revisit),
    frozenset({"case_id", "step_id"}): _of_a_case("step_id", PlanStep),
    frozenset({"case_id", "words"}): _moves_of_cases,
    frozenset({"part"}): lambda: [[{"part": "fallplan"}], [{"part": "ereignisplan"}]],
    frozenset({"rule_id"}): _rows("rule_id", PlanDraftStep),
    frozenset({"version_id"}): _rows("version_id", Plan),
    frozenset({"deputyship_id"}): _rows("deputyship_id", Deputyship),
    frozenset({"case_id", "conference_id"}): _of_a_case("conference_id", Conference),
    frozenset({"case_id", "measure_id"}): _of_a_case("measure_id", ConferenceMeasure),
    frozenset({"channel_id"}): _rows("channel_id", ProtectedChannel),
    frozenset({"channel_id", "step"}): _steps_of_protection,
    **crises.EXAMPLES,
    frozenset({"conference_id"}): _rows("conference_id", Conference),
    frozenset({"language"}): _languages,
    frozenset({"language", "secret"}): _questionnaires,
    frozenset({"case_import_id"}): _rows("case_import_id", CaseImport),
    frozenset({"district_id"}): kept.districts,
    frozenset({"draft_id"}): _drafts,
    frozenset({"draft_id", "section"}): _sections,
    frozenset({"inquiry_id"}): lent.inquiries,
    frozenset({"import_id"}): _rows("import_id", PoolImport),
    frozenset({"evidence_id"}): _rows("evidence_id", PoolEvidence),
    frozenset({"upload_id"}): _rows("upload_id", PoolUpload),
    frozenset({"offer_id"}): _rows("offer_id", Offer),
    frozenset({"person_id"}): _rows("person_id", PoolPerson),
    frozenset({"referral_id"}): _rows("referral_id", Referral),
    frozenset({"referral_id", "meeting_id"}): _meetings,
    frozenset({"referral_id", "words"}): _moves_of_mediators,
    frozenset({"search_id"}): _rows("search_id", CaseSearch),
    frozenset({"secret"}): kept.password_link,
    frozenset({"text_id"}): _texts,
    frozenset({"user_id"}): kept.people,
    frozenset({"transfer_id"}): _transfers,
}
