"""The appointment that a mediator works on, held until the end of the transaction."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.models import Case
from app.cases.queries.consents import agreed_by_all
from app.cases.rules.consent import TO_MEDIATE
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status
from app.database import db
from app.labels import N_
from app.referrals.models import Meeting, Referral
from app.referrals.queries import seats, work
from app.referrals.rules import AT_WORK
from app.refusals import NotAllowed, NotFound

ENDED = frozenset({Status.CLOSED, Status.DELETED})


@dataclass(frozen=True)
class Held:
    """Nobody else changes appointments of this case meanwhile."""

    own: work.Own
    case: Case

    @property
    def referral(self) -> Referral:
        return self.own.referral

    def meeting(self, meeting_id: UUID) -> Meeting:
        query = sa.select(Meeting).where(Meeting.id == meeting_id, Meeting.referral_id == self.referral.id)
        found = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
        if found is None:
            raise NotFound
        return found


def at_work(referral_id: UUID, by: UUID, at: datetime) -> Held:
    """For whoever has an approved seat, while the case is worked on."""
    held = seated(referral_id, by, at)
    if not held.own.open or held.case.status not in AT_WORK:
        raise NotAllowed(N_("An diesem Fall wird gerade nicht gearbeitet."))
    return held


def seated(referral_id: UUID, by: UUID, at: datetime, *, but: Collection[Status] = ENDED) -> Held:
    """For whoever sits on the case, also while it rests: an appointment can always be called off."""
    own = work.own(referral_id, by, at)
    case = seats.locked(own.referral.case_id)
    if case.status in but:
        raise NotAllowed(N_("Dieser Fall ist abgeschlossen."))
    return Held(own, case)


def insist_on_consent(case: Case) -> None:
    """``NotAllowed`` while some party doesn't consent to being known to mediators (decision 5)."""
    if not agreed_by_all(case, *TO_MEDIATE):
        raise NotAllowed(Guard.ALL_PARTIES_CONSENT.label)


def still_open(meeting: Meeting) -> None:
    """``NotAllowed`` for an appointment that is cancelled or reported."""
    if meeting.cancelled_at is not None:
        raise NotAllowed(N_("Dieser Termin ist abgesagt."))
    if meeting.reported_at is not None:
        raise NotAllowed(N_("Dieser Termin ist schon gemeldet."))


def still_to_come(meeting: Meeting, at: datetime) -> None:
    """``NotAllowed`` also for one that has begun."""
    still_open(meeting)
    if meeting.starts_at <= at:
        raise NotAllowed(N_("Dieser Termin hat schon begonnen. Bitte melden Sie, ob er stattgefunden hat."))
