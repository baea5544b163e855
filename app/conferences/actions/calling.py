"""Call offices together, invite each with what it may know, take it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.holding import EITHER, hold, only
from app.cases.actions.moves import Actor
from app.cases.events import DisclosureMade
from app.cases.models import Case
from app.cases.queries.consents import agreed_by_all
from app.cases.rules.consent import Purpose
from app.cases.rules.disclosure import Disclosed, Ground
from app.cases.rules.status import is_open
from app.conferences.events import ConferenceCalled, ConferenceCancelled, OfficeInvited, OfficeUninvited
from app.conferences.models import Conference, ConferenceInvitation
from app.conferences.rules import TOO_EARLY
from app.database import db
from app.events import publish
from app.labels import N_
from app.municipalities.models import Office
from app.refusals import NotAllowed, NotFound


@dataclass(frozen=True, kw_only=True)
class Call:
    """When and where, and what for."""

    id: UUID
    starts_at: datetime
    place: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one office may know, and on which ground."""

    id: UUID
    office_id: UUID
    ground: Ground
    law: str | None
    text: str


def call(case: Case, wish: Call, *, by: Actor, at: datetime) -> None:
    """Call a conference; the same ``id`` counts once."""
    begin(case, by)
    if db.session.get(Conference, wish.id) is not None:
        return
    if wish.starts_at <= at:
        raise NotAllowed(N_("Der Termin liegt in der Vergangenheit."))
    made = Conference(id=wish.id, case_id=case.id, starts_at=wish.starts_at, called_at=at, called_by=by.id)
    made.place, made.purpose = wish.place, wish.purpose
    db.session.add(made)
    db.session.flush()
    publish(ConferenceCalled(case_id=case.id, actor_id=by.id, at=at, conference_id=made.id))


def invite(case: Case, conference: Conference, share: Share, *, by: Actor, at: datetime) -> None:
    """Invite an office; without a ground nothing goes to it (decision 5)."""
    begin(case, by)
    going_on(conference)
    if db.session.get(ConferenceInvitation, share.id) is not None:
        return
    office = db.session.scalar(sa.select(Office).where(Office.id == share.office_id, Office.active.is_(True)))
    if office is None:
        raise NotFound
    if _invited(conference, office.id):
        raise NotAllowed(N_("Diese Dienststelle ist schon eingeladen."))
    _insist_on_ground(case, share)
    made = ConferenceInvitation(
        id=share.id,
        case_id=case.id,
        conference_id=conference.id,
        office_id=office.id,
        ground=share.ground,
        invited_at=at,
        invited_by=by.id,
    )
    made.share, made.law = share.text, share.law if share.ground is Ground.LAW else None
    db.session.add(made)
    db.session.flush()
    publish(
        OfficeInvited(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            conference_id=conference.id,
            office=office.name,
            office_id=office.id,
        )
    )
    publish(
        DisclosureMade(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            what=Disclosed.CONFERENCE_SHARE,
            office=office.name,
            to_office_id=office.id,
            ground=share.ground,
            source_id=made.id,
        )
    )


def uninvite(case: Case, conference: Conference, invitation_id: UUID, *, by: Actor, at: datetime) -> None:
    """From now on the office sees nothing; nothing happens the second time."""
    only(EITHER, by.relations)
    hold(case)
    of_conference = ConferenceInvitation.conference_id == conference.id
    if not db.session.scalar(
        sa.select(ConferenceInvitation.id).where(ConferenceInvitation.id == invitation_id, of_conference)
    ):
        raise NotFound
    _withdraw(case.id, ConferenceInvitation.id == invitation_id, by=by.id, at=at)


def lose_consent(case_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """A party took its consent back: what rested on it closes at once."""
    _withdraw(case_id, ConferenceInvitation.ground == Ground.CONSENT, by=by, at=at)


def cancel(case: Case, conference: Conference, *, by: Actor, at: datetime) -> None:
    """The conference doesn't take place; nothing happens the second time."""
    only(EITHER, by.relations)
    hold(case)
    db.session.refresh(conference)
    if conference.cancelled_at is None:
        conference.cancelled_at = at
        publish(ConferenceCancelled(case_id=case.id, actor_id=by.id, at=at, conference_id=conference.id))


def begin(case: Case, by: Actor) -> None:
    """Lead or coordination, on a case that is worked on."""
    only(EITHER, by.relations)
    hold(case)
    if not is_open(case.status) or case.status in TOO_EARLY:
        raise NotAllowed(N_("Eine Fallkonferenz gibt es nur für angenommene, laufende Fälle."))


def going_on(conference: Conference) -> None:
    if conference.cancelled_at is not None:
        raise NotAllowed(N_("Diese Fallkonferenz ist abgesagt."))


def _invited(conference: Conference, office_id: UUID) -> bool:
    query = sa.select(ConferenceInvitation.id).where(
        ConferenceInvitation.conference_id == conference.id,
        ConferenceInvitation.office_id == office_id,
        ConferenceInvitation.withdrawn_at.is_(None),
    )
    return db.session.scalar(query) is not None


def _insist_on_ground(case: Case, share: Share) -> None:
    """Consent is the parties' present one, without override; a law must be named."""
    if share.ground is Ground.LAW and not (share.law or "").strip():
        raise NotAllowed(N_("Bitte nennen Sie die gesetzliche Grundlage."))
    if share.ground is Ground.CONSENT and not agreed_by_all(case, Purpose.OFFICE):
        raise NotAllowed(
            N_(
                "Es fehlt noch die Einwilligung mindestens einer Partei in die Weitergabe an eine andere "
                "Stelle. Bitte halten Sie sie zuerst bei den Beteiligten fest."
            )
        )


def _withdraw(case_id: UUID, which: sa.ColumnElement[bool], *, by: UUID | None, at: datetime) -> None:
    standing = (
        sa.select(ConferenceInvitation, Office.name)
        .join(
            Office,
            sa.and_(
                Office.id == ConferenceInvitation.office_id,
                Office.municipality_id == ConferenceInvitation.municipality_id,
            ),
        )
        .where(ConferenceInvitation.case_id == case_id, ConferenceInvitation.withdrawn_at.is_(None), which)
    )
    for invitation, office in db.session.execute(standing).all():
        invitation.withdrawn_at = at
        publish(
            OfficeUninvited(
                case_id=case_id,
                actor_id=by,
                at=at,
                conference_id=invitation.conference_id,
                office=office,
            )
        )
    db.session.flush()
