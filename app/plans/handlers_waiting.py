"""What was waited for has happened: the waiting ends by itself."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.plans.actions.resting import it_happened
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
