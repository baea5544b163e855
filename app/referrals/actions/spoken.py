"""What somebody says to coordination when she was asked: recorded as said, confirmed by her, put right."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.rules.status import Status, Who
from app.database import db, insert_once
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.municipalities.scope import here
from app.referrals.actions.answering import Answer, may_see_names, say_no, say_yes
from app.referrals.actions.asking import ask_again, ask_next, is_in_conflict
from app.referrals.actions.reserve import about, put_on_reserve, release_reserve
from app.referrals.actions.sending import take_back
from app.referrals.events import AnswerConfirmed, AnswerCorrected
from app.referrals.models import Offer, Referral, SpokenAnswer
from app.referrals.queries import offers, seats
from app.referrals.rules import OfferStatus, Reason, Speaker, Told, Word
from app.refusals import NotAllowed, NotFound, Outrun, Wanting


def record(case_id: UUID, offer_id: UUID, told: Told, *, by: UUID, at: datetime) -> Answer | None:
    """Keep what was said, and do what it says; None for a no.

    A yes holds the seat. It opens no name: that the person confirms herself, and then declares in writing
    (§ 3 MediationsG).
    """
    offer, case = _held(case_id, offer_id)
    if _recorded(offer.id) is not None:
        raise NotAllowed(N_("Für diese Anfrage ist schon eine Antwort festgehalten."))
    if offer.status is not OfferStatus.OFFERED:
        raise NotAllowed(
            N_("Auf diese Anfrage wird nicht mehr gewartet. Bitte sehen Sie nach, wie sie steht.")
        )
    _check(offer, told, at=at)
    _keep(offer, told, by=by, at=at)
    if told.word is Word.NO:
        say_no(offer, case, told.reason, by=by, at=at, spoken=True)
        return None
    answer = say_yes(offer, case, by=by, at=at, spoken=True)
    if answer is Answer.TAKEN and told.reserve:
        put_on_reserve(offer, by=by, at=at)
    return answer


def confirm(offer_id: UUID, *, by: UUID, at: datetime) -> Answer:
    """One tap: yes, I said so. From now on the names are open to her, as after any binding interest.

    So what stands between her and them is looked at as it is now: days may have passed since she was called.
    """
    offer = offers.own(offer_id, by, at)
    case = seats.locked_with(offer)
    if offer.status is not OfferStatus.INTERESTED or offer.is_over(at):
        raise NotAllowed(N_("Diese Anfrage wartet nicht mehr auf Ihre Bestätigung."))
    if not offer.to_confirm:
        return Answer.YOURS  # the second click of a double one
    if not may_see_names(offer, case, by=by, at=at):
        return Answer.OVER
    if not _turn(offer.id, SpokenAnswer.confirmed_at.is_(None), confirmed_at=at):
        return Answer.YOURS
    db.session.execute(
        sa.update(Offer)
        .where(Offer.id == offer.id, Offer.to_confirm.is_(True))
        .values(to_confirm=False)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(offer)
    publish(AnswerConfirmed(**about(offer, by, at)))
    return Answer.YOURS


def correct(case_id: UUID, offer_id: UUID, *, by: UUID, at: datetime) -> bool:
    """It was recorded wrongly: the record stays and is marked, and the person is asked anew.

    False if the seat has somebody else by now, or something stands between her and the case: then she isn't
    asked, but counts as not having answered.
    """
    offer, case = _held(case_id, offer_id)
    known = _recorded(offer.id)
    if known is None:
        raise NotFound
    if known.corrected_at is not None:
        raise Outrun(N_("Diese Antwort ist schon berichtigt."))
    if known.confirmed_at is not None:
        raise NotAllowed(
            N_("Die Person hat diese Antwort selbst bestätigt. Ändern kann sie nur noch die Person.")
        )
    _undo(offer, by=by, at=at)
    if not _turn(offer.id, SpokenAnswer.corrected_at.is_(None), corrected_at=at, corrected_by=by):
        raise Outrun(N_("Diese Antwort ist schon berichtigt."))
    offer.corrected_at = at
    db.session.flush()
    publish(AnswerCorrected(**about(offer, by, at)))
    return _ask_anew(offer, case, at=at)


def _undo(offer: Offer, *, by: UUID, at: datetime) -> None:
    if offer.status is OfferStatus.INTERESTED:
        take_back(offer, Reason.COORDINATION, who=Who.COORDINATION, by=by, at=at)
    elif offer.status is OfferStatus.SUPERSEDED:
        release_reserve(offer, by=by, at=at)
    elif offer.status is not OfferStatus.DECLINED:
        raise NotAllowed(N_("Diese Antwort gilt schon nicht mehr; es gibt nichts zu berichtigen."))


def _ask_anew(offer: Offer, case: Case, *, at: datetime) -> bool:
    referral = db.session.get_one(Referral, offer.referral_id)
    seat = seats.seat_of(offer)
    if case.status is not Status.PROPOSED or referral.ended_at is not None or seat.taken_by is not None:
        return False
    if is_in_conflict(case, offer.person_id, by=None, at=at):
        ask_next(case, seat, at=at)
        return False
    ask_again(offer, case, seat=seat, at=at)
    return True


def _check(offer: Offer, told: Told, *, at: datetime) -> None:
    asked_at = (offer.offered_at or at).replace(second=0, microsecond=0)  # said to the minute
    if not asked_at <= told.said_at <= at:
        raise Wanting(
            N_("Bitte prüfen Sie, wann geantwortet wurde: nach der Anfrage und nicht in der Zukunft."),
            field=_wrong(told.said_at, asked_at, at),
        )
    if told.word is Word.YES and told.speaker is not Speaker.SELF:
        raise NotAllowed(N_("Zusagen kann nur die Person selbst."))
    if offer.answer_by is not None and told.said_at > offer.answer_by:
        raise Wanting(
            N_("Die Frist war schon vorbei, als geantwortet wurde."),
            field=_wrong(told.said_at, asked_at, offer.answer_by),
        )


def _wrong(said_at: datetime, first: datetime, last: datetime) -> str:
    """The box to look at: the day if no hour of it would do, else the hour."""
    return "clock" if local(first).date() <= local(said_at).date() <= local(last).date() else "day"


def _keep(offer: Offer, told: Told, *, by: UUID, at: datetime) -> None:
    new = insert_once(
        SpokenAnswer,
        ("municipality_id", "offer_id"),
        municipality_id=here(),
        case_id=offer.case_id,
        offer_id=offer.id,
        word=told.word,
        way=told.way,
        speaker=told.speaker,
        said_at=told.said_at,
        impartial=told.impartial and told.word is Word.YES,
        at=at,
        by=by,
    )
    if not new:
        raise Outrun(N_("Für diese Anfrage ist schon eine Antwort festgehalten."))


def _turn(offer_id: UUID, still: sa.ColumnElement[bool], **values: Any) -> bool:
    """One conditional update: whoever confirms and whoever corrects at the same moment, one comes first."""
    won = db.session.execute(
        sa.update(SpokenAnswer)
        .where(SpokenAnswer.offer_id == offer_id, SpokenAnswer.corrected_at.is_(None), still)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(won.rowcount == 1)  # type: ignore[attr-defined]  # CursorResult for an UPDATE


def _offer(case_id: UUID, offer_id: UUID) -> Offer:
    offer = db.session.scalar(sa.select(Offer).where(Offer.id == offer_id, Offer.case_id == case_id))
    if offer is None:
        raise NotFound
    return offer


def _held(case_id: UUID, offer_id: UUID) -> tuple[Offer, Case]:
    offer = _offer(case_id, offer_id)
    return offer, seats.locked_with(offer)


def _recorded(offer_id: UUID) -> SpokenAnswer | None:
    query = sa.select(SpokenAnswer).where(SpokenAnswer.offer_id == offer_id)
    return db.session.scalar(query, execution_options={"populate_existing": True})
