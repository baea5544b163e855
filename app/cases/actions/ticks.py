"""Acts that no other page records: said on a day by a named person (decision 42)."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases import moves
from app.cases.actions.holding import hold, only
from app.cases.actions.moves import Actor
from app.cases.events import Ticked
from app.cases.models import Case, CaseLead, CaseTick, LeadKind
from app.cases.queries.facts import facts_of
from app.cases.rules.evidence import CaseFacts, evidence
from app.cases.rules.guards import TICK_GUARDS, Guard
from app.database import db
from app.events import publish
from app.labels import N_
from app.refusals import NotAllowed, NotYours


def confirm(case: Case, guard: Guard, *, by: Actor, at: datetime, note: str | None = None) -> None:
    """Set the tick; nothing happens if it stands already, and ``NotAllowed`` if it has no place here.

    ``note``: what it rests on; a tick that has to be documented isn't set without.
    """
    if guard in TICK_GUARDS and TICK_GUARDS[guard].by_page:
        raise NotAllowed(guard.label)
    hold(case)
    facts = facts_of(case, at)
    if guard in evidence(facts):
        return
    if guard in TICK_GUARDS:
        only(TICK_GUARDS[guard].who, by.relations)
    _leave_to_channel(guard, facts)
    if by.id is None or guard not in moves.ticks_for(case.status, facts, roles=by.relations):
        raise NotAllowed(N_("Das lässt sich hier und jetzt nicht bestätigen."))
    if guard is Guard.LEAD_IMPARTIAL and not _is_named_lead(case, by, at):
        raise NotYours(N_("Das kann nur die benannte fallverantwortliche Person selbst erklären."))
    if TICK_GUARDS[guard].documented and not note:
        raise NotAllowed(N_("Bitte halten Sie fest, worauf sich das stützt."))
    _set(case, guard, by=by.id, at=at, note=note)


def fulfil(case: Case, guard: Guard, *, by: UUID, at: datetime) -> None:
    """Set the tick because the work that it stands for is recorded; once is enough."""
    if guard not in evidence(facts_of(case, at)):
        _set(case, guard, by=by, at=at)


def _leave_to_channel(guard: Guard, facts: CaseFacts) -> None:
    if guard is Guard.PROTECTION_ENDED and facts.channel_open:
        raise NotAllowed(
            N_("Ein Kind wird geschützt. Das beendet, wer damit befasst ist; dann geht es hier weiter.")
        )


def _set(case: Case, guard: Guard, *, by: UUID, at: datetime, note: str | None = None) -> None:
    db.session.add(CaseTick(case_id=case.id, guard=guard, set_at=at, set_by=by, note=note))
    publish(Ticked(case_id=case.id, actor_id=by, at=at, guard=guard))


def _is_named_lead(case: Case, by: Actor, at: datetime) -> bool:
    """A deputy can't say of the lead that the lead is impartial."""
    return bool(
        db.session.scalar(
            sa.select(sa.func.count(CaseLead.id)).where(
                CaseLead.case_id == case.id,
                CaseLead.user_id == by.id,
                CaseLead.kind == LeadKind.LEAD,
                sa.or_(CaseLead.ends_at.is_(None), CaseLead.ends_at > at),
            )
        )
    )
