"""A fact that was sent is changed: with a reason, and with what stood there, as far as the law lets it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.holding import EITHER, hold, only
from app.cases.actions.moves import Actor
from app.cases.events import FactChanged, PartyFactChanged, PartyFactReplaced
from app.cases.models import Case, FactChange, Party
from app.cases.queries import shown as pages
from app.cases.queries.changes import NONE, case_facts
from app.cases.rules.changes import TOLD, Fact, Facts, Replaced, Why, insist_on_reason, replaced
from app.cases.rules.status import is_open
from app.database import db
from app.events import publish
from app.labels import N_
from app.refusals import NotAllowed
from app.versions import insist


def change_facts(  # noqa: PLR0913 - what shall stand, why, by whose word, when, and seen on which page
    case: Case, facts: Facts, why: Why | None, *, by: Actor, at: datetime, shown: str | None = None
) -> None:
    """Correct what was sent. Raises ``Wanting`` without a reason, and ``Outrun`` if it was changed since."""
    only(EITHER, by.relations)
    hold(case)
    insist(shown, pages.facts(case))
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen."))
    before = case_facts(case)
    case.category, case.setting = facts.category, facts.setting
    case.district_id, case.since_month = facts.district_id, facts.since_month
    case.priority = facts.priority if case.priority is not None else None
    record(case, replaced(before, case_facts(case)), why, by=by.id, at=at)
    case.version += 1


def record(  # noqa: PLR0913 - what, why, of which party, by whose word, when
    case: Case,
    changed: tuple[Replaced, ...],
    why: Why | None,
    *,
    by: UUID | None,
    at: datetime,
    party: Party | None = None,
) -> None:
    """Keep why each of these facts was changed, and tell it; ``Wanting`` without a reason."""
    if not changed:
        return
    why = insist_on_reason(why)
    for one in changed:
        change = FactChange(
            case_id=case.id,
            party_id=party.id if party else None,
            at=at,
            by=by,
            fact=one.fact,
            cause=why.cause,
            reason=why.text,
            former=one.former(why.cause),
        )
        db.session.add(change)
        _tell(change, one, party, by=by, at=at)


def forget_former(party_id: UUID, *facts: Fact) -> None:
    """What stood there before goes, too: of these facts, or of all."""
    query = sa.update(FactChange).where(FactChange.party_id == party_id)
    if facts:
        query = query.where(FactChange.fact.in_(facts))
    db.session.execute(query.values(former_sealed=None), execution_options={"synchronize_session": False})


def _tell(change: FactChange, one: Replaced, party: Party | None, *, by: UUID | None, at: datetime) -> None:
    fact: dict[str, Any] = {
        "case_id": change.case_id,
        "actor_id": by,
        "at": at,
        "change_id": change.id,
        "fact": one.fact,
    }
    values: dict[str, Any] = {"before": one.before.words or NONE, "after": one.after.words or NONE}
    if party is None:
        publish(FactChanged(**fact, **values))
        return
    fact |= {"party_id": party.id, "party": party.label}
    publish(PartyFactChanged(**fact, **values) if one.fact in TOLD else PartyFactReplaced(**fact))
