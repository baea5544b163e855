"""The privacy officer lets a case go, by name; until the night she may take it back."""

from datetime import datetime
from uuid import UUID

from app.cases.actions import ticks
from app.cases.actions.holding import hold
from app.cases.actions.moves import Actor
from app.cases.models import Case
from app.cases.queries.facts import facts_of
from app.cases.rules.evidence import evidence
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status, Who
from app.events import publish
from app.labels import N_
from app.privacy.events import ReleaseTakenBack
from app.privacy.queries.check import involved, released_tick
from app.privacy.rules import insist_on_second_person
from app.refusals import NotAllowed

BEFORE = (Guard.RETENTION_OVER, Guard.NO_LEGAL_HOLD)


def release(case: Case, *, by: UUID, at: datetime) -> None:
    """Say that the case may go; a second click says nothing more."""
    hold(case)
    if case.status is not Status.CLOSED:
        raise NotAllowed(N_("Freigeben lässt sich nur ein abgeschlossener Fall."))
    if released_tick(case) is not None:
        return
    held = evidence(facts_of(case, at))
    for guard in BEFORE:
        if guard not in held:
            raise NotAllowed(guard.label)
    insist_on_second_person(by, involved(case))
    ticks.confirm(case, Guard.PRIVACY_RELEASED, by=Actor(by, frozenset({Who.PRIVACY})), at=at)


def take_back(case: Case, *, by: UUID, at: datetime) -> None:
    """The case stays until somebody releases it again; too late once it is deleted."""
    hold(case)
    if case.status is Status.DELETED:
        raise NotAllowed(N_("Der Fall ist schon gelöscht; das lässt sich nicht zurücknehmen."))
    if end_release(case, at=at):
        publish(ReleaseTakenBack(case_id=case.id, actor_id=by, at=at))


def end_release(case: Case, *, at: datetime) -> bool:
    """What was released is no longer; false if it wasn't."""
    found = released_tick(case)
    if found is None:
        return False
    found.ended_at = at
    return True
