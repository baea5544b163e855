"""What a conference agrees on: who does what until when; and what becomes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.moves import Actor
from app.cases.events import DisclosureMade
from app.cases.models import Case
from app.cases.rules.disclosure import Disclosed
from app.conferences.actions.calling import begin, going_on
from app.conferences.events import MeasureAgreed, MeasureDone
from app.conferences.models import Conference, ConferenceMeasure
from app.conferences.queries.access import Opened
from app.conferences.queries.conferences import InvitationLine, invitations_of
from app.conferences.rules import MeasureEnd, Owner
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.municipalities.queries import calendar
from app.refusals import NotAllowed, NotFound


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """Who does what until when; the office is named where the owner is one."""

    id: UUID
    owner: Owner
    office_id: UUID | None
    due_on: date
    text: str


def agree(case: Case, conference: Conference, measure: Agreed, *, by: Actor, at: datetime) -> None:
    """Agree on a measure; the same ``id`` counts once."""
    begin(case, by)
    going_on(conference)
    if db.session.get(ConferenceMeasure, measure.id) is not None:
        return
    office = _owner_among(conference, measure)
    _insist_on_day(measure.due_on, today=local(at).date())
    made = ConferenceMeasure(
        id=measure.id,
        case_id=case.id,
        conference_id=conference.id,
        owner=measure.owner,
        office_id=office.office_id if office else None,
        due_on=measure.due_on,
        agreed_at=at,
        agreed_by=by.id,
    )
    made.text = measure.text
    db.session.add(made)
    db.session.flush()
    if office is not None:
        publish(
            DisclosureMade(
                case_id=case.id,
                actor_id=by.id,
                at=at,
                what=Disclosed.MEASURE,
                office=office.office,
                to_office_id=office.office_id,
                ground=office.ground,
                source_id=made.id,
            )
        )
    publish(
        MeasureAgreed(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            conference_id=conference.id,
            measure_id=made.id,
            owner=office.office if office else measure.owner.label,
            office_id=made.office_id,
            due_on=measure.due_on,
            by_lead=measure.owner is Owner.LEAD,
        )
    )


def report_done(opened: Opened, measure_id: UUID, *, by: UUID, at: datetime) -> None:
    """The office that owns the measure says that it is done; nothing happens the second time."""
    own = sa.select(ConferenceMeasure.id).where(
        ConferenceMeasure.id == measure_id,
        ConferenceMeasure.conference_id == opened.conference.id,
        ConferenceMeasure.office_id == opened.invitation.office_id,
    )
    if db.session.scalar(own) is None:
        raise NotFound
    if end(measure_id, MeasureEnd.DONE, at=at):
        publish(
            MeasureDone(
                case_id=opened.case.id,
                actor_id=by,
                at=at,
                conference_id=opened.conference.id,
                measure_id=measure_id,
            )
        )


def end(measure_id: UUID, how: MeasureEnd, *, at: datetime) -> bool:
    """End a measure that is open; false if it was none, or somebody else just did."""
    return _end(ConferenceMeasure.id == measure_id, how, at=at) == 1


def end_all(case_id: UUID, *, at: datetime) -> None:
    """The case is over."""
    _end(ConferenceMeasure.case_id == case_id, MeasureEnd.CASE_ENDED, at=at)


def put_off(measure_id: UUID, due_on: date) -> None:
    """The plan has moved the date."""
    moved = sa.update(ConferenceMeasure).where(
        ConferenceMeasure.id == measure_id, ConferenceMeasure.ended_at.is_(None)
    )
    db.session.execute(moved.values(due_on=due_on))


def _end(which: sa.ColumnElement[bool], how: MeasureEnd, *, at: datetime) -> int:
    ended = sa.update(ConferenceMeasure).where(which, ConferenceMeasure.ended_at.is_(None))
    result = db.session.execute(ended.values(ended_at=at, end=how))
    return int(result.rowcount)  # type: ignore[attr-defined]  # CursorResult for an UPDATE


def _owner_among(conference: Conference, measure: Agreed) -> InvitationLine | None:
    """The invited office that owns it; None where nobody but the lead or coordination does."""
    if measure.owner is not Owner.OFFICE:
        return None
    invited = [line for line in invitations_of(conference.id) if line.stands]
    found = next((line for line in invited if line.office_id == measure.office_id), None)
    if found is None:
        raise NotAllowed(N_("Diese Dienststelle ist nicht eingeladen."))
    return found


def _insist_on_day(day: date, *, today: date) -> None:
    if day <= today:
        raise NotAllowed(N_("Die Frist muss in der Zukunft liegen."))
    if why := calendar().why_not(day):
        raise NotAllowed(
            N_("Dieser Tag ist kein Arbeitstag (%(why)s). Bitte wählen Sie einen anderen."), why=why
        )
