"""Words of a free text that may name people or their origin: a hint to whoever writes, never a bar.

A text can't be understood by a program, so it looks for what stands out: forms of address with a name,
common first names, numbers and addresses to reach somebody, words for origin and religion. A language
(„spricht Arabisch“) is a need and stays unmentioned; „arabische Familie“ is not.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.seed import rows


@dataclass(frozen=True)
class Mention:
    """A word, or a few, as they stand in the text."""

    words: str

    @property
    def key(self) -> str:
        """The same for every spelling with other capitals and blanks."""
        return " ".join(self.words.casefold().split())


_NAME = r"[A-ZÄÖÜÇŞİ][\w'’-]+"
_ADDRESSED = re.compile(
    rf"\b(?:Herrn?|Frau|Familie|Fam\.|Eheleute|Ehepaar)\s+(?:Dr\.\s+)?{_NAME}(?:\s+{_NAME})?"
)
_REACHED = re.compile(r"(?<![\w.,])(?:\+|0)\d[\d /().-]{5,}\d|[^\s@]+@[^\s@]+\.\w+")


def _first_names() -> re.Pattern[str]:
    names = "|".join(sorted(re.escape(row["name"]) for row in rows("app.cases", "first_names")))
    return re.compile(rf"\b(?:{names})s?\b(?:\s+(?!Straße|Platz|Weg|Allee){_NAME})?")


def _origins() -> re.Pattern[str]:
    """Adjectives with their endings, so that a language isn't one; nouns with theirs."""
    table = rows("app.cases", "origin_words")
    kinds = {kind: "|".join(row["stem"] for row in table if row["kind"] == kind) for kind in ("a", "n")}
    capital = "|".join(row["stem"].capitalize() for row in table if row["kind"] == "a")
    adjective = rf"(?:{kinds['a']})(?:e[rnsm]?)?|(?:{capital})e[rnsm]?"
    return re.compile(rf"\b(?:{adjective}|(?:{kinds['n']})(?:[:*_]?innen|[:*_]?in|e[rnsm]?|n|r|s)?)\b")


_PATTERNS = (_ADDRESSED, _first_names(), _REACHED, _origins())


def mentions(text: str | None, *, confirmed: Collection[str] = ()) -> tuple[Mention, ...]:
    """What may name somebody, in the order of the text, each once; without what was confirmed before."""
    found = sorted(
        (match.start(), match.end()) for pattern in _PATTERNS for match in pattern.finditer(text or "")
    )
    told: dict[str, Mention] = {}
    for one in _apart(text or "", found):
        told.setdefault(one.key, one)
    return tuple(one for key, one in told.items() if key not in confirmed)


def keys(found: Iterable[Mention]) -> list[str]:
    return [one.key for one in found]


def _apart(text: str, places: Iterable[tuple[int, int]]) -> Iterable[Mention]:
    """A name that stands in a longer mention isn't said again."""
    reached = 0
    for start, end in places:
        if start >= reached:
            yield Mention(text[start:end])
            reached = end
