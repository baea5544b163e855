"""Searches of the demo whose answers come in all the ways there are: aloud, too late, not at all."""

from datetime import timedelta

from app.database import db
from app.demo import meetings
from app.demo.walk import Walk
from app.languages import Level
from app.mediators.models import PoolPerson
from app.referrals.actions import answering, reserve, spoken
from app.referrals.models import Offer
from app.referrals.rules import Ladder, Mode, OfferStatus, Reason, Speaker, Told, Way, Word


def answered_aloud(walk: Walk) -> None:
    """A yes by telephone that waits to be confirmed, and a no that was recorded for the wrong person."""
    walk.ask_pair(Ladder(Mode.TIERED, 2, "Beide Familien fahren am Monatsende weg."), spare=4)
    walk.wait(hours=2)
    asked, others = walk.asked(), {offer.id for offer, _ in walk.asked(walk.wanted)}
    sure = next((offer for offer, _ in asked if offer.id not in others), asked[0][0])
    _say(walk, sure, Word.YES, impartial=True)
    mistaken = walk.asked()[0][0]
    _say(walk, mistaken, Word.NO, reason=Reason.NO_TIME)
    walk.at = min(walk.at + timedelta(minutes=10), walk.now)
    spoken.correct(walk.case_id, mistaken.id, by=walk.coordinator, at=walk.at)
    for other in [one for one, _ in walk.asked() if one.person_id != mistaken.person_id][:1]:
        _say(walk, other, Word.NO, way=Way.IN_PERSON, speaker=Speaker.FOR_HER)


def all_at_once(walk: Walk) -> None:
    """Urgent: many are asked, two are first, and somebody who was late stands by."""
    walk.ask_pair(spare=6)
    walk.wait(hours=1)
    asked = walk.asked()
    for offer, user_id in asked[:2]:
        answering.show_interest(offer.id, by=user_id, at=walk.at)
        db.session.flush()
    walk.at = min(walk.at + timedelta(minutes=20), walk.now)
    answering.accept(asked[0][0].id, None, by=asked[0][1], at=walk.at)
    late = next((offer, user_id) for offer, user_id in asked[2:] if _is_over(offer))
    reserve.stand_by(late[0].id, by=late[1], at=walk.at)


def nobody_left(walk: Walk) -> None:
    """Whoever speaks the rare language says no, the other accepts: coordination reads what is lacking.

    The other stays on her seat, and waits for somebody who can talk with both sides.
    """
    walk.ask_pair(Ladder(Mode.SEQUENTIAL, reason="Die Parteien wünschen ausdrücklich dieses Paar."), spare=0)
    walk.wait(hours=3)
    rare = set(walk.parties[-1].language_codes) - {"de"}
    for offer, user_id in sorted(walk.asked(), key=lambda one: _speaks(one[0], rare)):
        if _speaks(offer, rare):
            walk.wait(hours=2)
            answering.decline(offer.id, Reason.NO_TIME, by=user_id, at=walk.at)
        else:
            answering.show_interest(offer.id, by=user_id, at=walk.at)
            db.session.flush()
            answering.accept(offer.id, None, by=user_id, at=min(walk.at + timedelta(minutes=15), walk.now))
        db.session.flush()


def _speaks(offer: Offer, codes: set[str]) -> bool:
    person = db.session.get_one(PoolPerson, offer.person_id)
    return any(one.code in codes and one.level.at_least(Level.B2) for one in person.languages)


def handed_back_late(walk: Walk) -> None:
    """Tomorrow people meet, and one mediator can't go on."""
    meetings.plan_tomorrow(walk)
    walk.wait(hours=1)
    offer, user_id = walk.asked(status=OfferStatus.ACCEPTED)[-1]
    answering.give_back(offer.id, by=user_id, at=walk.at)
    db.session.flush()


def _say(  # noqa: PLR0913 - as much as is said on the telephone
    walk: Walk,
    offer: Offer,
    word: Word,
    *,
    way: Way = Way.TELEPHONE,
    speaker: Speaker = Speaker.SELF,
    reason: Reason | None = None,
    impartial: bool = False,
) -> None:
    told = Told(word=word, way=way, speaker=speaker, said_at=walk.at, reason=reason, impartial=impartial)
    spoken.record(walk.case_id, offer.id, told, by=walk.coordinator, at=walk.at)
    db.session.flush()


def _is_over(offer: Offer) -> bool:
    db.session.refresh(offer)
    return offer.status is OfferStatus.SUPERSEDED
