"""What the parties of the demo say yes and no to, in their languages, and what they take back."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from app.cases.actions import consents
from app.cases.actions.moves import Actor
from app.cases.models import Case, Party
from app.cases.rules.consent import FIRST_PART, Article, Purpose, Said, Way
from app.cases.rules.statements import Statement, Withdrawal
from app.cases.rules.status import Who
from app.database import db
from app.localtime import local

if TYPE_CHECKING:
    from app.demo.walk import Walk

ALL = dict.fromkeys(FIRST_PART, Said.YES)
#: Takes part and talks, but no mediator shall know the name.
TALKS_ONLY = ALL | {Purpose.MEDIATORS: Said.NO}
TO_OFFICES = {Purpose.OFFICE: Said.YES}
#: To be asked for in writing.
NO_CALLS = {Purpose.PHONE: Said.NO, Purpose.EMAIL: Said.YES}
UNDERSTOOD = frozenset({"de", "en"})


def say(
    case: Case, party: Party, answers: Mapping[Purpose, Said], *, by: UUID, at: datetime, **how: Any
) -> None:
    """A party answers in its language, on the phone unless said otherwise."""
    spoken = next(iter(party.language_codes), "de")
    fallback: dict[str, Any] = {"way": Way.PHONE, "language": spoken, "interpreted": spoken not in UNDERSTOOD}
    said = Statement(
        id=uuid4(), answers=dict(answers), day=local(at).date(), for_minor=party.minor, **(fallback | how)
    )
    consents.record(case, party.id, said, by=_lead(by), at=at)
    db.session.flush()


def inform(case: Case, party: Party, *, by: UUID, at: datetime) -> None:
    """Hand over what Art. 14 GDPR asks for."""
    say(case, party, {}, by=by, at=at, notice=Article.ART_14, way=Way.IN_PERSON)


def take_back(walk: "Walk", *purposes: Purpose) -> None:
    """Party A takes everything back, or these."""
    walk.wait(days=1)
    wish = Withdrawal(id=uuid4(), purposes=frozenset(purposes), way=Way.WRITTEN)
    consents.withdraw(walk.case, walk.parties[0].id, wish, by=_lead(walk.lead), at=walk.at)
    db.session.flush()


def _lead(by: UUID) -> Actor:
    return Actor(by, frozenset({Who.CASE_LEAD}))
