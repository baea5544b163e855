"""What a calendar program may know of the dates of the plan."""

from collections.abc import Iterable

from app.cases.events.questions import DueDate, OwnDueDates
from app.plans.queries.own_dates import own_dates


def own_due_dates(question: OwnDueDates) -> Iterable[DueDate]:
    return own_dates(question)
