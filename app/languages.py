"""Which languages there are, how well somebody speaks one, and which one a written name means.

Codes are opaque: never canonicalised, never handed to a library. Common software turns ``kmr`` into
"Kurdish" and ``prs`` into a kind of Farsi, and would so match people who can't talk to each other.
"""

import unicodedata
from dataclasses import dataclass

from app.labels import N_, Labelled
from app.refusals import NotAllowed
from app.seed import listed, rows


class Level(Labelled):
    """Levels of the Common European Framework, in rising order, and above them the mother tongue."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"
    NATIVE = "NATIVE", "Muttersprache"

    @property
    def rank(self) -> int:
        return list(Level).index(self)

    def at_least(self, other: "Level") -> bool:
        return self.rank >= other.rank


@dataclass(frozen=True)
class Language:
    """One language, or one spoken variety that the next speaker may not understand.

    ``parent`` is a group or a language. ``also_sure`` and ``also_ask`` are languages that its speakers
    often understand too; both are only ever a question to the person, never a match.
    ``direction`` is ``ltr`` or ``rtl``, and empty for a sign language.
    """

    code: str
    label: str
    autonym: str
    direction: str
    parent: str | None
    also_sure: tuple[str, ...]
    also_ask: tuple[str, ...]

    @property
    def short(self) -> str:
        """The word that tells it from its neighbors: Sorani, not Kurdisch (Sorani)."""
        return self.label.partition(" (")[2].removesuffix(")") or self.label


def folded(name: str) -> str:
    """The form in which two spellings of the same name are equal."""
    return unicodedata.normalize("NFC", " ".join(name.casefold().split()))


def is_known(name: str) -> bool:
    return folded(name) in _BY_NAME


def resolve(name: str) -> Language:
    """The language that a written name means; a name of several languages is refused with the question."""
    language = _BY_NAME.get(folded(name))
    if language:
        return language
    name = " ".join(name.split())
    meant = _choices(name)
    if meant:
        raise NotAllowed(N_("%(name)s: bitte %(choices)s angeben."), name=name, choices=_either(meant))
    raise NotAllowed(
        N_("Die Sprache „%(name)s“ kennen wir nicht. Bitte prüfen Sie die Schreibweise."), name=name
    )


def resolve_level(word: str) -> Level:
    """A level as offices write it: „B2“, „Muttersprache“."""
    found = _LEVELS.get(folded(word))
    if found is None:
        raise NotAllowed(
            N_("„%(word)s“ ist kein Sprachniveau. Möglich sind A1, A2, B1, B2, C1, C2 oder Muttersprache."),
            word=word.strip(),
        )
    return found


def _choices(name: str) -> list[Language]:
    """The languages between which somebody who writes this name must choose."""
    group = _GROUPS_BY_NAME.get(folded(name))
    prefix = f"{folded(name)} ("
    return sorted(
        (one for one in LANGUAGES.values() if _belongs(one, group) or folded(one.label).startswith(prefix)),
        key=lambda one: one.short,
    )


def _belongs(language: Language, group: str | None) -> bool:
    return group is not None and language.parent == group


def _either(languages: list[Language]) -> str:
    *most, last = [one.short for one in languages]
    return f"{', '.join(most)} oder {last}" if most else last


def _language(row: dict[str, str]) -> Language:
    return Language(
        code=row["code"],
        label=row["label_de"],
        autonym=row["autonym"],
        direction=row["direction"],
        parent=row["parent"] or None,
        also_sure=listed(row["also_sure"]),
        also_ask=listed(row["also_ask"]),
    )


def _place(row: dict[str, str]) -> tuple[int, str]:
    """Common languages first; Ö is sorted as O, as German lists are."""
    return int(row["tier"]), unicodedata.normalize("NFD", row["label_de"])


_TABLE = sorted(rows("app", "languages"), key=_place)

#: Every language by its code, in the order of a list to choose from.
LANGUAGES: dict[str, Language] = {row["code"]: _language(row) for row in _TABLE}

_BY_NAME = {folded(name): LANGUAGES[row["code"]] for row in _TABLE for name in listed(row["aliases_de"])}
#: Families that can't be chosen, only asked about.
_GROUPS_BY_NAME = {
    folded(name): row["code"] for row in rows("app", "language_groups") for name in listed(row["aliases_de"])
}
_LEVELS = {folded(word): one for one in Level for word in (one.value, one.label)} | {
    folded(word): Level.NATIVE for word in ("Erstsprache", "muttersprachlich", "Muttersprachler:in")
}
