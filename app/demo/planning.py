"""The plans of the demo: a template of the state, a second version in force, a third one in the making."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.database import db
from app.demo.people import Town
from app.municipalities.models import Municipality
from app.municipalities.scope import acting_in
from app.planning.actions import approving, drafting
from app.planning.models import PlanDraftStep
from app.planning.rules.filereading import EMPTY
from app.plans.actions.adopting import adopt_default
from app.plans.codes import PlanKind

TEMPLATE = (
    "Feedbackbogen erst nach zwei Wochen, weil viele Parteien vorher noch nicht antworten wollten. "
    "Runder Tisch: Die Einladung hat jetzt drei Arbeitstage."
)
SECOND = (
    "Nach der Annahme klären wir zuerst die Sprachen. Die erste Nachfrage kommt nach drei Wochen statt nach "
    "vier, weil Einigungen oft in der dritten Woche brechen."
)
LANGUAGES = {
    "label_de": "Sprachbedarf klären",
    "task_de": "Mit jeder Partei klären, in welcher Sprache sie sprechen und lesen möchte.",
    "anchor": "CASE_ACCEPTED",
    "first_wave": "yes",
    "glasl_min": "1",
    "glasl_max": "9",
    "responsible": "CASE_LEAD;COORDINATION",
    "clock": "WD",
    "amount": "3",
    "reminders": "-1WD",
    "ladder": "M2",
}
LANDLORD = {
    "label_de": "Vermieter einbeziehen",
    "task_de": "Mit Einverständnis beider Parteien klären, was die Wohnungsgesellschaft beitragen kann.",
    "anchor": "FIRST_CONSENT_GIVEN",
    "first_wave": "no",
    "glasl_min": "1",
    "glasl_max": "4",
    "responsible": "CASE_LEAD",
    "informed": "COORDINATION",
    "clock": "WD",
    "amount_a": "3",
    "amount_b": "5",
    "amount_c": "10",
    "reminders": "-2WD",
    "ladder": "M1;M2",
}


def settle(kreis: Town, state: Town, *, now: datetime) -> None:
    """In this order: the state publishes, the Kreis approves its second version and goes on with a third."""
    with acting_in(state.id):
        _publish(state, now=now)
    with acting_in(kreis.id):
        _second_version(kreis, now=now)
        _third_version(kreis, now=now)


def _publish(state: Town, *, now: datetime) -> None:
    at = now - timedelta(days=40)
    adopt_default(db.session.get_one(Municipality, state.id), at=now - timedelta(days=200))
    by = next(iter(state.people.values()))
    drafting.begin(by=by, at=at)
    _change("F53", {"amount": "10"}, by=by, at=at)
    _change("F28", {"amount": "3"}, by=by, at=at)
    approving.submit(TEMPLATE, by=by, at=at)
    approving.approve(shown=None, by=by, at=at)


def _second_version(kreis: Town, *, now: datetime) -> None:
    by, at = kreis.people["koordination"], now - timedelta(days=6)
    drafting.begin(by=by, at=at - timedelta(days=3))
    _change("F51", {"amount": "15", "reminders": "-3WD;-1WD"}, by=by, at=at)
    _change("F22", {"amount": "6"}, by=by, at=at)
    drafting.add_step(PlanKind.CASE, {**EMPTY[PlanKind.CASE], **LANGUAGES}, by=by, at=at)
    approving.submit(SECOND, by=by, at=at)
    approving.approve(shown=None, by=kreis.people["leitung"], at=at + timedelta(hours=5))


def _third_version(kreis: Town, *, now: datetime) -> None:
    by, at = kreis.people["koordination"], now - timedelta(days=1)
    drafting.begin(by=by, at=at)
    _change("F06", {"amount_a": "1", "amount_b": "1", "amount_c": "2"}, by=by, at=at)
    _change("F09", {"first_wave": "yes"}, by=by, at=at)
    _change("F11", {"responsible": "CASE_LEAD;PILOT"}, by=by, at=at)
    _change("F10", {"amount": "15", "repeat_amount": "15", "reminders": "-3WD;-1WD"}, by=by, at=at)
    drafting.add_step(PlanKind.CASE, {**EMPTY[PlanKind.CASE], **LANDLORD}, by=by, at=at)
    gone = db.session.scalars(sa.select(PlanDraftStep.id).where(PlanDraftStep.code == "F13")).one()
    drafting.remove_step(gone, by=by, at=at)


def _change(code: str, cells: Mapping[str, str], *, by: UUID, at: datetime) -> None:
    step = db.session.scalars(sa.select(PlanDraftStep).where(PlanDraftStep.code == code)).one()
    drafting.change_step(step.id, {**step.rule, **cells}, shown=None, read=dict, by=by, at=at)
