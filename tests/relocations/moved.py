"""A case on its way from Musterkreis to Musterland; say only what the test is about."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.cases.actions.moves import Actor
from app.cases.models import Case
from app.cases.rules.basis import Basis
from app.cases.rules.status import Status, Who
from app.database import db
from app.municipalities.scope import acting_in
from app.relocations.actions import giving
from app.relocations.models import Relocation
from app.relocations.rules import Wish
from app.workdays import Land
from tests import make

CONTENT = {
    "cases.description", "cases.goal", "cases.location", "cases.internal_note", "cases.handover_summary",
}  # fmt: skip
REASON = {"relocations.reason", "arrivals.reason"}


def abroad() -> make.Town:
    """Musterland, with people of its own."""
    return make.town("musterland", Land.NI)


def led(town: make.Town, *, agreed: int = 2, **values: Any) -> Case:
    """A case in contact of which so many parties consent."""
    case = make.case(town, **({"status": Status.CONTACT} | values))
    make.lead(case, town.lead)
    for party in case.parties[:agreed]:
        make.consent(party)
    return case


def lead_of(town: make.Town) -> Actor:
    return Actor(town.lead.id, frozenset({Who.CASE_LEAD}))


def coordination_of(town: make.Town) -> Actor:
    return Actor(town.coordinator.id, frozenset({Who.COORDINATION}))


def wish(to: make.Town, **values: Any) -> Wish:
    return Wish(
        **({"to": to.id, "basis": Basis.CONSENT, "reason": make.canary("relocations.reason")} | values)
    )


def proposed(
    town: make.Town, to: make.Town, case: Case, by: Actor | None = None, **values: Any
) -> Relocation:
    """Committed; the test stands in Musterkreis."""
    giving.propose(case, wish(to, **values), by=by or lead_of(town), at=make.NOON)
    db.session.commit()
    return db.session.query(Relocation).filter_by(case_id=case.id).one()


def cases_in(town: make.Town) -> list[Case]:
    """With their parties; what was read of them before is read anew."""
    db.session.rollback()
    with acting_in(town.id):
        query = sa.select(Case).options(selectinload(Case.parties)).order_by(Case.number)
        found = list(db.session.scalars(query, execution_options={"populate_existing": True}))
        db.session.commit()
    return found
