"""What a party is asked, what it has said, and what counts of it now; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.labels import N_, Labelled

#: Fields of a party that coordination may have shown one by one, each logged (decision 3).
REVEALABLE = ("name", "address", "phone", "email")

#: The field that only the lead has shown, each time logged; it is in no list, letter, mail or print.
PROTECTED = "protected_address"


class Purpose(Labelled):
    """What a party says yes or no to, each by itself; in the order of the sheet that it signs (Zweck)."""

    TAKE_PART = "TAKE_PART", "Teilnahme"
    MEDIATORS = "MEDIATORS", "Weitergabe an Mediator:innen"
    INTERPRETER = "INTERPRETER", "Weitergabe an Dolmetschende"
    FOLLOW_UP = "FOLLOW_UP", "Nachfragen nach dem Ende"
    OFFICE = "OFFICE", "Weitergabe an eine andere Stelle"
    MUNICIPALITY = "MUNICIPALITY", "Abgabe an eine andere Kommune"
    PHONE = "PHONE", "Anrufe"
    EMAIL = "EMAIL", "E-Mails"

    @property
    def meaning(self) -> str:
        """What a yes opens, as it is said to the party."""
        return _MEANINGS[self]


_MEANINGS = {
    Purpose.TAKE_PART: N_(
        "Die Stelle darf Name, Kontaktdaten, Sprachen und eine kurze Beschreibung nutzen, um den "
        "Konflikt zu klären."
    ),
    Purpose.MEDIATORS: N_(
        "Mediator:innen erfahren den Namen; wer vermittelt, auch Kontaktdaten und Beschreibung."
    ),
    Purpose.INTERPRETER: N_("Wer dolmetscht, erfährt den Namen und den Termin."),
    Purpose.FOLLOW_UP: N_("Nach dem Ende darf gefragt werden, ob die Lösung hält."),
    Purpose.OFFICE: N_("Eine andere Stelle darf davon erfahren; vorher wird gesagt, welche und was."),
    Purpose.MUNICIPALITY: N_("Der Fall darf an eine andere Kommune gehen, die dann zuständig ist."),
    Purpose.PHONE: N_("Die Partei darf angerufen werden."),
    Purpose.EMAIL: N_("Der Partei darf per E-Mail geschrieben werden."),
}

#: The first part of the sheet. The others are asked only if they are needed.
FIRST_PART = (Purpose.TAKE_PART, Purpose.MEDIATORS, Purpose.INTERPRETER, Purpose.FOLLOW_UP)
SECOND_PART = tuple(purpose for purpose in Purpose if purpose not in FIRST_PART)

#: These mean nothing for somebody who does not take part.
WITHIN = frozenset(FIRST_PART) - {Purpose.TAKE_PART}

#: What a party must have said yes to before anybody is asked to mediate (decision 5).
TO_MEDIATE = (Purpose.TAKE_PART, Purpose.MEDIATORS)


class Said(Labelled):
    """What a party says to one purpose; the last word is always possible (Art. 7 (3) GDPR)."""

    YES = "YES", "ja"
    NO = "NO", "nein"
    WITHDRAWN = "WITHDRAWN", "zurückgenommen"


class Way(Labelled):
    """How it was said."""

    IN_PERSON = "IN_PERSON", "im Gespräch"
    PHONE = "PHONE", "am Telefon"
    WRITTEN = "WRITTEN", "schriftlich"
    EMAIL = "EMAIL", "per E-Mail"


class Article(Labelled):
    """Which information on data protection a party was handed."""

    ART_14 = "ART_14", "Art. 14: Eine Dienststelle hat gemeldet"
    ART_13 = "ART_13", "Art. 13: Die Partei hat selbst Angaben gemacht"


class Participation(Labelled):
    """A party's own decision to take part, which is always voluntary (§ 1 (1) MediationsG)."""

    OPEN = "OPEN", "noch offen"
    AGREED = "AGREED", "nimmt teil"
    DECLINED = "DECLINED", "nimmt nicht teil"


@dataclass(frozen=True)
class Spoken:
    """One word of a party to one purpose, and when it was said."""

    purpose: Purpose
    said: Said
    at: datetime


@dataclass(frozen=True)
class Words:
    """All that one party has said, in any order; what counts now follows from it, and from nothing else."""

    spoken: tuple[Spoken, ...] = ()

    def yes_since(self, purpose: Purpose) -> datetime | None:
        """When the yes was said that stands now; None if none does.

        A yes stands only above every no that reaches it, whenever either was written down. To take part is
        taken back with all that was said yes to; who does not take part has said no to all within it.
        """
        yes = self._last(purpose, said={Said.YES})
        no = self.no_since(purpose)
        if yes is None or (no is not None and no >= yes):
            return None
        if purpose in WITHIN and self.yes_since(Purpose.TAKE_PART) is None:
            return None
        return yes

    def agrees(self, *purposes: Purpose, since: datetime | None = None) -> bool:
        """Says yes to each of them now: at or after ``since``, if given."""
        moments = [self.yes_since(purpose) for purpose in purposes]
        return all(one is not None and (since is None or one >= since) for one in moments)

    def refuses(self, *purposes: Purpose) -> bool:
        """Has said no to one of them, or taken its yes back, and not said yes since."""
        return any(self.yes_since(one) is None and self.no_since(one) is not None for one in purposes)

    def took_back(self, *purposes: Purpose) -> bool:
        """Has taken its yes to one of them back, and not said yes since (Art. 7 (3) GDPR)."""
        return any(self._taken_back(one) for one in purposes)

    def answer(self, purpose: Purpose) -> Said | None:
        """The word that counts; None if nobody has asked yet."""
        if self.agrees(purpose):
            return Said.YES
        if self.took_back(purpose):
            return Said.WITHDRAWN
        return Said.NO if self.refuses(purpose) else None

    @property
    def participation(self) -> Participation:
        """What its words to taking part come to."""
        said = self.answer(Purpose.TAKE_PART)
        if said is None:
            return Participation.OPEN
        return Participation.AGREED if said is Said.YES else Participation.DECLINED

    def asked(self) -> tuple[Purpose, ...]:
        """What it has ever been asked, in the order of the sheet."""
        spoken = {one.purpose for one in self.spoken}
        return tuple(purpose for purpose in Purpose if purpose in spoken)

    @property
    def standing(self) -> frozenset[Purpose]:
        """All that it says yes to now."""
        return frozenset(purpose for purpose in Purpose if self.agrees(purpose))

    def _taken_back(self, purpose: Purpose) -> bool:
        if self.agrees(purpose):
            return False
        yes = self._last(purpose, said={Said.YES})
        back = self._last(purpose, Purpose.TAKE_PART, said={Said.WITHDRAWN})
        return back is not None and (yes is None or back >= yes)

    def no_since(self, purpose: Purpose) -> datetime | None:
        """The last no that reaches this purpose: a yes stands only if it was said after it."""
        own = self._last(purpose, said={Said.NO, Said.WITHDRAWN})
        above = {Said.NO, Said.WITHDRAWN} if purpose in WITHIN else {Said.WITHDRAWN}
        whole = self._last(Purpose.TAKE_PART, said=above)
        return max((one for one in (own, whole) if one is not None), default=None)

    def _last(self, *purposes: Purpose, said: set[Said]) -> datetime | None:
        found = (one.at for one in self.spoken if one.purpose in purposes and one.said in said)
        return max(found, default=None)


NOTHING_SAID = Words()


@dataclass(frozen=True, kw_only=True)
class TextVersion:
    """A version of a text for parties; ``reference`` is what stands on its paper: ``consent.ar.2``."""

    kind: str
    language: str
    version: int
    written_on: date
    approved_on: date | None
    reference: str


CONSENT_TEXT = "CONSENT"
NOTICE_TEXT = {Article.ART_13: "NOTICE_13", Article.ART_14: "NOTICE_14"}
GERMAN = "de"


def text_on(day: date, texts: Iterable[TextVersion], *, kind: str, language: str | None) -> str | None:
    """The version that counted on that day: the newest approved, else the newest draft.

    In a language that has no text of its own the German one is explained.
    """
    of_kind = [one for one in texts if one.kind == kind]
    own = [one for one in of_kind if one.language == language]
    found = own or [one for one in of_kind if one.language == GERMAN]
    approved = [one for one in found if one.approved_on is not None and one.approved_on <= day]
    written = [one for one in found if one.written_on <= day]
    best = max(approved or written or found, key=lambda one: one.version, default=None)
    return best.reference if best else None
