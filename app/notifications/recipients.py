"""Who fills which role for a step of a plan, at this moment."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

import sqlalchemy as sa

from app.accounts.permissions import Role
from app.accounts.queries import crisis_team, heads_of, holders
from app.cases.queries.access import responsible_for
from app.clock import local
from app.crisis.queries.people import people as crisis_people
from app.database import db
from app.mediators.models import PoolPerson
from app.plans.cells import code
from app.plans.codes import Anchor, LadderRole, StepRole
from app.plans.models import PlanStep
from app.referrals.models import Offer
from app.referrals.queries.seats import accepted_users_of

Recipient = tuple[UUID, Role | None]
"""A person, and the role in which she is told; None is whoever answers for the case."""

#: Roles whose holders are told as such. The reporter is not here: she hears the coarse status only.
BY_ROLE: Mapping[StepRole, Role] = {
    StepRole.COORDINATION: Role.COORDINATOR,
    StepRole.MANAGEMENT: Role.MANAGEMENT,
    StepRole.PRIVACY: Role.PRIVACY_OFFICER,
}


def or_coordination(role: StepRole | LadderRole, step: PlanStep, at: datetime) -> list[Recipient]:
    """A role that nobody fills is coordination's."""
    return Filled([step], at).or_coordination(role, step)


def people(role: StepRole | LadderRole, step: PlanStep, at: datetime) -> list[Recipient]:
    """Who fills this role for this step now; nobody for a role that hears of it otherwise."""
    return Filled([step], at).people(role, step)


class Filled:
    """The roles of these steps at one moment; what concerns many of them is asked once for all."""

    def __init__(self, steps: Iterable[PlanStep], at: datetime) -> None:
        self.steps, self.at = list(steps), at
        self._holders: dict[StepRole, list[Recipient]] = {}

    def or_coordination(self, role: StepRole | LadderRole, step: PlanStep) -> list[Recipient]:
        return self.people(role, step) or self.people(StepRole.COORDINATION, step)

    def people(self, role: StepRole | LadderRole, step: PlanStep) -> list[Recipient]:
        if role is LadderRole.HOLDER:
            return self.people(code(StepRole, step.holder), step)
        if role is LadderRole.OFFICE_MANAGEMENT:
            held = [user_id for user_id, _ in self.people(LadderRole.HOLDER, step)]
            return [(user_id, Role.MANAGEMENT) for user_id in heads_of(held, self._today)]
        if role is StepRole.CASE_LEAD:  # a deputy, as long as she stands in, answers too
            return [(user_id, None) for user_id in self._leads.get(step.case_id, ())]
        if role is StepRole.MEDIATOR:
            return [(user_id, Role.MEDIATOR) for user_id in self._mediators(step)]
        return self._in_town(role) if isinstance(role, StepRole) else []

    @cached_property
    def _today(self) -> date:
        return local(self.at).date()

    @cached_property
    def _leads(self) -> Mapping[UUID, list[UUID]]:
        return responsible_for({step.case_id for step in self.steps}, self.at)

    def _mediators(self, step: PlanStep) -> Iterable[UUID]:
        """The people on accepted seats; for an offer the person asked."""
        if step.anchor == Anchor.OFFER_SENT:
            return self._asked.get(step.subject, ())
        return self._seated.get(step.case_id, ())

    @cached_property
    def _seated(self) -> Mapping[UUID, list[UUID]]:
        held = {step.case_id for step in self.steps if step.anchor != Anchor.OFFER_SENT}
        return accepted_users_of(held)

    @cached_property
    def _asked(self) -> Mapping[str, list[UUID]]:
        offers = {
            UUID(step.subject) for step in self.steps if step.anchor == Anchor.OFFER_SENT and step.subject
        }
        query = (
            sa.select(Offer.id, PoolPerson.user_id)
            .join(
                PoolPerson,
                sa.and_(
                    PoolPerson.id == Offer.person_id, PoolPerson.municipality_id == Offer.municipality_id
                ),
            )
            .where(Offer.id.in_(offers))
        )
        return {str(key): [user_id] for key, user_id in db.session.execute(query) if user_id}

    def _in_town(self, role: StepRole) -> list[Recipient]:
        """Who fills it whatever the step."""
        if role not in self._holders:
            self._holders[role] = _holders(role, self.at)
        return self._holders[role]


def _holders(role: StepRole, at: datetime) -> list[Recipient]:
    today = local(at).date()
    if role is StepRole.CRISIS_TEAM:
        return [(user_id, Role.MANAGEMENT) for user_id in crisis_team(today)]
    if role is StepRole.CRISIS_LEAD:
        return list(crisis_people(role, at=at, only=None))
    known = BY_ROLE.get(role)
    return [(user_id, known) for user_id in holders(known, today)] if known else []


def heirs(step: PlanStep, role: Role | None, at: datetime) -> list[Recipient]:
    """Who stands now where somebody in this role stood; coordination where nobody does."""
    known = {Role.MEDIATOR: StepRole.MEDIATOR} | {told: held for held, told in BY_ROLE.items()}
    return or_coordination(known.get(role, StepRole.CASE_LEAD) if role else StepRole.CASE_LEAD, step, at)
