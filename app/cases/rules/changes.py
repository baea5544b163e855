"""Which facts of a case others rely on once they are sent, and what of them may stay when they change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from app.cases.rules.intake import Category, Setting
from app.cases.rules.screening import Priority
from app.labels import N_, Labelled
from app.refusals import Wanting

REASON_WANTED = N_("Bitte schreiben Sie, warum sich das ändert. Die frühere Angabe war schon weitergegeben.")


class Fact(Labelled):
    """Something of a case that was sent: by the reporting office, or to those who work with it."""

    CATEGORY = "CATEGORY", "Art des Konflikts"
    SETTING = "SETTING", "Wo der Konflikt spielt"
    DISTRICT = "DISTRICT", "Ortsteil"
    SINCE = "SINCE", "Seit wann"
    PRIORITY = "PRIORITY", "Priorität"
    SCREENING = "SCREENING", "Eignung für eine Vermittlung"
    KIND = "KIND", "Wer oder was die Partei ist"
    MINOR = "MINOR", "Jemand ist minderjährig"
    CONTACT_AGREED = "CONTACT_AGREED", "Einverstanden mit der Kontaktaufnahme"
    CHANNEL = "CHANNEL", "Am besten erreichbar"
    PROTECTED = "PROTECTED", "Anschrift geschützt"
    NAME = "NAME", "Name"
    PHONE = "PHONE", "Telefon"
    EMAIL = "EMAIL", "E-Mail"
    ADDRESS = "ADDRESS", "Anschrift"
    BEST_TIME = "BEST_TIME", "Wann gut zu erreichen"
    LANGUAGES = "LANGUAGES", "Sprachen"
    NEEDS = "NEEDS", "Was die Partei braucht"


class Cause(Labelled):
    """Why a fact is another one now."""

    CHANGED = "CHANGED", "Es hat sich geändert"
    MISTAKE = "MISTAKE", "Es war falsch eingetragen"
    JUDGED = "JUDGED", "Es wird anders eingeschätzt"


#: Process facts (K0, K1): the timeline tells the old and the new value. Of all others, that they changed.
TOLD = frozenset(
    {Fact.CATEGORY, Fact.SETTING, Fact.DISTRICT, Fact.SINCE, Fact.PRIORITY, Fact.SCREENING}
    | {Fact.KIND, Fact.MINOR, Fact.CONTACT_AGREED, Fact.CHANNEL, Fact.PROTECTED}
)
#: Stays, sealed, for the lead: how somebody was reached before may still be needed. A former name may not be
#: (§ 13 SBGG), needs are data on health (Art. 9 GDPR), and both say nothing about the conflict.
KEPT = frozenset({Fact.PHONE, Fact.EMAIL, Fact.ADDRESS, Fact.BEST_TIME, Fact.LANGUAGES})


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the report said, as it shall stand from now on; ``priority`` is None until it was set."""

    category: Category
    setting: Setting
    district_id: UUID | None
    since_month: str | None
    priority: Priority | None


class Said(NamedTuple):
    """A fact as it stands: to compare, and in words; the words are None where it must not be kept."""

    raw: str | None
    words: str | None


@dataclass(frozen=True)
class Why:
    """The reason that somebody gave for a change."""

    cause: Cause
    text: str


@dataclass(frozen=True)
class Replaced:
    """A fact that was there is another one, or gone."""

    fact: Fact
    before: Said
    after: Said

    def former(self, cause: Cause) -> str | None:
        """What stays of it: never what was wrong, which might be about somebody else."""
        return self.before.words if self.fact in KEPT and cause is not Cause.MISTAKE else None


def replaced(before: Mapping[Fact, Said], after: Mapping[Fact, Said]) -> tuple[Replaced, ...]:
    """What was said and is said otherwise now; where nothing stood, something is added, not changed."""
    pairs = ((fact, old, after[fact]) for fact, old in before.items())
    return tuple(Replaced(fact, old, new) for fact, old, new in pairs if old.raw and old.raw != new.raw)


def insist_on_reason(why: Why | None, *, field: str = "change_reason") -> Why:
    """Raises ``Wanting`` if there is none; ``field``: the box that asks for it."""
    if why is None or not why.text:
        raise Wanting(REASON_WANTED, field=field)
    return why
