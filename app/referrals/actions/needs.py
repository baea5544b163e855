"""Coordination or the lead says what the search goes by, and what a party said of a further language."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases.actions.holding import EITHER, only
from app.cases.actions.moves import Actor
from app.cases.models import Case
from app.cases.rules.intake import Answer
from app.database import db
from app.events import publish
from app.labels import N_
from app.languages import LANGUAGES
from app.referrals.actions import helping
from app.referrals.events.needs import LanguageAsked, NeedSet
from app.referrals.matching.wishes import Wishes, written
from app.referrals.models import AskedLanguage, CaseNeed
from app.referrals.queries import seats
from app.referrals.queries.state import party_label
from app.referrals.queries.wishes import answers, fields_of, party_ids, saved
from app.referrals.rules import NEED_COUNTS
from app.refusals import NotAllowed, NotFound
from app.versions import insist

OVER = N_("Für diesen Fall wird niemand mehr gesucht. Was gesucht wurde, lässt sich nicht mehr ändern.")


@dataclass(frozen=True)
class Setting:
    """``shown`` seals what the page had shown; None where there was no page."""

    wishes: Wishes
    reason: str | None = None
    shown: str | None = None


def set_need(case_id: UUID, setting: Setting, *, by: Actor, at: datetime) -> None:
    """A new row beside the former ones; the same said once more makes none."""
    _open(case_id, by)
    number, before = saved(case_id)
    parties = party_ids(case_id)
    now, then = fields_of(before, parties), fields_of(setting.wishes, parties)
    if now == then:
        return
    insist(setting.shown, now)
    row = CaseNeed(case_id=case_id, number=number + 1, at=at, by=by.id)
    row.wishes, row.reason = written(setting.wishes), setting.reason
    db.session.add(row)
    publish(NeedSet(case_id=case_id, actor_id=by.id, at=at))
    helping.look(case_id, at=at)


@dataclass(frozen=True)
class Word:
    """What a party says of a further language."""

    party_id: UUID
    code: str
    possible: bool


def record_language(case_id: UUID, word: Word, *, by: Actor, at: datetime) -> bool:
    """False if that is what it has said already."""
    _open(case_id, by)
    party_label(case_id, word.party_id)
    if word.code not in LANGUAGES:
        raise NotFound
    number, said = answers(case_id)
    if said.get(word.party_id, {}).get(word.code) is word.possible:
        return False
    answer = Answer.YES if word.possible else Answer.NO
    row = AskedLanguage(case_id=case_id, party_id=word.party_id, at=at, by=by.id)
    row.number = number + 1
    row.answer = f"{word.code}:{answer.value}"
    db.session.add(row)
    publish(LanguageAsked(case_id=case_id, actor_id=by.id, at=at, party_id=word.party_id))
    helping.look(case_id, at=at)
    return True


def _open(case_id: UUID, by: Actor) -> Case:
    only(EITHER, by.relations)
    case = seats.locked(case_id)
    if case.status not in NEED_COUNTS:
        raise NotAllowed(OVER)
    return case
