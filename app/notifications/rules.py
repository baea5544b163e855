"""Decisions about mails: where they lead, when they are late, when to try again, whom to leave alone."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from app.accounts.permissions import Permission, Role, allowed
from app.labels import N_, Labelled
from app.notifications.messages import Kind

BATCH = 50
LEASE = timedelta(seconds=120)
"""Renewed with each mail: many times what one may take."""
MOST_TRIES = 8
#: After each refusal of a mail: how long until it is tried again; together about a day.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
#: While the mail server is out of order: how long nothing at all is tried.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 10, 20, 40, 60))
#: A mail during which the connection broke lets the others go first.
ASIDE = timedelta(minutes=1)
LATE_AFTER = timedelta(hours=6)
ALIVE = timedelta(minutes=2)
"""A worker that was seen so lately lives."""
SILENT = timedelta(minutes=10)
"""After so long without any worker coordination and administration must notice."""

#: What stands beside a mail when its way was not the usual one.
LATE = "LATE"
OUTAGE = "OUTAGE"
OVERTAKEN = "OVERTAKEN"
NOBODY_THERE = "RCPT"
COPY = "COPY"

#: Mails that the inbox doesn't show: who reads it has already come in; or it would tell from whom a mail
#: was kept back, and so which addresses have accounts.
MAIL_ONLY = frozenset({Kind.ADDRESS_CONFIRM, Kind.ADDRESS_LEFT, Kind.DIGEST, Kind.INVITATION, Kind.RESET})
#: A step of a case with its date; when it moves before the mail goes, the mail says the new one.
OF_STEPS = frozenset({Kind.OVERDUE, Kind.REMINDER})
#: The first word of the address of a link that works once, if it is not one to a password.
DOORS = {Kind.ADDRESS_CONFIRM: "adresse", Kind.ADDRESS_WANTED: "adresse-behalten"}
#: A change of the reader's address: these go to the one it names, not to the account's.
OF_ADDRESSES = frozenset({Kind.ADDRESS_CONFIRM, Kind.ADDRESS_LEFT, Kind.ADDRESS_WANTED})
OF_CONFERENCES = frozenset({Kind.CONFERENCE, Kind.MEASURE})
#: Who is let in where a child is protected is told nowhere else.
DOOR = frozenset({Kind.CHANNEL, Kind.PROTECTION})
OFFERS = frozenset({Kind.OFFER, Kind.OFFER_CHECK, Kind.OFFER_OVER})
#: What mediators work on is a referral; its id stands beside these, where they are told.
OWN_WORK = frozenset({Kind.PERSONS_APPROVED, Kind.SEAT_FREE})
#: An appointment; its id stands beside these.
MEETINGS = frozenset(
    {
        Kind.MEETING_PLANNED, Kind.MEETING_CHANGED, Kind.MEETING_CANCELLED, Kind.MEETING_NEAR,
        Kind.MEETING_CONFIRM, Kind.MEETING_UNCONFIRMED, Kind.MEETING_CHECK, Kind.SEAT_FREE_SOON,
    }
)  # fmt: skip
#: What invites a mediator to parties, and so rests on their consent.
BY_CONSENT = frozenset(
    {
        Kind.MEETING_CHANGED,
        Kind.MEETING_CONFIRM,
        Kind.MEETING_NEAR,
        Kind.MEETING_PLANNED,
        Kind.OFFER,
        Kind.OFFER_CHECK,
        Kind.PERSONS_APPROVED,
    }
)
TRANSFERS = frozenset(
    {Kind.TRANSFER_OFFERED, Kind.TRANSFER_WAITS, Kind.TRANSFER_ACCEPTED, Kind.TRANSFER_REFUSED}
)
#: Nobody's deed causes these: the timetable writes them, and would write them again after a restore.
BY_THE_CLOCK = frozenset(
    {
        Kind.DELETION_DUE, Kind.DIGEST, Kind.DRAFT_ENDS, Kind.MEETING_CONFIRM, Kind.MEETING_NEAR,
        Kind.MEETING_UNCONFIRMED, Kind.OVERDUE, Kind.PROFILE_UNCONFIRMED, Kind.PROMISE_DUE,
        Kind.RELOCATION_WAITS, Kind.REMINDER, Kind.REVISIT_DUE, Kind.SHEET_READY, Kind.TITLE_ENDS,
        Kind.TRANSFER_WAITS,
    }
)  # fmt: skip
#: What is shown on a page of the thing itself, by the first word of its address.
OF_SUBJECT = dict.fromkeys(OFFERS, "anfragen") | dict.fromkeys(OF_CONFERENCES, "fallkonferenzen")
OWN_REPORTS = frozenset({Kind.REPORT_RECEIVED, Kind.STATUS_CHANGED, Kind.QUESTION, Kind.NAMES_WANTED})


#: Kinds whose page is the same for everybody who is told.
FIXED: dict[Kind, str] = {kind: "/uebergaben/{subject}" for kind in TRANSFERS} | {
    Kind.INVITATION: "/profil",
    Kind.RESET: "/profil",
    Kind.ROLE_GIVEN: "/profil",
    Kind.PASSWORD_CHANGED: "/profil",
    Kind.ADDRESS_WANTED: "/profil",
    Kind.ADDRESS_CONFIRM: "/profil",
    Kind.ADDRESS_CHANGED: "/profil",
    Kind.ADDRESS_LEFT: "/profil",
    Kind.DELETION_DUE: "/loeschen",
    Kind.DIGEST: "/posteingang",
    Kind.REVISIT_DUE: "/faelle/{case}/wiedervorlage",
    Kind.RELOCATION_PROPOSED: "/abgaben/{subject}",
    Kind.RELOCATION_OVER: "/abgaben/{subject}",
    Kind.RELOCATION_ANSWERED: "/faelle/{subject}/abgabe",
    Kind.RELOCATION_WAITS: "/faelle/{subject}/abgabe",
    Kind.LENDING_CAME: "/leihanfragen/{subject}",
    Kind.LENDING_OVER: "/leihanfragen/{subject}",
    Kind.LENDING_PERSON: "/leihanfragen/{subject}",
    Kind.LENDING_ANSWERED: "/faelle/{subject}/leihe",
    Kind.LENDING_NOBODY: "/faelle/{subject}/leihe",
    Kind.LENDING_AGREEMENT: "/leihvereinbarungen",
    Kind.LOAN_ASKED: "/leihe/{subject}",
    Kind.LOAN_CONSENT: "/leihe/{subject}",
    Kind.LOAN_OVER: "/leihe/{subject}",
    Kind.DEPUTY_ASKED: "/vertretung",
    Kind.DEPUTY_ENTERED: "/vertretung",
    Kind.DEPUTY_DECLINED: "/vertretung",
    Kind.SHEET_READY: "/vertretung/{subject}/uebergabeblatt",
    Kind.WAIVER_WANTED: "/faelle/{case}/vermittlung/konflikte",
    Kind.PROMISE_DUE: "/faelle/{case}/versprochen",
    Kind.CHANNEL: "/schutzkanal/{subject}",
    Kind.PROFILE_UNCONFIRMED: "/angaben",
    Kind.TITLE_ENDS: "/qualifikation",
    Kind.EVIDENCE_DECIDED: "/qualifikation",
    Kind.PLAN_SUBMITTED: "/plan/entwurf",
    Kind.PLAN_ANSWERED: "/plan/fassungen",
    Kind.CRISIS_ALARM: "/ereignisplan/alarm/{subject}",
    Kind.EXERCISE_ALARM: "/ereignisplan/alarm/{subject}",
    Kind.CRISIS_TASK: "/ereignisplan/schritte/{subject}",
    Kind.CRISIS_OVERDUE: "/ereignisplan/schritte/{subject}",
    Kind.EXERCISE_TASK: "/ereignisplan/schritte/{subject}",
    Kind.EXERCISE_OVERDUE: "/ereignisplan/schritte/{subject}",
    Kind.CRISIS_SIGNAL: "/ereignisplan/signale/{subject}",
    Kind.CRISIS_NEWS: "/krisenfaelle/{subject}",
    Kind.EXERCISE_NEWS: "/krisenfaelle/{subject}",
    Kind.CONTACT_SHEET: "/kontakte",
}


def target(
    kind: Kind,
    role: Role | None,
    *,
    case_id: UUID | None,
    subject_id: UUID | None,
    leads: bool = True,
    reported: bool = True,
) -> str:
    """The path of the page that a notification is about, for somebody with this role.

    ``leads``: whether she answers for the case; whoever only ``reported`` it has a page of her own, and
    whoever handed it over has none any more.
    """
    if kind in FIXED:
        return FIXED[kind].format(case=case_id, subject=subject_id)
    if kind is Kind.DRAFT_ENDS:
        return f"/melden/{subject_id}" if subject_id else "/melden"
    if kind in OF_SUBJECT and subject_id:
        return f"/{OF_SUBJECT[kind]}/{subject_id}"
    if case_id is None or (role in {Role.REPORTER, None} and not leads and not reported):
        return "/posteingang"
    return _of_case(kind, role, case_id=case_id, subject_id=subject_id, leads=leads)


def _of_case(kind: Kind, role: Role | None, *, case_id: UUID, subject_id: UUID | None, leads: bool) -> str:
    if kind in OWN_REPORTS or (role in {Role.REPORTER, None} and not leads):
        return f"/meldungen/{case_id}"
    if role is Role.MEDIATOR:
        return _of_mediator(kind, case_id, subject_id)
    if role is not None and not allowed(role, Permission.CASE_READ):
        return "/"
    return f"/faelle/{case_id}/termine" if kind in MEETINGS else f"/faelle/{case_id}"


def _of_mediator(kind: Kind, case_id: UUID, subject_id: UUID | None) -> str:
    if kind in MEETINGS and subject_id:
        return f"/meine-faelle/{case_id}/termine/{subject_id}"
    return f"/meine-faelle/{subject_id}" if kind in OWN_WORK and subject_id else "/meine-faelle"


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a mail that was refused so often is tried again; None: never by itself."""
    return now + WAITS[tries - 1] if tries < MOST_TRIES else None


def is_for_good(code: str) -> bool:
    """Whether the server knows nobody at this address: another try would change nothing."""
    return code.startswith(f"{NOBODY_THERE} 5")


def why_refused(code: str | None) -> str:
    """What coordination reads; the code alone is the administration's."""
    words = (code or "").split()
    number = words[-1] if len(words) > 1 else ""
    if number in {"452", "552"}:
        return N_("Das Postfach ist voll.")
    if is_for_good(code or ""):
        return N_("Der Mailserver nimmt für diese Adresse nichts an; meist ist sie falsch geschrieben.")
    if code == "ValueError":
        return N_("Das ist keine gültige E-Mail-Adresse.")
    return N_("Der Mailserver hat die Mail auch nach mehreren Versuchen nicht angenommen.")


class Told(Labelled):
    """What became of a message about a case."""

    PLANNED = "PLANNED", "geplant"
    ON_ITS_WAY = "ON_ITS_WAY", "auf dem Weg"
    AGAIN = "AGAIN", "abgelehnt, wird wieder versucht"
    ACCEPTED = "ACCEPTED", "vom Mailserver angenommen"
    BOUNCED = "BOUNCED", "nicht zustellbar"
    SKIPPED = "SKIPPED", "nicht gesandt"
    HELD = "HELD", "angehalten"
    GATHERED = "GATHERED", "kommt in einer Sammelmail"
    INBOX = "INBOX", "nur im Posteingang"


#: The shape beside each.
HOW: Mapping[Told, str] = {
    Told.PLANNED: "new",
    Told.ON_ITS_WAY: "working",
    Told.AGAIN: "due",
    Told.ACCEPTED: "done",
    Told.BOUNCED: "late",
    Told.SKIPPED: "ended",
    Told.HELD: "paused",
    Told.GATHERED: "waiting",
    Told.INBOX: "done",
}
_SKIPPED: Mapping[str, str] = {
    "LOCKED": N_("Der Zugang ist gesperrt."),
    "ROLE_ENDED": N_("Die Person hat diese Rolle nicht mehr."),
    "TOO_LATE": N_("Es war zu spät dafür."),
    OVERTAKEN: N_("Es hatte sich erledigt, oder jemand anderes ist jetzt zuständig."),
}


def how(status: str, error: str | None, *, to_come: bool) -> Told:
    """From where the mail stands; ``to_come``: its moment is not yet."""
    if status in {"WAITING", "SENDING"}:
        if to_come:
            return Told.PLANNED
        refused = (error or "").startswith((NOBODY_THERE, "SMTP"))
        return Told.AGAIN if refused else Told.ON_ITS_WAY
    known = {"SENT": Told.ACCEPTED, "FAILED": Told.BOUNCED}
    return known.get(status) or Told(status)


def why_skipped(reason: str | None) -> str:
    return _SKIPPED.get(reason or "", N_("Die Administration hat sie nicht mehr gesandt."))


def pause(failures: int) -> timedelta:
    """How long the mail server is left alone after so many failures in a row."""
    return PAUSES[min(failures, len(PAUSES)) - 1]


def late_since(due: datetime, now: datetime) -> datetime | None:
    """The moment a mail was meant for, if that is long ago."""
    return due if now - due > LATE_AFTER else None
