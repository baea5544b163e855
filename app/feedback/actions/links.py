"""A questionnaire is handed to somebody: a link that works once, and of which only the hash is kept."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.accounts.sessions import token_hash
from app.cases.actions.holding import LEAD, hold, only
from app.cases.actions.moves import Actor
from app.cases.models import Case
from app.database import db
from app.events import publish
from app.feedback.events import FeedbackInvited
from app.feedback.models import FeedbackInvitation, FeedbackTicket
from app.feedback.queries.links import Recipient, recipients
from app.feedback.rules.questionnaire import Audience
from app.labels import N_
from app.localtime import local
from app.refusals import NotAllowed

#: So long a link may be used.
VALID = timedelta(days=60)


@dataclass(frozen=True)
class Link:
    """What is shown once, and never again."""

    secret: str
    audience: Audience
    last_day: date


def make_link(case: Case, key: str, *, invitation_id: UUID, by: Actor, at: datetime) -> Link | None:
    """A link for this recipient; None if the same click has made one before.

    Invitation and ticket know nothing of each other.
    """
    only(LEAD, by.relations)
    hold(case)
    if db.session.get(FeedbackInvitation, invitation_id) is not None:
        return None
    found = recipients(case)
    chosen = next((one for one in found if one.key == key), None)
    if chosen is None:
        raise NotAllowed(
            N_("Einen Fragebogen gibt es erst nach dem Abschluss, für Parteien, die gefragt werden möchten.")
        )
    if not chosen.left:
        raise NotAllowed(N_("Mehr Links gibt es nicht: Es wird einmal gefragt und einmal erinnert."))
    db.session.add(
        FeedbackInvitation(
            id=invitation_id,
            case_id=case.id,
            audience=chosen.audience,
            party_id=chosen.party_id,
            at=at,
            by=by.id,
        )
    )
    link = ticket(chosen.audience, day=local(at).date())
    publish(
        FeedbackInvited(
            case_id=case.id,
            actor_id=by.id,
            at=at,
            audience=chosen.audience,
            round_done=_round_done(found, chosen),
        )
    )
    return link


def ticket(audience: Audience, *, day: date) -> Link:
    """Lets somebody of this audience answer once."""
    secret, last_day = secrets.token_urlsafe(32), day + VALID
    db.session.add(FeedbackTicket(token_hash=token_hash(secret), audience=audience, expires_on=last_day))
    db.session.flush()
    return Link(secret, audience, last_day)


def _round_done(found: tuple[Recipient, ...], chosen: Recipient) -> bool:
    """Whether now every party has been asked equally often."""
    counts = {one.made + (one is chosen) for one in found if one.audience is Audience.PARTY}
    return chosen.audience is Audience.PARTY and len(counts) == 1
