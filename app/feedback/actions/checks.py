"""The lead asks whether the agreement holds, and records what was heard; or that nobody wants to be asked."""

from datetime import datetime
from uuid import UUID

from app.cases.actions import ticks
from app.cases.actions.holding import LEAD, hold, only
from app.cases.actions.moves import Actor
from app.cases.models import Case
from app.cases.rules.guards import Guard
from app.cases.rules.status import Status
from app.database import db
from app.events import publish
from app.feedback.events import FollowUpRecorded, FollowUpWaived
from app.feedback.models import FollowUpCheck
from app.feedback.queries.checks import checks_of, last_author
from app.feedback.queries.links import parties_to_ask
from app.feedback.rules.checks import Check, CheckResult
from app.labels import N_
from app.refusals import NotAllowed

NOBODY = N_(
    "Keine Partei möchte nach dem Ende gefragt werden. Bitte halten Sie fest, dass keine Nachfrage "
    "gewünscht ist."
)
TAKEN_BACK = N_("Einwilligung zurückgenommen")


def record(  # noqa: PLR0913 - which check, what was heard, by whom, when
    case: Case, check: Check, result: CheckResult, *, check_id: UUID, by: Actor, at: datetime
) -> None:
    """Record what was heard; the same ``check_id`` counts once, a later result stands over an earlier."""
    author = _begin(case, by)
    if db.session.get(FollowUpCheck, check_id) is not None:
        return
    if not parties_to_ask(case):
        raise NotAllowed(NOBODY)
    if check is Check.SECOND and Check.FIRST in checks_of(case).open:
        raise NotAllowed(N_("Bitte halten Sie zuerst das Ergebnis der ersten Nachfrage fest."))
    db.session.add(
        FollowUpCheck(
            id=check_id,
            case_id=case.id,
            check=check,
            agreement_on=case.agreement_on,
            at=at,
            by=author,
            result=result,
        )
    )
    db.session.flush()
    publish(FollowUpRecorded(case_id=case.id, actor_id=author, at=at, check=check, result=result))
    if result is CheckResult.BROKEN:
        ticks.fulfil(case, Guard.AGREEMENT_BROKEN, by=author, at=at)
    settle(case, by=author, at=at)


def waive(case: Case, reason: str, *, by: Actor, at: datetime) -> None:
    """The parties don't want to be asked any more; nothing happens if nothing is open."""
    author = _begin(case, by)
    if not reason.strip():
        raise NotAllowed(N_("Bitte nennen Sie den Grund."))
    _waive(case, reason.strip(), by=author, at=at)


def ask_no_more(case: Case, *, by: UUID, at: datetime) -> None:
    """The last party that could be asked has taken its consent back; what is recorded stays."""
    if case.status is Status.FOLLOWUP:
        _waive(case, TAKEN_BACK, by=by, at=at)


def settle(case: Case, *, by: UUID | None, at: datetime) -> None:
    """If both checks are recorded or waived, the case may be closed."""
    author = by or last_author(case.id)
    if author is not None and not checks_of(case).open:
        ticks.fulfil(case, Guard.FOLLOWUP_DONE_OR_WAIVED, by=author, at=at)


def _waive(case: Case, reason: str, *, by: UUID, at: datetime) -> None:
    waived = checks_of(case).open
    for check in waived:
        made = FollowUpCheck(
            case_id=case.id, check=check, agreement_on=case.agreement_on, at=at, by=by, result=None
        )
        made.reason = reason
        db.session.add(made)
    if waived:
        db.session.flush()
        publish(FollowUpWaived(case_id=case.id, actor_id=by, at=at))
        settle(case, by=by, at=at)


def _begin(case: Case, by: Actor) -> UUID:
    only(LEAD, by.relations)
    hold(case)
    if case.status is not Status.FOLLOWUP or by.id is None:
        raise NotAllowed(N_("Nachfragen gehören in die Nachsorge. Dieser Fall ist nicht in der Nachsorge."))
    return by.id
