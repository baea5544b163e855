"""What the plan makes of checks after an agreement, of questionnaires, and of measures of a conference."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from app.labels import Labelled
from app.plans.actions.ending import done, no_longer
from app.plans.actions.measures import agree
from app.plans.handlers import CHECKS, OfCase
from app.plans.template import MEASURE

STEP_OF_CHECK: Mapping[str, str] = dict(zip(("FIRST", "SECOND"), CHECKS, strict=True))


class OfStillCase(Protocol):
    """A fact that no timeline tells."""

    @property
    def case_id(self) -> UUID: ...
    @property
    def at(self) -> datetime: ...


class Checked(OfCase, Protocol):
    @property
    def check(self) -> Labelled: ...


class HandedOut(OfCase, Protocol):
    @property
    def round_done(self) -> bool: ...


class OfMeasure(OfCase, Protocol):
    @property
    def measure_id(self) -> UUID: ...


class Agreed(OfMeasure, Protocol):
    @property
    def due_on(self) -> date: ...
    @property
    def by_lead(self) -> bool: ...


def follow_up_recorded(event: Checked) -> None:
    done(event.case_id, STEP_OF_CHECK[event.check.value], at=event.at, by=event.actor_id)


def follow_up_waived(event: OfCase) -> None:
    no_longer(event.case_id, codes=CHECKS, at=event.at)


def feedback_invited(event: HandedOut) -> None:
    if event.round_done:
        done(event.case_id, "F53", at=event.at, by=event.actor_id)


def nobody_to_ask(event: OfStillCase) -> None:
    no_longer(event.case_id, codes={"F53"}, at=event.at)


def conference_called(event: OfCase) -> None:
    done(event.case_id, "F27", at=event.at, by=event.actor_id)


def measure_agreed(event: Agreed) -> None:
    agree(event.case_id, event.measure_id, due_on=event.due_on, by_lead=event.by_lead, at=event.at)


def measure_done(event: OfMeasure) -> None:
    subject = str(event.measure_id)
    done(event.case_id, MEASURE.code, at=event.at, by=event.actor_id, subject=subject)
