"""What conferences do when something happens to their case or to the step of a measure."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.cases.events import CaseMoved, ConsentWithdrawn
from app.cases.rules.consent import Purpose
from app.cases.rules.status import Status
from app.conferences.actions import calling, measures
from app.conferences.rules import MeasureEnd
from app.localtime import local


class OfStep(Protocol):
    """A fact told by a package that this one doesn't know; the step of a measure has the measure's id."""

    @property
    def step_id(self) -> UUID: ...
    @property
    def at(self) -> datetime: ...


class Extended(OfStep, Protocol):
    @property
    def due_at(self) -> datetime: ...


def case_moved(event: CaseMoved) -> None:
    if event.status is Status.CLOSED:
        measures.end_all(event.case_id, at=event.at)


def consent_withdrawn(event: ConsentWithdrawn) -> None:
    if event.closes(Purpose.OFFICE):
        calling.lose_consent(event.case_id, by=event.actor_id, at=event.at)


def step_done(event: OfStep) -> None:
    measures.end(event.step_id, MeasureEnd.DONE, at=event.at)


def step_dropped(event: OfStep) -> None:
    measures.end(event.step_id, MeasureEnd.DROPPED, at=event.at)


def step_extended(event: Extended) -> None:
    measures.put_off(event.step_id, local(event.due_at).date())
