"""Which dates of a case a deed moves: its open steps before the deed, and after it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cases.events.questions import OpenTask, OpenTasks
from app.events import ask

Dates = dict[tuple[str, str], OpenTask]


@dataclass(frozen=True)
class Shift:
    """A date that the deed makes another; ``before`` None: the step begins, ``after`` None: it ends."""

    task: OpenTask
    before: datetime | None
    after: datetime | None


def open_dates(case_id: UUID, user_id: UUID) -> Dates:
    """The open steps as they stand in this transaction, those that are due first first."""
    found = ask(OpenTasks(case_id=case_id, user_id=user_id, relations=frozenset()))
    return {(one.url, one.label): one for one in sorted(found, key=lambda one: (one.due_at, one.label))}


def shifts(before: Dates, after: Dates) -> tuple[Shift, ...]:
    """What is otherwise afterwards; what begins comes last."""
    steps = before | after
    found = (Shift(steps[key], _due(before, key), _due(after, key)) for key in steps)
    return tuple(one for one in found if one.before != one.after)


def _due(dates: Dates, key: tuple[str, str]) -> datetime | None:
    return dates[key].due_at if key in dates else None
