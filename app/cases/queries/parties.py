"""The parties of a case, as far as the reader may know them."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import ContactAttempt, Party
from app.cases.queries.access import leads_alone
from app.cases.queries.consents import words_of
from app.cases.queries.file import FileHead
from app.cases.rules.consent import NOTHING_SAID, REVEALABLE, Purpose, Said, Words
from app.cases.rules.intake import AccessNeed, Answer, Channel, LanguageAnswer, PartyKind
from app.cases.rules.speech import Tongue
from app.database import db
from app.languages import LANGUAGES
from app.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Name and contact; for the lead, acting lead and deputy."""

    name: str | None
    address: str | None
    phone: str | None
    email: str | None
    best_time: str | None
    channel: Channel | None


@dataclass(frozen=True, kw_only=True)
class PartyShown:
    id: UUID
    label: str
    kind: PartyKind
    minor: bool
    language_answer: LanguageAnswer
    tongues: tuple[Tongue, ...]
    needs: tuple[AccessNeed, ...]
    contact_agreed: Answer
    known: bool
    """Name or contact has reached the service."""
    attempts: int
    first_contact_at: datetime | None
    said: Words
    """What it has said yes and no to."""
    contact: Contact | None
    address_protected: bool
    shows_protected: bool
    """Whether the reader may have the protected address shown."""
    masked: tuple[str, ...]
    """Fields that are there, and can be shown one by one."""
    revealed: tuple[str, str] | None
    """The one field that was just shown, and its value."""

    @property
    def takes_part(self) -> Said | None:
        return self.said.answer(Purpose.TAKE_PART)

    @property
    def agrees_to(self) -> tuple[Purpose, ...]:
        return tuple(purpose for purpose in Purpose if purpose in self.said.standing)

    @property
    def reached(self) -> bool:
        """Or nobody has tried yet."""
        return self.first_contact_at is not None or not self.attempts

    @property
    def unwanted(self) -> tuple[str, ...]:
        """Which of the ways to reach it it does not want."""
        ways = {"phone": Purpose.PHONE, "email": Purpose.EMAIL}
        return tuple(name for name, purpose in ways.items() if self.said.refuses(purpose))

    @property
    def words(self) -> tuple[str, ...]:
        """Its languages, or which of the three answers that name none."""
        return self.languages or (self.language_answer.label,)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(LANGUAGES[one.code].label for one in self.tongues)

    @property
    def skills(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each language of which more is known than its name, and what."""
        said = ((one.code, [x.label for x in (one.speaks, one.reads) if x]) for one in self.tongues)
        return tuple((LANGUAGES[code].label, tuple(words)) for code, words in said if words)


def parties(
    file: FileHead,
    user_id: UUID,
    at: datetime,
    *,
    reveal: tuple[UUID, str] | None = None,
    paper: bool = False,
) -> list[PartyShown]:
    """All parties; ``reveal``: party and field that was just asked for. ``paper``: there, nothing can be."""
    tried = (
        sa.select(sa.func.count(ContactAttempt.id))
        .where(ContactAttempt.party_id == Party.id, ContactAttempt.municipality_id == Party.municipality_id)
        .correlate(Party)
        .scalar_subquery()
    )
    query = sa.select(Party, tried).where(Party.case_id == file.id).order_by(Party.position)
    alone = not paper and file.by_lead and leads_alone(file.id, user_id, at)
    asked_id, field = reveal or (None, None)
    words = words_of(file.id)
    return [
        replace(
            _shown(party, file=file, alone=alone, said=words.get(party.id, NOTHING_SAID)),
            attempts=attempts,
            revealed=(field, getattr(party, field)) if field and asked_id == party.id else None,
        )
        for party, attempts in db.session.execute(query).all()
    ]


def party_of(case_id: UUID, party_id: UUID) -> Party:
    """A party of this case; ``NotFound`` if it belongs to another."""
    found = db.session.scalar(sa.select(Party).where(Party.case_id == case_id, Party.id == party_id))
    if found is None:
        raise NotFound
    return found


def revealable(party: Party, said: Words) -> tuple[str, ...]:
    """Nothing once the consent is taken back: from then on only the lead reads it."""
    if said.took_back(Purpose.TAKE_PART):
        return ()
    return tuple(name for name in REVEALABLE if getattr(party, name))


def postal_address(party: Party) -> str | None:
    """Where a letter may go; None if there is no address, or none that may stand on paper.

    The one way to an address for letters, prints and exports: a protected one isn't there for them.
    """
    return None if party.address_protected else party.address


def _shown(party: Party, *, file: FileHead, alone: bool, said: Words) -> PartyShown:
    return PartyShown(
        id=party.id,
        label=party.label,
        kind=party.kind,
        minor=party.minor,
        language_answer=party.language_answer,
        tongues=tuple(one for one in party.tongues if one.code in LANGUAGES),
        needs=tuple(
            AccessNeed(code) for code in (party.needs or "").split() if code in AccessNeed.__members__
        ),
        contact_agreed=party.contact_agreed,
        known=party.data_received_at is not None,
        attempts=0,
        first_contact_at=party.first_contact_at,
        said=said,
        contact=_contact(party) if file.by_lead else None,
        address_protected=party.address_protected,
        shows_protected=alone and party.protected_address is not None,
        masked=() if file.by_lead else revealable(party, said),
        revealed=None,
    )


def _contact(party: Party) -> Contact:
    return Contact(
        name=party.name,
        address=party.address,
        phone=party.phone,
        email=party.email,
        best_time=party.best_time,
        channel=party.channel,
    )
