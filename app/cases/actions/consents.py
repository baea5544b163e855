"""What a party says yes and no to is recorded, and what it takes back; nothing of it is ever changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.changes import forget_former
from app.cases.actions.contact import begin, insist_on_contact
from app.cases.actions.holding import hold, only
from app.cases.actions.moves import Actor
from app.cases.events import (
    ConsentNarrowed,
    ConsentsRecorded,
    ConsentTexts,
    ConsentWithdrawn,
    NoticeHanded,
    PartyDecided,
)
from app.cases.models import Case, Consent, Party, PrivacyNotice
from app.cases.queries import shown as pages
from app.cases.queries.consents import has_answered, words_of_party
from app.cases.queries.parties import party_of
from app.cases.rules.consent import CONSENT_TEXT, FIRST_PART, NOTICE_TEXT, Purpose, Said, Words, text_on
from app.cases.rules.statements import Statement, Withdrawal, insist_on_order, lost, said_at
from app.cases.rules.status import Status, Who, is_open
from app.database import db
from app.events import ask, publish
from app.labels import N_
from app.localtime import local
from app.refusals import NotAllowed
from app.versions import insist

#: A withdrawal is received by everybody who works on the case.
MAY_RECEIVE_WITHDRAWAL = frozenset({Who.CASE_LEAD, Who.COORDINATION, Who.MEDIATOR})


def record(
    case: Case, party_id: UUID, said: Statement, *, shown: str | None = None, by: Actor, at: datetime
) -> None:
    """Record a statement. Of a closed case too, if the party takes part: with that it can be opened again.

    ``shown``: the seal of what the page had shown; raises ``Outrun`` if something was recorded since.
    """
    yes = said.answers.get(Purpose.TAKE_PART) is Said.YES
    party = begin(case, party_id, by, closed=yes)
    if _is_known(said.id):
        return
    words = words_of_party(party.id)
    insist(shown, pages.said(words))
    if set(FIRST_PART) & set(said.answers):
        insist_on_contact(case)
    moment = said_at(said.day, at)
    if moment > at:
        raise NotAllowed(N_("Der Tag der Einwilligung liegt in der Zukunft."))
    insist_on_order(words, said.answers, moment=moment, party=party.label)
    first = yes and is_open(case.status) and not _anybody_agreed(case.id)
    _write(party, said, moment=moment, by=by, at=at)
    _tell(party, said, before=words, first=first, by=by, at=at)


def withdraw(case: Case, party_id: UUID, wish: Withdrawal, *, by: Actor, at: datetime) -> None:
    """A party takes its consent back: from this moment on, without a reason (Art. 7 (3) GDPR).

    Of a closed case too, as long as it is there. Nothing happens the second time.
    """
    only(MAY_RECEIVE_WITHDRAWAL, by.relations)
    hold(case)
    party = party_of(case.id, party_id)
    if case.status is Status.DELETED:
        raise NotAllowed(N_("Der Fall ist gelöscht."))
    taken = () if _is_known(wish.id) else lost(words_of_party(party.id), wish)
    about = {"statement_id": wish.id, "way": wish.way, "by": by.id, "said_at": at, "recorded_at": at}
    for purpose in [one for one in Purpose if one in taken]:
        db.session.add(_row(party, purpose, Said.WITHDRAWN, **about))
    if not taken:
        return
    db.session.flush()
    if Purpose.TAKE_PART in taken:
        forget_former(party.id)
    told = ConsentWithdrawn if Purpose.TAKE_PART in taken else ConsentNarrowed
    publish(
        told(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            party_id=party.id,
            party=party.label,
            purposes=frozenset(taken),
        )
    )


def _write(party: Party, said: Statement, *, moment: datetime, by: Actor, at: datetime) -> None:
    texts = ask(ConsentTexts(case_id=party.case_id)) if said.language else frozenset()
    how: dict[str, Any] = {
        "statement_id": said.id,
        "by": by.id,
        "recorded_at": at,
        "way": said.way,
        "language": said.language,
        "interpreted": said.interpreted,
    }

    def version(kind: str) -> str | None:
        return text_on(local(moment).date(), texts, kind=kind, language=said.language)

    text = said.text or version(CONSENT_TEXT)
    for purpose, answer in said.answers.items():
        shown = {"text": text, "said_at": moment, "for_minor": said.for_minor and answer is Said.YES}
        db.session.add(_row(party, purpose, answer, **how, **shown))
    if said.notice is not None:
        handed = {
            "article": said.notice,
            "handed_at": moment,
            "text": version(NOTICE_TEXT[said.notice]),
        }
        db.session.add(PrivacyNotice(case_id=party.case_id, party_id=party.id, **how, **handed))
    db.session.flush()


def _tell(party: Party, said: Statement, *, before: Words, first: bool, by: Actor, at: datetime) -> None:
    about: dict[str, Any] = {
        "case_id": party.case_id,
        "actor_id": by.id,
        "at": at,
        "party_id": party.id,
        "party": party.label,
    }
    if said.notice is not None:
        publish(NoticeHanded(**about, article=said.notice))
    if Purpose.TAKE_PART in said.answers:
        after = words_of_party(party.id).participation
        decided: dict[str, Any] = {"first_consent": first, "all_decided": _all_decided(party.case_id)}
        publish(PartyDecided(**about, **decided, before=before.participation, after=after))
    elif said.answers:
        publish(ConsentsRecorded(**about))


def _row(party: Party, purpose: Purpose, said: Said, **values: Any) -> Consent:
    return Consent(case_id=party.case_id, party_id=party.id, purpose=purpose, said=said, **values)


def _is_known(statement_id: UUID) -> bool:
    found = sa.union_all(
        sa.select(Consent.id).where(Consent.statement_id == statement_id),
        sa.select(PrivacyNotice.id).where(PrivacyNotice.statement_id == statement_id),
    )
    return db.session.execute(found.limit(1)).first() is not None


def _anybody_agreed(case_id: UUID) -> bool:
    """Once, at any time."""
    query = sa.select(Consent.id).where(
        Consent.case_id == case_id, Consent.purpose == Purpose.TAKE_PART, Consent.said == Said.YES
    )
    return db.session.scalar(query.limit(1)) is not None


def _all_decided(case_id: UUID) -> bool:
    query = sa.select(Party.id).where(Party.case_id == case_id, sa.not_(has_answered(Purpose.TAKE_PART)))
    return db.session.scalar(query.limit(1)) is None
