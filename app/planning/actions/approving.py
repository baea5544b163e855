"""Four eyes: whoever edits a draft hands it in; somebody else approves it or gives it back."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.audit import trail
from app.database import db
from app.events import publish
from app.labels import N_
from app.planning.actions.drafting import CHANGED, open_draft, the_draft
from app.planning.events import DraftAnswered, DraftSubmitted
from app.planning.models import PlanDraft, PlanDraftStep
from app.planning.queries.library import is_state_office
from app.planning.rules.checking import built
from app.planning.rules.drafts import DraftStatus, insist_on_four_eyes
from app.plans.actions.adopting import adopt
from app.plans.codes import PlanKind
from app.refusals import NotAllowed, Outrun

NOT_YET = N_("Der Entwurf ist noch in Arbeit. Freigeben können Sie ihn, sobald er abgegeben ist.")
WHY = N_("Bitte sagen Sie, was noch zu ändern ist.")


def submit(note: str, *, by: UUID, at: datetime) -> None:
    """Hand the draft in; from now on it stands still."""
    if not note.strip():
        raise NotAllowed(N_("Bitte sagen Sie in ein, zwei Sätzen, was sich ändert und warum."))
    draft = open_draft()
    draft.status, draft.submitted_at = DraftStatus.SUBMITTED, at
    draft.note, draft.returned = note.strip(), ""
    db.session.flush()
    trail.log("PlanDraftSubmitted", by=by, at=at, subject_id=draft.id)
    publish(DraftSubmitted(actor_id=by, at=at, draft_id=draft.id))


def take_back(*, by: UUID, at: datetime) -> None:
    """Go on working on it; nothing if it is in work already."""
    draft = the_draft()
    if draft.status is DraftStatus.SUBMITTED:
        _reopen(draft)
        trail.log("PlanDraftTakenBack", by=by, at=at, subject_id=draft.id)


def give_back(reason: str, *, by: UUID, at: datetime) -> None:
    """Somebody who could approve it wants something changed."""
    draft = _submitted()
    if not reason.strip():
        raise NotAllowed(WHY)
    _reopen(draft)
    draft.returned = reason.strip()
    db.session.flush()
    trail.log("PlanDraftReturned", by=by, at=at, subject_id=draft.id)
    publish(DraftAnswered(actor_id=by, at=at, draft_id=draft.id, editors=_editors(draft)))


def approve(*, shown: str | None, by: UUID, at: datetime) -> UUID:
    """The draft becomes the newest version; its id. New cases begin with it, running ones keep theirs.

    ``shown``: the stamp of the draft that the page had shown.
    """
    draft = _submitted()
    if shown is not None and shown != stamp(draft.submitted_at):
        raise Outrun(CHANGED)
    insist_on_four_eyes(by, editors=draft.editors, publishes=is_state_office())
    query = sa.select(PlanDraftStep).order_by(PlanDraftStep.position, PlanDraftStep.code)
    rows = db.session.scalars(query).all()
    version_id = adopt(
        {kind: [built(kind, row.rule) for row in rows if row.kind is kind] for kind in PlanKind},
        note=draft.note,
        source=draft.source,
        template_version=draft.template_version,
        edited_by=draft.changed_by,
        approved_by=by,
        at=at,
    )
    trail.log("PlanApproved", by=by, at=at, subject_id=version_id)
    publish(DraftAnswered(actor_id=by, at=at, draft_id=draft.id, editors=_editors(draft)))
    db.session.delete(draft)
    db.session.flush()
    return version_id


def stamp(submitted_at: datetime | None) -> str:
    """Tells one state of a draft that was handed in from the next."""
    return submitted_at.isoformat() if submitted_at else ""


def _submitted() -> PlanDraft:
    draft = the_draft()
    if draft.status is not DraftStatus.SUBMITTED:
        raise NotAllowed(NOT_YET)
    return draft


def _reopen(draft: PlanDraft) -> None:
    draft.status, draft.submitted_at = DraftStatus.OPEN, None
    db.session.flush()


def _editors(draft: PlanDraft) -> tuple[UUID, ...]:
    return tuple(UUID(one) for one in draft.editors)
