"""Lending between the places of the demo: requests in each state, on both sides, and the sums of the Land."""

from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.status import Status
from app.database import db
from app.demo.people import MEDIATORS, Town
from app.lending.actions import agreeing, answering, asking, choosing, counting
from app.lending.models import LendingAgreement, LoanCandidate, LoanInquiry
from app.lending.queries.people import who_fits
from app.lending.rules import RUNNING, AgreementStatus, Daytime, Figure, Format, LoanKind, Wish, quarter_of
from app.localtime import local
from app.mediators import poolfile
from app.mediators.actions import imports
from app.mediators.actions import people as pool
from app.mediators.models import PoolPerson
from app.municipalities.scope import acting_in

#: Of each language: asked, lent by a neighbour, by the Land, by nobody; found within a day, in five, later.
SUMS = {
    "ti": (23, 4, 11, 8, 6, 7, 4),
    "so": (14, 6, 5, 3, 8, 3, 2),
    "ar": (31, 24, 4, 3, 21, 6, 3),
    "sq": (7, 2, 4, 1, 3, 4, 0),
}


def settle(kreis: Town, country: Town, state: Town, *, now: datetime) -> None:
    """Musterkreis has asked five times, Landkreis Musterland once; what came of it differs."""
    with acting_in(state.id):
        _fill_pool(state, at=now - timedelta(days=100))
        _sums(kreis.id, now=now)
    _agree(kreis, country, at=now - timedelta(days=90))
    with acting_in(kreis.id):
        arabic, turkish, kurmanji, somali = _in(Status.MATCHING)
        (at_work, *_) = _in(Status.MEDIATION)
    _somebody_is_lent(kreis, country, turkish, now=now)
    _nobody(kreis, kurmanji, (country, state), now=now)
    _card_waits(kreis, country, arabic, now=now)
    with acting_in(kreis.id):
        _ask(kreis, somali, "so", "de", at_once=True, at=now - timedelta(hours=3))
        _ask(kreis, at_work, "ar", kind=LoanKind.INTERPRETER, at=now - timedelta(days=1))
        asking.withdraw(at_work, by=kreis.people["koordination"], at=now - timedelta(hours=5))
        db.session.flush()
    _the_other_way(kreis, country, now=now)


def _card_waits(kreis: Town, country: Town, case_id: UUID, *, now: datetime) -> None:
    with acting_in(kreis.id):
        _ask(kreis, case_id, "ar", daytime=Daytime.EVENING, at=now - timedelta(hours=8))
    with acting_in(country.id):
        _put_forward(country, _person("Haidar"), at=now - timedelta(hours=6))


def _somebody_is_lent(kreis: Town, country: Town, case_id: UUID, *, now: datetime) -> None:
    with acting_in(kreis.id):
        _ask(kreis, case_id, "tr", at=now - timedelta(hours=30))
    with acting_in(country.id):
        candidate_id = _put_forward(country, _person("Demirel"), at=now - timedelta(hours=28))
    with acting_in(kreis.id):
        choosing.choose(case_id, candidate_id, by=kreis.people["koordination"], at=now - timedelta(hours=26))
        db.session.flush()
    with acting_in(country.id):
        answering.agree(candidate_id, by=_user(_person("Demirel")), at=now - timedelta(hours=25))
        db.session.flush()


def _nobody(kreis: Town, case_id: UUID, others: tuple[Town, Town], *, now: datetime) -> None:
    with acting_in(kreis.id):
        _ask(kreis, case_id, "kmr", urgent=True, at=now - timedelta(hours=20))
    for place, who, hours in zip(others, ("koordination", "land"), (19, 2), strict=True):
        with acting_in(place.id):
            answering.refuse(_newest(), by=place.people[who], at=now - timedelta(hours=hours))
            db.session.flush()


def _the_other_way(kreis: Town, country: Town, *, now: datetime) -> None:
    """One of ours was asked whether her name may go over, another still thinks about the first question."""
    with acting_in(country.id):
        (case_id, *_) = _in(Status.MATCHING)
        _ask(country, case_id, "ar", "ru", "tr", at=now - timedelta(hours=7))
    with acting_in(kreis.id):
        inquiry_id, by = _newest(), kreis.people["koordination"]
        chosen, asked = _able(inquiry_id, at=now)[:2]
        candidate_id = _put_forward(kreis, chosen, at=now - timedelta(hours=5))
        answering.ask_person(inquiry_id, asked.id, by=by, at=now - timedelta(hours=5))
        db.session.flush()
    with acting_in(country.id):
        by = country.people["koordination"]
        choosing.choose(case_id, candidate_id, by=by, at=now - timedelta(hours=3))
        db.session.flush()


def _fill_pool(state: Town, *, at: datetime) -> None:
    file = (files("app.demo") / "tables" / "landespool.csv").read_bytes()
    imports.take(poolfile.read(file, today=local(at).date()), by=state.people["land"], at=at)
    db.session.flush()
    pool.invite_all(by=state.people["land"], at=at)
    db.session.flush()


def _sums(region_id: UUID, *, now: datetime) -> None:
    day = local(now).date()
    for back, share in ((100, 1.0), (190, 0.6)):
        quarter = quarter_of(day - timedelta(days=back))
        whole = [sum(counts[place] for counts in SUMS.values()) for place in range(len(Figure))]
        for language, counts in {**SUMS, "": whole}.items():
            where: dict[str, Any] = {"quarter": quarter, "region_id": region_id, "language": language}
            for figure, number in zip(Figure, counts, strict=True):
                counting.add(figure, round(number * share), **where)


def _agree(kreis: Town, country: Town, *, at: datetime) -> None:
    with acting_in(kreis.id):
        agreeing.offer(country.id, by=kreis.people["leitung"], at=at)
    with acting_in(country.id):
        offered = sa.select(LendingAgreement.id).where(LendingAgreement.status == AgreementStatus.OFFERED)
        agreement_id = db.session.scalars(offered).one()
        agreeing.accept(agreement_id, by=country.people["koordination"], at=at + timedelta(days=2))
        db.session.flush()


def _ask(  # noqa: PLR0913 - each value is a field of the form
    town: Town,
    case_id: UUID,
    *languages: str,
    at: datetime,
    kind: LoanKind = LoanKind.MEDIATOR,
    daytime: Daytime = Daytime.ANY,
    urgent: bool = False,
    at_once: bool = False,
) -> None:
    first = local(at).date()
    wish = Wish(
        languages=languages,
        kind=kind,
        format=Format.ON_SITE,
        daytime=daytime,
        first_day=first,
        last_day=first + timedelta(days=42),
        urgent=urgent,
    )
    asking.send(_case(case_id), wish, at_once=at_once, by=town.people["koordination"], at=at)
    db.session.flush()


def _put_forward(town: Town, person: PoolPerson, *, at: datetime) -> UUID:
    """Asked by the coordination there, and willing an hour later."""
    inquiry_id = _newest()
    answering.ask_person(inquiry_id, person.id, by=town.people["koordination"], at=at)
    query = sa.select(LoanCandidate.id).where(
        LoanCandidate.inquiry_id == inquiry_id, LoanCandidate.person_id == person.id
    )
    candidate_id = db.session.scalars(query).one()
    answering.agree(candidate_id, by=_user(person), at=at + timedelta(hours=1))
    db.session.flush()
    return candidate_id


def _able(inquiry_id: UUID, *, at: datetime) -> list[PoolPerson]:
    """Who fits, those first who can sign in."""
    fitting = [one.id for one in who_fits(db.session.get_one(LoanInquiry, inquiry_id), at)]
    known = {who.email for who in MEDIATORS}
    people = [db.session.get_one(PoolPerson, person_id) for person_id in fitting]
    return sorted(people, key=lambda person: person.email not in known)


def _newest() -> UUID:
    query = sa.select(LoanInquiry.id).where(LoanInquiry.status.in_(RUNNING))
    return db.session.scalars(query.order_by(LoanInquiry.sent_at.desc()).limit(1)).one()


def _person(last_name: str) -> PoolPerson:
    query = sa.select(PoolPerson).where(PoolPerson.last_name == last_name, PoolPerson.reserved_for.is_(None))
    return db.session.scalars(query.order_by(PoolPerson.id).limit(1)).one()


def _user(person: PoolPerson) -> UUID:
    if person.user_id is None:
        raise LookupError(person.name)
    return person.user_id


def _in(status: Status) -> list[UUID]:
    """The cases that stand here, the newest first."""
    query = sa.select(Case.id).where(Case.status == status).order_by(Case.submitted_at.desc(), Case.id)
    return list(db.session.scalars(query))


def _case(case_id: UUID) -> Case:
    return db.session.get_one(Case, case_id, populate_existing=True)
