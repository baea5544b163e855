"""Makes a move with what its page asked for, and does what belongs to it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.cases import moves
from app.cases.actions import leads
from app.cases.actions.holding import hold, only
from app.cases.actions.moves import PROGRAM, Actor, Given, transition
from app.cases.events import CaseHandedOn, CaseReopened, ProtectionNeeded, QuestionAsked
from app.cases.models import Case, CaseQuestion, Handover, LeadKind, MoveReason
from app.cases.queries.consents import unwilling
from app.cases.queries.facts import facts_of
from app.cases.queries.moving import FLAG_WHILE_PAUSED, latest_wake_up, step
from app.cases.rules.answers import Answers
from app.cases.rules.consent import Purpose
from app.cases.rules.disclosure import Ground
from app.cases.rules.guards import Guard
from app.cases.rules.outcomes import Outcome
from app.cases.rules.protection import PROTECTION_FLAGS
from app.cases.rules.status import Verb
from app.database import db
from app.events import publish
from app.labels import N_
from app.localtime import local
from app.refusals import NotAllowed


@dataclass(frozen=True)
class Ended:
    """How and when the case had ended before the move, if it had."""

    outcome: Outcome | None
    closed_at: datetime | None


@dataclass(frozen=True)
class Deed:
    """Who made which move, when, and how the case had ended before."""

    by: UUID | None
    at: datetime
    verb: Verb
    before: Ended


def make(case: Case, verb: Verb, answers: Answers, *, version: int | None, by: Actor, at: datetime) -> None:
    """Make the move; raises as ``transition``, and ``Outrun`` if the page had shown another version."""
    hold(case, version=version)
    found = step(case.status, verb)
    if found is FLAG_WHILE_PAUSED:
        _flag_while_paused(case, answers, by=by, at=at)
        return
    outcomes = moves.ends(found, facts_of(case, at))
    if len(outcomes) == 1:
        answers = replace(answers, outcome=outcomes[0])
    before = Ended(case.outcome, case.closed_at)
    transition(case, verb, by=by, at=at, given=_given(case, verb, answers, at=at))
    if verb in _AND_THEN:
        _AND_THEN[verb](case, answers, Deed(by.id, at, verb, before))


def _flag_while_paused(case: Case, answers: Answers, *, by: Actor, at: datetime) -> None:
    only(FLAG_WHILE_PAUSED.who, by.relations)
    if answers.flag not in PROTECTION_FLAGS:
        raise NotAllowed(Guard.PROTECTION_FLAG_CHOSEN.label)
    case.flags = sorted({*case.flags, answers.flag.value})
    case.protection_since = at
    case.version += 1
    publish(ProtectionNeeded(case_id=case.id, actor_id=by.id, at=at, flag=answers.flag))


def _given(case: Case, verb: Verb, answers: Answers, *, at: datetime) -> Given:
    today = local(at).date()
    said = {
        Guard.QUESTION_TEXT: answers.question,
        Guard.REASON_GIVEN: answers.reason,
        Guard.WAKE_UP_DATE: answers.wake_up_on
        and local(at).date() < answers.wake_up_on <= latest_wake_up(at),
        Guard.HANDOVER_DOCUMENTED: answers.body and _on_a_basis(case, answers),
        Guard.LEGAL_BASIS_RECORDED: answers.ground,
        Guard.PROTECTION_FLAG_CHOSEN: answers.flag in PROTECTION_FLAGS,
        Guard.LEGAL_GROUND_CHOSEN: answers.legal_ground,
        Guard.AGREEMENT_RECORDED: answers.agreement_on and answers.agreement_on <= today,
        Guard.SETTLEMENT_RECORDED: answers.agreement_on and answers.agreement_on <= today,
    }
    values: dict[str, object] = {}
    if answers.agreement_on:
        values["agreement_on"] = answers.agreement_on
    if verb is Verb.RESUME:  # the protected path has ended, or there was none
        values["flags"] = [code for code in case.flags if code not in PROTECTION_FLAGS]
    return Given(
        guards=frozenset(guard for guard, answer in said.items() if answer),
        outcome=answers.outcome,
        flag=answers.flag,
        wake_up_on=answers.wake_up_on,
        values=values,
    )


def _on_a_basis(case: Case, answers: Answers) -> bool:
    """A law that is named, or the recorded consent of all whose names are known; nothing else counts."""
    if answers.basis is Ground.CONSENT:
        _insist_on_consent(case)
        return True
    return answers.basis is Ground.LAW and bool(answers.ground)


def _insist_on_consent(case: Case) -> None:
    if silent := unwilling(case, Purpose.OFFICE):
        raise NotAllowed(
            N_(
                "Es fehlt die Einwilligung in die Weitergabe an eine andere Stelle: %(parties)s. Bitte "
                "halten Sie sie zuerst bei den Beteiligten fest."
            ),
            parties=", ".join(silent),
        )


def _take(case: Case, _: Answers, deed: Deed) -> None:
    if deed.by is not None:
        leads.take(case, by=deed.by, at=deed.at)


def _ask(case: Case, answers: Answers, deed: Deed) -> None:
    db.session.add(CaseQuestion(case_id=case.id, asked_at=deed.at, asked_by=deed.by, text=answers.question))
    publish(QuestionAsked(case_id=case.id, actor_id=deed.by, at=deed.at))


def _hand_over(case: Case, answers: Answers, deed: Deed) -> None:
    handed = Handover(
        case_id=case.id,
        at=deed.at,
        by=deed.by,
        outcome=answers.outcome,
        by_consent=answers.basis is Ground.CONSENT,
        body=answers.body,
        ground=answers.ground,
    )
    db.session.add(handed)
    db.session.flush()
    publish(CaseHandedOn(case_id=case.id, actor_id=deed.by, at=deed.at, handover_id=handed.id))


def _rest(case: Case, answers: Answers, *_: object) -> None:
    case.pause_reason = answers.reason


def _keep_reason(case: Case, answers: Answers, deed: Deed) -> None:
    db.session.add(MoveReason(case_id=case.id, verb=deed.verb, at=deed.at, by=deed.by, reason=answers.reason))


def _reopen(case: Case, answers: Answers, deed: Deed) -> None:
    """The reason stays, and how the case had ended; where nobody answers for it any more, its opener does."""
    _keep_reason(case, answers, deed)
    publish(
        CaseReopened(
            case_id=case.id,
            actor_id=deed.by,
            at=deed.at,
            outcome=deed.before.outcome,
            closed_on=f"{local(deed.before.closed_at):%d.%m.%Y}" if deed.before.closed_at else "",
        )
    )
    if not leads.answered_for(case, {LeadKind.LEAD, LeadKind.ACTING}, deed.at):
        _take(case, answers, deed)


def _keep_ground(case: Case, answers: Answers, *_: object) -> None:
    case.pause_reason = N_("Schutzweg") if answers.legal_ground is None else answers.legal_ground.label


def _forget_reason(case: Case, *_: object) -> None:
    case.pause_reason = None


_AND_THEN: dict[Verb, Callable[[Case, Answers, Deed], None]] = {
    Verb.START_TRIAGE: _take,
    Verb.ASK_BACK: _ask,
    Verb.REFER_ON: _hand_over,
    Verb.HAND_TO_AUTHORITY: _hand_over,
    Verb.BACK_TO_CLARIFICATION: _keep_reason,
    Verb.REOPEN: _reopen,
    Verb.PAUSE: _rest,
    Verb.PROTECT: _keep_ground,
    Verb.RESUME: _forget_reason,
}


def wake(case_id: UUID, *, at: datetime) -> bool:
    """Let a resting case go on by itself; false where it is still protected."""
    case = db.session.get_one(Case, case_id)
    try:
        make(case, Verb.RESUME, Answers(), version=case.version, by=PROGRAM, at=at)
    except NotAllowed:
        db.session.rollback()
        return False
    return True
