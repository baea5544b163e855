"""Cases that have had their time; say only what the test is about."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.cases.models import Case
from app.cases.rules.outcomes import Outcome
from app.cases.rules.status import Status
from app.database import db
from app.privacy.actions import holds, releasing
from app.privacy.rules import Ground
from tests import make
from tests.house.canaries import SEALED

#: A year and a day before NOON: the longest period is over.
LONG_AGO = datetime(2025, 3, 1, 11, tzinfo=UTC)
NIGHT = make.later(hours=13)
"""Half an hour into the day after NOON, by the clock of the office: 01:00."""


def closed(town: make.Town, *, closed_at: datetime = LONG_AGO, **values: Any) -> Case:
    """A mediated case that was closed more than a year ago; committed."""
    fallback = {"status": Status.CLOSED, "closed_at": closed_at, "status_since": closed_at}
    return make.case(town, **(fallback | {"outcome": Outcome.MED_NONE} | values))


def released(town: make.Town, by: User | None = None, **values: Any) -> Case:
    case = closed(town, **values)
    releasing.release(case, by=(by or town.privacy_officer).id, at=make.NOON)
    db.session.commit()
    return case


def held(town: make.Town, case: Case, **values: Any) -> None:
    ground = Ground(values.get("reason", make.canary("legal_holds.reason")), date(2026, 9, 1))
    holds.set_hold(case, ground, by=town.coordinator.id, at=make.NOON)
    db.session.commit()


def sealed_of(case: Case) -> dict[str, int]:
    """How many sealed fields of each table are filled, wherever they belong to this case."""
    found = {}
    for model in SEALED:
        if "case_id" in model.__table__.columns or model is Case:
            own = model.id == case.id if model is Case else model.case_id == case.id
            filled = [sa.func.count(c) for c in model.__table__.columns if c.name.endswith("_sealed")]
            found[model.__tablename__] = sum(db.session.execute(sa.select(*filled).where(own)).one())
    return found
