"""A conference that is called, with an office invited; say only what the test is about."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from app.accounts.models import User
from app.accounts.permissions import Role
from app.cases.actions.moves import Actor
from app.cases.models import Case
from app.cases.rules.disclosure import Ground
from app.cases.rules.status import Status, Who
from app.conferences.actions import calling, measures
from app.conferences.actions.calling import Call, Share
from app.conferences.actions.measures import Agreed
from app.conferences.models import Conference, ConferenceInvitation, ConferenceMeasure
from app.conferences.rules import Owner
from app.database import db
from app.municipalities.rules import OfficeKind
from tests import make
from tests.plans.running import with_plan

NEXT_MONDAY = date(2026, 3, 9)


def coordination(town: make.Town) -> Actor:
    return Actor(town.coordinator.id, frozenset({Who.COORDINATION}))


def case(town: make.Town, **values: Any) -> Case:
    """A case at work, on the plan, with a lead of the youth office."""
    with_plan(town.municipality)
    made = make.case(town, **({"status": Status.CLARIFY} | values))
    make.lead(made, town.lead)
    return made


def called(town: make.Town, case: Case) -> Conference:
    wish = Call(
        id=uuid4(),
        starts_at=make.later(days=2),
        place=make.canary("place"),
        purpose=make.canary("purpose"),
    )
    calling.call(case, wish, by=coordination(town), at=make.NOON)
    db.session.commit()
    return db.session.get_one(Conference, wish.id)


def invited(
    town: make.Town, conference: Conference, kind: OfficeKind = OfficeKind.PUBLIC_ORDER, **values: Any
) -> ConferenceInvitation:
    fallback = {"ground": Ground.LAW, "law": "§ 16 DSG NRW", "text": make.canary(f"share-{kind.value}")}
    share = Share(id=uuid4(), office_id=town.offices[kind].id, **(fallback | values))
    case = db.session.get_one(Case, conference.case_id)
    calling.invite(case, conference, share, by=coordination(town), at=make.NOON)
    db.session.commit()
    return db.session.get_one(ConferenceInvitation, share.id)


def agreed(
    town: make.Town,
    conference: Conference,
    office: OfficeKind | None = OfficeKind.PUBLIC_ORDER,
    **values: Any,
) -> ConferenceMeasure:
    """A measure of this office, else of the lead."""
    fallback: dict[str, Any] = {
        "owner": Owner.OFFICE if office else Owner.LEAD,
        "office_id": town.offices[office].id if office else None,
        "due_on": NEXT_MONDAY,
        "text": make.canary(f"measure-{office.value if office else 'LEAD'}"),
    }
    said = Agreed(id=uuid4(), **(fallback | values))
    case = db.session.get_one(Case, conference.case_id)
    measures.agree(case, conference, said, by=coordination(town), at=make.NOON)
    db.session.commit()
    return db.session.get_one(ConferenceMeasure, said.id)


def member(town: make.Town, kind: OfficeKind) -> User:
    """Somebody of this office who reports, and has nothing else to do with the case."""
    made = make.user(name="Ines Immer", role=Role.REPORTER, office_id=town.offices[kind].id)
    db.session.commit()
    return made


def path(conference_id: UUID) -> str:
    return f"/fallkonferenzen/{conference_id}"
