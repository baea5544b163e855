"""What happens after an agreement and after a case: process facts. That somebody answered is none of them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.events import CaseEvent, Event
from app.feedback.rules.checks import Check, CheckResult
from app.feedback.rules.questionnaire import Audience
from app.labels import N_


@dataclass(frozen=True, kw_only=True)
class FollowUpRecorded(CaseEvent):
    """The lead has asked whether the agreement holds (F51, F52)."""

    sentence: ClassVar[str] = N_("%(check)s, die Einigung: %(result)s.")
    check: Check
    result: CheckResult


@dataclass(frozen=True, kw_only=True)
class FollowUpWaived(CaseEvent):
    """The parties don't wish to be asked (again)."""

    sentence: ClassVar[str] = N_("Auf weitere Nachfragen wird verzichtet.")


@dataclass(frozen=True, kw_only=True)
class NobodyToAsk(Event):
    """No party of a closed case wants to be asked: no questionnaire is due."""

    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class FeedbackInvited(CaseEvent):
    """A link to the questionnaire was made. ``round_done``: all parties have the same number (F53)."""

    sentence: ClassVar[str] = N_("Fragebogen ausgegeben: %(audience)s.")
    audience: Audience
    round_done: bool
