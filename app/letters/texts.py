"""The texts that the program ships: plain files in ``tables``, one for each kind and language."""

from functools import cache
from importlib.resources import files

from app.languages import LANGUAGES, Language
from app.letters.rules.kinds import GERMAN, LETTER_LANGUAGES, LetterKind
from app.letters.rules.writing import tidy
from app.seed import rows


@cache
def shipped(kind: LetterKind, language: str) -> str:
    """The text of ``tables/<kind>.<language>.txt``."""
    place = files("app.letters") / "tables" / f"{kind.slug}.{language}.txt"
    return tidy(place.read_text(encoding="utf-8"))


def model(kind: LetterKind) -> str:
    """The German text that says what every text of this kind leaves open."""
    return shipped(kind, GERMAN)


@cache
def words(language: str) -> dict[str, str]:
    """The few words around a text: greeting, closing words, what says that it is a draft."""
    return {row["key"]: row[language] for row in rows("app.letters", "words")}


def languages() -> tuple[Language, ...]:
    """The languages of letters, German first."""
    return tuple(LANGUAGES[code] for code in LETTER_LANGUAGES)


def nearest(codes: tuple[str, ...]) -> str:
    """The letter language for somebody who speaks these: the first there is, or one close to it."""
    for code in codes:
        found = LANGUAGES.get(code)
        if code in LETTER_LANGUAGES:
            return code
        for other in (found.parent, *found.also_sure) if found else ():
            if other in LETTER_LANGUAGES:
                return other
    return GERMAN


@cache
def preset(land: str) -> tuple[str, str]:
    """Legal basis and supervisory authority of a Land, to be checked by the municipality."""
    for row in rows("app.letters", "laender"):
        if row["land"] == land:
            return row["law"], row["authority"]
    return "", ""
