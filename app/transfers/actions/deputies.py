"""Somebody stands in while a lead is away: in all her cases, from one minute to another."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.cases.actions.leads import stand_down, stand_in
from app.cases.models import Case
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.municipalities.queries import calendar
from app.refusals import NotAllowed, NotFound
from app.transfers.events import DeputyAsked, DeputyDeclined, DeputyEntered, SheetReady
from app.transfers.models import Deputyship
from app.transfers.queries import deputies, takers
from app.transfers.rules import Away, AwayCause, DeputyAnswer

LONGEST = timedelta(days=366)
STANDING = (DeputyAnswer.ASKED, DeputyAnswer.AGREED)


def be_away(away: Away, deputy_id: UUID, *, by: UUID, at: datetime) -> None:
    """Enter the own absence with its deputy, who can say no; until then she is entered."""
    _stand_in(Deputyship(user_id=by, deputy_id=deputy_id), away, by=by, at=at)


def enter_for(  # noqa: PLR0913 - who is away, when, who stands in, why, by whose word, when said
    absent_id: UUID, away: Away, deputy_id: UUID, *, cause: AwayCause, by: UUID, at: datetime
) -> None:
    """Coordination does it for a lead who can't; the lead hears of it and can end it."""
    if by == absent_id:
        raise NotAllowed(N_("Ihre eigene Abwesenheit tragen Sie unter „Vertretung“ ein."))
    if by == deputy_id:
        raise NotAllowed(N_("Sich selbst können Sie nicht eintragen. Bitte wählen Sie jemand anderen."))
    if not deputies.cases_of(absent_id, at):
        raise NotAllowed(N_("Diese Person ist für keinen offenen Fall verantwortlich."))
    wanted = Deputyship(user_id=absent_id, deputy_id=deputy_id, entered_by=by, cause=cause)
    if _stand_in(wanted, away, by=by, at=at):
        trail.log("DeputyEntered", by=by, at=at, subject_id=absent_id)
        publish(DeputyEntered(actor_id=by, at=at, deputyship_id=wanted.id, user_id=absent_id))


def _stand_in(wanted: Deputyship, away: Away, *, by: UUID, at: datetime) -> bool:
    """False if just that has been entered."""
    absent_id, deputy_id = wanted.user_id, wanted.deputy_id
    starts_at = max(away.starts_at, at)
    if not starts_at < away.ends_at < at + LONGEST:
        raise NotAllowed(
            N_("Das Ende liegt vor dem Beginn, ist schon vorbei oder mehr als ein Jahr entfernt.")
        )
    if deputy_id == absent_id or not takers.may_lead(deputy_id, local(at).date()):
        raise NotAllowed(N_("Bitte wählen Sie jemand anderen, der Fälle verantworten darf."))
    others = deputies.standing_of({absent_id, deputy_id}, starts_at, away.ends_at)
    same = (absent_id, deputy_id, away.ends_at)
    if any((one.user_id, one.deputy_id, one.ends_at) == same for one in others):
        return False
    _refuse_overlap(others, deputy_id)
    wanted.starts_at, wanted.ends_at, wanted.asked_at = starts_at, away.ends_at, at
    wanted.sheet_from = max(calendar().before(starts_at, 1), at)
    db.session.add(wanted)
    db.session.flush()
    for case in deputies.cases_of(absent_id, at):
        _enter(case, wanted, by=by, at=at)
    fact = DeputyAsked(actor_id=by, at=at, deputyship_id=wanted.id, deputy_id=deputy_id, starts_at=starts_at)
    publish(fact)
    return True


def agree(deputyship_id: UUID, *, by: UUID, at: datetime) -> None:
    found = _asked(deputyship_id, by)
    _change(found, (DeputyAnswer.ASKED,), answer=DeputyAnswer.AGREED, answered_at=at)


def decline(deputyship_id: UUID, *, by: UUID, at: datetime) -> None:
    """Say no, even after a yes: access ends with this minute, and whoever entered it hears of it."""
    found = _asked(deputyship_id, by)
    if not _change(found, STANDING, answer=DeputyAnswer.DECLINED, answered_at=at):
        return
    _leave(found, by=by, at=at)
    for user_id in filter(None, (found.user_id, found.entered_by)):
        publish(DeputyDeclined(actor_id=by, at=at, deputyship_id=found.id, user_id=user_id))


def be_back(deputyship_id: UUID, *, by: UUID, at: datetime) -> None:
    """The lead is back early or stays: the deputy's access ends with this minute."""
    found = db.session.scalar(
        sa.select(Deputyship).where(Deputyship.id == deputyship_id, Deputyship.user_id == by)
    )
    if found is None:
        raise NotFound
    _end(found, by=by, at=at)


def take_back(deputyship_id: UUID, *, by: UUID, at: datetime) -> None:
    """Coordination ends what coordination has entered: the lead is back, or it was a mistake."""
    found = db.session.scalar(
        sa.select(Deputyship).where(Deputyship.id == deputyship_id, Deputyship.entered_by.is_not(None))
    )
    if found is None:
        raise NotFound
    if _end(found, by=by, at=at):
        trail.log("DeputyTakenBack", by=by, at=at, subject_id=found.user_id)


def cover(case_id: UUID, user_id: UUID, *, at: datetime) -> None:
    """Somebody has become lead of a case while away, or will be: her deputies stand in here, too."""
    case = db.session.get_one(Case, case_id)
    for found in deputies.standing_of({user_id}, at, at + LONGEST):
        if found.user_id == user_id:
            _enter(case, found, by=user_id, at=at)


def send_sheet(deputyship_id: UUID, *, at: datetime) -> bool:
    """For the job: once, when the offices open on the working day before."""
    due = sa.update(Deputyship).where(
        Deputyship.id == deputyship_id,
        Deputyship.sheet_sent_at.is_(None),
        Deputyship.sheet_from <= at,
        Deputyship.ends_at > at,
        Deputyship.answer.in_(STANDING),
    )
    won = db.session.execute(due.values(sheet_sent_at=at), execution_options={"synchronize_session": False})
    if not won.rowcount:  # type: ignore[attr-defined]  # CursorResult for an UPDATE
        return False
    found = db.session.get_one(Deputyship, deputyship_id, populate_existing=True)
    publish(SheetReady(actor_id=None, at=at, deputyship_id=found.id, deputy_id=found.deputy_id))
    return True


def _refuse_overlap(others: list[Deputyship], deputy_id: UUID) -> None:
    if any(other.user_id == deputy_id for other in others):
        raise NotAllowed(N_("Diese Person ist in der Zeit selbst abwesend. Bitte wählen Sie jemand anderen."))
    if others:
        raise NotAllowed(
            N_("Für einen Teil dieser Zeit gibt es schon eine Vertretung. Sie muss zuerst aufgehoben werden.")
        )


def _enter(case: Case, found: Deputyship, *, by: UUID, at: datetime) -> None:
    stand_in(
        case,
        found.deputy_id,
        lead=found.user_id,
        starts_at=max(found.starts_at, at),
        ends_at=found.ends_at,
        by=by,
        at=at,
    )


def _end(found: Deputyship, *, by: UUID, at: datetime) -> bool:
    """False if it was over already."""
    ended = _change(found, STANDING, answer=DeputyAnswer.CANCELLED, answered_at=at)
    if ended:
        _leave(found, by=by, at=at)
    return ended


def _leave(found: Deputyship, *, by: UUID, at: datetime) -> None:
    """Only what this absence has opened."""
    stand_down(found.deputy_id, lead=found.user_id, ends_at=found.ends_at, by=by, at=at)


def _asked(deputyship_id: UUID, by: UUID) -> Deputyship:
    found = db.session.scalar(
        sa.select(Deputyship).where(Deputyship.id == deputyship_id, Deputyship.deputy_id == by)
    )
    if found is None:
        raise NotFound
    return found


def _change(found: Deputyship, still: tuple[DeputyAnswer, ...], **values: Any) -> bool:
    statement = sa.update(Deputyship).where(Deputyship.id == found.id, Deputyship.answer.in_(still))
    result = db.session.execute(statement.values(**values), execution_options={"synchronize_session": False})
    return bool(result.rowcount)  # type: ignore[attr-defined]  # CursorResult for an UPDATE
