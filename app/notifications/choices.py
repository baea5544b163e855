"""What a person may have later, gathered or in the inbox alone; everything else comes at once."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from app.labels import N_, Labelled
from app.localtime import at, local
from app.notifications.messages import Kind
from app.workdays import Calendar


class Rhythm(Labelled):
    """When the mails of a group come."""

    AT_ONCE = "AT_ONCE", "sofort"
    DAILY = "DAILY", "einmal am Tag gesammelt"
    WEEKLY = "WEEKLY", "einmal in der Woche gesammelt"
    INBOX = "INBOX", "nur im Posteingang"


class Group(Labelled):
    """Kinds that nobody has to act on; a person decides about them together."""

    PROGRESS = "PROGRESS", "Wie es mit Fällen weitergeht"
    ANSWERS = "ANSWERS", "Antworten auf das, was Sie gefragt oder vorgeschlagen haben"
    OVER = "OVER", "Was sich erledigt hat"
    REVISITS = "REVISITS", "Eigene Wiedervorlagen"

    @property
    def hint(self) -> str:
        return _HINTS[self]


_HINTS: Mapping[Group, str] = {
    Group.PROGRESS: N_("Ein Schritt ist erledigt, eine Meldung wurde ergänzt, ein Stand hat sich geändert."),
    Group.ANSWERS: N_("Jemand hat zugesagt oder geantwortet, ohne dass Sie sofort etwas tun müssen."),
    Group.OVER: N_("Eine Anfrage oder ein Angebot wartet nicht mehr auf Sie."),
    Group.REVISITS: N_("Fälle, die Sie sich selbst auf einen Tag gelegt haben."),
}
#: The kinds that may be muted or gathered. Reminders, deadlines, appointments and alarms are not here.
OPTIONAL: Mapping[Kind, Group] = {
    Kind.STATUS_CHANGED: Group.PROGRESS,
    Kind.STEP_DONE: Group.PROGRESS,
    Kind.EXTENDED: Group.PROGRESS,
    Kind.OFFER_ANSWERED: Group.ANSWERS,
    Kind.TRANSFER_ACCEPTED: Group.ANSWERS,
    Kind.RELOCATION_ANSWERED: Group.ANSWERS,
    Kind.LENDING_ANSWERED: Group.ANSWERS,
    Kind.LENDING_PERSON: Group.ANSWERS,
    Kind.EVIDENCE_DECIDED: Group.ANSWERS,
    Kind.OFFER_OVER: Group.OVER,
    Kind.LENDING_OVER: Group.OVER,
    Kind.LOAN_OVER: Group.OVER,
    Kind.RELOCATION_OVER: Group.OVER,
    Kind.REVISIT_DUE: Group.REVISITS,
}
GATHERED = frozenset({Rhythm.DAILY, Rhythm.WEEKLY})


def period(rhythm: Rhythm, now: datetime, calendar: Calendar) -> str | None:
    """The day or week whose gathered mail is due now: from its first opening on; None before that."""
    today = local(now).date()
    first = today if rhythm is Rhythm.DAILY else today - timedelta(days=today.weekday())
    opening = calendar.next_opening(at(first, 0))
    if opening > now:
        return None
    if rhythm is Rhythm.DAILY:
        return today.isoformat() if local(opening).date() == today else None
    year, week, _ = today.isocalendar()
    return f"{year}-W{week:02}"
