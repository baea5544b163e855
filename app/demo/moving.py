"""Cases on their way between the two municipalities of the demo: waiting, refused, and taken over."""

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.moves import Actor
from app.cases.models import Case
from app.cases.rules.basis import Basis
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.status import Status, Who
from app.database import db
from app.demo.consents import say
from app.demo.people import Town
from app.municipalities.rules import OfficeKind
from app.municipalities.scope import acting_in
from app.relocations.actions import giving, taking
from app.relocations.queries.giving import open_of
from app.relocations.rules import Taker, Wish

MOVED_AWAY = "Beide Haushalte sind umgezogen und wohnen jetzt bei Ihnen."
COMPETENCE = "Das Grundstück liegt jenseits der Kreisgrenze; zuständig ist Ihr Ordnungsamt."
WORK = "Das Haus gehört seit der Gebietsreform zu Ihrem Gebiet."
REFUSED = "Eine Partei ist bei uns nicht gemeldet. Bitte klären Sie zuerst, wo sie wohnt."


def settle(kreis: Town, country: Town, *, now: datetime) -> None:
    """One waits on each side, one was refused, one has begun anew in Musterkreis."""
    at = now - timedelta(hours=4)
    with acting_in(kreis.id):
        cases = _in_work()
        refused = _propose(cases[0], kreis, to=country, reason=WORK, basis=Basis.TASK_LAW, at=at)
        _propose(cases[1], kreis, to=country, reason=MOVED_AWAY, basis=Basis.TASK_LAW, at=at)
    with acting_in(country.id):
        taking.refuse(refused, REFUSED, by=country.people["koordination"], at=at + timedelta(hours=1))
        db.session.flush()
        cases = _in_work()
        _agree(cases[0], by=country.people["koordination"], at=at)
        taken = _propose(cases[0], country, to=kreis, reason=COMPETENCE, basis=Basis.CONSENT, at=at)
        _propose(cases[1], country, to=kreis, reason=MOVED_AWAY, basis=Basis.TASK_LAW, at=at)
    with acting_in(kreis.id):
        by = Taker(kreis.people["koordination"], kreis.offices[OfficeKind.INTEGRATION])
        taking.accept(taken, by=by, at=at + timedelta(hours=2))
        db.session.flush()


def _propose(case: Case, town: Town, *, to: Town, reason: str, basis: Basis, at: datetime) -> UUID:
    """By coordination; returns the id that both sides share."""
    by = Actor(town.people["koordination"], frozenset({Who.COORDINATION}))
    giving.propose(case, Wish(to=to.id, basis=basis, reason=reason), by=by, at=at)
    db.session.flush()
    found = open_of(case.id)
    if found is None:
        raise LookupError(case.number)
    return found.id


def _agree(case: Case, *, by: UUID, at: datetime) -> None:
    """All parties want their case to go along."""
    for party in case.parties:
        say(case, party, {Purpose.MUNICIPALITY: Said.YES}, by=by, at=at)


def _in_work() -> list[Case]:
    """Cases that can go, those that have come furthest first."""
    query = sa.select(Case).where(Case.status.in_((Status.CLARIFY, Status.CONTACT)))
    order = (Case.status != Status.CLARIFY, Case.submitted_at, Case.id)
    return list(db.session.scalars(query.order_by(*order)))
