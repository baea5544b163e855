"""The lead speaks with the parties: who they are, whether they may be contacted, tries to reach them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.changes import forget_former, record
from app.cases.actions.holding import LEAD, hold, only
from app.cases.actions.moves import Actor
from app.cases.actions.naming import write_contact, write_needs
from app.cases.actions.report import receive
from app.cases.events import ContactAgreed, ContactTried, FieldRevealed, PartyKept
from app.cases.models import Case, ContactAttempt, Party
from app.cases.queries import shown as pages
from app.cases.queries.access import leads_alone
from app.cases.queries.changes import party_facts
from app.cases.queries.consents import words_of_party
from app.cases.queries.parties import party_of, revealable
from app.cases.rules.changes import Fact, Why, replaced
from app.cases.rules.consent import PROTECTED
from app.cases.rules.intake import Answer
from app.cases.rules.report import ReportedParty
from app.cases.rules.status import Status, is_open
from app.database import db
from app.events import publish
from app.labels import N_
from app.refusals import NotAllowed
from app.versions import insist

_BEFORE_CONTACT = frozenset({Status.NEW, Status.TRIAGE, Status.INFO, Status.ACCEPTED})


@dataclass(frozen=True, kw_only=True)
class Seen:
    """On which page somebody has decided: the seal of what it had shown; and why something changes."""

    shown: str | None = None
    why: Why | None = None


NOWHERE = Seen()


def keep_party(  # noqa: PLR0913 - whom, what, by whose word, when, and how it came to that
    case: Case, party_id: UUID, told: ReportedParty, *, by: Actor, at: datetime, seen: Seen = NOWHERE
) -> None:
    """Keep what is known of a party; its names arrive the first time they are given.

    Raises ``Outrun`` if the party was changed since the page was shown, and ``Wanting`` if something that
    others rely on since the case was accepted changes without a reason.
    """
    party = begin(case, party_id, by)
    db.session.refresh(party, with_for_update=True)
    insist(seen.shown, pages.party(party))
    if party.address_protected and not told.contact.protected:
        _insist_on_lead(case, by, at=at)
    before, shown = party_facts(party), pages.party(party)
    write_needs(party, told)
    if told.contact.given and party.data_received_at is None and by.id is not None:
        db.session.flush()
        receive(party, told.contact, by=by.id, at=at)
    else:
        write_contact(party, told.contact)
    changed = replaced(before, party_facts(party)) if case.accepted_at is not None else ()
    record(case, changed, seen.why, by=by.id, at=at, party=party)
    if party.address_protected:
        forget_former(party.id, Fact.ADDRESS)
    if not changed and pages.party(party) != shown:
        publish(PartyKept(case_id=case.id, actor_id=by.id, at=at, party_id=party.id, party=party.label))


def agree_to_contact(case: Case, party_id: UUID, *, by: Actor, at: datetime) -> None:
    """A pseudonymised party may be contacted; the reporting office can add its name then."""
    party = begin(case, party_id, by)
    if party.contact_agreed is Answer.YES:
        return
    party.contact_agreed = Answer.YES
    publish(ContactAgreed(case_id=case.id, actor_id=by.id, at=at, party_id=party.id, party=party.label))


def try_contact(
    case: Case, party_id: UUID, *, attempt_id: UUID, reached: bool, by: Actor, at: datetime
) -> None:
    """Log one try; the same ``attempt_id`` counts once. What was said is not kept."""
    party = begin(case, party_id, by)
    insist_on_contact(case)
    if db.session.get(ContactAttempt, attempt_id) is not None:
        return
    db.session.add(
        ContactAttempt(id=attempt_id, case_id=case.id, party_id=party.id, at=at, by=by.id, reached=reached)
    )
    first = reached and party.first_contact_at is None
    if first:
        party.first_contact_at = at
    db.session.flush()
    publish(
        ContactTried(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            party_id=party.id,
            party=party.label,
            first=first,
            all_tried=_all_tried(case),
        )
    )


def reveal(case: Case, party_id: UUID, field: str, *, by: Actor, at: datetime) -> None:
    """Somebody who isn't lead has one field shown; that is noted for the lead (decision 3)."""
    party = party_of(case.id, party_id)
    if field == PROTECTED:
        _insist_on_lead(case, by, at=at)
    elif field not in revealable(party, words_of_party(party.id)):
        raise NotAllowed(N_("Dieses Feld lässt sich nicht anzeigen."))
    publish(FieldRevealed(case_id=case.id, actor_id=by.id, at=at, party_id=party.id, field=field))


def begin(case: Case, party_id: UUID, by: Actor, *, closed: bool = False) -> Party:
    """The party, and its case in hand; ``closed``: a closed case will do."""
    only(LEAD, by.relations)
    hold(case)
    party = party_of(case.id, party_id)
    if not is_open(case.status) and not (closed and case.status is Status.CLOSED):
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))
    return party


def _insist_on_lead(case: Case, by: Actor, *, at: datetime) -> None:
    """A protected address is the lead's alone: not even a deputy sees it or lifts the protection."""
    if by.id is None or not leads_alone(case.id, by.id, at):
        raise NotAllowed(N_("Die geschützte Anschrift ist allein für die Fallverantwortung."))


def insist_on_contact(case: Case) -> None:
    """``NotAllowed`` before the lead has begun to speak with the parties."""
    status = case.paused_from if case.status is Status.PAUSED else case.status
    if status in _BEFORE_CONTACT:
        raise NotAllowed(
            N_("Bitte beginnen Sie zuerst die Kontaktaufnahme; dann können Sie sie hier festhalten.")
        )


def _all_tried(case: Case) -> bool:
    tried = sa.exists().where(
        ContactAttempt.party_id == Party.id, ContactAttempt.municipality_id == Party.municipality_id
    )
    return not _any(Party.case_id == case.id, sa.not_(tried))


def _any(*conditions: sa.ColumnElement[bool]) -> bool:
    return bool(db.session.scalar(sa.select(sa.func.count(Party.id)).where(*conditions)))
