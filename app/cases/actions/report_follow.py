"""What the reporter can still do after sending: answer, name parties, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.cases.actions.holding import hold
from app.cases.actions.moves import Actor, Given, transition
from app.cases.actions.report import discard, receive
from app.cases.events import QuestionAnswered, ReportExtended
from app.cases.models import Case, CaseAddition, Party
from app.cases.queries.own_reports import asked, may, nameless_parties, question_to_answer, wanted
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.report import PartyContact
from app.cases.rules.status import Status, Verb, Who, is_open
from app.database import db
from app.events import publish
from app.labels import N_
from app.refusals import NotAllowed
from app.versions import insist


def answer(case: Case, text: str, *, by: UUID, at: datetime, shown: str | None = None) -> None:
    """Answer the open question; the review goes on.

    ``shown``: the seal of the question that the page had shown; raises ``Outrun`` if it isn't open any more.
    """
    hold(case)
    question = question_to_answer(case)
    insist(shown, asked(question.id if question else None))
    if question is None:
        raise NotAllowed(N_("Zu dieser Meldung ist keine Rückfrage mehr offen."))
    question.answer, question.answered_at = text, at
    transition(case, Verb.ANSWER, by=_reporter(by), at=at, given=Given(guards=frozenset({Guard.ANSWER_TEXT})))
    publish(QuestionAnswered(case_id=case.id, actor_id=by, at=at))


def add_names(
    case: Case, contacts: Mapping[int, PartyContact], *, by: UUID, at: datetime, shown: str | None = None
) -> None:
    """Name parties that agree, by their position; those that were named meanwhile stay as they are.

    ``shown``: the seal of who had to be named; raises ``Outrun`` if others have to be by now.
    """
    hold(case)
    insist(shown, wanted(nameless_parties(case.id)))
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen. Namen werden nicht mehr gebraucht."))
    given = {position for position, contact in contacts.items() if contact.given}
    named = [party.id for party in nameless_parties(case.id) if party.agrees and party.position in given]
    for party in db.session.scalars(sa.select(Party).where(Party.id.in_(named)).order_by(Party.position)):
        receive(party, contacts[party.position], by=by, at=at, told=True)


@dataclass(frozen=True)
class Addition:
    """What the reporting office tells later; made from a draft that goes with it."""

    id: UUID
    text: str
    draft_id: UUID | None = None


def extend(case: Case, added: Addition, *, by: UUID, at: datetime) -> None:
    """Add to an open case instead of reporting the same twice; the same addition counts once."""
    if db.session.get(CaseAddition, added.id) is not None:
        return
    if not is_open(case.status):
        raise NotAllowed(N_("Der Fall ist abgeschlossen. Bitte melden Sie den Konflikt neu."))
    db.session.add(CaseAddition(id=added.id, case_id=case.id, at=at, by=by, text=added.text))
    if added.draft_id is not None:
        discard(added.draft_id, by)
    publish(ReportExtended(case_id=case.id, actor_id=by, at=at))


def withdraw(case: Case, *, by: UUID, at: datetime) -> None:
    refusal = refusal_to_withdraw(case)
    if refusal:
        raise NotAllowed(refusal)
    given = Given(outcome=Outcome.WD_REPORTER)
    transition(case, Verb.WITHDRAW_REPORT, by=_reporter(by), at=at, given=given)


def refusal_to_withdraw(case: Case) -> str | None:
    """Why the report can't be withdrawn; it tells no more of the status than the reporter may know."""
    if may(case, Verb.WITHDRAW_REPORT):
        return None
    if case.status is Status.CLOSED:
        return N_("Der Fall ist schon abgeschlossen.")
    if case.accepted_at is None:
        return N_("Zurzeit geht das hier nicht. Bitte wenden Sie sich an die Koordinierungsstelle.")
    return N_(
        "Zurückziehen lässt sich eine Meldung nur, bis der Fall angenommen ist. "
        "Bitte wenden Sie sich an Ihre Ansprechperson."
    )


def _reporter(user_id: UUID) -> Actor:
    return Actor(user_id, frozenset({Who.REPORTER}))
