"""To whom a questionnaire can be handed, and how often that has been done."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.cases.events import MediatorsOf
from app.cases.models import Case, Party
from app.cases.queries.consents import facts_of_parties
from app.cases.rules.consent import Purpose
from app.cases.rules.evidence import PartyFacts
from app.cases.rules.status import Status
from app.database import db
from app.events import ask
from app.feedback.models import FeedbackInvitation
from app.feedback.rules.questionnaire import Audience, fitting
from app.labels import N_
from app.languages import LANGUAGES

#: How those are named who aren't parties.
ONE_OF = {Audience.REPORTER: N_("Meldende Stelle"), Audience.MEDIATOR: N_("Mediator:innen")}

#: Once, and once more after three weeks (F53).
TIMES = 2


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Somebody who may be asked; ``made`` of ``most`` links have been made."""

    audience: Audience
    party_id: UUID | None
    label: str
    spoken: tuple[str, ...]
    language: str
    """In which the questionnaire is offered first."""
    made: int
    most: int

    @property
    def key(self) -> str:
        """How a form names it."""
        return str(self.party_id) if self.party_id else self.audience.value

    @property
    def left(self) -> int:
        return max(self.most - self.made, 0)


def recipients(case: Case) -> tuple[Recipient, ...]:
    """Who may be asked about a closed case: parties that were reached, the office, the mediators."""
    if case.status is not Status.CLOSED:
        return ()
    made: Counter[UUID | Audience] = Counter()
    for audience, party_id in db.session.execute(
        sa.select(FeedbackInvitation.audience, FeedbackInvitation.party_id).where(
            FeedbackInvitation.case_id == case.id
        )
    ):
        made[party_id or audience] += 1
    found = [_party(party, made[party.id]) for party in parties_to_ask(case)]
    found.append(_other(Audience.REPORTER, made[Audience.REPORTER], people=1))
    if mediators := len(ask(MediatorsOf(case_id=case.id))):
        found.append(_other(Audience.MEDIATOR, made[Audience.MEDIATOR], people=mediators))
    return tuple(found)


def parties_to_ask(case: Case) -> list[Party]:
    """In their order; whoever hasn't said yes to being asked afterwards isn't asked."""
    return [party for party, facts in facts_of_parties(case.id) if _may_be_asked(facts, case)]


def _may_be_asked(facts: PartyFacts, case: Case) -> bool:
    return facts.words.agrees(Purpose.FOLLOW_UP, since=case.reopened_after)


def _party(party: Party, made: int) -> Recipient:
    codes = party.language_codes
    return Recipient(
        audience=Audience.PARTY,
        party_id=party.id,
        label=party.label,
        spoken=tuple(LANGUAGES[code].label for code in codes if code in LANGUAGES),
        language=fitting(codes, Audience.PARTY),
        made=made,
        most=TIMES,
    )


def _other(audience: Audience, made: int, *, people: int) -> Recipient:
    return Recipient(
        audience=audience,
        party_id=None,
        label=ONE_OF[audience],
        spoken=(),
        language=fitting((), audience),
        made=made,
        most=TIMES * people,
    )
