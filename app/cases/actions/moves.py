"""The only place where a case changes its status."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases import moves
from app.cases.events import CaseMoved, ProtectionNeeded
from app.cases.models import Case
from app.cases.queries.facts import facts_of, met_by
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import NO_MEDIATION
from app.cases.rules.status import Flag, Status, Verb, Who
from app.database import db
from app.events import publish
from app.labels import N_
from app.refusals import NotAllowed, NotYours, Outrun


@dataclass(frozen=True)
class Actor:
    """Who makes a move, and in what relation to the case; ``id`` is None for the program."""

    id: UUID | None
    relations: frozenset[Who]


PROGRAM = Actor(None, frozenset({Who.SYSTEM}))


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the form of a move brought: guards it answers, and what it sets."""

    guards: frozenset[Guard] = frozenset()
    outcome: Outcome | None = None
    flag: Flag | None = None
    wake_up_on: date | None = None
    values: dict[str, Any] = field(default_factory=dict)
    """Other columns of the case that change with the move."""


def transition(case: Case, verb: Verb, *, by: Actor, at: datetime, given: Given | None = None) -> None:
    """Make a move: one conditional update, its events in the same transaction.

    Raises ``NotAllowed`` with the sentence of the first guard that isn't met, and ``Outrun``
    if somebody else moved the case since it was read.
    """
    move, facts = moves.move(case.status, verb), facts_of(case, at)
    given = _fitting(given or Given(), move, moves.ends(move, facts))
    if not move.who & by.relations:
        raise NotYours(N_("Das kann nur: %(who)s."), who=", ".join(sorted(w.label for w in move.who)))
    if moves.barred(move, facts):
        raise NotAllowed(NO_MEDIATION)
    missing = moves.missing(move, met_by(case, facts) | given.guards, given.outcome)
    if missing:
        raise NotAllowed(missing[0].label)
    before, target = case.status, moves.target_of(move, case.paused_from)
    won = db.session.execute(
        sa.update(Case)
        .where(Case.id == case.id, Case.status == before, Case.version == case.version)
        .values(
            status=target,
            status_since=at,
            version=Case.version + 1,
            **_consequences(case, target, given=given, at=at),
        )
        .execution_options(synchronize_session=False)
    )
    if won.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        raise Outrun(N_("Jemand war schneller. Bitte sehen Sie sich den Fall noch einmal an."))
    db.session.refresh(case)
    publish(CaseMoved(case_id=case.id, actor_id=by.id, at=at, verb=verb, before=before, status=target))
    if verb is Verb.PROTECT and given.flag is not None:
        publish(ProtectionNeeded(case_id=case.id, actor_id=by.id, at=at, flag=given.flag))


def _fitting(given: Given, move: moves.Move, outcomes: tuple[Outcome, ...]) -> Given:
    """What this move may take of it: an outcome only if it closes; the only outcome there is by itself."""
    outcome = outcomes[0] if len(outcomes) == 1 else given.outcome
    flag = given.flag if given.flag in move.flags else None
    return replace(given, outcome=outcome if outcome in outcomes else None, flag=flag)


def _consequences(case: Case, target: Status, *, given: Given, at: datetime) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "paused_from": case.status if target is Status.PAUSED else None,
        "wake_up_on": given.wake_up_on if target is Status.PAUSED else None,
        **given.values,
    }
    if target is Status.CLOSED:
        changes |= {"closed_at": at}
    elif (
        case.status is Status.CLOSED and target is not Status.DELETED
    ):  # what it was found fit for, and how it ended, begins anew
        changes |= {"closed_at": None, "outcome": None, "screening": None, "reopened_after": case.closed_at}
    if target is Status.ACCEPTED:
        changes |= {"accepted_at": at}
    if given.outcome is not None:
        changes |= {"outcome": given.outcome}
    if given.flag is not None:
        changes |= {"flags": sorted({*case.flags, given.flag.value}), "protection_since": at}
    return changes
