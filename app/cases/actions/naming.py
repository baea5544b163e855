"""Writes who a party is: sealed, with the hashes by which a later report finds it."""

import sqlalchemy as sa

from app.cases.models import NameWord, Party, PartyMark
from app.cases.queries.search import word_index
from app.cases.rules.report import PartyContact, ReportedParty
from app.cases.rules.search import forms
from app.cases.rules.speech import written
from app.database import db, keyring
from app.marking import hashed
from app.marks import Described, marks_of
from app.naming import parts, sound


def write_contact(party: Party, contact: PartyContact, *, told: bool = False) -> None:
    """Keep name and contact. ``told``: the reporting office says it, so it may be reminded of it."""
    party.name, party.phone, party.email = contact.name, contact.phone, contact.email
    party.best_time, party.channel = contact.best_time, contact.channel
    _write_address(party, contact)
    party.name_index = _index(contact.name, "party-name")
    party.sound_index = _index(sound(contact.name), "party-sound")
    if told:
        party.told_index = party.sound_index
    index_words(party)
    mark(party)


def index_words(party: Party) -> None:
    """Keep, as hashes, under what the party is found by whoever leads its case."""
    db.session.flush()
    db.session.execute(sa.delete(NameWord).where(NameWord.party_id == party.id))
    found = {
        (match, word_index(form, match))
        for word in parts(party.name or "")
        for match, words in forms(word).items()
        for form in words
    }
    db.session.add_all(NameWord(party_id=party.id, match=match, word_index=key) for match, key in found)


def mark(party: Party) -> None:
    """Keep, as hashes, by what somebody of the pool may know it; a protected address is not among them."""
    db.session.flush()
    db.session.execute(
        sa.delete(PartyMark).where(PartyMark.party_id == party.id),
        execution_options={"synchronize_session": False},
    )
    marks = marks_of(Described(party.name, party.address, body=True))
    db.session.add_all(
        PartyMark(
            case_id=party.case_id,
            party_id=party.id,
            kind=one.kind,
            mark_index=one.mark_index,
            postcode_index=one.postcode_index,
        )
        for one in hashed(marks)
    )
    party.to_mark = False


def write_needs(party: Party, told: ReportedParty) -> None:
    """Keep what may be said of a party without naming it."""
    party.kind, party.minor, party.contact_agreed = told.kind, told.minor, told.contact_agreed
    party.language_answer, party.languages = told.language_answer, written(told.languages)
    party.needs = " ".join(need.value for need in told.needs)


def sound_index(name: str | None) -> str | None:
    """The hash by which a party whose name sounds the same is found."""
    return _index(sound(name), "party-sound")


def _write_address(party: Party, contact: PartyContact) -> None:
    """A protected address is in its own field alone, without a hash; an empty box leaves it as it is."""
    before = party.protected_address
    party.address_protected = contact.protected
    party.protected_address = (contact.address or before) if contact.protected else None
    party.address = None if contact.protected else (contact.address or before)
    party.address_index = _index(party.address, "party-address")


def _index(text: str | None, place: str) -> str | None:
    return keyring().blind_index(text, place) if text else None
