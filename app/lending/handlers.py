"""What lending makes of what happens to cases and people elsewhere."""

from collections.abc import Iterable
from uuid import UUID

from app.cases.events import CaseMoved
from app.cases.rules.status import Status
from app.lending.actions import answering, asking, choosing, holding
from app.lending.actions.crossing import above_the_walls
from app.lending.queries.elsewhere import taken_by_lent
from app.lending.rules import ASKABLE
from app.mediators.events import PersonLeft, PersonToChange
from app.mediators.horizon import Taken
from app.municipalities.scope import here
from app.referrals.events.helping import LoansAwaited, TakenElsewhere


def case_moved(event: CaseMoved) -> None:
    """A request falls where nobody is sought any more; loans end with the case."""
    request = asking.open_of(event.case_id)
    if request is not None and event.status not in ASKABLE[request.kind]:
        asking.withdraw(event.case_id, by=None, at=event.at)
    if event.status is Status.CLOSED:
        choosing.bring_all_home(event.case_id, at=event.at)


def person_to_change(event: PersonToChange) -> None:
    holding.hold_cases_of(event.person_id)


def person_left(event: PersonLeft) -> None:
    """Of the own pool: what she was asked and lent for is over. A guest: her loan is."""
    answering.leave(event.person_id, at=event.at)
    choosing.guest_left(event.person_id, at=event.at)


def loans_awaited(question: LoansAwaited) -> Iterable[bool]:
    request = asking.open_of(question.case_id)
    return () if request is None else (request.kind.interprets,)


def taken_elsewhere(question: TakenElsewhere) -> Iterable[tuple[UUID, Taken]]:
    place = here()
    with above_the_walls():
        found = taken_by_lent(
            place, question.case_id, first_day=question.first_day, last_day=question.last_day
        )
    return found.items()
