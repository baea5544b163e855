"""A letter as it will stand on paper: to a party, in its language, with the German text behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.cases.queries.consents import words_of_party
from app.cases.queries.file import FileHead
from app.cases.queries.parties import party_of, postal_address
from app.cases.rules.consent import Purpose
from app.letters.queries.head import HeadShown, needed_head
from app.letters.queries.texts import TextShown, counting
from app.letters.rules.asking import insist_on_asking, insist_on_open, window_lines
from app.letters.rules.kinds import GERMAN, LetterKind, Placeholder
from app.letters.rules.writing import Written, fill
from app.letters.texts import words

DAY = "%d.%m.%Y"


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """The party, as far as a letter needs it."""

    id: UUID
    label: str
    languages: tuple[str, ...]
    withdrawn: bool
    protected: bool
    """The address is never printed; the letter is handed over then, without a name."""
    window: tuple[str, ...]
    """Name and address, a line each; empty if unknown or protected."""
    has_address: bool


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which letter somebody wants; ``said``: what only she knows, such as the place of an appointment."""

    kind: LetterKind
    language: str
    with_german: bool
    said: Mapping[Placeholder, str]


@dataclass(frozen=True, kw_only=True)
class Part:
    """The letter in one language."""

    code: str
    direction: str
    label: str
    words: Mapping[str, str]
    written: Written
    draft: bool
    version: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """All that is printed; made for one request and kept nowhere."""

    kind: LetterKind
    number: str
    date: str
    sender: tuple[str, ...]
    contact: str
    lead: str
    addressee: tuple[str, ...]
    parts: tuple[Part, ...]
    german_draft: str

    @property
    def has_window(self) -> bool:
        """The form to be signed comes back; it goes in the envelope of another letter."""
        return self.kind is not LetterKind.CONSENT

    @property
    def draft(self) -> bool:
        return any(part.draft for part in self.parts)


def receiver(file: FileHead, party_id: UUID) -> Receiver:
    """The one place that reads name and address for a letter; ``NotAllowed`` in a closed case."""
    insist_on_open(is_open=file.is_open)
    party = party_of(file.id, party_id)
    address, protected = postal_address(party), party.address_protected
    return Receiver(
        id=party.id,
        label=party.label,
        languages=party.language_codes,
        withdrawn=words_of_party(party.id).took_back(Purpose.TAKE_PART),
        protected=protected,
        has_address=bool(address),
        window=() if protected else window_lines(party.name, address, minor=party.minor),
    )


def letter(file: FileHead, to: Receiver, wish: Wish, *, today: date) -> Letter:
    """``NotAllowed`` if this party isn't asked again, or the head is missing; three statements."""
    insist_on_asking(wish.kind, withdrawn=to.withdrawn)
    head = needed_head()
    lead = file.lead or file.acting_lead or ""
    values = _known(file, head, lead) | dict(wish.said)
    languages = [wish.language, *([GERMAN] if wish.with_german and wish.language != GERMAN else [])]
    return Letter(
        kind=wish.kind,
        number=file.number,
        date=today.strftime(DAY),
        sender=head.sender_lines,
        contact=head.contact,
        lead=lead,
        addressee=to.window,
        parts=tuple(_part(counting(wish.kind, language), values) for language in languages),
        german_draft=words(GERMAN)["draft"],
    )


def _known(file: FileHead, head: HeadShown, lead: str) -> dict[Placeholder, str]:
    return {
        Placeholder.MUNICIPALITY: head.sender_lines[0],
        Placeholder.CONTROLLER: ", ".join(head.sender_lines),
        Placeholder.CONTACT: head.contact,
        Placeholder.LEAD: lead,
        Placeholder.PRIVACY_OFFICER: head.privacy_officer,
        Placeholder.LEGAL_BASIS: head.legal_basis,
        Placeholder.AUTHORITY: head.authority,
        Placeholder.CASE_NUMBER: file.number,
        Placeholder.REPORTER: file.office,
    }


def _part(text: TextShown, values: Mapping[Placeholder, str]) -> Part:
    return Part(
        code=text.language.code,
        direction=text.language.direction,
        label=text.language.label,
        words=words(text.language.code),
        written=fill(text.written, values),
        draft=text.is_draft,
        version=text.version,
        reference=text.reference,
    )
