"""The page on which each step of the plan is done, and by when it must be."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Flask, url_for

from app import clock
from app.cases.rules.addresses import slug
from app.cases.rules.status import Status, Verb, Who
from app.labels import N_
from app.plans.queries.lines import next_step


@dataclass(frozen=True)
class Deed:
    """Where a step of the plan is done, and with that ended.

    ``needs``: all that one must be to the case to do it there. ``statuses``: where it can be done, if not
    everywhere. ``verb``: of the move, where that is the deed.
    """

    endpoint: str
    label: str
    needs: frozenset[Who] = frozenset()
    statuses: frozenset[Status] = frozenset(Status)
    verb: Verb | None = None


@dataclass(frozen=True)
class ShownDeed:
    """A deed as the template needs it."""

    url: str
    label: str


_COORDINATION = frozenset({Who.COORDINATION})
_LEAD = frozenset({Who.CASE_LEAD})
_BOTH = _LEAD | _COORDINATION

_START_TRIAGE = Deed(
    "cases.move", N_("Prüfung beginnen"), _COORDINATION, frozenset({Status.NEW}), Verb.START_TRIAGE
)

#: Of the steps that start by themselves, those that are done on a page of the case file; the first that fits
#: counts. The others are the mediators' own, or are ended on the page of the step.
DEEDS: dict[str, tuple[Deed, ...]] = {
    "F01": (_START_TRIAGE,),
    "F02": (Deed("cases.danger", N_("Gefahrencheck durchführen"), _LEAD), _START_TRIAGE),
    "F03": (Deed("cases.assess", N_("Fall einschätzen"), _BOTH, frozenset({Status.TRIAGE, Status.INFO})),),
    "F05": (Deed("cases.name_lead", N_("Fallverantwortung benennen"), _COORDINATION),),
    "F06": (Deed("cases.parties", N_("Kontaktversuch festhalten"), _LEAD),),
    "F08": (Deed("cases.parties", N_("Entscheidung festhalten"), _LEAD),),
    "F20": (Deed("referrals.search", N_("Paar wählen"), _COORDINATION, frozenset({Status.MATCHING})),),
    "F21": (Deed("referrals.search", N_("Stand der Anfragen ansehen")),),
    "F22": (Deed("referrals.search", N_("Zustimmung festhalten"), _LEAD, frozenset({Status.PROPOSED})),),
    "F24": (
        Deed("lending.loan", N_("Jemanden leihen"), _COORDINATION, frozenset({Status.MATCHING})),
        Deed("referrals.interpreters", N_("Jemanden anfragen"), _COORDINATION),
    ),
    "F51": (Deed("feedback.follow_up", N_("Nachfrage festhalten"), _LEAD, frozenset({Status.FOLLOWUP})),),
    "F52": (Deed("feedback.follow_up", N_("Nachfrage festhalten"), _LEAD, frozenset({Status.FOLLOWUP})),),
    "F53": (Deed("feedback.follow_up", N_("Fragebogen ausgeben"), _LEAD, frozenset({Status.CLOSED})),),
}


def deed_of(code: str, case_id: UUID, *, relations: frozenset[Who], status: Status) -> ShownDeed | None:
    """The page on which somebody in these relations does this step now; None if there is none."""
    for deed in DEEDS.get(code, ()):
        if deed.needs <= relations and status in deed.statuses:
            words = slug(deed.verb) if deed.verb else None
            return ShownDeed(url_for(deed.endpoint, case_id=case_id, words=words), deed.label)
    return None


@dataclass(frozen=True)
class ShownStep:
    """A step that must be done, on the page of its deed; ``url`` explains its date."""

    label: str
    due_at: datetime
    whole_day: bool
    late: bool
    url: str


def due_step(case_id: UUID, code: str) -> ShownStep | None:
    """None if it is not to be done now; one statement."""
    found = next_step(case_id, code)
    if found is None:
        return None
    step, label = found
    url = url_for("plans.step", case_id=case_id, step_id=step.id)
    return ShownStep(label, step.due_at, step.whole_day, step.due_at < clock.now(), url)


def register(app: Flask) -> None:
    app.jinja_env.globals.update(deed_of=deed_of, due_step=due_step)
