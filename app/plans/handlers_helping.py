"""What the plan makes of somebody who is needed and whom the pool has not (F24)."""

from typing import Protocol
from uuid import UUID

from app.plans.actions.ending import done, no_longer
from app.plans.actions.starting import happened
from app.plans.codes import Anchor, Condition
from app.plans.handlers import OfCase
from app.plans.queries.running import running

ASK = "F24"
VAIN = frozenset({Condition.NO_MATCH})


class Needed(OfCase, Protocol):
    @property
    def referral_id(self) -> UUID | None: ...
    @property
    def again(self) -> bool: ...


class Settled(OfCase, Protocol):
    @property
    def asked(self) -> bool: ...


def help_needed(event: Needed) -> None:
    """Once for a search, however often it is said; again only if whoever was asked for it is lost."""
    plan = running(event.case_id)
    if plan is None or any(step.code == ASK for step in plan.open_steps):
        return
    subject = str(event.referral_id or plan.search)
    happened(
        event.case_id, Anchor.POOL_SEARCHED, at=event.at, subject=subject, again=event.again, conditions=VAIN
    )


def help_settled(event: Settled) -> None:
    """What a person has added is left to her, unless it was done."""
    if event.asked:
        done(event.case_id, ASK, at=event.at, by=event.actor_id)
    else:
        no_longer(event.case_id, codes={ASK}, at=event.at, by_hand=False)
