"""Hand-overs and absences; say only what the test is about."""

from datetime import datetime
from typing import Any

from app.accounts.models import User
from app.cases.models import Case
from app.cases.rules.basis import Basis
from app.cases.rules.consent import Purpose
from app.cases.rules.status import Status
from app.database import db
from app.transfers.actions import deputies, handing
from app.transfers.models import Deputyship, Transfer
from app.transfers.rules import Away, Occasion, Wish
from tests import make

CONTENT = {
    "cases.description", "cases.goal", "cases.location", "cases.internal_note", "cases.handover_summary",
}  # fmt: skip


def led(town: make.Town, **values: Any) -> Case:
    """A case in contact that the lead answers for; both parties may be passed on to another office."""
    case = make.case(town, **({"status": Status.CONTACT} | values))
    make.lead(case, town.lead)
    make.all_consent(case, Purpose.OFFICE)
    return case


def offered(town: make.Town, case: Case, to: User | None = None, **values: Any) -> Transfer:
    """The lead offers the case, to the reporter unless said otherwise; committed."""
    taker = to or town.reporter
    fallback: dict[str, Any] = {"occasion": Occasion.WORKLOAD, "basis": Basis.CONSENT}
    if "to_office_id" not in values:
        fallback["to_user_id"] = taker.id
    handing.offer(case, Wish(**(fallback | values)), by=town.lead.id, at=make.NOON)
    db.session.commit()
    return db.session.query(Transfer).filter_by(case_id=case.id).order_by(Transfer.offered_at.desc()).first()


def away(town: make.Town, starts_at: datetime, ends_at: datetime, deputy: User | None = None) -> Deputyship:
    """The lead is away, and the reporter stands in unless said otherwise; committed."""
    stands_in = deputy or town.reporter
    deputies.be_away(Away(starts_at, ends_at), stands_in.id, by=town.lead.id, at=make.NOON)
    db.session.commit()
    return db.session.query(Deputyship).filter_by(user_id=town.lead.id).one()
