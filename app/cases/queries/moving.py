"""One move of one case, as its page needs it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases import moves
from app.cases.models import Case
from app.cases.queries.facts import facts_of, met_by
from app.cases.queries.file import OpenedFile
from app.cases.rules.answers import Days
from app.cases.rules.evidence import LONGEST_PAUSE
from app.cases.rules.guards import FORM_GUARDS, Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.screening import NO_MEDIATION
from app.cases.rules.status import Status, Verb
from app.database import db
from app.labels import N_
from app.localtime import local
from app.municipalities.queries import calendar
from app.refusals import NotYours
from app.workdays import Period

#: Danger in a case that rests already is flagged without a move (it is paused already).
FLAG_WHILE_PAUSED = replace(
    moves.move(Status.CONTACT, Verb.PROTECT), source=Status.PAUSED, target=Status.PAUSED
)


@dataclass(frozen=True)
class MoveShown:
    """A move that the reader may make; ``missing``: the sentences why it isn't possible yet."""

    move: moves.Move
    target: str
    missing: tuple[str, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def decided(self) -> Outcome | None:
        """The outcome, where what is recorded leaves no other."""
        return self.outcomes[0] if len(self.outcomes) == 1 else None


def step(status: Status, verb: Verb) -> moves.Move:
    """The row of this move; ``NotAllowed`` with the sentence if there is none from here."""
    if status is Status.PAUSED and verb is Verb.PROTECT:
        return FLAG_WHILE_PAUSED
    return moves.move(status, verb)


def shown(file: OpenedFile, verb: Verb, at: datetime) -> MoveShown:
    """``NotAllowed`` if there is no such move from here, or not for the reader."""
    found = step(file.case.status, verb)
    if not found.who & file.head.relations:
        raise NotYours(N_("Das kann nur: %(who)s."), who=", ".join(sorted(w.label for w in found.who)))
    return seen(file.case, found, at)


def seen(case: Case, move: moves.Move, at: datetime) -> MoveShown:
    """The move as a page shows it to somebody who may make it."""
    facts = facts_of(case, at)
    met_now = met_by(case, facts) | FORM_GUARDS | {Guard.ATTEMPTS_EXHAUSTED}
    return MoveShown(
        move=move,
        target=moves.target_of(move, case.paused_from).label,
        missing=(NO_MEDIATION,)
        if moves.barred(move, facts)
        else tuple(guard.label for guard in moves.missing(move, met_now)),
        outcomes=moves.ends(move, facts),
    )


def days(at: datetime) -> Days:
    """The days between which a move may choose."""
    return Days(local(at).date(), latest_wake_up(at))


def latest_wake_up(at: datetime) -> date:
    """The last day on which a case that rests from now on has to go on."""
    return calendar().due(at, Period.parse(LONGEST_PAUSE)).date()


def to_wake(today: date) -> list[UUID]:
    """Cases that rest, and whose day has come."""
    query = sa.select(Case.id).where(Case.status == Status.PAUSED, Case.wake_up_on <= today)
    return list(db.session.scalars(query.order_by(Case.wake_up_on, Case.id)))
