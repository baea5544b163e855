"""Decisions about signing in: lengths of sessions, delays after failures, good passwords."""

from datetime import date, datetime, timedelta

from app.accounts.permissions import EXCLUDES_ADMIN, Role
from app.labels import N_, Labelled
from app.refusals import NotAllowed


class AccountState(Labelled):
    """Whether somebody can sign in."""

    ACTIVE = "ACTIVE", "aktiv"
    INVITED = "INVITED", "eingeladen"
    LOCKED = "LOCKED", "gesperrt"


class AddressReason(Labelled):
    """Why administration asks for another address of somebody."""

    LOST = "LOST", "Das bisherige Postfach gibt es nicht mehr."
    RENAMED = "RENAMED", "Die Person heißt jetzt anders."
    MISTYPED = "MISTYPED", "Die Adresse war falsch geschrieben."


IDLE = timedelta(minutes=30)
IDLE_ADMIN = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=10)
SEEN_EVERY = timedelta(minutes=1)
INVITATION_VALID = timedelta(days=7)
RESET_VALID = timedelta(minutes=30)
ADDRESS_VALID = timedelta(hours=24)
#: So long after its end the wish for another address is kept: the mails about it may still be on their way.
ADDRESS_KEPT = timedelta(days=2)

#: Failures that a door forgives before it makes people wait.
FREE_TRIES = {"account": 5, "network": 30}
LONGEST_DELAY = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=12)

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
#: So much must be left when common words and the own name are taken out.
LEFT_OVER = 8
COMMON = (
    "passwort", "password", "qwertz", "qwerty", "123456", "abcdef", "111111", "000000", "hallo",
    "willkommen", "geheim", "sommer", "winter", "herbst", "fruehling", "frühling", "schatz",
    "dolmetscher", "sprachmittl", "mediation", "mediator", "fallbruecke", "fallbrücke", "landkreis",
    "jugendamt", "ordnungsamt", "verwaltung", "integration", "kreisverwaltung",
)  # fmt: skip


def session_ends(role: Role | None, created_at: datetime, last_seen_at: datetime) -> datetime:
    """When a session ends by itself: after idling, at the latest after ten hours."""
    idle = IDLE_ADMIN if role is Role.ADMIN else IDLE
    return min(last_seen_at + idle, created_at + ABSOLUTE)


def delay(failures: int, kind: str) -> timedelta:
    """How long a door stays shut after so many failures: 2 s, then twice as long each time."""
    over = failures - FREE_TRIES[kind]
    if over < 0:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(over + 1, 20)), LONGEST_DELAY)


def check_password(password: str, *, about: tuple[str, ...]) -> None:
    """Length before composition; common words and words about the person don't count as length."""
    if len(password) < SHORTEST_PASSWORD:
        raise NotAllowed(N_("Bitte wählen Sie mindestens %(count)s Zeichen."), count=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise NotAllowed(N_("Bitte wählen Sie höchstens %(count)s Zeichen."), count=LONGEST_PASSWORD)
    rest = password.casefold()
    for word in sorted((*COMMON, *_words(about)), key=len, reverse=True):
        rest = rest.replace(word, "")
    if len(rest) < LEFT_OVER or len(set(rest)) < 4:
        raise NotAllowed(
            N_(
                "Dieses Passwort ist zu leicht zu erraten. "
                "Gut sind drei oder vier Wörter, die nichts mit Ihnen zu tun haben."
            )
        )


def _words(about: tuple[str, ...]) -> set[str]:
    parts = " ".join(about).casefold().replace("@", " ").replace(".", " ").replace("-", " ").split()
    return {part for part in parts if len(part) >= 4}


def check_roles(held: frozenset[Role], new: Role) -> None:
    """Whoever administers may not see cases, and the other way round (decision 1)."""
    if (new is Role.ADMIN and held & EXCLUDES_ADMIN) or (new is not Role.ADMIN and Role.ADMIN in held):
        raise NotAllowed(
            N_(
                "Wer die Administration innehat, darf keine andere Rolle haben: "
                "Sie schließt den Blick in Fälle aus."
            )
        )


def is_current(starts_on: date, ends_on: date | None, today: date) -> bool:
    return starts_on <= today and (ends_on is None or today <= ends_on)
