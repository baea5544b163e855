"""The event plan of the demo: a full register, a rumour that passed, an exercise, a signal that waits."""

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from app.accounts.models import Membership
from app.accounts.permissions import Role
from app.crisis.actions import aftercare, noticing, register, signals
from app.crisis.actions.aftercare import Debrief
from app.crisis.actions.calendar import begin_rounds
from app.crisis.actions.calls import confirm
from app.crisis.actions.log import note
from app.crisis.actions.phases import Word, change_phase, start_exercise
from app.crisis.actions.signals import Said
from app.crisis.actions.steps import finish, open_steps
from app.crisis.models import Call, Crisis, EventStep
from app.crisis.queries.signals import signal
from app.crisis.rules.contacts import ContactFacts
from app.crisis.rules.words import Rating, Reached, Weight
from app.database import db
from app.demo.people import Town
from app.localtime import LOCAL, local
from app.municipalities.queries import calendar
from app.plans.codes import Phase, Trigger

#: Function, place in the line, name, phone, after hours, whose account; numbers are kept free for films.
CONTACTS = (
    ("COORDINATION", 1, "Karin Koch", "0221 4710 100", "0171 3920 001", "koordination"),
    ("CRISIS_LEAD", 1, "Jonas Reuter", "0221 4710 110", "0171 3920 002", "krisenteam"),
    ("CRISIS_LEAD", 2, "Mona Leitner", "0221 4710 111", "0171 3920 003", "leitung"),
    ("CRISIS_TEAM", 1, "Jonas Reuter", "0221 4710 110", "0171 3920 002", "krisenteam"),
    ("CRISIS_TEAM", 2, "Mona Leitner", "0221 4710 111", "0171 3920 003", "leitung"),
    ("MANAGEMENT", 1, "Dr. Sabine Althoff", "0221 4710 120", "0171 3920 004", None),
    ("DUTY_OFFICER", 1, "Rufbereitschaft Ordnungsamt", "0221 4710 199", "0171 3920 005", None),
    ("ASD", 1, "Nele Brinkmann", "0221 4710 130", "", None),
    ("YOUTH_OFFICE", 1, "Thorsten Kamp", "0221 4710 131", "", None),
    ("CHILD_PROTECTION_EXPERT", 1, "Beratungsstelle Lindenhof", "0221 4710 133", "", None),
    ("PUBLIC_ORDER", 1, "Rana Demir", "0221 4710 140", "", None),
    ("PUBLIC_ORDER", 2, "Volker Hagen", "0221 4710 141", "0171 3920 006", None),
    ("POLICE_LIAISON", 1, "Bezirksdienst Musterstadt", "0221 4710 150", "", None),
    ("KI", 1, "Ilse Brandt", "0221 4710 160", "", None),
    ("PRESS", 1, "Birte Sander", "0221 4710 170", "0171 3920 007", None),
    ("MAYOR_OFFICE", 1, "Vorzimmer Landrätin", "0221 4710 121", "", None),
    ("HUMAN_RESOURCES", 1, "Jens Wittkamp", "0221 4710 180", "", None),
    ("STEERING_BODY", 1, "Geschäftsstelle Lenkungskreis", "0221 4710 190", "", None),
    ("STATE_POOL", 1, "Landesstelle, Geschäftszimmer", "0221 4710 200", "", None),
)
IN_ALARM = {"COORDINATION", "CRISIS_LEAD", "CRISIS_TEAM", "MANAGEMENT", "DUTY_OFFICER"}
TEAM = ("leitung", "krisenteam")


def settle(town: Town, *, now: datetime) -> None:
    """Everything was done by somebody at its time; what is open now was begun lately."""
    for name in TEAM:
        own = sa.select(Membership).where(Membership.user_id == town.people[name])
        db.session.scalars(own.where(Membership.role == Role.MANAGEMENT)).one().crisis_team = True
    _fill_register(town, at=now - timedelta(days=150))
    _quiet_times(town, now=now)
    _rumour(town, at=_morning(now, 62))
    _exercise(town, at=_morning(now, 24))
    noticing.look(at=now - timedelta(hours=3))
    db.session.flush()


def _fill_register(town: Town, *, at: datetime) -> None:
    for function, position, name, phone, after_hours, account in CONTACTS:
        facts = ContactFacts(
            function=function,
            position=position,
            name=name,
            phone=phone,
            phone_after_hours=after_hours,
            email="",
            in_alarm=function in IN_ALARM,
            user_id=town.people[account] if account else None,
        )
        register.add(uuid4(), facts, by=town.people["koordination"], at=at)


def _quiet_times(town: Town, *, now: datetime) -> None:
    """The rounds of the calendar began on their day; all but the yearly ones are done."""
    today = local(now).date()
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    for first in sorted({quarter, today.replace(day=1)}):
        begun = datetime.combine(first, time(0, 5), LOCAL)
        begin_rounds(at=begun)
        done_by = min(calendar().add_working_days(first, 3), today)
        for step in db.session.scalars(sa.select(EventStep).where(EventStep.ended_at.is_(None))).all():
            if step.code not in {"E-G3", "E-G4"}:
                at = max(begun, min(datetime.combine(done_by, time(10, 30), LOCAL), now))
                finish(step, result="", by=town.people["koordination"], at=at)


def _rumour(town: Town, *, at: datetime) -> None:
    """A video went round; the core team met, key people knew better, it passed."""
    by = town.people["koordination"]
    words = (
        "In zwei Nachbarschaftsgruppen wird ein Video geteilt, das einen Streit am Hafenplatz zeigen soll. "
        "Ort und Tag sind unklar."
    )
    district = town.districts["Hafenviertel"].id
    said = Said(uuid4(), Trigger.T04, Weight.POTENTIAL, words, district)
    signals.log_signal(said, by=by, at=at)
    reason = "Wird stark geteilt, drei Anrufe in der Schule."
    crisis = signals.rate(signal(said.id), Rating.RELEVANT, reason=reason, by=by, at=_after(at, hours=5))
    assert crisis is not None  # noqa: S101 - relevant, so it is yellow
    _note(
        crisis, "Abstimmung mit Ordnungsamt, Jugendamt und Presse: nichts teilen.", by=by, at=_after(at, 27)
    )
    _finish(crisis, "E-Y2", "Keine eigene Meldung, Schulen informiert.", by=by, at=_after(at, 28))
    _finish(crisis, "E-Y3", "Zwei Vereine: alter Film aus einer anderen Stadt.", by=by, at=_after(at, 50))
    word = Word(by, _after(at, 72), "Film ist alt und nicht von hier. Es wird ruhig.")
    change_phase(crisis, Phase.GREEN, word)


def _exercise(town: Town, *, at: datetime) -> None:
    """Red on paper for one morning: who hears it, who decides, what was missing."""
    by, head = town.people["koordination"], town.people["krisenteam"]
    taking_part = frozenset({by, *(town.people[name] for name in TEAM)})
    script = (
        "Angenommen: In der Nacht wurde eine Scheibe der Unterkunft Nordheim eingeworfen, niemand verletzt."
    )
    crisis = start_exercise(Phase.RED, Trigger.T01, Word(by, at, script), participants=taking_part)
    for minutes, call in enumerate(db.session.scalars(sa.select(Call).order_by(Call.function)).all(), 2):
        confirm(call, how=Reached.SELF, by=call.user_id or by, at=_after(at, minutes=minutes))
    for hours, code, result in (
        (0.3, "E-R2", "Angenommen: Landrätin erreicht."),
        (0.4, "E-R3", "Polizei führt die Ermittlungen, wir die Betroffenen."),
        (0.7, "E-R4", "Telefonat, alle dabei."),
        (1.5, "E-R5", "Erstes Lagebild steht."),
        (2.0, "E-R6", "Wortlaut für Empfang und Telefon steht."),
    ):
        _finish(crisis, code, result, by=head, at=_after(at, hours))
    _note(crisis, "Die Nummer der Unterkunft stand nicht auf dem Kontaktblatt.", by=head, at=_after(at, 2.5))
    change_phase(crisis, Phase.BLUE, Word(head, _after(at, 3), "Drehbuch zu Ende gespielt."))
    said = Debrief(
        "Nach acht Minuten hatten alle bestätigt. Der Wortlaut war nach zwei Stunden fertig.",
        "Wer bei den Betroffenen anruft, war unklar. Eine Nummer fehlte.",
        "Schritt „Betroffene schützen und kontaktieren“: Zuständigkeit nachts ergänzen.",
    )
    aftercare.debrief(crisis, said, by=head, at=_after(at, 4))
    text = "Rufnummern der Unterkünfte in das Kontaktverzeichnis aufnehmen und jedes Quartal prüfen."
    aftercare.recommend(
        crisis, recommendation_id=uuid4(), to="STEERING_BODY", text=text, by=by, at=_after(at, 4.5)
    )
    change_phase(crisis, Phase.GREEN, Word(by, _after(at, 5), "Übung beendet."))


def _finish(crisis: Crisis, code: str, result: str, *, by: UUID, at: datetime) -> None:
    for step in open_steps(crisis):
        if step.code == code:
            finish(step, result=result, by=by, at=at)


def _note(crisis: Crisis, text: str, *, by: UUID, at: datetime) -> None:
    note(crisis, text, entry_id=uuid4(), happened_at=at, by=by, at=at)


def _morning(now: datetime, days: int) -> datetime:
    """At nine on a working day, about so long ago."""
    day = calendar().next_working_day(local(now).date() - timedelta(days=days))
    return datetime.combine(day, time(9, 0), LOCAL)


def _after(at: datetime, hours: float = 0, *, minutes: int = 0) -> datetime:
    return at + timedelta(hours=hours, minutes=minutes)
