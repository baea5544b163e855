"""What was waited for has happened: the waiting ends by itself; and who is waited for now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from flask import url_for

from app.cases.events import WaitingFor, WaitsNow
from app.plans.actions.resting import it_happened
from app.plans.queries.waiting import waits_now
from app.plans.waiting import WaitsFor


class OfCase(Protocol):
    @property
    def case_id(self) -> UUID: ...
    @property
    def at(self) -> datetime: ...


class OfParty(OfCase, Protocol):
    @property
    def party_id(self) -> UUID: ...


class Tried(OfParty, Protocol):
    @property
    def first(self) -> bool: ...


def party_answered(event: OfParty) -> None:
    it_happened(event.case_id, at=event.at, waits_for={WaitsFor.PARTY}, party_id=event.party_id)


def party_reached(event: Tried) -> None:
    if event.first:
        party_answered(event)


def reporter_answered(event: OfCase) -> None:
    it_happened(event.case_id, at=event.at, waits_for={WaitsFor.REPORTER})


def mediators_answered(event: OfCase) -> None:
    it_happened(event.case_id, at=event.at, waits_for={WaitsFor.MEDIATORS})


def waits_for(question: WaitingFor) -> Iterable[WaitsNow]:
    for wait in waits_now(question.case_id):
        yield WaitsNow(wait.whom, wait.until, url_for("plans.waits", case_id=question.case_id))
