"""Hears what goes out, wherever it happens, and enters it: no page writes the ledger by hand."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from app.accounts.queries import names
from app.cases.events import (
    CaseHandedOn,
    CaseMoved,
    ConsentsRecorded,
    ConsentWithdrawn,
    DisclosureMade,
    LeadNamed,
    PartyDecided,
)
from app.cases.models import Case, Handover
from app.cases.queries.consents import agreed_by_all
from app.cases.rules.basis import Basis
from app.cases.rules.consent import TO_MEDIATE, Purpose
from app.cases.rules.disclosure import Ground
from app.cases.rules.intake import Disclosure
from app.cases.rules.outcomes import OutcomeGroup
from app.cases.rules.status import Status
from app.database import db
from app.disclosures.actions import Act, end, enter
from app.disclosures.models import DisclosureEntry
from app.disclosures.queries import at_work, office_names, running, taken_at
from app.disclosures.rules import Passed, Recipient
from app.events import CaseEvent
from app.lending.events import LoanAsked
from app.lending.models import LendingCall
from app.mediators.queries import candidates
from app.protection.events import PassedOn
from app.protection.models import ChannelEntry
from app.protection.rules import BASES, PassingGround
from app.referrals.events import (
    AnswerConfirmed,
    MediatorGaveBack,
    OfferAnswered,
    OfferWithdrawn,
    PartiesApproved,
)
from app.referrals.rules import DISCLOSED_AFTER_CLOSING_DAYS, OfferStatus
from app.relocations.events import RelocationAccepted
from app.relocations.models import Relocation
from app.transfers.events import TransferAccepted
from app.transfers.models import Transfer

AFTER_CLOSING = timedelta(days=DISCLOSED_AFTER_CLOSING_DAYS)
TO_MEDIATORS = DisclosureEntry.recipient_kind == Recipient.MEDIATOR
TO_OFFICES = DisclosureEntry.recipient_kind == Recipient.OFFICE
#: On what the report came to the service; on the same its lead learns of it.
CAME_ON = {Disclosure.CONSENT: Basis.CONSENT, Disclosure.ENTRUSTED_8A: Basis.CHILD_8A}


def lead_named(event: LeadNamed) -> None:
    """Named by coordination; a hand-over that was accepted enters itself."""
    if taken_at(event.case_id, event.user_id, event.at):
        return
    came_on = db.session.scalar(sa.select(Case.disclosure).where(Case.id == event.case_id))
    basis = CAME_ON.get(came_on, Basis.TASK_LAW) if came_on else Basis.TASK_LAW
    _to_staff(event, Passed.LEAD_NAMED, event.user_id, basis=basis)


def transfer_accepted(event: TransferAccepted) -> None:
    found = db.session.get_one(Transfer, event.transfer_id)
    if found.answered_by is not None:
        _to_staff(event, Passed.HANDED_OVER, found.answered_by, basis=found.basis)


def relocation_accepted(event: RelocationAccepted) -> None:
    """What is known here of the other side ends with its name."""
    found = db.session.get_one(Relocation, event.relocation_id)
    act = Act(
        what=Passed.MOVED,
        to=Recipient.MUNICIPALITY,
        recipient=event.town,
        recipient_id=found.to_municipality_id,
        basis=found.basis,
        party_ids=[UUID(party_id) for party_id in found.with_names],
    )
    enter(event.case_id, act, by=event.actor_id, at=event.at)


def loan_asked(event: LoanAsked) -> None:
    """No names go along, and nothing of the case; that it was asked stands here nevertheless."""
    found = db.session.get_one(LendingCall, event.call_id)
    act = Act(
        what=Passed.LOAN_ASKED,
        to=Recipient.MUNICIPALITY,
        recipient=event.town,
        recipient_id=found.to_municipality_id,
        basis=Basis.TASK_LAW,
        party_ids=(),
    )
    enter(event.case_id, act, by=event.actor_id, at=event.at)


def case_handed_on(event: CaseHandedOn) -> None:
    found = db.session.get_one(Handover, event.handover_id)
    escalated = found.outcome.group is OutcomeGroup.ESCALATED
    act = Act(
        what=Passed.TO_AUTHORITY if escalated else Passed.REFERRED_ON,
        to=Recipient.BODY,
        recipient=found.body,
        basis=Basis.CONSENT if found.by_consent else Basis.IN_WORDS,
        ground=found.ground,
    )
    enter(event.case_id, act, by=event.actor_id, at=event.at)


def disclosure_made(event: DisclosureMade) -> None:
    """An office learned its share of a conference, or of a measure that it owns: no names go along."""
    act = Act(
        what=Passed.SHARED,
        to=Recipient.OFFICE,
        recipient=event.office,
        recipient_id=event.to_office_id,
        basis=Basis.CONSENT if event.ground is Ground.CONSENT else Basis.TASK_LAW,
        party_ids=(),
    )
    enter(event.case_id, act, by=event.actor_id, at=event.at)


def youth_office_told(event: PassedOn) -> None:
    """To protect a child; what was said stays in the channel."""
    found = db.session.get_one(ChannelEntry, event.entry_id)
    ground = found.ground or PassingGround.EMERGENCY
    act = Act(
        what=Passed.YOUTH_OFFICE,
        to=Recipient.BODY,
        recipient=found.body,
        basis=BASES[ground],
        ground=ground.label,
        party_ids=event.party_ids,
    )
    enter(event.case_id, act, by=event.actor_id, at=event.at)


def offer_answered(event: OfferAnswered) -> None:
    """Binding interest opens the names, a spoken one only when it is confirmed; a no closes them again."""
    if event.answer is OfferStatus.INTERESTED:
        if not event.spoken:
            _to_mediator(event, Passed.NAMES_SHOWN, event.person_id)
    elif event.answer is not OfferStatus.ACCEPTED:
        _closed_to(event, event.person_id)


def answer_confirmed(event: AnswerConfirmed) -> None:
    _to_mediator(event, Passed.NAMES_SHOWN, event.person_id)


def offer_withdrawn(event: OfferWithdrawn) -> None:
    _closed_to(event, event.person_id)


def seat_given_back(event: MediatorGaveBack) -> None:
    _closed_to(event, event.person_id)


def parties_approved(event: PartiesApproved) -> None:
    _open_contacts(event)


def consent_withdrawn(event: ConsentWithdrawn) -> None:
    """One party's word closes the case to its mediators and to invited offices, for all parties."""
    if event.closes(Purpose.MEDIATORS):
        end(event.case_id, TO_MEDIATORS, at=event.at)
    if event.closes(Purpose.OFFICE):
        end(event.case_id, TO_OFFICES, DisclosureEntry.basis == Basis.CONSENT, at=event.at)


def party_decided(event: PartyDecided | ConsentsRecorded) -> None:
    """A no closes it to mediators; a consent given anew opens it again to those who have kept their seat."""
    if not agreed_by_all(db.session.get_one(Case, event.case_id), *TO_MEDIATE):
        end(event.case_id, TO_MEDIATORS, at=event.at)
    _open_contacts(event)


def case_moved(event: CaseMoved) -> None:
    """Two weeks after its end a case closes to its mediators; opened again, at once: consents are over."""
    if event.status is Status.CLOSED:
        end(event.case_id, TO_MEDIATORS, at=event.at + AFTER_CLOSING)
    elif event.before is Status.CLOSED and event.status is not Status.DELETED:
        end(event.case_id, TO_MEDIATORS, at=event.at)


def _open_contacts(event: CaseEvent) -> None:
    known = running(event.case_id, Passed.CONTACT_OPENED, event.at)
    for person_id in at_work(event.case_id):
        if person_id not in known:
            _to_mediator(event, Passed.CONTACT_OPENED, person_id)


def _to_mediator(event: CaseEvent, what: Passed, person_id: UUID) -> None:
    """They see every party; it rests on everybody's consent, which guards the search (decision 5).

    Names open by themselves with binding interest: it was nobody's deed.
    """
    act = Act(
        what=what,
        to=Recipient.MEDIATOR,
        recipient=candidates.names([person_id]).get(person_id),
        recipient_id=person_id,
        basis=Basis.CONSENT,
    )
    enter(event.case_id, act, by=None if what is Passed.NAMES_SHOWN else event.actor_id, at=event.at)


def _to_staff(event: CaseEvent, what: Passed, user_id: UUID, *, basis: Basis) -> None:
    said = [names({user_id}).get(user_id), *office_names(user_id, event.at)]
    act = Act(
        what=what,
        to=Recipient.STAFF,
        recipient=", ".join(part for part in said if part),
        recipient_id=user_id,
        basis=basis,
    )
    enter(event.case_id, act, by=event.actor_id, at=event.at)


def _closed_to(event: CaseEvent, person_id: UUID) -> None:
    end(event.case_id, TO_MEDIATORS, DisclosureEntry.recipient_id == person_id, at=event.at)
