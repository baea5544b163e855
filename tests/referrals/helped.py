"""A case of whose parties one needs an interpreter, on the plan; it is Monday noon."""

import sqlalchemy as sa

from app.cases.events import CaseReported
from app.cases.models import Case
from app.database import db
from app.mediators.deployment import Interpreting
from app.mediators.models import PoolPerson
from app.mediators.rules import Kind
from app.plans.models import PlanStep, StepEnd
from app.referrals.actions import interpreters, sending
from app.referrals.matching.wishes import PartyWishes, Speech, Wishes
from tests import make
from tests.plans.running import tell, with_plan
from tests.referrals import at_work
from tests.referrals.needing import ids_of, set_need


def interpreter(name: str = "Haile", spoken: str = "de C1, ar C2", *, lay: bool = False, **own) -> PoolPerson:
    how = Interpreting.LAY if lay else Interpreting.PROFESSIONAL
    return at_work.mediator(name, spoken, kind=Kind.INTERPRETER, interpreting=how, phone="0171 22", **own)


def searching(town: make.Town, speech: Speech = Speech.INTERPRETER) -> Case:
    """Party B speaks Arabic."""
    with_plan(town.municipality)
    case = at_work.searching(town)
    tell(CaseReported, case, at=make.NOON, number=case.number)
    set_need(case, town, Wishes(parties={ids_of(case)[1]: PartyWishes(speech=speech)}))
    return case


def send(town: make.Town, case: Case, *people: PoolPerson, at=make.NOON, **choice) -> at_work.Asked:
    """These two are asked; the others are substitutes, in turn for seat 1 and seat 2."""
    ids = [person.id for person in people]
    chosen = sending.Choice(people=tuple(ids[:2]), substitutes=(tuple(ids[2::2]), tuple(ids[3::2])), **choice)
    sending.send_offers(case.id, chosen, by=at_work.coordination(town), at=at)
    db.session.commit()
    return at_work.Asked(case, list(people))


def asked(town: make.Town, speech: Speech = Speech.INTERPRETER, spoken: str = "de C2") -> at_work.Asked:
    """A pair is asked that hears the other party alone, and nobody else is confirmed."""
    people = [at_work.mediator(name, spoken) for name in ("Adler", "Bruns")]
    return send(town, searching(town, speech), *people)


def plan(town: make.Town, case: Case, who: PoolPerson, *, at=make.NOON) -> None:
    interpreters.plan(case.id, who.id, by=town.coordinator.id, at=at)
    db.session.commit()


def drop(town: make.Town, case: Case, who: PoolPerson, *, at=make.NOON) -> None:
    interpreters.drop(case.id, who.id, by=town.coordinator.id, at=at)
    db.session.commit()


def ends(case: Case) -> list[StepEnd | None]:
    """How the step that asks for help ended, each time that it ran; None: it is to be done."""
    db.session.expire_all()
    ran = sa.select(PlanStep).where(PlanStep.case_id == case.id, PlanStep.code == "F24")
    found = db.session.scalars(ran.order_by(PlanStep.started_at, PlanStep.ended_at.is_(None), PlanStep.round))
    return [step.end for step in found]
