"""What we write: one neutral sentence, a date, the number, a link that needs a sign-in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from app.accounts.rules import ADDRESS_VALID, INVITATION_VALID, RESET_VALID
from app.labels import N_, Labelled
from app.localtime import local


class Kind(Labelled):
    """What a notification is about; the label is all that the inbox says."""

    INVITATION = "INVITATION", "Ihr Zugang zu Fallbrücke"
    ROLE_GIVEN = "ROLE_GIVEN", "Eine weitere Rolle in Fallbrücke"
    RESET = "RESET", "Ihr Passwort in Fallbrücke"
    PASSWORD_CHANGED = "PASSWORD_CHANGED", "Ihr Passwort wurde geändert"
    ADDRESS_WANTED = "ADDRESS_WANTED", "Eine andere E-Mail-Adresse für Ihren Zugang"
    ADDRESS_CONFIRM = "ADDRESS_CONFIRM", "Bitte bestätigen Sie Ihre neue E-Mail-Adresse"
    ADDRESS_CHANGED = "ADDRESS_CHANGED", "Ihre E-Mail-Adresse wurde geändert"
    ADDRESS_LEFT = "ADDRESS_LEFT", "Diese E-Mail-Adresse gilt nicht mehr"
    REPORT_RECEIVED = "REPORT_RECEIVED", "Ihre Meldung ist eingegangen"
    STATUS_CHANGED = "STATUS_CHANGED", "Der Stand Ihrer Meldung hat sich geändert"
    QUESTION = "QUESTION", "Es gibt eine Rückfrage"
    ANSWERED = "ANSWERED", "Eine Rückfrage ist beantwortet"
    EXTENDED = "EXTENDED", "Eine Meldung wurde ergänzt"
    CASE_NEW = "CASE_NEW", "Ein neuer Fall ist eingegangen"
    REPORT_WITHDRAWN = "REPORT_WITHDRAWN", "Eine Meldung wurde zurückgezogen"
    LEAD_NAMED = "LEAD_NAMED", "Sie sind für einen Fall verantwortlich"
    NAMES_WANTED = "NAMES_WANTED", "Bitte Namen nachtragen"
    OFFER = "OFFER", "Eine Anfrage wartet auf Ihre Antwort"
    OFFER_CHECK = "OFFER_CHECK", "Bitte prüfen Sie Ihre Unbefangenheit"
    OFFER_OVER = "OFFER_OVER", "Eine Anfrage hat sich erledigt"
    OFFER_ANSWERED = "OFFER_ANSWERED", "Eine Anfrage ist beantwortet"
    SEAT_FREE = "SEAT_FREE", "Ein Platz ist wieder frei"
    RESERVE_LOST = "RESERVE_LOST", "Eine Reserve ist weggefallen"
    SEAT_FREE_SOON = "SEAT_FREE_SOON", "Kurz vor einem Termin ist ein Platz frei geworden"
    PERSONS_APPROVED = "PERSONS_APPROVED", "Die Parteien haben zugestimmt"
    WAIVER_WANTED = "WAIVER_WANTED", "Bitte fragen Sie die Parteien"
    NOBODY_LEFT = "NOBODY_LEFT", "Niemand mehr zu fragen"
    WITHDRAWN = "WITHDRAWN", "Eine Einwilligung wurde zurückgenommen"
    PROTECTION = "PROTECTION", "Schutzweg: bitte sofort ansehen"
    REMINDER = "REMINDER", "Erinnerung an eine Frist"
    OVERDUE = "OVERDUE", "Eine Frist ist überschritten"
    STEP_DONE = "STEP_DONE", "Ein Schritt ist erledigt"
    ESCALATED = "ESCALATED", "Ein Fall wurde eskaliert"
    STAGE_RISEN = "STAGE_RISEN", "Die Eskalationsstufe eines Falls ist gestiegen"
    MEETING_PLANNED = "MEETING_PLANNED", "Ein Termin ist eingetragen"
    MEETING_CHANGED = "MEETING_CHANGED", "Ein Termin hat sich geändert"
    MEETING_CANCELLED = "MEETING_CANCELLED", "Ein Termin ist abgesagt"
    MEETING_LEFT = "MEETING_LEFT", "Ein Termin ist für Sie abgesagt"
    MEETING_NEAR = "MEETING_NEAR", "Erinnerung an einen Termin"
    MEETING_CONFIRM = "MEETING_CONFIRM", "Bitte bestätigen Sie einen Termin"
    MEETING_UNCONFIRMED = "MEETING_UNCONFIRMED", "Ein Termin ist nicht bestätigt"
    MEETING_CHECK = "MEETING_CHECK", "Bitte prüfen Sie einen Termin"
    TRANSFER_OFFERED = "TRANSFER_OFFERED", "Eine Übergabe wartet auf Ihre Antwort"
    TRANSFER_WAITS = "TRANSFER_WAITS", "Auf eine Übergabe hat noch niemand geantwortet"
    TRANSFER_ACCEPTED = "TRANSFER_ACCEPTED", "Eine Übergabe ist angenommen"
    TRANSFER_REFUSED = "TRANSFER_REFUSED", "Eine Übergabe ist nicht angenommen"
    RELOCATION_PROPOSED = "RELOCATION_PROPOSED", "Eine Abgabe wartet auf Ihre Antwort"
    RELOCATION_OVER = "RELOCATION_OVER", "Eine Abgabe hat sich erledigt"
    RELOCATION_ANSWERED = "RELOCATION_ANSWERED", "Auf eine Abgabe wurde geantwortet"
    RELOCATION_WAITS = "RELOCATION_WAITS", "Auf eine Abgabe hat noch niemand geantwortet"
    LENDING_CAME = "LENDING_CAME", "Eine Leihanfrage wartet auf Ihre Antwort"
    LENDING_OVER = "LENDING_OVER", "Eine Leihanfrage hat sich erledigt"
    LENDING_ANSWERED = "LENDING_ANSWERED", "Auf eine Leihanfrage wurde geantwortet"
    LENDING_PERSON = "LENDING_PERSON", "Jemand aus Ihrem Pool hat auf eine Leihanfrage geantwortet"
    LENDING_NOBODY = "LENDING_NOBODY", "Für eine Leihanfrage hat sich niemand gefunden"
    LENDING_AGREEMENT = "LENDING_AGREEMENT", "Es gibt Neues zu einer Leihvereinbarung"
    LOAN_ASKED = "LOAN_ASKED", "Eine Anfrage wartet auf Ihre Antwort"
    LOAN_CONSENT = "LOAN_CONSENT", "Bitte entscheiden Sie über eine Anfrage"
    LOAN_OVER = "LOAN_OVER", "Eine Anfrage hat sich erledigt"
    DEPUTY_ASKED = "DEPUTY_ASKED", "Sie sind als Vertretung eingetragen"
    DEPUTY_ENTERED = "DEPUTY_ENTERED", "Für Sie ist eine Vertretung eingetragen"
    DEPUTY_DECLINED = "DEPUTY_DECLINED", "Eine Vertretung ist abgesagt"
    SHEET_READY = "SHEET_READY", "Ein Übergabeblatt liegt für Sie bereit"
    PROMISE_DUE = "PROMISE_DUE", "Etwas Versprochenes ist heute fällig"
    DRAFT_ENDS = "DRAFT_ENDS", "Ein Entwurf wird bald gelöscht"
    CHANNEL = "CHANNEL", "Ein Fall braucht Ihren Blick"
    DELETION_DUE = "DELETION_DUE", "Fälle warten auf Ihre Freigabe zum Löschen"
    CONFERENCE = "CONFERENCE", "Ihre Dienststelle ist zu einem Termin eingeladen"
    MEASURE = "MEASURE", "Mit Ihrer Dienststelle ist etwas vereinbart"
    PROFILE_UNCONFIRMED = "PROFILE_UNCONFIRMED", "Bitte bestätigen Sie Ihre Angaben im Pool"
    TITLE_ENDS = "TITLE_ENDS", "Bitte sehen Sie Ihre Qualifikation durch"
    EVIDENCE_DECIDED = "EVIDENCE_DECIDED", "Ein Nachweis von Ihnen ist geprüft"
    PLAN_SUBMITTED = "PLAN_SUBMITTED", "Ein Entwurf des Plans wartet auf Ihre Freigabe"
    PLAN_ANSWERED = "PLAN_ANSWERED", "Auf Ihren Entwurf des Plans wurde geantwortet"
    CRISIS_ALARM = "CRISIS_ALARM", "Alarm: bitte bestätigen Sie"
    CRISIS_TASK = "CRISIS_TASK", "Ein Schritt des Ereignisplans wartet auf Sie"
    CRISIS_OVERDUE = "CRISIS_OVERDUE", "Ein Schritt des Ereignisplans ist überfällig"
    CRISIS_SIGNAL = "CRISIS_SIGNAL", "Ein Signal wartet auf eine Bewertung"
    CRISIS_NEWS = "CRISIS_NEWS", "Es gibt Neues im Ereignisplan"
    CONTACT_SHEET = "CONTACT_SHEET", "Das Kontaktblatt hat sich geändert, bitte neu ausdrucken"
    DIGEST = "DIGEST", "Ihre gesammelten Nachrichten"
    REVISIT_DUE = "REVISIT_DUE", "Heute zur Wiedervorlage"
    EXERCISE_ALARM = "EXERCISE_ALARM", "ÜBUNG – Alarm: bitte bestätigen Sie"
    EXERCISE_TASK = "EXERCISE_TASK", "ÜBUNG – Ein Schritt wartet auf Sie"
    EXERCISE_OVERDUE = "EXERCISE_OVERDUE", "ÜBUNG – Ein Schritt ist überfällig"
    EXERCISE_NEWS = "EXERCISE_NEWS", "ÜBUNG – Es gibt Neues"


NEWS = N_("Es gibt Neues zu einem Fall")
URGENT = N_("Ein Fall braucht Sie sofort")
AT_ONCE = N_("Bitte melden Sie sich sofort in Fallbrücke an")
LOOK = N_("In Fallbrücke wartet etwas auf Sie")
EXERCISE_AT_ONCE = N_("Übung: Bitte melden Sie sich sofort in Fallbrücke an")
EXERCISE_LOOK = N_("Übung: In Fallbrücke wartet etwas auf Sie")
#: Labels that say how a mediation goes (§ 4 MediationsG), or that something has happened: a lock screen
#: shows less.
DISCREET: Mapping[Kind, str] = {
    Kind.SEAT_FREE: NEWS,
    Kind.RESERVE_LOST: NEWS,
    Kind.PERSONS_APPROVED: NEWS,
    Kind.WAIVER_WANTED: NEWS,
    Kind.NOBODY_LEFT: NEWS,
    Kind.LENDING_ANSWERED: NEWS,
    Kind.LENDING_NOBODY: NEWS,
    Kind.WITHDRAWN: NEWS,
    Kind.PROTECTION: URGENT,
    Kind.SEAT_FREE_SOON: URGENT,
    Kind.ESCALATED: URGENT,
    Kind.STAGE_RISEN: NEWS,
    Kind.CRISIS_ALARM: AT_ONCE,
    Kind.CRISIS_TASK: LOOK,
    Kind.CRISIS_OVERDUE: LOOK,
    Kind.CRISIS_SIGNAL: LOOK,
    Kind.CRISIS_NEWS: LOOK,
    Kind.CONTACT_SHEET: LOOK,
    Kind.EXERCISE_ALARM: EXERCISE_AT_ONCE,
    Kind.EXERCISE_TASK: EXERCISE_LOOK,
    Kind.EXERCISE_OVERDUE: EXERCISE_LOOK,
    Kind.EXERCISE_NEWS: EXERCISE_LOOK,
}

HELLO = N_("Guten Tag,")
SIGN_IN = N_("Bitte melden Sie sich an, um es zu sehen:")
LATE = N_("Diese Nachricht ist vom %(day)s und kommt verspätet.")
FOOT = N_(
    "Diese E-Mail kommt vom Programm Fallbrücke. Einzelheiten stehen aus Gründen des Datenschutzes "
    "nur dort. Bitte antworten Sie nicht auf diese E-Mail."
)
END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True)
class Sentence:
    """A German message id with its values."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Mail:
    """Parts of the subject, and paragraphs of lines."""

    subject: tuple[Sentence, ...]
    paragraphs: tuple[tuple[Sentence, ...], ...]


_CHANGED = Sentence(
    N_(
        "Für Ihren Zugang gilt jetzt eine andere E-Mail-Adresse. Wenn das nicht von Ihnen kam, melden Sie "
        "sich bitte gleich bei Ihrer Administration. Ihren Zugang sehen Sie hier:"
    )
)
#: What mails about the account say before their link.
ACCOUNT: dict[Kind, Sentence] = {
    Kind.INVITATION: Sentence(
        N_(
            "Für Sie ist ein Zugang zu Fallbrücke eingerichtet. Bitte wählen Sie über diesen Link Ihr "
            "Passwort. Er gilt %(days)s Tage und nur einmal:"
        ),
        {"days": INVITATION_VALID.days},
    ),
    Kind.ROLE_GIVEN: Sentence(
        N_(
            "Sie haben in Fallbrücke eine weitere Rolle. Ihr Passwort bleibt, wie es ist. Bitte melden Sie "
            "sich wie gewohnt an; in Ihrem Profil wechseln Sie die Rolle:"
        )
    ),
    Kind.RESET: Sentence(
        N_(
            "Für Ihren Zugang wurde ein neues Passwort gewünscht. Über diesen Link können Sie es wählen. "
            "Er gilt %(minutes)s Minuten und nur einmal. Wenn der Wunsch nicht von Ihnen kam, brauchen "
            "Sie nichts zu tun:"
        ),
        {"minutes": RESET_VALID.seconds // 60},
    ),
    Kind.ADDRESS_WANTED: Sentence(
        N_(
            "Für Ihren Zugang wurde eine andere E-Mail-Adresse gewünscht. Noch gilt diese hier. Wenn der "
            "Wunsch nicht von Ihnen kam, halten Sie ihn über diesen Link auf. Er gilt %(hours)s Stunden:"
        ),
        {"hours": ADDRESS_VALID // timedelta(hours=1)},
    ),
    Kind.ADDRESS_CONFIRM: Sentence(
        N_(
            "Diese Adresse soll für einen Zugang zu Fallbrücke gelten. Bitte bestätigen Sie das über diesen "
            "Link. Er gilt %(hours)s Stunden und nur einmal. Wenn der Wunsch nicht von Ihnen kam, brauchen "
            "Sie nichts zu tun:"
        ),
        {"hours": ADDRESS_VALID // timedelta(hours=1)},
    ),
    Kind.ADDRESS_CHANGED: _CHANGED,
    Kind.ADDRESS_LEFT: _CHANGED,
    Kind.PASSWORD_CHANGED: Sentence(
        N_(
            "Für Ihren Zugang gilt jetzt ein neues Passwort. Wenn das nicht von Ihnen kam, melden Sie sich "
            "bitte gleich bei Ihrer Administration. Ihren Zugang sehen Sie hier:"
        )
    ),
}


def mail(  # noqa: PLR0913 - each value is a line of the mail, named by whoever writes
    kind: Kind,
    *,
    link: str,
    number: str | None,
    answer_by: datetime | None,
    late_since: datetime | None,
    meets_at: datetime | None = None,
    gathered: int = 0,
) -> Mail:
    """The mail of a notification: never a step, a place, a kind of conflict, an office or a name.

    ``late_since`` is the moment it was meant for, if that is long ago; ``meets_at`` that of an appointment;
    ``gathered``: how many messages of the inbox a gathered mail stands for.
    """
    what = Sentence(DISCREET.get(kind, kind.label))
    facts = (*_facts(number, answer_by), *_meeting(meets_at), *_count(gathered))
    late = (Sentence(LATE, {"day": _day(late_since)}),) if late_since else ()
    way = (ACCOUNT.get(kind, Sentence(SIGN_IN)), Sentence("%(link)s", {"link": link}))
    paragraphs = ((Sentence(HELLO),), (what,), facts, late, way, (Sentence(FOOT),))
    return Mail(
        subject=(what, *_short(number, answer_by)), paragraphs=tuple(lines for lines in paragraphs if lines)
    )


def _facts(number: str | None, answer_by: datetime | None) -> tuple[Sentence, ...]:
    found = []
    if number:
        found.append(Sentence(N_("Fall: %(number)s"), {"number": number}))
    if answer_by and local(answer_by).time().replace(microsecond=0) == END_OF_DAY:
        found.append(Sentence(N_("Frist: %(day)s"), {"day": _day(answer_by)}))
    elif answer_by:
        clock = f"{local(answer_by):%H:%M}"
        found.append(Sentence(N_("Frist: %(day)s, %(time)s Uhr"), {"day": _day(answer_by), "time": clock}))
    return tuple(found)


def _meeting(meets_at: datetime | None) -> tuple[Sentence, ...]:
    if meets_at is None:
        return ()
    values = {"day": _day(meets_at), "time": f"{local(meets_at):%H:%M}"}
    return (Sentence(N_("Termin: %(day)s, %(time)s Uhr"), values),)


def _count(gathered: int) -> tuple[Sentence, ...]:
    return (Sentence(N_("Ungelesene Nachrichten: %(count)s"), {"count": gathered}),) if gathered else ()


def _short(number: str | None, answer_by: datetime | None) -> tuple[Sentence, ...]:
    parts = [Sentence("%(number)s", {"number": number})] if number else []
    if answer_by:
        parts.append(Sentence(N_("bis %(day)s"), {"day": _day(answer_by)}))
    return tuple(parts)


def _day(moment: datetime) -> str:
    return f"{local(moment):%d.%m.%Y}"
