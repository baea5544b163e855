"""Leads one case of the demo along its way, with the same verbs that the pages use, in its own past."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.cases.actions import contact, examine, leads, moving, report_follow, ticks
from app.cases.actions.moves import Actor
from app.cases.models import Case, Party
from app.cases.rules.answers import Answers
from app.cases.rules.consent import Purpose, Said
from app.cases.rules.disclosure import Ground
from app.cases.rules.guards import Guard
from app.cases.rules.intake import Answer
from app.cases.rules.outcomes import Outcome
from app.cases.rules.report import PartyContact
from app.cases.rules.screening import Priority, Screening
from app.cases.rules.status import Flag, Verb, Who
from app.database import db
from app.demo import consents
from app.demo.names import name
from app.mediators.models import PoolPerson
from app.municipalities.rules import OfficeKind
from app.referrals.actions import answering, appointments, approving, meetings, sending
from app.referrals.actions.choosing import Choice
from app.referrals.appointments import Wish
from app.referrals.matching import PairSuggestion, propose
from app.referrals.models import Offer, Referral, Seat
from app.referrals.queries.search import pool_for
from app.referrals.rules import Ladder, OfferStatus, Reason
from app.workdays import Calendar

#: Not the best ten alone: the one who is wanted may stand further down.
EVERY = 500


@dataclass
class Walk:
    """A case on its way; every step takes a while, and nothing happens after ``now``."""

    case_id: UUID
    at: datetime
    now: datetime
    reporter: UUID
    coordinator: UUID
    lead: UUID
    calendar: Calendar = field(repr=False)
    chance: Random = field(repr=False)
    wanted: str = ""
    """Who shall be asked, and is left to answer."""
    known: frozenset[str] = frozenset()
    """Names of mediators who can sign in; kept free for the cases that want them."""
    offices: Mapping[OfficeKind, UUID] = field(default_factory=dict, repr=False)

    @property
    def case(self) -> Case:
        return db.session.get_one(Case, self.case_id)

    @property
    def parties(self) -> list[Party]:
        query = sa.select(Party).where(Party.case_id == self.case_id).order_by(Party.position)
        return list(db.session.scalars(query))

    def wait(self, *, days: int = 0, hours: int = 0) -> None:
        """Working days later at the same time of day, or some hours on, in service hours; never after now."""
        day = self.calendar.add_working_days(self.at.date(), days) if days else self.at.date()
        later = self.at + (day - self.at.date()) + timedelta(hours=hours)
        self.at = min(self.calendar.next_opening(later), self.now - timedelta(minutes=1))

    def make(
        self,
        verb: Verb,
        answers: Answers | None = None,
        *,
        who: Who = Who.COORDINATION,
        by: UUID | None = None,
    ) -> None:
        """A move of the table."""
        person = by or {Who.CASE_LEAD: self.lead, Who.COORDINATION: self.coordinator}[who]
        actor = Actor(person, frozenset({who}))
        moving.make(self.case, verb, answers or Answers(), version=None, by=actor, at=self.at)
        db.session.flush()

    # The way, in the order of the statuses

    def review(self) -> None:
        self.wait(hours=2)
        self.make(Verb.START_TRIAGE)

    def check(self) -> None:
        self.wait(hours=1)
        danger = examine.Danger(signs=())
        examine.check_danger(self.case, danger, by=self.coordinator, at=self.at)

    def assess(self, priority: Priority, stage: int, result: Screening = Screening.FIT) -> None:
        self.wait(hours=1)
        found = examine.Assessment(
            category=self.case.category, priority=priority, stage=stage, stage_reason=None, result=result
        )
        examine.assess(self.case, found, by=self.coordinator, at=self.at)

    def ask_back(self, question: str) -> None:
        self.wait(hours=1)
        self.make(Verb.ASK_BACK, Answers(question=question))

    def accept(self) -> None:
        self.wait(hours=1)
        self.make(Verb.ACCEPT)

    def begin_contact(self) -> None:
        self.wait(hours=3)
        leads.name_lead(self.case, self.lead, by=self.coordinator, at=self.at)
        db.session.flush()
        self.wait(hours=2)
        self.confirm(Guard.LEAD_IMPARTIAL, Who.CASE_LEAD, self.lead)
        self.make(Verb.START_CONTACT, who=Who.CASE_LEAD)

    def reach(self) -> None:
        """First contact with each party; names of pseudonymized reports come in first."""
        self._add_names()
        self.wait(days=1)
        for party in self.parties:
            contact.try_contact(
                self.case, party.id, attempt_id=uuid4(), reached=True, by=self._as_lead(), at=self.at
            )
            db.session.flush()

    def agree(self, *answers: Mapping[Purpose, Said]) -> None:
        """The parties answer in turn, after they have been informed; both say yes if nothing is named."""
        self.wait(days=1)
        for party, said in zip(self.parties, answers or (consents.ALL, consents.ALL), strict=False):
            consents.inform(self.case, party, by=self.lead, at=self.at)
            consents.say(self.case, party, said, by=self.lead, at=self.at)

    def clarify(self) -> None:
        self.wait(hours=2)
        self.make(Verb.START_CLARIFICATION, who=Who.CASE_LEAD)

    def search(self) -> None:
        self.wait(hours=2)
        self.make(Verb.START_MATCHING, who=Who.CASE_LEAD)

    def ask_pair(self, ladder: Ladder | None = None, *, spare: int = 2) -> None:
        """The best pair of the pool, with so many substitutes in all; asked as the urgency suggests."""
        self.wait(days=1)
        pool = pool_for(self.case, self.at)
        proposal = propose(pool.need, pool.candidates, settings=pool.settings, today=pool.today, limit=EVERY)
        best = min(proposal.pairs, key=self._preference)
        people = tuple(person.id for person in (best.first, best.second) if person is not None)
        free = {p.first.name: p.first.id for p in proposal.pairs if p.first.id not in people}
        others = [free[one] for one in sorted(free)[:spare]]
        lists = tuple(others[: spare // 2]), tuple(others[spare // 2 :])
        choice = Choice(people=people, substitutes=lists, ladder=ladder)
        sending.send_offers(self.case_id, choice, by=self._as_coordination(), at=self.at)
        db.session.flush()

    def answer(self, *, accept: int = 2, decline: bool = False) -> None:
        """So many of those asked accept; one may say no first, and somebody else is asked."""
        self.wait(hours=4)
        leaving = self.wanted if decline else ""
        for offer, user_id in self.asked(leaving)[: 1 if decline else 0]:
            answering.decline(offer.id, Reason.NO_TIME, by=user_id, at=self.at)
            db.session.flush()
        for offer, user_id in self.asked(leaving)[:accept]:
            answering.show_interest(offer.id, by=user_id, at=self.at)
            db.session.flush()
            answering.accept(offer.id, None, by=user_id, at=min(self.at + timedelta(minutes=20), self.now))
            db.session.flush()
        self.at = min(self.at + timedelta(minutes=20), self.now)

    def approve(self) -> None:
        self.wait(days=1)
        for party in self.parties:
            approving.approve(self.case_id, party.id, by=self._as_lead(), at=self.at)
            db.session.flush()

    def prepare(self) -> None:
        self.wait(hours=1)
        self.make(Verb.START_PREP)

    def pretalks(self, count: int = 2) -> None:
        self.wait(days=2)
        for party in self.parties[:count]:
            meetings.hold_pretalk(self.referral.id, party.id, minutes=50, by=self.mediator, at=self.at)
            db.session.flush()

    def begin_mediation(self) -> None:
        self.wait(days=1)
        for guard in (Guard.SAFETY_RECHECKED, Guard.AGREEMENT_TO_MEDIATE):
            self.confirm(guard, Who.MEDIATOR, self.mediator)
        self.make(Verb.START_MEDIATION, who=Who.MEDIATOR, by=self.mediator)

    def hold_session(self) -> None:
        """A session is agreed, takes place and is reported."""
        self.wait(days=1)
        starts_at = self.at + timedelta(hours=4)
        wish = Wish(starts_at=starts_at, room="Bürgerhaus, Raum 2")
        meeting_id = appointments.plan(self.referral.id, wish, by=self.mediator, at=self.at)
        db.session.flush()
        self.wait(days=2)
        meetings.notice_end(meeting_id, at=self.at)
        meetings.report(self.referral.id, meeting_id, held=True, minutes=110, by=self.mediator, at=self.at)
        db.session.flush()

    def agree_at_last(self, outcome: Outcome = Outcome.MED_FULL) -> None:
        answers = Answers(agreement_on=self.at.date(), outcome=outcome)
        self.make(Verb.RECORD_AGREEMENT, answers, who=Who.MEDIATOR, by=self.mediator)

    def close(self) -> None:
        self.wait(days=1)
        self.make(Verb.CLOSE, Answers(outcome=self.case.outcome or Outcome.MED_FULL), who=Who.CASE_LEAD)

    def pause(self, reason: str) -> None:
        self.wait(hours=2)
        wake_up = self.calendar.add_working_days(self.now.date(), 12)
        self.make(Verb.PAUSE, Answers(reason=reason, wake_up_on=wake_up), who=Who.CASE_LEAD)

    def protect(self, flag: Flag = Flag.CRISIS, who: Who = Who.COORDINATION) -> None:
        self.wait(hours=1)
        self.make(Verb.PROTECT, Answers(flag=flag), who=who)

    def refer_on(self, outcome: Outcome, body: str) -> None:
        self.wait(hours=2)
        for party in self.parties:
            consents.say(self.case, party, consents.TO_OFFICES, by=self.coordinator, at=self.at)
        self.make(Verb.REFER_ON, Answers(outcome=outcome, body=body, basis=Ground.CONSENT))

    def decline(self, outcome: Outcome) -> None:
        self.wait(hours=2)
        self.make(Verb.DECLINE, Answers(outcome=outcome))

    def withdraw_report(self) -> None:
        self.wait(days=1)
        report_follow.withdraw(self.case, by=self.reporter, at=self.at)

    # What the way needs

    def confirm(self, guard: Guard, who: Who, by: UUID) -> None:
        ticks.confirm(self.case, guard, by=Actor(by, frozenset({who})), at=self.at)
        db.session.flush()

    @property
    def referral(self) -> Referral:
        query = sa.select(Referral).where(Referral.case_id == self.case_id).order_by(Referral.number.desc())
        return db.session.scalars(query.limit(1)).one()

    @property
    def mediator(self) -> UUID:
        """The user behind the first accepted seat."""
        query = (
            sa.select(PoolPerson.user_id)
            .join(Offer, Offer.person_id == PoolPerson.id)
            .join(Seat, Seat.id == Offer.seat_id)
            .where(Offer.case_id == self.case_id, Offer.status == OfferStatus.ACCEPTED)
            .order_by(Seat.position)
        )
        return UUID(str(db.session.scalars(query.limit(1)).one()))

    def _preference(self, pair: PairSuggestion) -> tuple[bool, int, int, tuple[str, str]]:
        """The one who is wanted, nobody else whom another case may want; then the best."""
        names = _names(pair)
        return self.wanted not in names, len(self.known & set(names)), -pair.score, names

    def asked(self, leaving: str = "", status: OfferStatus = OfferStatus.OFFERED) -> list[tuple[Offer, UUID]]:
        """Who has been asked and has not answered; but the one of this name."""
        query = (
            sa.select(Offer, PoolPerson)
            .join(PoolPerson, PoolPerson.id == Offer.person_id)
            .join(Seat, Seat.id == Offer.seat_id)
            .where(Offer.case_id == self.case_id, Offer.status == status)
            .order_by(Offer.rank, Seat.position)
        )
        found = db.session.execute(query).all()
        return [(offer, one.user_id) for offer, one in found if one.user_id and one.name != leaving]

    def _as_lead(self) -> Actor:
        return Actor(self.lead, frozenset({Who.CASE_LEAD}))

    def _as_coordination(self) -> Actor:
        return Actor(self.coordinator, frozenset({Who.COORDINATION}))

    def _add_names(self) -> None:
        nameless = [party for party in self.parties if party.data_received_at is None]
        if not nameless:
            return
        for party in nameless:
            if party.contact_agreed is not Answer.YES:
                contact.agree_to_contact(self.case, party.id, by=self._as_lead(), at=self.at)
        db.session.flush()
        told = {party.position: PartyContact(name=name(self.chance)) for party in nameless}
        report_follow.add_names(self.case, told, by=self.reporter, at=self.at)
        db.session.flush()


def _names(pair: PairSuggestion) -> tuple[str, str]:
    return pair.first.name, pair.second.name if pair.second else ""
